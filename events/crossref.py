"""The facade: what was given at an event, for registration with Crossref."""

from .programme.crossref import event_deposit

__all__ = ["event_deposit"]
