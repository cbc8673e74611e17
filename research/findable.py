"""The facade: what can be found of all rooms."""

from .posters.findable import FINDABLE

__all__ = ["FINDABLE"]
