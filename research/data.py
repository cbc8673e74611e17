"""The facade: posters and reports as plain data, and those of events, people and organizations."""

from .posters import data as posters
from .posters.data import POSTER, POSTER_BRIEF
from .reports import data as reports
from .reports.data import REPORT, REPORT_BRIEF

EVENT = (*posters.EVENT, *reports.EVENT)
PERSON = (*posters.PERSON, *reports.PERSON)
ORGANIZATION = (*posters.ORGANIZATION, *reports.ORGANIZATION)

__all__ = ["EVENT", "ORGANIZATION", "PERSON", "POSTER", "POSTER_BRIEF", "REPORT", "REPORT_BRIEF"]
