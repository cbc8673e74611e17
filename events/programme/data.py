"""The programme of an event as plain data: tracks, sessions, contributions, visits, agenda."""

from lessonstudy.content.data import (
    FILES,
    Field,
    Shape,
    all_named,
    columns,
    is_public,
    link,
    links,
    named,
    or_null,
    part,
    ref,
    rows,
)
from members.data import PLACE, ROLE, place_then

from .models import AgendaItem, Contribution, Session, Track, Visit

TRACK = Shape("Track", *columns(Track, "title", "description"))
CONTRIBUTION = Shape(
    "Contribution",
    *columns(Contribution, "title", "kind", "language", "abstract", "keywords"),
    part("track", TRACK),
    rows("people", ROLE, of="roles"),
    all_named("schools"),
    FILES,
    links("posters"),
    links("articles", inside=("issue", "issue__journal")),
)
SESSION = Shape(
    "Session",
    *columns(Session, "title", "kind", "description", "start", "end", "minutes", "room"),
    part("track", TRACK),
    rows("people", ROLE, of="roles"),
    rows("contributions", CONTRIBUTION),
)


def place_of_visit(absolute, visit):
    return visit.place and place_then(absolute, visit.place, visit.date or visit.event.start)


VISIT = Shape(
    "Visit",
    *columns(Visit, "title", "kind", "date", "studied"),
    named("host"),
    Field("place", or_null(ref("Place")), place_of_visit, ("place__names", "place__parent"), (PLACE,)),
    all_named("people"),
)
AGENDA_ITEM = Shape("AgendaItem", *columns(AgendaItem, "title", "decision"))


def stands_alone(contribution):
    return contribution.session_id is None


PROGRAMME = (
    rows("tracks", TRACK),
    rows("sessions", SESSION),
    rows("contributions", CONTRIBUTION, only=stands_alone),
    rows("visits", VISIT),
    rows("agenda", AGENDA_ITEM),
)

# Where a poster or an article comes from.
ORIGIN = Shape("Origin", *columns(Contribution, "title", "kind"), link("event"))


def origin(name="contribution"):
    return part(name, ORIGIN, only=lambda contribution: is_public(contribution.event))
