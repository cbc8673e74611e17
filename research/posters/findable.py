"""What posters and their files are found by."""

from events.findable import PLACES, facets_of, read_from
from lessonstudy.content.languages import in_each_language
from lessonstudy.search.describing import (
    Description,
    by_language,
    describe_file,
    names_of,
    path_of,
    printed_names,
    public,
)

from .models import Poster, PosterDocument

EVENT = ("event__series", *(f"event__{lookup}" for lookup in PLACES))


def describe_poster(poster):
    event = poster.event if poster.event and poster.event.is_public else None
    awards = poster.awards.all() if event else ()
    people, schools = [role.person for role in poster.roles.all()], poster.schools.all()
    return Description(
        record=poster,
        what="poster",
        path=path_of(poster),
        title=poster.titles(),
        original_language=poster.original_language,
        names=[*names_of(people), *printed_names(poster.roles.all()), *names_of(schools)],
        context=in_each_language(
            lambda: " — ".join(filter(None, [said(people) or said(schools), event and event.plain_title]))
        ),
        text=by_language(poster, "aim", "model", "results", "transcript"),
        facets=[
            *(facets_of(event) if event else []),
            ("event", event),
            *poster.taught_facets,
            ("language", poster.language),
            *(("award", award.kind) for award in awards),
            *(("person", person) for person in public(people)),
            *(("school", school) for school in public(schools)),
        ],
        reads=[poster, *(read_from(poster.event) if poster.event else []), *awards, *people, *schools],
        date=event.begins_at if event else poster.published_at,
    )


def said(records):
    return ", ".join(record.plain_title for record in records)


def describe_document(document):
    poster = document.poster
    people = [role.person for role in poster.roles.all()]
    return describe_file(document, describe_poster(poster), people, poster.schools.all())


POSTER = (*EVENT, "awards", "roles__person__names", "schools__names")
FINDABLE = [
    (Poster, describe_poster, POSTER, ()),
    (PosterDocument, describe_document, tuple(f"poster__{lookup}" for lookup in POSTER), ("poster",)),
]
