"""What events, series and files of events are found by."""

from lessonstudy.content.dates import format_range
from lessonstudy.content.languages import in_each_language
from lessonstudy.search.describing import (
    WITHOUT_YEAR,
    Description,
    around,
    by_language,
    describe_file,
    joined,
    names_of,
    path_of,
    printed_names,
    public,
    regions_of,
)

from .models import Event, EventDocument, EventSeries

PLACES = ("places__names", "places__parent__parent")


def year_of(event):
    return (event.start.year or WITHOUT_YEAR) if event.start else None


def where_and_when(event):
    """{language: "26 November 2021, Shymkent, Turkistan region"}."""
    return in_each_language(
        lambda: ", ".join(
            filter(None, [format_range(event.start, event.end) if event.start else "", *event.place_names])
        )
    )


def facets_of(event):
    """The facets that everything inside an event shares with it."""
    series = event.series if event.series and event.series.is_public else None
    regions = regions_of(event.places.all())
    return [("year", year_of(event)), ("series", series), *(("region", region) for region in regions)]


def read_from(event):
    return [event, *filter(None, [event.series]), *around(event.places.all())]


def place_names(event):
    return [name for place in event.places.all() for name in place.titles().values()]


def describe_event(event):
    people = [role.person for role in event.roles.all()]
    organizations = [row.organization for row in event.event_organizations.all()]
    points = [by_language(point, "text") for point in event.points.all()]
    agenda = [by_language(item, "title", "decision") for item in event.agenda.all()]
    visits = [by_language(visit, "title", "studied") for visit in event.visits.all()]
    return Description(
        record=event,
        what="event",
        path=path_of(event),
        title=event.titles(),
        original_language=event.original_language,
        also=by_language(event, "alternative_title", "edition_label", "theme"),
        names=[
            *place_names(event),
            *names_of(people),
            *printed_names(event.roles.all()),
            *names_of(organizations),
        ],
        context=where_and_when(event),
        text=joined(
            by_language(event, "summary", "purpose", "description", "audience", "composition"),
            *points,
            *agenda,
            *visits,
        ),
        facets=[
            ("kind", event.kind),
            *facets_of(event),
            ("mode", event.mode),
            *(("language", language) for language in event.working_languages.split()),
            *(("person", person) for person in public(people)),
            *(("school", school) for school in public(organizations) if school.is_school),
        ],
        reads=[*read_from(event), *people, *organizations],
        date=event.begins_at,
    )


def describe_series(series):
    return Description(
        record=series,
        what="series",
        path=path_of(series),
        title=series.titles(),
        original_language=series.original_language,
        text=by_language(series, "description"),
        facets=[("series", series)],
    )


def describe_document(document):
    return describe_file(document, describe_event(document.event), document.people.all())


EVENT = (
    *PLACES,
    "series",
    "roles__person__names",
    "event_organizations__organization__names",
    "points",
    "agenda",
    "visits",
)
FINDABLE = [
    (Event, describe_event, EVENT, ()),
    (EventSeries, describe_series, (), ()),
    (EventDocument, describe_document, ("people__names", *(f"event__{lookup}" for lookup in EVENT)), ("event",)),
]
