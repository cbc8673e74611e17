import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.timezone import now

from events.models import Change, Event, Letter, Question
from events.registration import actions
from events.registration.actions import Teacher
from lessonstudy.content.errors import Refused
from members.roles import BRANCH_EDITOR
from tests.events.registration.desks import coordinator, fresh, make_desk, register, school, states, taken, teachers
from tests.factories import make_staff, pdf

pytestmark = pytest.mark.django_db
CONFIRMED, WAITING, OFFERED, CANCELLED = "confirmed", "waiting", "offered", "cancelled"


@pytest.fixture(autouse=True)
def in_english():
    translation.activate("en")


def facts(registration):
    return [letter.kind for letter in Letter.objects.filter(registration=registration, participant=None).order_by("pk")]


# --- A group is whole -----------------------------------------------------------------------------
def test_a_group_that_fits_is_confirmed_whole_and_the_next_waits_whole():
    desk = make_desk(onsite=4)
    first, second = register(desk, school(1), onsite=3), register(desk, school(2), onsite=2)
    assert (states(first), states(second)) == ([CONFIRMED] * 3, [WAITING] * 2)
    assert taken(desk) == {"On site": 3, "Online": 0}
    assert (facts(first), facts(second)) == ([CONFIRMED], [WAITING])
    assert fresh(second).place_in_queue() == 1


def test_one_full_way_to_take_part_lets_the_whole_group_wait():
    desk = make_desk(onsite=1)
    assert states(register(desk, school(1), onsite=1, online=3)) == [CONFIRMED] * 4
    assert states(register(desk, school(2), onsite=1, online=3)) == [WAITING] * 4


def test_part_of_a_group_comes_where_the_school_allows_it():
    desk = make_desk(onsite=4)
    register(desk, school(1), onsite=3)
    group = register(desk, school(2), onsite=2, online=1, allows_part=True)
    assert states(group) == [CONFIRMED, WAITING, CONFIRMED]
    assert (group.state, group.place_in_queue()) == (CONFIRMED, 1)


def test_without_a_waiting_list_nobody_is_registered_who_has_no_seat():
    desk = make_desk(onsite=2, has_waiting_list=False)
    with pytest.raises(Refused, match="places in all"):
        register(desk, school(1), onsite=3)
    register(desk, school(2), onsite=2)
    with pytest.raises(Refused, match="Nobody was registered"):
        register(desk, school(3), onsite=1)
    assert desk.registrations.count() == 1


def test_a_group_that_could_never_fit_is_told_so():
    desk = make_desk(onsite=2)
    with pytest.raises(Refused, match="2 places in all"):
        register(desk, school(1), onsite=3)
    desk.school_quota = 1
    desk.save()
    with pytest.raises(Refused, match="may bring 1 teacher"):
        register(desk, school(1), online=2)


# --- Once -----------------------------------------------------------------------------------------
def test_the_same_form_sent_again_gives_the_same_registration():
    desk, token, where = make_desk(onsite=4), uuid.uuid4(), school(1)
    first = register(desk, where, onsite=2, token=token)
    assert register(desk, where, onsite=2, token=token) == first
    assert (facts(first), taken(desk)["On site"]) == ([CONFIRMED], 2)


def test_the_form_of_one_school_sent_for_another_registers_the_other():
    desk, token = make_desk(onsite=3), uuid.uuid4()
    first, second = (register(desk, school(number), onsite=1, token=token) for number in (1, 2))
    assert first.organization != second.organization
    assert register(desk, first.organization, onsite=1, token=token) == first


def test_whether_a_school_is_registered_is_not_told_to_whom_the_desk_is_not_open():
    desk = make_desk(onsite=3)
    group = register(desk, school(1), onsite=1)
    desk.access, desk.code = "code", "spring"
    desk.save()
    with pytest.raises(Refused, match="not the code"):
        register(desk, group.organization, onsite=1, code="guessed")
    with pytest.raises(actions.AlreadyRegistered):
        register(desk, group.organization, onsite=1, code="Spring")


