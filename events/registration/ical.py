"""The event for the calendar of those who come. A later mail brings the entry up to date: same UID, higher SEQUENCE."""

from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import override
from icalendar import Calendar, vCalAddress
from icalendar import Event as Entry

from events.calendar.ical import PRODUCT, add_span, add_text, location_of


@dataclass(frozen=True)
class Invitation:
    """A calendar file, and its media type: the method stands in it (RFC 6047, 2.4)."""

    file: str
    type: str


def invitation(letter):
    """The calendar file of a mail, `REQUEST` or `CANCEL` (RFC 5546, 3.2.2 and 3.2.5); None if no day is stated."""
    registration = letter.registration
    event = registration.desk.event
    if not event.has_exact_days:
        return None
    method = "CANCEL" if letter.is_end else "REQUEST"
    entry = Entry()
    entry.add("uid", uid_of(letter))
    entry.add("sequence", letter.words["version"])
    entry.add("dtstamp", letter.owed_at)
    entry.add("status", "CANCELLED" if letter.is_end else "CONFIRMED")
    entry.add("organizer", vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"))
    entry.add("attendee", vCalAddress(f"mailto:{letter.to}"), parameters={"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    add_span(entry, event)
    with override(letter.language):
        entry.add("url", registration.site + event.get_absolute_url())
        add_text(entry, "summary", event.shown.title, event.shown.title)
        add_text(entry, "location", *location_of(event))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    return Invitation(calendar.to_ical().decode(), f"text/calendar; method={method}")


def uid_of(letter):
    """Of the school's registration, or of the ticket of one teacher."""
    registration = letter.registration
    if letter.participant_id:
        return f"ticket-{letter.participant_id}@{registration.host}"
    return f"registration-{registration.pk}@{registration.host}"
