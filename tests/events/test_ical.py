"""Events in other people's calendars: what the files say, and when they are not there."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar
from icalendar.parser import Contentlines

from events.models import Event, EventSeries
from lessonstudy.content import actions
from lessonstudy.content.dates import PartialDate
from members.models import PlaceName
from tests.factories import make_event, make_place, make_series, make_staff

pytestmark = pytest.mark.django_db


def address(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"events:{name}", args=args)


def file_of(client, event, language="en"):
    return client.get(address("event-ics", event.slug, language=language))


def calendar_of(answer):
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content)


def entry_of(client, event, language="en"):
    return calendar_of(file_of(client, event, language)).events[0]


def titles(client, page):
    return [str(entry["summary"]) for entry in calendar_of(client.get(page)).events]


def dated(start, end="", **fields):
    return make_event(start=PartialDate.parse(start), end=PartialDate.parse(end) if end else None, **fields)


def day(moment):
    return PartialDate(moment.year, moment.month, moment.day)


# --- what one event says ---


def test_an_event_tells_a_calendar_what_it_needs(client):
    event = dated("2021-11-26", kind="seminar", title_en="Sample seminar", summary_en="What; who, where", version=7)
    place = make_place(name_en="Astana", latitude="51.16950", longitude="71.44910")
    PlaceName.objects.create(place=place, name_en="Nur-Sultan", valid_from="2019-03", valid_to="2022-09")
    event.places.add(place)
    Event.objects.filter(pk=event.pk).update(updated_at=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC))
    entry, page = entry_of(client, event), f"http://testserver/en/events/{event.slug}/"
    written = (line.split(":", 1) for line in Contentlines.from_ical(entry.to_ical()) if line)
    assert {name.split(";")[0]: value for name, value in written if name not in ("BEGIN", "END")} == {
        "UID": f"event-{event.pk}@testserver",
        "SEQUENCE": "7",
        "DTSTAMP": "20240506T070809Z",
        "LAST-MODIFIED": "20240506T070809Z",
        "STATUS": "CONFIRMED",
        "URL": page,
        "DTSTART": "20211126",
        "DTEND": "20211127",
        "SUMMARY": "Sample seminar",
        "DESCRIPTION": rf"What\; who\, where\n\n{page}",
        "LOCATION": "Nur-Sultan",
        "GEO": "51.1695;71.4491",
        "CATEGORIES": "seminar",
    }


@pytest.mark.parametrize(
    ("start", "end", "begins", "ends"),
    [
        ("2021-11-26", "", "2021-11-26", "2021-11-27"),
        ("2021-11-26", "2021-11-30", "2021-11-26", "2021-12-01"),
        ("2021-11-26T10:00", "2021-11-30", "2021-11-26", "2021-12-01"),
        ("2021-11-26", "2021-11-30T18:00", "2021-11-26", "2021-12-01"),
        ("2021-11-26T10:00", "2021-11-26T12:30", "2021-11-26T10:00:00+06:00", "2021-11-26T12:30:00+06:00"),
        ("2021-11-26T10:00", "2021-11-28T12:30", "2021-11-26T10:00:00+06:00", "2021-11-28T12:30:00+06:00"),
        ("2021-11-26T10:00", "", "2021-11-26T10:00:00+06:00", None),
        ("2021-11-26T10:00", "2021-11-26", "2021-11-26T10:00:00+06:00", None),
        ("2021-11-26T10:00", "2021-11-26T10:00", "2021-11-26T10:00:00+06:00", None),
    ],
)
def test_days_are_whole_unless_a_time_is_stated_and_no_length_is_invented(client, start, end, begins, ends):
    entry = entry_of(client, dated(start, end))
    said = {name: entry[name].dt.isoformat() for name in ("DTSTART", "DTEND") if name in entry}
    assert said == {"DTSTART": begins} | ({"DTEND": ends} if ends else {})
    kinds = {entry[name].params.get("VALUE") for name in said}
    assert kinds == ({"DATE"} if len(begins) == 10 else {None})


@pytest.mark.parametrize("dates", [("2021",), ("2021-11",), ("XXXX-11-11",), ("2021-11-26", "2021-12"), ()])
def test_what_is_no_day_of_a_known_year_is_in_no_calendar_and_its_page_offers_none(client, dates):
    series = make_series()
    event = dated(*dates, series=series) if dates else make_event(start=None, series=series)
    assert file_of(client, event).status_code == 404
    assert calendar_of(client.get(address("series-ics", series.slug))).events == []
    assert "text/calendar" not in client.get(address("event-detail", event.slug)).text


@pytest.mark.parametrize(
    ("start", "zone", "moment"),
    [
        ("2024-02-29T10:00", "Asia/Almaty", datetime(2024, 2, 29, 4, tzinfo=UTC)),
        ("2024-03-01T10:00", "Asia/Almaty", datetime(2024, 3, 1, 5, tzinfo=UTC)),
        ("2022-07-12T10:00", "Europe/London", datetime(2022, 7, 12, 9, tzinfo=UTC)),
        ("2022-01-12T10:00", "Asia/Tokyo", datetime(2022, 1, 12, 1, tzinfo=UTC)),
        ("2022-01-12T10:00", "UTC", datetime(2022, 1, 12, 10, tzinfo=UTC)),
    ],
)
def test_ten_in_the_morning_is_the_right_moment_on_both_sides_of_a_change_of_zone(client, start, zone, moment):
    calendar = calendar_of(file_of(client, dated(start, time_zone=zone)))
    assert calendar.events[0]["DTSTART"].dt.astimezone(UTC) == moment
    assert [zones["TZID"] for zones in calendar.timezones] == ([zone] if zone != "UTC" else [])


def test_the_file_itself_says_what_the_zone_was_on_each_side_of_the_change(client):
    """Read by the rules in the file alone, as a program does that does not know the zone."""
    for start, hours in (("2024-02-29T23:59", 6), ("2024-03-01T00:00", 5)):
        calendar = calendar_of(file_of(client, dated(start)))
        zone = calendar.timezones[0].to_tz(lookup_tzid=False)
        local = calendar.events[0]["DTSTART"].dt.replace(tzinfo=zone)
        assert local.utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("announced", "CONFIRMED"),
        ("held", "CONFIRMED"),
        ("moved-online", "CONFIRMED"),
        ("postponed", "TENTATIVE"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_a_calendar_learns_that_an_event_will_not_be_when_it_was_to_be(client, state, status):
    event = make_event()
    Event.objects.filter(pk=event.pk).update(state=state)
    assert entry_of(client, event)["STATUS"] == status


def test_it_is_the_same_event_in_all_languages_and_after_its_address_changed(client):
    event = make_event()
    before = {entry_of(client, event, language)["UID"] for language in ("kk", "ru", "en")}
    event.slug = "another-address"
    event.save()
    assert {entry_of(client, event, language)["UID"] for language in ("kk", "ru", "en")} == before
    assert before == {f"event-{event.pk}@testserver"}


def test_every_change_raises_the_sequence(client):
    event, staff = make_event(), make_staff(is_superuser=True)
    numbers = [entry_of(client, event)["SEQUENCE"]]
    actions.withdraw(event, by=staff)
    actions.publish(event, by=staff)
    numbers.append(entry_of(client, event)["SEQUENCE"])
    assert numbers == [0, 2]


def test_text_in_another_language_says_which(client):
    event = make_event(title_en="", title_ru="Пример", summary_ru="Кратко", original_language="ru")
    event.places.add(make_place(name_en="", name_ru="Алматы", kind="city"))
    english, russian = entry_of(client, event, "en"), entry_of(client, event, "ru")
    names = ("SUMMARY", "DESCRIPTION", "LOCATION")
    assert [english[name].params.get("LANGUAGE") for name in names] == ["ru"] * 3
    assert [russian[name].params.get("LANGUAGE") for name in names] == [None] * 3
    assert (english["SUMMARY"], english["LOCATION"]) == ("Пример", "Алматы")
    assert russian["URL"] == f"http://testserver/ru/events/{event.slug}/"


def test_places_in_several_languages_name_none(client):
    event = make_event()
    event.places.add(make_place(name_en="", name_ru="Алматы"), make_place(name_en="Astana"))
    location = entry_of(client, event)["LOCATION"]
    assert location.params == {}
    assert set(location.split(", ")) == {"Алматы", "Astana"}


@pytest.mark.parametrize(
    ("fields", "places", "location"),
    [
        ({"mode": "online", "platform": "Zoom"}, [], "Zoom"),
        ({"mode": "online"}, [], "online"),
        ({"mode": "mixed", "platform": "Zoom"}, ["Taraz"], "Taraz, Zoom"),
        ({"mode": "onsite"}, ["Taraz"], "Taraz"),
        ({}, [], None),
    ],
)
def test_the_location_is_the_place_or_the_platform(client, fields, places, location):
    event = make_event(**fields)
    event.places.set([make_place(name_en=name) for name in places])
    assert entry_of(client, event).get("LOCATION") == location


def test_two_positions_are_no_position(client):
    event = make_event()
    event.places.add(make_place(latitude="0", longitude="0"), make_place())
    assert entry_of(client, event)["GEO"].to_ical() == "0.0;0.0"
    event.places.add(make_place(latitude="43.25", longitude="76.95"))
    assert "GEO" not in entry_of(client, event)


def test_long_kazakh_text_is_folded_between_letters_and_comes_back_whole(client):
    title = "Сабақты зерттеу: үздіксіз кәсіби дамудың ғылыми-әдістемелік негіздері, өңірлік тәжірибе; №69 " * 3
    event = make_event(title_kk=title, summary_kk="Бірінші жол.\r\nЕкінші жол.\x0bҮшінші")
    answer = file_of(client, event, "kk")
    lines = answer.content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) == 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(line.decode() for line in lines[:-1])  # no letter is cut in two
    entry = calendar_of(answer).events[0]
    assert entry["SUMMARY"] == title
    assert entry["DESCRIPTION"].startswith("Бірінші жол.\nЕкінші жол.Үшінші\n\nhttp")


# --- who may have it ---


def test_a_draft_has_no_file_and_of_a_withdrawn_event_it_is_gone(client):
    event, series = make_event(), make_series()
    pages = [address("event-ics", event.slug), address("series-ics", series.slug)]
    answers = []
    for status in ("draft", "withdrawn"):
        Event.objects.update(status=status)
        EventSeries.objects.update(status=status)
        answers.append([client.get(page).status_code for page in pages])
    assert answers == [[404, 404], [410, 410]]


def test_a_scheduled_event_has_no_file_yet(client):
    event = make_event()
    Event.objects.update(published_at=timezone.now() + timedelta(hours=1))
    assert file_of(client, event).status_code == 404


def test_what_is_not_public_is_in_no_calendar(client):
    series, now = make_series(), timezone.now()
    shown = make_event(title_en="Shown", series=series, start=day(now))
    for number, hidden in enumerate(
        ({"status": "draft"}, {"status": "withdrawn"}, {"published_at": now + timedelta(hours=1)})
    ):
        secret = make_event(title_en=f"Secret {number}", series=series, start=day(now), parent=shown)
        Event.objects.filter(pk=secret.pk).update(**hidden)
    assert titles(client, address("calendar")) == ["Shown"]
    assert titles(client, address("series-ics", series.slug)) == ["Shown"]


# --- calendars to subscribe to ---


def test_the_calendar_holds_what_is_ahead_and_the_last_year(client):
    now = timezone.now()
    for title, days in (("ahead", 400), ("lately", -360), ("long ago", -370)):
        make_event(title_en=title, start=day(now + timedelta(days=days)))
    make_event(title_en="began long ago", start=day(now - timedelta(days=370)), end=day(now - timedelta(days=300)))
    make_event(title_en="some month", start=PartialDate(now.year, now.month))
    assert titles(client, address("calendar")) == ["began long ago", "lately", "ahead"]


def test_a_series_holds_all_its_editions_and_nothing_else(client):
    series = make_series()
    dated("2019-05-01", title_en="second", series=series)
    first = dated("2012-05-01", title_en="first", series=series)
    dated("2012-05-01", title_en="inside", parent=first)
    assert titles(client, address("series-ics", series.slug)) == ["first", "second"]


@pytest.mark.parametrize(("page", "name"), [("calendar", "Lesson Study in Kazakhstan"), ("series-ics", "Sample row")])
def test_a_calendar_to_subscribe_to_has_a_name_and_says_when_to_come_again(client, page, name):
    series = make_series(title_en="Sample row")
    url = address(page, *([series.slug] if page == "series-ics" else []))
    answer = client.get(url)
    calendar = calendar_of(answer)
    assert (calendar["NAME"], calendar["X-WR-CALNAME"]) == (name, name)
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in answer.content
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Almaty"]  # empty, yet valid


def test_the_file_of_one_event_is_no_calendar_to_subscribe_to(client):
    assert "NAME" not in calendar_of(file_of(client, make_event()))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_headers_name_the_type_and_the_file(client, language):
    event = make_event(series=make_series())
    slugs = {"event-ics": event.slug, "series-ics": event.series.slug, "calendar": None}
    for page, slug in slugs.items():
        answer = client.get(address(page, *filter(None, [slug]), language=language))
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Content-Disposition"] == f'inline; filename="{slug or "events"}.ics"'


def test_zones_stand_once_however_many_events_are_in_them(client):
    series = make_series()
    for zone in ("Asia/Almaty", "Asia/Almaty", "Europe/London"):
        dated("2022-07-12T10:00", series=series, time_zone=zone)
    calendar = calendar_of(client.get(address("series-ics", series.slug)))
    assert sorted(zone["TZID"] for zone in calendar.timezones) == ["Asia/Almaty", "Europe/London"]


def test_a_calendar_asks_no_more_for_three_events_than_for_one(client):
    series = make_series()

    def queries():
        counts = []
        for page in (address("calendar"), address("series-ics", series.slug)):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200
            counts.append(len(asked))
        return counts

    def row():
        event = make_event(start=day(timezone.now()), series=series)
        event.places.add(make_place())

    row()
    one = queries()
    row(), row()
    assert queries() == one
    assert max(one) <= 6


# --- fetched again ---


def pages_of(event):
    return [address("calendar"), address("event-ics", event.slug), address("series-ics", event.series.slug)]


def test_what_did_not_change_is_not_sent_again(client):
    event = make_event(start=day(timezone.now()), series=make_series())
    for page in pages_of(event):
        first = client.get(page)
        again = client.get(page, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(page, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
        other = client.get(page.replace("/en/", "/ru/"), headers={"if-none-match": first["ETag"]})
        assert other.status_code == 200


def published_yesterday():
    event, yesterday = make_event(start=day(timezone.now()), series=make_series()), timezone.now() - timedelta(days=1)
    for model in (Event, EventSeries):
        model.objects.update(updated_at=yesterday, published_at=yesterday)
    return event


@pytest.mark.parametrize("number", range(3))
def test_a_change_is_sent(client, number):
    event = published_yesterday()
    page = pages_of(event)[number]
    first = client.get(page)
    Event.objects.get(pk=event.pk).save()
    Event.objects.update(title_en="New title")
    for header in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        assert b"SUMMARY:New title" in client.get(page, headers=header).content


def test_a_calendar_fetched_again_no_longer_holds_what_was_withdrawn(client):
    event = published_yesterday()
    pages = [address("calendar"), address("series-ics", event.series.slug)]
    seen = [client.get(page)["Last-Modified"] for page in pages]
    actions.withdraw(event, by=make_staff(is_superuser=True))
    for page, moment in zip(pages, seen, strict=True):
        answer = client.get(page, headers={"if-modified-since": moment})
        assert calendar_of(answer).events == []


# --- the ways to it ---


def test_pages_lead_to_their_calendars(client):
    event = make_event(series=make_series())
    for page, file, words in (
        (address("event-detail", event.slug), address("event-ics", event.slug), "Add to calendar"),
        (address("series-detail", event.series.slug), address("series-ics", event.series.slug), "Subscribe"),
        (address("event-list"), address("calendar"), "Subscribe"),
    ):
        text = client.get(page).text
        assert f'<a href="{file}" type="text/calendar">{words}' in text
        assert f'<link rel="alternate" type="text/calendar" href="{file}"' in text
