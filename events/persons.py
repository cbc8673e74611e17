"""The facade: what events hold of someone who asks."""

from .registration.persons import draft_data, drafts, erase_in, group_data, groups

__all__ = ["draft_data", "drafts", "erase_in", "group_data", "groups"]