def test_a_school_registers_once_and_again_after_it_cancelled():
    desk, where = make_desk(onsite=4), school(1)
    first = register(desk, where, onsite=2)
    with pytest.raises(actions.AlreadyRegistered) as refused:
        register(desk, where, onsite=1)
    assert refused.value.registration == first
    actions.cancel(first)
    assert states(register(desk, where, onsite=4)) == [CONFIRMED] * 4


# --- Who and when ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"opens_at": now() + timedelta(days=1)}, "not opened yet"),
        ({"closes_at": now() - timedelta(minutes=1)}, "closed"),
        ({"access": "invited"}, "not among the invited"),
        ({"access": "code", "code": "Spring"}, "not the code"),
    ],
)
def test_the_desk_says_who_may_register_and_when(fields, sentence):
    desk = make_desk(**fields)
    with pytest.raises(Refused, match=sentence):
        register(desk, school(1), onsite=1)
    assert not desk.registrations.exists()


def test_the_invited_and_those_with_the_code_come_in():
    desk, guest = make_desk(access="invited"), school(1)
    desk.invited.add(guest)
    assert register(desk, guest, onsite=1).state == CONFIRMED
    assert register(make_desk(access="code", code="Spring"), guest, onsite=1, code=" sPRING").state == CONFIRMED


# --- The waiting list -----------------------------------------------------------------------------
def test_a_freed_seat_goes_to_the_first_group_that_fits_once():
    desk = make_desk(onsite=4)
    first = register(desk, school(1), onsite=4)
    large, small, last = (register(desk, school(n), onsite=size) for n, size in ((2, 3), (3, 1), (4, 1)))
    actions.cancel(first, participants=[first.participants.first()])
    assert (states(large), states(small), states(last)) == ([WAITING] * 3, [OFFERED], [WAITING])
    assert facts(small) == [WAITING, OFFERED]
    assert taken(desk)["On site"] == 4
    actions.cancel(first)
    assert (states(large), states(last)) == ([OFFERED] * 3, [WAITING])


def test_of_an_event_that_does_not_take_place_no_seat_is_offered():
    desk = make_desk(onsite=1)
    first, second = (register(desk, school(number), onsite=1) for number in (1, 2))
    Event.objects.update(state="cancelled")
    actions.cancel(fresh(first))
    assert states(second) == [WAITING]


def test_an_accepted_offer_is_confirmed_once():
    desk = make_desk(onsite=1)
    first, second = register(desk, school(1), onsite=1), register(desk, school(2), onsite=1)
    with pytest.raises(Refused, match="over"):
        actions.accept_offer(second)
    actions.cancel(first)
    actions.accept_offer(second)
    assert (states(second), facts(second)) == ([CONFIRMED], [WAITING, OFFERED, CONFIRMED])
    with pytest.raises(Refused, match="over"):
        actions.accept_offer(second)


def test_who_still_waits_of_a_group_that_accepted_is_asked_again():
    desk = make_desk(onsite=2)
    other = register(desk, school(1), onsite=2)
    group = register(desk, school(2), onsite=2, allows_part=True)
    one, two = other.participants.all()
    actions.cancel(other, participants=[one])
    assert states(group) == [OFFERED, WAITING]
    actions.cancel(other, participants=[two])
    actions.accept_offer(group)
    assert states(group) == [CONFIRMED, OFFERED]


def test_an_offer_nobody_answers_passes_on():
    desk = make_desk(onsite=1)
    first, second, third = (register(desk, school(n), onsite=1) for n in (1, 2, 3))
    actions.cancel(first)
    actions.expire_offers()
    assert states(second) == [OFFERED]
    desk.registrations.filter(pk=second.pk).update(offered_until=now() - timedelta(seconds=1))
    with pytest.raises(Refused, match="over"):
        actions.accept_offer(second)
    actions.expire_offers()
    actions.expire_offers()
    assert (states(second), states(third)) == ([CANCELLED], [OFFERED])
    assert (facts(second), facts(third)) == ([WAITING, OFFERED, "expired"], [WAITING, OFFERED])


