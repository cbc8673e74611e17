"""The facade: what it takes to cite posters and reports."""

from .posters.citing import CITABLE

__all__ = ["CITABLE"]
