"""Events for the calendars people keep elsewhere: iCalendar (RFC 5545) with the names of RFC 7986."""

from datetime import timedelta

from django.conf import settings
from icalendar import Calendar, Timezone
from icalendar import Event as Entry

from lessonstudy.content.machines import plain

from .models import Event

PRODUCT = "-//Lesson Study//Portal//EN"
REFRESH = timedelta(hours=12)
# What is announced, held or moved online takes place at its date. Of what is postponed the date no longer holds.
STATUSES = {Event.State.CANCELLED: "CANCELLED", Event.State.POSTPONED: "TENTATIVE"}


def write_calendar(events, request, name=""):
    """Those of the events whose days are stated, in the language of the page; with a `name`, to subscribe to."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if name:
        calendar.calendar_name = plain(name)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for event in events:
        if event.has_exact_days:
            calendar.add_component(entry_of(event, request))
    calendar.add_missing_timezones()
    if not calendar.subcomponents:  # RFC 5545, 3.6: a calendar holds something, if only its time zone
        calendar.add_component(Timezone.from_tzid(settings.TIME_ZONE))
    return calendar.to_ical()


def entry_of(event, request):
    address, shown = request.build_absolute_uri(event.get_absolute_url()), event.shown
    entry = Entry()
    entry.add("uid", uid_of(event, request))
    entry.add("sequence", event.version)
    entry.add("dtstamp", event.updated_at)  # without METHOD: when it was last revised (RFC 5545, 3.8.7.2)
    entry.add("last-modified", event.updated_at)
    entry.add("status", STATUSES.get(event.state, "CONFIRMED"))
    entry.add("url", address)
    add_span(entry, event)
    add_text(entry, "summary", shown.title, shown.title)
    add_text(entry, "description", "\n\n".join(filter(None, (shown.summary, address))), shown.summary)
    add_text(entry, "location", *location_of(event))
    add_position(entry, event)
    entry.add("categories", [plain(event.get_kind_display())])
    return entry


def uid_of(event, request):
    """The same in all languages and after a change of the address: the number of the record at the site's host.

    A site that answers under several hosts must lead the others to one, else calendars would hold an event twice.
    """
    return f"event-{event.pk}@{request.get_host()}"


def add_span(entry, event):
    """DTSTART, and DTEND (the first moment after) where an end is known. We invent no length for what has only a start.

    A time needs a time on both sides; otherwise the days count as whole (RFC 5545, 3.6.1: DTEND is of DTSTART's kind).
    """
    start, end = event.start, event.end or event.start
    begins, ends = start.first_moment(event.zone), end.first_moment(event.zone)
    if start.time and (end.time or begins.date() == ends.date()):
        entry.add("dtstart", begins)
        if ends > begins:
            entry.add("dtend", ends)
    else:
        entry.add("dtstart", begins.date())
        entry.add("dtend", ends.date() + timedelta(days=1))


def add_text(entry, name, text, *shown):
    """A text property, with its language if what is shown is all in one that is not the page's (RFC 5545, 3.2.10)."""
    languages = {part.language for part in shown if part.is_foreign}
    foreign = len(languages) == 1 and all(part.is_foreign for part in shown)
    if text:
        entry.add(name, plain(text), parameters={"LANGUAGE": languages.pop()} if foreign else None)


def location_of(event):
    """The places by their names of then, and the platform; then the texts that have a language."""
    names = event.place_names
    online = event.platform or (event.get_mode_display() if event.mode == Event.Mode.ONLINE else "")
    return ", ".join(filter(None, [*names, online])), *names


def add_position(entry, event):
    """GEO says one position, so there is none for an event at several."""
    positions = [
        (place.latitude, place.longitude)
        for place in event.places.all()
        if place.latitude is not None and place.longitude is not None
    ]
    if len(positions) == 1:
        entry.add("geo", positions[0])
