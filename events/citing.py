"""The facade: what it takes to cite what was given at an event."""

from .calendar.citing import shown_at
from .programme.citing import CITABLE

__all__ = ["CITABLE", "shown_at"]
