"""The facade: the forms of all rooms."""

from .posters import admin as posters
from .reports import admin as reports

__all__ = ["posters", "reports"]
