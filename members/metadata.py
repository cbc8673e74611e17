"""People, organizations and councils for machines (https://schema.org: Person, Organization, OrganizationRole)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lessonstudy.content.identifiers import orcid_address
from lessonstudy.content.metadata import gallery, images, iso_date, main, mention, node, summary, trail

from .models import Organization, Place

Kind = Organization.Kind
SCHEMA_KINDS = {
    Kind.CENTRE: "EducationalOrganization",
    Kind.SCHOOL: "School",
    Kind.GYMNASIUM: "School",
    Kind.LYCEUM: "School",
    Kind.KINDERGARTEN: "Preschool",
    Kind.NETWORK: "EducationalOrganization",
    Kind.COLLEGE: "CollegeOrUniversity",
    Kind.UNIVERSITY: "CollegeOrUniversity",
    Kind.MINISTRY: "GovernmentOrganization",
}
ADDRESS_PARTS = {Place.Kind.CITY: "addressLocality", Place.Kind.REGION: "addressRegion"}


# --- Mentions: how other rooms name people and organizations ---------------------------------------
def person(absolute, record, **properties):
    return mention(absolute, record, "Person", **properties)


def organization(absolute, record):
    return record and mention(absolute, record, SCHEMA_KINDS.get(record.kind, "Organization"))


def council(absolute, record):
    return mention(absolute, record, "Organization")


def person_in_role(absolute, role):
    """The person by the name printed there, with the organization of then."""
    known = {"name": role.printed_name} if role.printed_name else {}
    if role.person is None:
        return node("Person", name=role.plain_name, affiliation=organization(absolute, role.organization))
    return person(absolute, role.person, affiliation=organization(absolute, role.organization), **known)


def people_in_roles(absolute, roles, *kinds):
    """Those who had one of the roles, each once."""
    return [person_in_role(absolute, role) for role in each_once(roles, *kinds)]


def each_once(roles, *kinds):
    found = {}
    for role in roles:
        if role.role in kinds:
            found.setdefault(role.person_id or role.printed_name, role)
    return found.values()


# --- Places ----------------------------------------------------------------------------------------
def place(record, name=None):
    """A place by its name of then, with its address as far up as the page has read the places around it."""
    return node("Place", name=str(name or record.shown.name), address=address(record, name), geo=coordinates(record))


def coordinates(record):
    if record.latitude is None or record.longitude is None:
        return None
    return node("GeoCoordinates", latitude=float(record.latitude), longitude=float(record.longitude))


def address(record, name=None):
    parts = {}
    for around in _read_places(record):
        own_name = name if around is record and name else around.shown.name
        if around.kind == Place.Kind.COUNTRY:
            parts["addressCountry"] = str(own_name)
        elif around.kind in ADDRESS_PARTS:
            parts.setdefault(ADDRESS_PARTS[around.kind], str(own_name))
    return parts and node("PostalAddress", **parts)


def _read_places(record):
    """The place and those it lies in, without asking the database for more."""
    parent = Place._meta.get_field("parent")
    while record:
        yield record
        record = parent.is_cached(record) and record.parent


# --- Pages -----------------------------------------------------------------------------------------
def person_page(absolute, record):
    posts = [post for post in record.affiliations.all() if not post.valid_to]
    seats = [seat for seat in record.seats.all() if not seat.until]
    described = main(
        absolute,
        record,
        "Person",
        also=record.other_spellings,
        description=summary(record.shown.biography),
        image=images(absolute, record),
        jobTitle=[str(post.shown.position) for post in posts],
        affiliation=[organization(absolute, post.organization) for post in posts],
        memberOf=[council(absolute, seat.body) for seat in seats],
        sameAs=orcid_address(record.orcid),
    )
    return [
        described,
        gallery(absolute, record),
        trail(absolute, (_("People"), reverse("members:person-list")), record),
    ]


def organization_page(absolute, record):
    names = [record.shown.short_name, *(name.shown.name for name in record.names.all())]
    described = main(
        absolute,
        record,
        SCHEMA_KINDS.get(record.kind, "Organization"),
        also=names,
        description=summary(record.shown.description),
        image=images(absolute, record),
        address=record.place and address(record.place),
        foundingDate=iso_date(record.founded),
        parentOrganization=organization(absolute, record.parent),
        subOrganization=[organization(absolute, child) for child in record.children.all() if child.is_public],
        sameAs=record.website,
    )
    section = (_("Schools"), reverse("members:school-list")) if record.is_school else None
    return [described, gallery(absolute, record), trail(absolute, section, record)]


def council_page(absolute, record):
    described = main(
        absolute,
        record,
        "Organization",
        description=summary(record.shown.description),
        image=images(absolute, record),
        parentOrganization=organization(absolute, record.organization),
        member=[seat_held(absolute, seat) for seat in record.memberships.all()],
    )
    return [described, trail(absolute, (_("Councils"), reverse("members:council-list")), record)]


def seat_held(absolute, seat):
    """The holder in the office: the organization if it holds the seat, else the person."""
    holder = organization(absolute, seat.organization) if seat.organization else person(absolute, seat.person)
    return node(
        "OrganizationRole",
        roleName=seat.get_office_display(),
        member=holder,
        startDate=iso_date(seat.since),
        endDate=iso_date(seat.until),
    )
