"""The facade: every model of the rooms. Outside of events/, import from here."""

from .calendar.models import (
    Event,
    EventDocument,
    EventOrganization,
    EventPhoto,
    EventPoint,
    EventRole,
    EventSeries,
    EventVideo,
    ParticipationFigure,
)
from .programme.models import (
    AgendaItem,
    Contribution,
    ContributionDocument,
    ContributionRole,
    Session,
    SessionRole,
    Track,
    Visit,
)
from .recognition.models import Award

__all__ = [
    "AgendaItem",
    "Award",
    "Contribution",
    "ContributionDocument",
    "ContributionRole",
    "Event",
    "EventDocument",
    "EventOrganization",
    "EventPhoto",
    "EventPoint",
    "EventRole",
    "EventSeries",
    "EventVideo",
    "ParticipationFigure",
    "Session",
    "SessionRole",
    "Track",
    "Visit",
]
