"""Events and series as plain data: what, when, where, by whom, with how many."""

from lessonstudy.content.data import FILE, PHOTOS, VIDEO, Shape, all_named, columns, link, links, named, rows
from members.data import ROLE, places_then

from .models import Event, EventOrganization, EventPoint, EventSeries, ParticipationFigure

ORGANIZATION_THERE = Shape(
    "OrganizationThere", *columns(EventOrganization, "role"), named("organization"), *columns(EventOrganization, "note")
)
POINT = Shape("Point", *columns(EventPoint, "kind", "text"))
FIGURE = Shape("Figure", *columns(ParticipationFigure, "category", "label", "number", "qualifier"))
EVENT_FILE = Shape("EventFile", *FILE.fields, all_named("people"))
EVENT_VIDEO = Shape("EventVideo", *VIDEO.fields, named("organization"))

EVENT_BRIEF = (
    *columns(Event, "title", "summary", "kind", "state", "edition_label", "start", "end", "time_zone", "mode"),
    places_then("places", lambda event: [(place, event.start) for place in event.places.all()]),
    *columns(Event, "working_languages"),
    link("series"),
    link("parent"),
)
EVENT = (
    *columns(Event, "alternative_title", "theme", "purpose", "description", "audience", "composition"),
    *columns(Event, "edition_number", "days", "platform", "access", "direction", "website"),
    link("grew_out_of"),
    links("outgrowths"),
    link("council", "body"),
    links("inside", lookup="children"),
    rows("organizations", ORGANIZATION_THERE, of="event_organizations"),
    rows("points", POINT),
    rows("figures", FIGURE),
    rows("people", ROLE, of="roles"),
)
BELONGINGS = (PHOTOS, rows("files", EVENT_FILE, of="documents"), rows("videos", EVENT_VIDEO))
SERIES_BRIEF = (*columns(EventSeries, "title", "scope"), named("owner"))
SERIES = (*columns(EventSeries, "description"), links("editions", lookup="events"))
