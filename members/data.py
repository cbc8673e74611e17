"""People, organizations, councils and places as plain data; and people in roles, for the rooms above."""

from lessonstudy.content.data import (
    NAMED,
    PHOTOS,
    STRING,
    Field,
    Shape,
    all_named,
    columns,
    in_each,
    is_public,
    link,
    links,
    list_of,
    mention,
    named,
    or_null,
    part,
    ref,
    rows,
    titles,
)

from .models import Affiliation, Body, BodyMembership, Organization, OrganizationName, Person, Place, Role

# --- Places ---------------------------------------------------------------------------------------
REGION = Shape("Region", *columns(Place, "slug", "kind", "name"))
PLACE = Shape(
    "Place",
    *columns(Place, "name", "kind"),
    part("region", REGION, of="filter_region", lookup="parent"),
    *columns(Place, "latitude", "longitude"),
)


def place_then(absolute, place, date):
    """The place by the names it had on that date."""
    return {**PLACE.data(absolute, place), "name": in_each(lambda: place.name_on(date))}


def places_then(name, read):
    """A field of places; `read` gives (place, date) pairs of a record that has `places`."""
    lookups = ("places__names", *(f"places__{lookup}" for lookup in PLACE.lookups))
    return Field(
        name,
        list_of(ref("Place")),
        lambda absolute, record: [place_then(absolute, *pair) for pair in read(record)],
        lookups,
        (PLACE,),
    )


# --- People in roles ------------------------------------------------------------------------------
def who(absolute, role):
    """The person; one without a public page only by the name printed there, if there is one."""
    if role.person is None or (role.printed_name and not role.person.is_public):
        return None
    return mention(absolute, role.person)


ROLE = Shape(
    "Role",
    *columns(Role, "role"),
    Field("person", or_null(NAMED), who, ("person",)),
    *columns(Role, "printed_name", "affiliation"),
    named("organization"),
)

# --- Records --------------------------------------------------------------------------------------
POST = columns(Affiliation, "position", "degree", "valid_from", "valid_to")
SEAT = columns(BodyMembership, "office", "since", "until", "note")
PERSON_POST = Shape("Post", *POST, named("organization"))
POST_HELD = Shape("PostHeld", named("person"), *POST)
SEAT_HELD = Shape("SeatHeld", link("council", "body"), *SEAT, named("person"), named("organization"))
SEAT_IN_COUNCIL = Shape("Seat", named("person"), named("organization"), *SEAT)
OTHER_NAME = Shape("OtherName", *columns(OrganizationName, "name", "valid_from", "valid_to"))


def in_public_council(seat):
    return seat.body.is_public


def other_spellings(absolute, person):
    return [name.name for name in person.names.all()]


PERSON_BRIEF = (
    titles("name"),
    *columns(Person, "family_name", "given_name", "patronymic"),
    rows("posts", PERSON_POST, of="affiliations"),
)
PERSON = (
    *columns(Person, "printed_name"),
    Field("other_spellings", list_of(STRING), other_spellings, ("names",)),
    *columns(Person, "orcid", "biography"),
    rows("seats", SEAT_HELD, only=in_public_council),
    PHOTOS,
)
ORGANIZATION_BRIEF = (
    *columns(Organization, "name", "short_name", "kind", "official_number"),
    part("place", PLACE),
    named("parent"),
)
ORGANIZATION = (
    rows("other_names", OTHER_NAME, of="names"),
    *columns(Organization, "website", "founded", "description"),
    all_named("children", only=is_public),
    rows("people", POST_HELD, of="affiliations"),
    rows("seats", SEAT_HELD, only=in_public_council),
    links("councils", "bodies"),
    links("series"),
    links("journals"),
    PHOTOS,
)
COUNCIL_BRIEF = (*columns(Body, "title", "kind", "stated_size"), named("organization"))
COUNCIL = (*columns(Body, "description"), rows("seats", SEAT_IN_COUNCIL, of="memberships"), links("meetings"))
