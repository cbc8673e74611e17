"""What people, schools and other organizations, and councils are found by."""

from lessonstudy.content.languages import in_each_language
from lessonstudy.search.describing import Description, around, by_language, joined, path_of, regions_of

from .models import Body, Organization, Person


def describe_person(person):
    posts = list(person.affiliations.all())
    organizations = [post.organization for post in posts if post.organization]
    return Description(
        record=person,
        what="person",
        path=path_of(person),
        title=person.titles(),
        original_language=person.original_language,
        also={"kk": " \n".join([person.printed_name, *(name.name for name in person.names.all())])},
        names=[name for organization in organizations for name in organization.titles().values()],
        context=in_each_language(lambda: "; ".join(str(post) for post in posts[-2:])),
        text=joined(by_language(person, "biography"), *(by_language(post, "position", "degree") for post in posts)),
        facets=[("person", person), *(("school", school) for school in organizations if is_public_school(school))],
        reads=[person, *organizations],
    )


def is_public_school(organization):
    return organization.is_public and organization.is_school


def describe_organization(organization):
    places = [organization.place] if organization.place else []
    regions = regions_of(places)
    return Description(
        record=organization,
        what="school" if organization.is_school else "organization",
        path=path_of(organization),
        title=organization.titles(),
        original_language=organization.original_language,
        also=joined(
            by_language(organization, "short_name"), *(by_language(name, "name") for name in organization.names.all())
        ),
        names=[name for place in places for name in place.titles().values()] + [organization.official_number],
        context=in_each_language(
            lambda: ", ".join(filter(None, [organization.get_kind_display(), *(str(place) for place in places)]))
        ),
        text=by_language(organization, "description"),
        facets=[
            ("kind", organization.kind),
            *(("region", region) for region in regions),
            ("school", organization if organization.is_school else None),
        ],
        reads=[organization, *around(places)],
    )


def describe_council(body):
    seats = list(body.memberships.all())
    people = [seat.person for seat in seats if seat.person]
    organizations = [body.organization, *(seat.organization for seat in seats if seat.organization)]
    return Description(
        record=body,
        what="council",
        path=path_of(body),
        title=body.titles(),
        original_language=body.original_language,
        names=[name for record in [*people, *organizations] for name in record.titles().values()],
        context=in_each_language(lambda: body.organization.plain_title),
        text=by_language(body, "description"),
        facets=[("person", person) for person in people if person.is_public],
        reads=[body, *people, *organizations],
    )


FINDABLE = [
    (Person, describe_person, ("names", "affiliations__organization"), ()),
    (Organization, describe_organization, ("names", "place__parent__parent"), ()),
    (Body, describe_council, ("organization", "memberships__person", "memberships__organization"), ()),
]
