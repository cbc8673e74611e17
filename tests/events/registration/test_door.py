"""At the door: who may note whom, once; what phones send later; what is printed."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils.timezone import now
from pypdf import PdfReader

from events.models import Attendance, Participant
from events.registration import actions
from events.registration.attendance import note_attendance, undo_attendance
from lessonstudy.content.errors import Refused
from tests.events.registration.desks import coordinator, fresh, make_desk, register, school, teachers
from tests.factories import make_organization, make_session, make_staff

pytestmark = pytest.mark.django_db
DOOR = Attendance.Source.DOOR
PAGES = ["check-in/", "check-in/list.pdf", "check-in/badges.pdf", "check-in/report/", "check-in/figures/"]


@pytest.fixture
def desk():
    return make_desk(onsite=None)


@pytest.fixture
def keeper(client, settings):
    """The client of someone who keeps registrations."""
    settings.STAFF_SECOND_FACTOR = False
    client.force_login(make_staff("events.change_registration", "events.change_event"))
    return client


def address(desk, page="check-in/"):
    return f"/en/events/{desk.event.slug}/{page}"


def group(desk, number=1, **words):
    return register(desk, school(number), onsite=words.pop("onsite", 2), **words)


def first_of(registration):
    return fresh(registration).participants.first()


def named(person, name):
    person.name = name
    person.save()
    return person


def send(client, desk, *items):
    return client.post(address(desk, "check-in/send/"), json.dumps(items), content_type="application/json")


def noted():
    return [(each.participant.name, each.session_id) for each in Attendance.objects.order_by("pk")]


# --- The action -----------------------------------------------------------------------------------
def test_who_is_noted_again_is_noted_once_with_the_first_moment(desk):
    person, early, late = first_of(group(desk)), now() - timedelta(minutes=20), now()
    for moment in (late, early, late):
        note_attendance(person, source=DOOR, at=moment, by=None)
    assert [each.at for each in Attendance.objects.all()] == [early]
    undo_attendance(person)
    assert noted() == []


def test_the_arrival_and_each_session_are_noted_apart(desk):
    person, session, other = first_of(group(desk)), make_session(desk.event), make_session(desk.event)
    desk.checked_in_sessions.add(session)
    for where in (None, session, session):
        note_attendance(person, session=where, source=DOOR, at=now(), by=None)
    with pytest.raises(Refused, match="no check-in"):
        note_attendance(person, session=other, source=DOOR, at=now(), by=None)
    undo_attendance(person, session=session)
    assert noted() == [("Teacher 1", None)]


def test_only_who_has_a_confirmed_place_is_noted():
    desk = make_desk(onsite=1)
    first, waits = group(desk, 1, onsite=1), group(desk, 2, onsite=1)
    with pytest.raises(Refused, match="no confirmed place"):
        note_attendance(first_of(waits), source=DOOR, at=now(), by=None)
    actions.cancel(first)
    with pytest.raises(Refused, match="no confirmed place"):
        note_attendance(first_of(first), source=DOOR, at=now(), by=None)
    assert noted() == []


def test_the_clock_of_a_phone_is_not_believed_blindly(desk):
    person = first_of(group(desk))
    for wrong in (now() + timedelta(days=400), now() - timedelta(days=4000)):
        at = note_attendance(person, source=DOOR, at=wrong, by=None).at
        assert abs(at - now()) < timedelta(minutes=1)
        undo_attendance(person)


def test_who_takes_the_place_of_another_was_not_there_yet(desk):
    registration = group(desk)
    person, (new,) = first_of(registration), teachers(desk, onsite=1)
    for same in (True, False):
        note_attendance(person, source=DOOR, at=now(), by=None)
        new.name = person.name if same else "Another Sample"
        actions.substitute(registration, participant=person, teacher=new)
        assert Attendance.objects.count() == same


# --- Who may --------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["nobody", "coordinator", "other staff", "staff of another branch"])
def test_for_all_others_there_is_no_such_page(client, settings, desk, who):
    settings.STAFF_SECOND_FACTOR = False
    where = school(1)
    person = first_of(register(desk, where, onsite=1))
    user = {
        "nobody": lambda: None,
        "coordinator": lambda: coordinator(where),
        "other staff": lambda: make_staff("events.change_event", "events.view_registration"),
        "staff of another branch": lambda: make_staff(
            "events.change_registration", "events.change_event", branch=make_organization(kind="branch")
        ),
    }[who]()
    if user:
        client.force_login(user)
    answers = [client.get(address(desk, page)) for page in PAGES]
    answers += [client.post(address(desk), {"note": person.code}), send(client, desk, {"code": person.code})]
    answers += [client.post(address(desk, "check-in/figures/"), {"figure": "schools:1"})]
    assert [answer.status_code for answer in answers] == [404] * 8
    assert (noted(), desk.event.figures.count()) == ([], 0)


def test_staff_without_the_second_factor_are_nobody(client, settings, desk):
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(make_staff("events.change_registration"))
    assert client.get(address(desk)).status_code == 404


def test_staff_of_the_branch_keep_its_events(client, settings, desk):
    settings.STAFF_SECOND_FACTOR = False
    desk.event.branch = make_organization(kind="branch")
    desk.event.save()
    client.force_login(make_staff("events.change_registration", branch=desk.event.branch))
    assert client.get(address(desk)).status_code == 200


def test_only_who_may_change_the_event_states_its_figures(client, settings, desk):
    settings.STAFF_SECOND_FACTOR = False
    client.force_login(make_staff("events.change_registration"))
    assert client.get(address(desk, "check-in/figures/")).status_code == 404
    assert "check-in/figures/" not in client.get(address(desk)).content.decode()


# --- The page -------------------------------------------------------------------------------------
def test_a_teacher_is_noted_with_one_button_and_the_page_comes_back_to_the_same_place(keeper, desk):
    person = first_of(group(desk))
    assert keeper.get(address(desk)).context["here"] == 0
    answer = keeper.post(f"{address(desk)}?q=teacher", {"note": person.code})
    assert answer.url == f"{address(desk)}?q=teacher#p-{person.code}"
    page = keeper.get(address(desk))
    assert (page.context["here"], page.context["expected"]) == (1, 2)
    assert "1 of 2 are here" in page.content.decode()
    keeper.post(address(desk), {"undo": person.code})
    assert noted() == []


def test_a_session_has_a_list_of_its_own(keeper, desk):
    person, session, other = first_of(group(desk)), make_session(desk.event), make_session(desk.event)
    desk.checked_in_sessions.add(session)
    keeper.post(f"{address(desk)}?session={session.pk}", {"note": person.code})
    assert noted() == [("Teacher 1", session.pk)]
    assert keeper.get(f"{address(desk)}?session={session.pk}").context["here"] == 1
    assert keeper.get(address(desk)).context["here"] == 0
    assert keeper.get(f"{address(desk)}?session={other.pk}").status_code == 404
    assert keeper.get(f"{address(desk)}?session=x").status_code == 404


@pytest.mark.parametrize("asked", ["үлгі асан", "ҮЛГІ", "Ulgi", "асан", "test school 1 үлгі"])
def test_names_are_found_in_either_script(keeper, desk, asked):
    people = group(desk).participants.all()
    named(people[0], "Үлгі Асан")
    named(people[1], "Sampleova B.")
    page = keeper.get(address(desk), {"q": asked})
    assert [guest.person.name for _school, those in page.context["schools"] for guest in those] == ["Үлгі Асан"]
    assert page.context["expected"] == 2


def test_the_list_names_only_confirmed_teachers_of_this_event_by_school(keeper):
    desk = make_desk(onsite=3)
    group(desk, 2, onsite=1), group(desk, 1, onsite=2), group(desk, 3, onsite=2)
    group(make_desk(), 4)
    page = keeper.get(address(desk))
    shown = [(str(school), len(those)) for school, those in page.context["schools"]]
    assert shown == [("Test school 1", 2), ("Test school 2", 1)]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_three_groups_as_for_one(keeper, desk, django_assert_num_queries, number):
    desk.checked_in_sessions.add(make_session(desk.event))
    for each in range(1, number + 1):
        note_attendance(first_of(group(desk, each, onsite=3)), source=DOOR, at=now(), by=None)
    with django_assert_num_queries(11):
        keeper.get(address(desk))


# --- The ticket -----------------------------------------------------------------------------------
def ticket_shown(client, desk, code):
    return client.get(address(desk), {"code": code}).context["ticket"]


def test_a_ticket_says_whose_it_is_and_that_it_was_noted(keeper, desk):
    person = first_of(group(desk))
    assert ticket_shown(keeper, desk, person.code)["guest"].noted is None
    answer = keeper.post(f"{address(desk)}?code={person.code}", {"note": person.code})
    assert answer.url == f"{address(desk)}?code={person.code}"
    assert ticket_shown(keeper, desk, person.code.upper())["guest"].noted == Attendance.objects.get()


def test_a_ticket_that_is_not_good_says_why(keeper, desk):
    registration, elsewhere = group(desk), first_of(group(make_desk(), 2))
    replaced, cancelled = registration.participants.all()
    staff = make_staff("events.change_registration")
    (new,) = teachers(desk, onsite=1)
    new.name = "Another Sample"
    actions.substitute(registration, participant=replaced, teacher=new, by=staff, reason="ill")
    actions.cancel(registration, participants=[cancelled])
    problems = [ticket_shown(keeper, desk, each.code)["problem"] for each in (replaced, cancelled, elsewhere)]
    assert [problem.split(":")[0].split(".")[0] for problem in problems] == [
        "There is no such ticket",
        "This ticket is not good",
        "This ticket is for another event",
    ]
    keeper.post(address(desk), {"note": elsewhere.code})
    keeper.post(address(desk), {"note": cancelled.code})
    keeper.post(address(desk), {"note": "no such\ncode"})
    assert noted() == []


def test_the_ticket_leads_staff_to_the_check_in_and_nobody_else(client, keeper, desk):
    person = first_of(group(desk))
    leads = f"{address(desk)}?code={person.code}"
    assert keeper.get(address(desk, f"ticket/{person.code}/")).context["check_in"] == leads
    actions.cancel(person.registration)
    assert keeper.get(address(desk, f"ticket/{person.code}/")).url == leads
    client.logout()
    assert client.get(address(desk, f"ticket/{person.code}/")).status_code == 404
    stays = first_of(group(desk, 2))
    assert client.get(address(desk, f"ticket/{stays.code}/")).context["check_in"] == ""


# --- What a phone sends ---------------------------------------------------------------------------
def test_what_a_phone_kept_is_noted_once_with_its_own_moment(keeper, desk):
    person, at = first_of(group(desk)), now() - timedelta(minutes=30)
    item = {"code": person.code, "session": "", "at": at.isoformat()}
    answers = [send(keeper, desk, item, item).json() for _time in range(2)]
    assert [len(answer["answers"]) for answer in answers] == [2, 2]
    assert answers[0] == answers[1]
    assert [(each.at, each.source) for each in Attendance.objects.all()] == [(at, "door")]


def test_each_of_what_a_phone_sends_is_answered(keeper, desk):
    good, elsewhere = first_of(group(desk)), first_of(group(make_desk(), 2))
    items = [
        {"code": good.code, "session": "", "at": "yesterday"},
        {"code": elsewhere.code, "session": "", "at": now().isoformat()},
        {"code": good.code, "session": "999999", "at": now().isoformat()},
        {"code": {"a": 1}, "session": ["x"], "at": None},
        {},
    ]
    answers = send(keeper, desk, *items).json()["answers"]
    assert [bool(answer.get("here")) for answer in answers] == [True, False, False, False, False]
    assert [bool(answer.get("problem")) for answer in answers] == [False, True, True, True, True]
    assert noted() == [("Teacher 1", None)]


@pytest.mark.parametrize("body", ["", "nonsense", "7", "[7]", '{"a": 1}', "null"])
def test_what_is_no_list_is_refused(keeper, desk, body):
    assert keeper.post(address(desk, "check-in/send/"), body, content_type="application/json").status_code == 400


def test_nothing_is_taken_without_the_token_of_the_form(desk, settings):
    settings.STAFF_SECOND_FACTOR = False
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_staff("events.change_registration"))
    assert send(strict, desk, {"code": first_of(group(desk)).code}).status_code == 403
    assert noted() == []


# --- To print -------------------------------------------------------------------------------------
def text_of(answer):
    assert (answer.status_code, answer["Cache-Control"]) == (
        200,
        "private, no-store, max-age=0, no-cache, must-revalidate",
    )
    return [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]


def test_the_list_to_sign_has_all_who_have_a_place_by_way(keeper):
    desk = make_desk(onsite=2)
    named(first_of(register(desk, school(1), onsite=1, online=1)), "Үлгіәғқңөұүһі Асан")
    named(first_of(register(desk, school(2), onsite=2)), "Waiting Sample")
    (page,) = text_of(keeper.get(address(desk, "check-in/list.pdf")))
    assert "Үлгіәғқңөұүһі Асан" in page
    assert page.index("On site") < page.index("Үлгіәғқңөұүһі") < page.index("Online")
    assert "Waiting Sample" not in page


def test_more_badges_take_no_more_questions_to_the_database(keeper, desk, django_assert_num_queries):
    group(desk, onsite=2)
    with django_assert_num_queries(10_000, exact=False) as few:
        keeper.get(address(desk, "check-in/badges.pdf"))
    group(desk, 2, onsite=4)
    with django_assert_num_queries(len(few)):
        keeper.get(address(desk, "check-in/badges.pdf"))


def test_badges_stand_ten_on_a_page(keeper, desk):
    group(desk, onsite=11)
    person = named(Participant.objects.last(), "Константинопольский-Примеров Вениамин Нұрсұлтанұлы")
    pages = text_of(keeper.get(address(desk, "check-in/badges.pdf")))
    assert [page.count("Test school 1") for page in pages] == [10, 1]
    assert person.name.split()[-1] in pages[1]


def test_what_is_written_cannot_steer_the_printing(keeper, desk):
    named(first_of(group(desk)), '#panic("x") $ *bold* "quoted" \\')
    assert '#panic("x")' in "".join(text_of(keeper.get(address(desk, "check-in/badges.pdf"))))
