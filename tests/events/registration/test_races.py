"""Many at the same moment, each with a connection of its own. Each guard has a control that shows what it is for."""

import uuid
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.signals import connection_created
from django.utils.timezone import now

from events.models import Desk, Letter, Option, Participant
from events.registration import actions, tasks
from events.registration.seating import Free
from lessonstudy.content.errors import Refused
from tests.events.registration.desks import fresh, make_desk, register, school, states
from tests.races import Meeting, at_once, shared_database

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("race")]
CONFIRMED, WAITING, OFFERED, CANCELLED = "confirmed", "waiting", "offered", "cancelled"
SEATS, SCHOOLS, EACH = 10, 12, 2


@pytest.fixture
def race(transactional_db, tmp_path):
    with shared_database(tmp_path):
        yield


def held(desk):
    return Participant.objects.filter(registration__desk=desk, state__in=[CONFIRMED, OFFERED]).count()


def told(registration):
    return [letter.kind for letter in Letter.objects.filter(registration=registration).order_by("pk")]


def or_refused(deed):
    """What the deed gives, or the kind of refusal."""
    try:
        return deed()
    except (Refused, IntegrityError) as refusal:
        return type(refusal)


# --- More schools than seats ----------------------------------------------------------------------
def rush(desk):
    """All schools press the button at once, every fourth twice. Returns what each press came to, a list a school."""
    presses = []
    for number in range(SCHOOLS):
        press = partial(register, desk, school(number), onsite=EACH, token=uuid.uuid4())
        presses += [(number, press)] * (2 if number % 4 == 0 else 1)
    came = at_once(*(partial(or_refused, press) for _number, press in presses))
    return [[one for (of, _press), one in zip(presses, came, strict=True) if of == number] for number in range(SCHOOLS)]


