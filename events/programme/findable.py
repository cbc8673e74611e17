"""What sessions, contributions and their files are found by."""

from events.calendar.findable import PLACES, facets_of, place_names, read_from
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

from .models import Contribution, ContributionDocument, Session

EVENT = ("event__series", *(f"event__{lookup}" for lookup in PLACES))


def describe_session(session):
    """A session has a page place of its own only if it has a title."""
    return describe_part(session, "session", session_path(session)) if session.titles() else None


def describe_contribution(contribution):
    described = describe_part(contribution, "talk", path_of(contribution), contribution.schools.all())
    described.also = by_language(contribution, "keywords")
    described.facets.append(("language", contribution.language))
    return described


def session_path(session):
    return f"{path_of(session.event)}#session-{session.pk}"


def describe_part(part, what, path, schools=()):
    event, roles = part.event, part.roles.all()
    people = [role.person for role in roles]
    return Description(
        record=part,
        what=what,
        path=path,
        title=part.titles(),
        original_language=event.original_language,
        names=[*names_of(people), *printed_names(roles), *names_of(schools), *place_names(event)],
        context=in_each_language(lambda: said_by(people, event)),
        text=by_language(part, "abstract", "description"),
        facets=[
            ("kind", part.kind),
            *facets_of(event),
            *(("person", person) for person in public(people)),
            *(("school", school) for school in public(schools)),
        ],
        reads=[*read_from(event), *people, *schools],
        date=event.begins_at,
    )


def said_by(people, event):
    """ "A. Sample, B. Sample — the conference"."""
    return " — ".join(filter(None, [", ".join(person.plain_title for person in people), event.plain_title]))


def describe_document(document):
    contribution = document.contribution
    people = [role.person for role in contribution.roles.all()]
    return describe_file(document, describe_contribution(contribution), people, contribution.schools.all())


CONTRIBUTION = (*EVENT, "roles__person__names", "schools__names")
FINDABLE = [
    (Session, describe_session, (*EVENT, "roles__person__names"), ("event",)),
    (Contribution, describe_contribution, CONTRIBUTION, ("event",)),
    (
        ContributionDocument,
        describe_document,
        tuple(f"contribution__{lookup}" for lookup in CONTRIBUTION),
        ("contribution__event",),
    ),
]