def test_who_leaves_the_waiting_list_gives_the_offer_to_the_next():
    desk = make_desk(onsite=1)
    first, second, third = (register(desk, school(n), onsite=1) for n in (1, 2, 3))
    actions.cancel(first)
    actions.leave_queue(second)
    assert (states(second), states(third)) == ([CANCELLED], [OFFERED])
    assert fresh(second).cancelled_at


# --- Changes --------------------------------------------------------------------------------------
def test_another_teacher_takes_the_place_with_another_ticket_and_it_is_written_down():
    desk = make_desk()
    group = register(desk, school(1), onsite=2, email=True)
    person = group.participants.first()
    actions.substitute(group, participant=person, teacher=Teacher(name="Teacher New", option=person.option))
    after = group.participants.first()
    assert (after.pk, after.name, after.state) == (person.pk, "Teacher New", CONFIRMED)
    assert after.code != person.code
    change = Change.objects.get(deed="substituted")
    assert (change.before, change.after) == ("Teacher 1", "Teacher New")
    assert Letter.objects.filter(kind="lost", to=person.email).count() == 1


def test_after_the_deadline_only_staff_replace_and_say_why():
    desk = make_desk(substitution_until=now() - timedelta(hours=1))
    group = register(desk, school(1), onsite=1)
    person, new = group.participants.get(), Teacher(name="Teacher New", option=desk.options.first())
    with pytest.raises(Refused, match="time to replace"):
        actions.substitute(group, participant=person, teacher=new)
    staff = make_staff("events.change_registration")
    with pytest.raises(Refused, match="why"):
        actions.substitute(group, participant=person, teacher=new, by=staff)
    actions.substitute(group, participant=person, teacher=new, by=staff, reason="Ill since this morning")
    assert Change.objects.get(deed="substituted").reason == "Ill since this morning"


def test_who_replaces_one_who_only_waits_writes_to_the_new_one_alone():
    desk = make_desk(onsite=1)
    register(desk, school(1), onsite=1)
    group = register(desk, school(2), onsite=1, email=True)
    person = group.participants.get()
    actions.substitute(group, participant=person, teacher=Teacher("Teacher New", person.option))
    assert not Letter.objects.filter(to=person.email).exists()


def test_another_teacher_in_another_way_is_one_change_and_one_mail_to_each():
    desk = make_desk(onsite=1, online=1)
    group = register(desk, school(1), onsite=1, email=True)
    waiting = register(desk, school(2), onsite=1)
    person = group.participants.get()
    new = Teacher("Teacher New", desk.options.get(mode="online"), email="new@example.org")
    actions.substitute(group, participant=person, teacher=new)
    letters = Letter.objects.filter(registration=group).order_by("pk").values_list("kind", "to")
    assert list(letters)[2:] == [("lost", person.email), ("changed", group.email), ("ticket", "new@example.org")]
    assert (taken(desk), states(waiting)) == ({"On site": 1, "Online": 1}, [OFFERED])


def test_where_there_is_no_seat_in_the_other_way_nothing_of_a_substitution_stays():
    desk = make_desk(onsite=1, online=1)
    group = register(desk, school(1), onsite=1, email=True)
    register(desk, school(2), online=1)
    person = group.participants.get()
    with pytest.raises(Refused, match="full"):
        actions.substitute(group, participant=person, teacher=Teacher("New", desk.options.get(mode="online")))
    assert (fresh(group).people[0].name, Letter.objects.filter(kind="lost").count()) == ("Teacher 1", 0)


def test_no_file_of_a_refused_substitution_stays_in_storage(own_uploads):
    desk = make_desk(onsite=1, online=1)
    cv = Question.objects.create(desk=desk, kind="file", label_en="CV", about="teacher")
    group = register(desk, school(1), onsite=1)
    register(desk, school(2), online=1)
    new = Teacher("New", desk.options.get(mode="online"), files={cv: pdf("cv.pdf")})
    with pytest.raises(Refused, match="full"):
        actions.substitute(group, participant=group.participants.get(), teacher=new)
    assert not default_storage.exists("registration/cv.pdf")


