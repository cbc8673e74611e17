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
from .registration.desk import Desk, MailText, Option, Question, RegionQuota
from .registration.models import AnswerFile, Attendance, Change, Consent, Draft, Letter, Participant, Registration

__all__ = [
    "AgendaItem",
    "AnswerFile",
    "Attendance",
    "Award",
    "Change",
    "Consent",
    "Contribution",
    "ContributionDocument",
    "ContributionRole",
    "Desk",
    "Draft",
    "Event",
    "EventDocument",
    "EventOrganization",
    "EventPhoto",
    "EventPoint",
    "EventRole",
    "EventSeries",
    "EventVideo",
    "Letter",
    "MailText",
    "Option",
    "Participant",
    "ParticipationFigure",
    "Question",
    "RegionQuota",
    "Registration",
    "Session",
    "SessionRole",
    "Track",
    "Visit",
]
