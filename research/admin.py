"""The facade: the forms of all rooms."""

from .posters import admin as posters

__all__ = ["posters"]
