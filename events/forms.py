"""The facade: the filters of all rooms."""

from .calendar.forms import EventFilter

__all__ = ["EventFilter"]
