"""The facade: the filters of all rooms."""

from .calendar.forms import EventFilter, SeriesFilter

__all__ = ["EventFilter", "SeriesFilter"]