# --- Whose a group is -----------------------------------------------------------------------------
def test_a_group_that_came_by_a_link_is_its_schools_as_soon_as_they_do_anything_and_never_a_strangers():
    desk = make_desk(onsite=1)
    own = school(2)
    register(desk, school(1), onsite=1)
    group = register(desk, own, onsite=1)
    actions.leave_queue(group, by=coordinator(school(3)))
    assert (fresh(group).coordinator, fresh(group).email) == (None, "school@example.org")
    group = register(desk, own, onsite=1)
    head = coordinator(own)
    actions.leave_queue(group, by=head)
    assert (fresh(group).coordinator, fresh(group).email) == (head, head.email)


def test_who_represents_the_school_no_more_gets_no_more_mails():
    desk, own = make_desk(onsite=2), school(1)
    first, colleague = coordinator(own), coordinator(own)
    group = register(desk, own, onsite=1, by=first, email=first.email)
    first.represents.update(state="refused")
    person = group.participants.get()
    actions.substitute(group, participant=person, teacher=Teacher("New", person.option), by=colleague)
    assert group.letters.get(kind="changed").to == colleague.email
    colleague.represents.update(state="refused")
    actions.cancel(group)
    assert (fresh(group).email, fresh(group).coordinator) == ("", None)
    assert not group.letters.filter(kind="cancelled").exists()


def test_a_school_that_nobody_represented_for_a_while_hears_of_its_group_again():
    desk, own = make_desk(onsite=1), school(2)
    first = register(desk, school(1), onsite=1)
    head = coordinator(own)
    group = register(desk, own, onsite=1, by=head, email=head.email)
    head.represents.all().delete()
    actions.cancel(first)
    assert (states(group), fresh(group).email) == ([OFFERED], "")
    new = coordinator(own)
    actions.expire(group, at=now() + timedelta(days=9))
    assert group.letters.get(kind="expired").to == new.email


def test_who_agrees_for_a_group_that_came_by_a_link_is_written_down_as_who_they_are():
    desk, own = make_desk(onsite=2), school(1)
    agreed = Question.objects.create(desk=desk, kind="consent", label_en="Agreed?", about="teacher")
    group, head = register(desk, own, onsite=1), coordinator(own)
    (more,) = teachers(desk, onsite=1, called="Another")
    more.consents.append(agreed)
    actions.add_teachers(group, teachers=[more], by=head)
    assert group.consents.get().given_by == head.email


def test_staff_without_the_second_factor_and_of_no_branch_are_no_staff():
    desk = make_desk(onsite=2)
    staff = make_staff("events.change_registration")
    assert actions.is_staff_of(desk, staff)
    staff.lacks_factor = True
    assert not actions.is_staff_of(desk, staff)
    editor = make_staff("events.change_registration")
    editor.groups.add(Group.objects.get(name=BRANCH_EDITOR))
    assert (editor.branch_id, desk.event.branch_id) == (None, None)
    assert not actions.is_staff_of(desk, editor)


def test_a_teacher_moves_where_there_is_a_seat_and_keeps_the_old_one_where_there_is_none():
    desk = make_desk(onsite=1, online=1)
    group = register(desk, school(1), onsite=1)
    other = register(desk, school(2), online=1)
    online = desk.options.get(mode="online")
    with pytest.raises(Refused, match="full"):
        actions.move(group, participant=group.participants.get(), option=online)
    assert taken(desk) == {"On site": 1, "Online": 1}
    waiting = register(desk, school(3), onsite=1)
    actions.cancel(other)
    actions.move(group, participant=group.participants.get(), option=online)
    assert (states(group), states(waiting)) == ([CONFIRMED], [OFFERED])


def test_who_waits_and_moves_to_a_free_way_is_confirmed_at_once():
    desk = make_desk(onsite=1)
    register(desk, school(1), onsite=1)
    group = register(desk, school(2), onsite=1)
    actions.move(group, participant=group.participants.get(), option=desk.options.get(mode="online"))
    assert (states(group), fresh(group).queued_at) == ([CONFIRMED], None)


