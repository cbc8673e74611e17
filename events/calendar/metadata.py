"""Events and series for machines.

https://schema.org/Event with what Google asks of it (https://developers.google.com/search/docs/appearance/structured-data/event).
"""

from itertools import chain

from django.urls import reverse
from django.utils.translation import gettext as _

from lessonstudy.content.metadata import (
    gallery,
    identifier,
    images_or_preview,
    iso_date,
    main,
    mention,
    node,
    summary,
    trail,
)
from members.metadata import council, organization, people_in_roles, place
from members.models import Role

from .models import Event, EventOrganization

SCHEMA = "https://schema.org/"
MOST_SPEAKERS = 50  # the page itself names all of them
Kind, Mode, State = Event.Kind, Event.Mode, Event.State
SCHEMA_KINDS = {Kind.EXHIBITION: "ExhibitionEvent", Kind.FESTIVAL: "Festival", Kind.MEETING: "Event"}
MODES = {
    Mode.ONSITE: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.MIXED: "MixedEventAttendanceMode",
}
STATES = {
    State.CANCELLED: "EventCancelled",
    State.POSTPONED: "EventPostponed",
    State.MOVED_ONLINE: "EventMovedOnline",
}
OrganizationRole = EventOrganization.Role


def event(absolute, record, **properties):
    """An event named in the description of another, with when and how it is held."""
    return mention(absolute, record, schema_kind(record), **when_and_how(record), **properties) if record else None


def series(absolute, record):
    return mention(absolute, record, "EventSeries")


def schema_kind(record):
    return SCHEMA_KINDS.get(record.kind, "EducationEvent")


def when_and_how(record):
    mode = mode_of(record)
    return {
        "startDate": iso_date(record.start, record.zone),
        "endDate": iso_date(record.end, record.zone),
        "eventStatus": SCHEMA + STATES.get(record.state, "EventScheduled"),
        "eventAttendanceMode": SCHEMA + MODES[mode] if mode else None,
    }


def mode_of(record):
    """What moved online is online, whatever was planned."""
    return Mode.ONLINE if record.state == State.MOVED_ONLINE else record.mode


def locations(absolute, record):
    """Where it is held: places by their names of then, and online the event's own address."""
    mode = mode_of(record)
    places = [place(where, where.name_on(record.start)) for where in record.places.all()] if mode != Mode.ONLINE else []
    if mode in (Mode.ONLINE, Mode.MIXED):
        url = record.website or absolute(record.get_absolute_url())
        places.append(node("VirtualLocation", name=record.platform, url=url))
    return places


def organizations(absolute, record, *roles):
    """Those who had one of the roles, each once."""
    found = {row.organization_id: row.organization for row in record.event_organizations.all() if row.role in roles}
    return [organization(absolute, row) for row in found.values()]


def organizers(absolute, record):
    """Organizers and hosts; a council holds its own meetings."""
    named = organizations(absolute, record, OrganizationRole.ORGANIZER, OrganizationRole.HOST)
    return named or [council(absolute, record.body)]


def speakers(absolute, record):
    """Who spoke, key speakers first, in the event itself, its sessions and its talks (which are of a later room)."""
    parts = [*record.sessions.all(), *record.contributions.all()]
    roles = [*record.roles.all(), *chain.from_iterable(part.roles.all() for part in parts)]
    roles.sort(key=lambda role: role.role != Role.Kind.KEYNOTE)
    return people_in_roles(absolute, roles, Role.Kind.KEYNOTE, Role.Kind.SPEAKER)[:MOST_SPEAKERS]


def event_page(absolute, record):
    shown = record.shown
    described = main(
        absolute,
        record,
        schema_kind(record),
        also=[shown.alternative_title],
        description=summary(shown.summary, shown.purpose, shown.description),
        **when_and_how(record),
        location=locations(absolute, record),
        image=images_or_preview(absolute, record),
        about=shown.theme and node("Thing", name=shown.theme.text),
        audience=shown.audience and node("Audience", audienceType=summary(shown.audience)),
        inLanguage=record.working_languages.split(),
        superEvent=[event(absolute, record.parent), series(absolute, record.series)],
        subEvent=[event(absolute, child, location=locations(absolute, child)) for child in record.children.all()],
        organizer=organizers(absolute, record),
        contributor=organizations(absolute, record, OrganizationRole.PARTNER),
        sponsor=organizations(absolute, record, OrganizationRole.SPONSOR),
        performer=speakers(absolute, record),
        workFeatured=[{"@id": identifier(absolute, poster)} for poster in record.posters.all() if poster.is_public],
        sameAs=record.website,
    )
    return [described, gallery(absolute, record), trail(absolute, events_step(), record.parent, record)]


def programme_page(absolute, record):
    """The same event; the way to the page is one step longer."""
    described, *_rest = event_page(absolute, record)
    programme = _("Programme"), reverse("events:event-programme", args=[record.slug])
    return [described, trail(absolute, events_step(), record.parent, record, programme)]


def series_page(absolute, record):
    editions = [event(absolute, edition, location=locations(absolute, edition)) for edition in record.events.all()]
    described = main(
        absolute,
        record,
        "EventSeries",
        description=summary(record.shown.description),
        organizer=organization(absolute, record.owner),
        subEvent=editions,
    )
    return [described, trail(absolute, events_step(), record)]


def events_step():
    return _("Events"), reverse("events:event-list")
