"""Stated figures are proposed from who was there, and staff decide."""

import pytest
from django.contrib.admin.models import LogEntry
from django.utils.timezone import now

from events.models import Attendance, ParticipationFigure
from events.registration.attendance import note_attendance
from events.registration.figures import outcome, state_figures
from lessonstudy.content.errors import Refused
from tests.events.registration.desks import make_desk, register, school
from tests.factories import make_session, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """Two groups of three, one teacher of each online; two came, both from the first school."""
    desk = make_desk(onsite=None)
    first = register(desk, school(1), onsite=2, online=1)
    register(desk, school(2), onsite=2, online=1)
    session = make_session(desk.event)
    desk.checked_in_sessions.add(session)
    people = list(first.participants.all())
    for person, where in ((people[0], None), (people[0], session), (people[2], session)):
        note_attendance(person, session=where, source=Attendance.Source.DOOR, at=now(), by=None)
    return desk


def proposed(desk):
    return [proposal.key for proposal in outcome(desk).proposals]


def stated(desk):
    return [(figure.category, figure.number, figure.qualifier) for figure in desk.event.figures.order_by("pk")]


def test_those_who_came_are_proposed_each_once(desk):
    found = outcome(desk)
    assert (found.is_noted, found.confirmed, found.attended, found.missing) == (True, 6, 2, 4)
    assert proposed(desk) == ["participants:2", "online:1", "schools:1"]


def test_without_any_attendance_the_places_are_proposed_and_it_is_said(desk):
    Attendance.objects.all().delete()
    assert not outcome(desk).is_noted
    assert proposed(desk) == ["participants:6", "online:2", "schools:2"]


def test_a_number_of_nobody_is_not_proposed():
    desk = make_desk()
    assert proposed(desk) == []
    register(desk, school(1), onsite=1)
    assert proposed(desk) == ["participants:1", "schools:1"]


def test_only_what_is_ticked_is_stated(desk):
    state_figures(desk, ["schools:1"], by=make_staff())
    assert stated(desk) == [("schools", 1, "exact")]


def test_a_figure_takes_the_place_of_the_one_stated_before_and_of_no_other(desk):
    for fields in (
        {"category": "participants", "number": 200, "qualifier": "more-than"},
        {"category": "participants", "number": 7, "label_en": "from Almaty"},
        {"category": "posters", "number": 3},
    ):
        ParticipationFigure.objects.create(event=desk.event, **fields)
    state_figures(desk, ["participants:2"], by=make_staff())
    expected = [("participants", 2, "exact"), ("participants", 7, "exact"), ("posters", 3, "exact")]
    assert stated(desk) == expected
    state_figures(desk, ["online:1"], by=make_staff())
    assert desk.event.figures.order_by("position", "pk").last().category == "online"


def test_what_changed_meanwhile_is_not_stated(desk):
    Attendance.objects.all().delete()
    for keys in (["participants:2"], ["posters:3"], []):
        with pytest.raises(Refused):
            state_figures(desk, keys, by=make_staff())
    assert stated(desk) == []


def test_the_history_of_the_event_tells_who_stated_what(desk):
    user, version = make_staff(), desk.event.version
    state_figures(desk, ["participants:2"], by=user)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (user, str(desk.event.pk))
    assert "2 participants" in entry.change_message
    desk.event.refresh_from_db()
    assert desk.event.version == version + 1


def test_the_page_shows_what_is_stated_now_beside_it(client, settings, desk):
    settings.STAFF_SECOND_FACTOR = False
    client.force_login(make_staff("events.change_registration", "events.change_event"))
    ParticipationFigure.objects.create(event=desk.event, category="participants", number=200, qualifier="about")
    address = f"/en/events/{desk.event.slug}/check-in/figures/"
    page = client.get(address).content.decode()
    assert "2 of 6 came, 4 did not." in page
    assert "about 200" in " ".join(page.split())
    assert client.post(address, {}).url == address
    assert client.post(address, {"figure": ["participants:2", "schools:1"]}).url == f"/en/events/{desk.event.slug}/"
    assert stated(desk) == [("participants", 2, "exact"), ("schools", 1, "exact")]