def test_who_waits_and_moves_to_a_free_way_gets_one_ticket():
    desk = make_desk(onsite=1)
    register(desk, school(1), onsite=1)
    group = register(desk, school(2), onsite=1, email=True)
    person = group.participants.get()
    actions.move(group, participant=person, option=desk.options.get(mode="online"))
    assert list(Letter.objects.filter(to=person.email).values_list("kind", flat=True)) == ["ticket"]


def test_a_seat_left_by_moving_goes_to_the_first_who_waits_not_to_the_same_school():
    desk = make_desk(onsite=2)
    group, _other, first = (register(desk, school(number), onsite=1) for number in (1, 2, 3))
    actions.add_teachers(group, teachers=teachers(desk, onsite=1, called="Another"))
    person = group.participants.first()
    actions.move(group, participant=person, option=desk.options.get(mode="online"))
    assert (states(group), states(first)) == ([CONFIRMED, WAITING], [OFFERED])


def test_teachers_are_added_and_wait_if_there_is_no_seat():
    desk = make_desk(onsite=2)
    group = register(desk, school(1), onsite=1)
    actions.add_teachers(group, teachers=teachers(desk, onsite=1, called="Another"))
    assert states(group) == [CONFIRMED] * 2
    with pytest.raises(Refused, match="2 places in all"):
        actions.add_teachers(group, teachers=teachers(desk, onsite=1, called="Third"))


def test_one_name_stands_once_in_a_group():
    desk = make_desk(onsite=5)
    group = register(desk, school(1), onsite=2)
    person = group.participants.last()
    with pytest.raises(Refused, match="“TEACHER 1” is in this group already"):
        actions.substitute(group, participant=person, teacher=Teacher("TEACHER 1", person.option))
    with pytest.raises(Refused, match="“Teacher 2” is in this group already"):
        actions.add_teachers(group, teachers=[Teacher("Teacher 2", person.option)])
    actions.cancel(group, participants=[person])
    actions.add_teachers(group, teachers=[Teacher("Teacher 2", person.option)])
    assert [each.name for each in fresh(group).people] == ["Teacher 1", "Teacher 2"]


def test_who_is_added_to_a_group_that_waits_whole_waits_along():
    desk = make_desk(onsite=3)
    register(desk, school(1), onsite=2)
    group = register(desk, school(2), onsite=2)
    actions.add_teachers(group, teachers=teachers(desk, onsite=1, called="Another"))
    assert states(group) == [WAITING] * 3
    part = register(desk, school(3), onsite=2, allows_part=True)
    assert states(part) == [CONFIRMED, WAITING]


def test_after_the_deadline_a_school_cannot_cancel():
    desk = make_desk(cancellation_until=now() - timedelta(hours=1))
    group = register(desk, school(1), onsite=1)
    with pytest.raises(Refused, match="time to cancel"):
        actions.cancel(group)
    assert states(group) == [CONFIRMED]


# --- Beyond the capacity --------------------------------------------------------------------------
def test_only_who_may_overbooks_with_a_reason_and_the_seat_is_gone_when_it_is_left():
    desk = make_desk(onsite=1, school_quota=1)
    register(desk, school(1), onsite=1)
    group, queued = register(desk, school(2), onsite=1), register(desk, school(3), onsite=1)
    registrar, head = (
        make_staff("events.change_registration"),
        make_staff("events.change_registration", "events.overbook_registration"),
    )
    with pytest.raises(Refused, match="may not overbook"):
        actions.overbook(group, by=registrar, reason="Guest of honour")
    with pytest.raises(Refused, match="why"):
        actions.overbook(group, by=head, reason="")
    actions.overbook(group, by=head, reason="Guest of honour")
    assert (states(group), taken(desk)["On site"]) == ([CONFIRMED], 2)
    assert Change.objects.get(deed="overbooked").reason == "Guest of honour"
    actions.cancel(group)
    assert (states(queued), taken(desk)["On site"]) == ([WAITING], 1)
