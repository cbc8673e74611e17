"""The facade: what can be found of all rooms, and the words for an event that other subjects use."""

from .calendar.findable import FINDABLE as CALENDAR
from .calendar.findable import PLACES, facets_of, read_from
from .programme.findable import FINDABLE as PROGRAMME

FINDABLE = [*CALENDAR, *PROGRAMME]

__all__ = ["FINDABLE", "PLACES", "facets_of", "read_from"]
