"""Those who have a place are reminded before the event: once each, in their language."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from events.models import Event, Letter
from events.registration import actions, tasks
from events.registration.reminders import send_reminders
from lessonstudy.content.dates import PartialDate
from tests.events.registration.desks import fresh, make_desk, register, school, teachers
from tests.factories import make_event

pytestmark = pytest.mark.django_db


def soon(days=2, **fields):
    """Within the two days of the desk, wherever the sun stands."""
    day = (now() + timedelta(days=days)).date()
    return make_event(title_en="Test conference", start=PartialDate.parse(f"{day}"), **fields)


def reminded():
    return [letter.to for letter in Letter.objects.filter(kind="reminder").order_by("pk")]


def reminded_of(registration):
    return [letter.to for letter in registration.letters.filter(kind="reminder").order_by("pk")]


@pytest.fixture
def desk():
    return make_desk(event=soon(), onsite=2)


def test_the_school_and_each_confirmed_teacher_with_an_address_are_reminded_once(desk):
    group = register(desk, school(1), onsite=2, email=True)
    send_reminders()
    send_reminders()
    assert reminded() == ["school@example.org", *(person.email for person in fresh(group).people)]


def test_the_mail_says_when_and_who_and_teachers_get_their_ticket(desk, mailoutbox):
    group = register(desk, school(1), onsite=1, email=True)
    tasks.send_owed()
    mailoutbox.clear()
    send_reminders()
    tasks.send_owed()
    to_school, to_teacher = mailoutbox
    person = fresh(group).people[0]
    assert "Test conference" in to_school.body
    assert "The event begins soon. This is your group:\n\n– Teacher 1: On site, confirmed" in to_school.body
    assert [each[0] for each in to_school.attachments] == ["event.ics"]
    assert f"Ticket: https://ls.test/en/events/test-conference/ticket/{person.code}/" in to_teacher.body
    assert "This is your group" not in to_teacher.body


def test_of_an_event_that_was_withdrawn_nobody_is_reminded(desk):
    register(desk, school(1), onsite=1)
    Event.objects.update(status="draft")
    send_reminders()
    assert reminded() == []


def test_who_waits_or_cancelled_is_not_reminded(desk):
    gone = register(desk, school(1), onsite=2, email=True)
    actions.cancel(gone)
    register(desk, school(2), onsite=2)
    waits = register(desk, school(3), onsite=2, email=True)
    send_reminders()
    assert (fresh(waits).state, reminded()) == ("waiting", ["school@example.org"])


def test_who_is_confirmed_later_is_reminded_once_and_the_others_not_again():
    desk = make_desk(event=soon(), onsite=4)
    group = register(desk, school(1), onsite=1)
    send_reminders()
    actions.add_teachers(group, teachers=teachers(desk, onsite=1, email=True, called="Another"))
    late = register(desk, school(2), onsite=1)
    send_reminders()
    send_reminders()
    assert reminded_of(group) == ["school@example.org", fresh(group).people[1].email]
    assert reminded_of(late) == ["school@example.org"]


def test_a_school_of_which_nobody_left_an_address_is_reminded_all_the_same(desk):
    register(desk, school(1), onsite=2)
    send_reminders()
    assert reminded() == ["school@example.org"]


@pytest.mark.parametrize(
    "changed",
    [
        {"begins_at": now() + timedelta(days=3), "ends_at": now() + timedelta(days=4)},
        {"begins_at": now() - timedelta(hours=1)},
        {"state": "cancelled"},
        {"state": "postponed"},
        {"start": PartialDate(2030)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_nobody_is_reminded_of_what_is_far_begun_cancelled_or_without_a_day(desk, changed):
    register(desk, school(1), onsite=1)
    Event.objects.filter(pk=desk.event_id).update(**changed)
    send_reminders()
    assert reminded() == []
    Event.objects.filter(pk=desk.event_id).update(
        state="held", begins_at=now() + timedelta(days=1), start=PartialDate.parse("2030-01-01")
    )
    send_reminders()
    assert reminded() == ["school@example.org"]


def test_staff_may_switch_reminders_off():
    desk = make_desk(event=soon(), reminder_days=0)
    register(desk, school(1), onsite=1)
    send_reminders()
    assert reminded() == []


def test_while_no_event_is_near_a_minute_costs_one_query(django_assert_num_queries):
    register(make_desk(event=soon(9)), school(1), onsite=1)
    with django_assert_num_queries(1):
        send_reminders()


def test_when_all_are_reminded_a_minute_costs_one_query_more(desk, django_assert_num_queries):
    register(desk, school(1), onsite=1, email=True)
    send_reminders()
    with django_assert_num_queries(2):
        send_reminders()
