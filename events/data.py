"""The facade: an event whole as plain data, and what events say of people and organizations."""

from lessonstudy.content.data import (
    LINK,
    NAMED,
    TEXT,
    Field,
    Shape,
    columns,
    in_each,
    link,
    list_of,
    mention,
    named,
    or_null,
    ref,
    rows,
)
from members.appearances import appearances
from members.data import who
from members.models import Role

from .calendar.data import BELONGINGS, EVENT_BRIEF, SERIES, SERIES_BRIEF
from .calendar.data import EVENT as ABOUT
from .calendar.models import EventOrganization
from .programme.data import ORIGIN, PROGRAMME, origin
from .programme.models import Visit
from .recognition.data import AWARDS, AWARDS_WON

__all__ = ["AWARDS_WON", "EVENT", "EVENT_BRIEF", "ORGANIZATION", "PERSON", "SERIES", "SERIES_BRIEF", "origin"]


def in_public_event(row):
    return row.event.is_public


# --- What somebody was, across the years ----------------------------------------------------------
ROLES = {"eventroles": "event", "sessionroles": "session__event", "contributionroles": "contribution__event"}
IN_EVENT = (
    Field("event", or_null(LINK), lambda absolute, row: mention(absolute, row.event)),
    Field("part", TEXT, lambda absolute, row: in_each(lambda: row.in_what)),
    *columns(Role, "role", "printed_name", "affiliation"),
)
PERSON_IN_EVENT = Shape("PersonInEvent", *IN_EVENT, named("organization"))
SENT_TO_EVENT = Shape("SentToEvent", Field("person", or_null(NAMED), who, ("person",)), *IN_EVENT)


def across_the_years(name, shape):
    """People in roles at events, in their sessions and in their contributions; the newest event first."""

    def read(absolute, record):
        return [shape.data(absolute, row) for _event, rows in appearances(record, ROLES) for row in rows]

    ways = ((accessor, way) for accessor, event in ROLES.items() for way in (event, *shape.lookups))
    return Field(name, list_of(ref(shape.name)), read, tuple(f"{accessor}__{way}" for accessor, way in ways), (shape,))


HELD = Shape("EventWithRole", link("event"), *columns(EventOrganization, "role", "note"))
VISITED = Shape("VisitPaid", link("event"), *columns(Visit, "title", "kind", "date"))

EVENT = (*ABOUT, *PROGRAMME, AWARDS, *BELONGINGS)
PERSON = (across_the_years("roles", PERSON_IN_EVENT), AWARDS_WON)
ORGANIZATION = (
    rows("events", HELD, of="event_organizations", only=in_public_event),
    across_the_years("roles", SENT_TO_EVENT),
    rows("contributions", ORIGIN, only=in_public_event),
    rows("visits", VISITED, only=in_public_event),
    AWARDS_WON,
)