def test_of_more_schools_than_seats_whole_groups_get_them_and_a_double_click_is_one_registration():
    desk = make_desk(onsite=SEATS, online=0)
    schools = rush(desk)
    groups = [registration for (registration, *_same) in schools]
    assert [same for same in schools if len(set(same)) > 1] == []
    assert desk.registrations.count() == SCHOOLS
    assert sorted(map(states, groups)) == [[CONFIRMED] * EACH] * (SEATS // EACH) + [[WAITING] * EACH] * 7
    assert (held(desk), desk.options.get().taken) == (SEATS, SEATS)
    places = [fresh(group).place_in_queue() for group in groups]
    assert sorted(place for place in places if place) == list(range(1, 8))
    assert sorted(told(group) for group in groups) == [[CONFIRMED]] * (SEATS // EACH) + [[WAITING]] * 7


def take_the_lock_off(monkeypatch):
    monkeypatch.setattr(actions, "locked", lambda desk: Desk.objects.select_related("event").get(pk=desk.pk))


def let_all_look_before_anybody_writes(monkeypatch, desk):
    """Each school decides by what was free before the first came: what would happen without standing in line."""
    before = Free(desk)
    take_the_lock_off(monkeypatch)
    monkeypatch.setattr(actions, "Free", lambda desk: deepcopy(before))


def test_without_the_lock_the_database_itself_refuses_the_first_seat_too_many(monkeypatch):
    """The control of the lock."""
    desk = make_desk(onsite=SEATS, online=0)
    let_all_look_before_anybody_writes(monkeypatch, desk)
    came = [one for same in rush(desk) for one in same]
    assert IntegrityError in came
    assert (held(desk), desk.options.get().taken) == (SEATS, SEATS)
    assert desk.registrations.count() == SEATS // EACH


@contextmanager
def without_the_check():
    """The database no longer compares the seats taken with those that are there."""
    if connection.vendor == "sqlite":
        connection_created.connect(ignore_checks)
    else:
        change_check("remove_constraint")
    try:
        yield
    finally:
        if connection.vendor == "sqlite":
            connection_created.disconnect(ignore_checks)
        else:
            Participant.objects.all().delete()
            change_check("add_constraint")


def change_check(how):
    check = next(rule for rule in Option._meta.constraints if rule.name == "option_seats_are_there")
    with connection.schema_editor() as editor:
        getattr(editor, how)(Option, check)


def ignore_checks(connection, **kwargs):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")


def test_without_the_lock_and_without_the_check_seats_are_sold_twice(monkeypatch):
    """The control of the check."""
    desk = make_desk(onsite=SEATS, online=0)
    let_all_look_before_anybody_writes(monkeypatch, desk)
    with without_the_check():
        rush(desk)
        assert held(desk) > SEATS


# --- An offer and its end -------------------------------------------------------------------------
def offered_and_next():
    """A group that was offered the only seat, and the next one in the queue."""
    desk = make_desk(onsite=1, online=0)
    first, second, third = (register(desk, school(number), onsite=1) for number in (1, 2, 3))
    actions.cancel(first)
    return fresh(second), third


def meet_before_writing(monkeypatch):
    """Each thread waits, just before it changes who has a seat, for the other to come as far."""
    meeting, set_state = Meeting(patience=0.5), actions.set_state

    def meet_and_set(people, state):
        meeting.wait()
        set_state(people, state)

    monkeypatch.setattr(actions, "set_state", meet_and_set)


def accept_while_it_ends(second):
    """The school accepts at the very moment when its time is over."""
    at_once(
        lambda: or_refused(lambda: actions.accept_offer(second)),
        lambda: actions.expire(second, at=second.offered_until),
    )
    return told(second)[2:]


def test_of_an_answer_and_the_end_of_the_offer_one_comes_first(monkeypatch):
    second, third = offered_and_next()
    meet_before_writing(monkeypatch)
    outcome = accept_while_it_ends(second)
    if outcome == [CONFIRMED]:
        assert (states(second), states(third)) == ([CONFIRMED], [WAITING])
    else:
        assert (outcome, states(second), states(third)) == (["expired"], [CANCELLED], [OFFERED])
    assert held(second.desk) == 1


def test_without_the_lock_a_school_is_told_both(monkeypatch):
    """The control. SQLite needs no lock: its writing transactions stand in line anyway."""
    schools = [offered_and_next()[0] for _try in range(5)]  # a race need not happen each time
    meet_before_writing(monkeypatch)
    take_the_lock_off(monkeypatch)
    both = (sorted(accept_while_it_ends(second)) == [CONFIRMED, "expired"] for second in schools)
    assert any(both) or connection.vendor == "sqlite"


# --- A freed seat ---------------------------------------------------------------------------------
def full_and_two_wait():
    desk = make_desk(onsite=1, online=0)
    return desk, *(register(desk, school(number), onsite=1) for number in (1, 2, 3))


def look_for_a_seat(desk):
    with transaction.atomic():
        actions.pass_on(actions.locked(desk))


def test_a_freed_seat_is_offered_once_however_many_look_for_one():
    desk, first, second, third = full_and_two_wait()
    looks = [partial(look_for_a_seat, desk)] * 3
    at_once(partial(actions.cancel, first), *looks)
    assert (states(second), states(third)) == ([OFFERED], [WAITING])
    assert (told(second), told(third)) == ([WAITING, OFFERED], [WAITING])


def look_twice_for_one_seat(monkeypatch, desk):
    desk.options.update(capacity=2)
    meet_before_writing(monkeypatch)
    look = partial(or_refused, partial(look_for_a_seat, desk))
    return at_once(look, look)


def test_two_who_pass_on_the_same_seat_stand_in_line(monkeypatch):
    desk, _first, second, third = full_and_two_wait()
    assert look_twice_for_one_seat(monkeypatch, desk) == [None, None]
    assert (told(second), told(third)) == ([WAITING, OFFERED], [WAITING])


def test_without_the_lock_the_database_refuses_to_tell_a_school_the_same_twice(monkeypatch):
    """The control. SQLite needs no lock: its writing transactions stand in line anyway."""
    desk, _first, second, third = full_and_two_wait()
    take_the_lock_off(monkeypatch)
    came = look_twice_for_one_seat(monkeypatch, desk)
    assert IntegrityError in came or connection.vendor == "sqlite"
    assert (told(second), told(third)) == ([WAITING, OFFERED], [WAITING])


# --- A letter and two workers ---------------------------------------------------------------------
@pytest.fixture
def letters():
    desk = make_desk(onsite=4, online=0)
    for number in range(3):
        register(desk, school(number), onsite=1)
    return list(Letter.objects.order_by("pk"))


def test_of_many_workers_one_takes_up_a_letter(letters):
    came = at_once(*[partial(tasks.take_up, letters[0])] * 6)
    assert sorted(came) == [False] * 5 + [True]
    assert Letter.objects.get(pk=letters[0].pk).tries == 1


def test_two_workers_send_each_letter_once(letters, mailoutbox):
    at_once(tasks.send_owed, tasks.send_owed)
    assert sorted(Letter.objects.values_list("state", "tries")) == [("sent", 1)] * 3
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == len(mailoutbox) == 3


def test_workers_that_look_first_and_write_then_send_it_twice(letters, mailoutbox, monkeypatch):
    """The control."""
    meeting = Meeting()

    def look_and_write(letter):
        mine = Letter.objects.filter(pk=letter.pk, state=Letter.State.OWED, due_at__lte=now())
        looked = mine.exists()
        meeting.wait()
        mine.update(due_at=now() + timedelta(minutes=5))
        return looked

    monkeypatch.setattr(tasks, "take_up", look_and_write)
    Letter.objects.exclude(pk=letters[0].pk).update(state=Letter.State.FAILED)
    at_once(tasks.send_owed, tasks.send_owed)
    assert len(mailoutbox) == 2
