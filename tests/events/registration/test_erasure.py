"""Names are kept as long as the desk says. Then no table says them any more, and all numbers stay."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import override
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from events.models import AnswerFile, Attendance, Change, Consent, Desk, Letter, Participant, Question, Registration
from events.registration import actions, tasks
from events.registration.attendance import note_attendance
from events.registration.dashboard import dashboard
from events.registration.erasure import erase_old, months_after
from events.registration.figures import outcome
from lessonstudy.content.errors import Refused
from lessonstudy.content.queue import KEPT_FOR, forget_old
from tests.events.registration.desks import coordinator, fresh, make_desk, school
from tests.factories import make_staff
from tests.traces import traces

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]
NAME, ADDRESS, ASKED_BY = "Үлгіжан Sampleova", "ulgizhan@sample.example", "head@sample.example"
GONE = ("Үлгіжан", "Sampleova", "sample.example", "Dramatics", "Sampleclass", "Vegetables", "sampleova.pdf")


def question(desk, **fields):
    return Question.objects.create(desk=desk, label_en="Sample question", **fields)


def group_of(desk, **words):
    """A school with two teachers who said everything that can be said."""
    meal, cv = question(desk, about="teacher"), question(desk, kind="file")
    agreed = question(desk, kind="consent", text_en="We keep your name.")
    way = desk.options.first()
    named = actions.Teacher(NAME, way, "Head of Dramatics", "Sampleclass", ADDRESS, {meal.name: "Vegetables"}, [agreed])
    words = {
        "token": uuid4(),
        "language": "en",
        "site": "https://ls.test",
        "email": ASKED_BY,
        "answers": {cv.name: f"Call {NAME}"},
        "files": {cv: ContentFile(b"%PDF-1.4", name="sampleova.pdf")},
        **words,
    }
    other = actions.Teacher("Other Sampleova", way)
    return actions.register_group(desk, organization=school(1), teachers=[named, other], **words)


@pytest.fixture
def desk():
    return make_desk(onsite=None)


@pytest.fixture
def group(desk):
    """Everything has happened to it that leaves a name somewhere."""
    group = group_of(desk)
    keeper = make_staff("events.change_registration")
    teacher = actions.Teacher(f"{NAME} Younger", desk.options.first(), email=f"new.{ADDRESS}")
    actions.substitute(group, participant=fresh(group).people[1], teacher=teacher, by=keeper, reason=f"{NAME} asked")
    note_attendance(fresh(group).people[0], source=Attendance.Source.DOOR, at=now(), by=keeper)
    desk.drafts.create(email=ADDRESS, content={"teachers-0-name": NAME})
    tasks.send_owed()
    Letter.objects.filter(kind="lost").update(state="failed", problem=f"{ADDRESS} is unknown")
    return fresh(group)


def held(desk, ago=timedelta(days=1000)):
    """The event was so long ago."""
    type(desk.event).objects.filter(pk=desk.event_id).update(begins_at=now() - ago, ends_at=now() - ago)
    return Desk.objects.get(pk=desk.pk)


def numbers_of(desk):
    desk = Desk.objects.get(pk=desk.pk)
    with override("en"):
        return dashboard(desk), outcome(desk)


def test_after_the_months_of_the_desk_no_table_says_a_name(desk, group, django_capture_on_commit_callbacks):
    path = Path(AnswerFile.objects.get().file.path)
    assert {f"events_{name}" for name in "participant registration answerfile consent draft change letter".split()} == (
        traces(*GONE)
    )
    held(desk)
    with django_capture_on_commit_callbacks(execute=True):
        erase_old()
    assert (traces(*GONE), path.exists()) == (set(), False)
    assert [change.deed for change in group.changes.all()] == ["registered", "substituted", "erased"]


def test_all_numbers_stay(desk, group):
    desk = held(desk)
    before = numbers_of(desk)
    erase_old()
    assert numbers_of(desk) == before
    assert before[1].attended == 1
    known = Consent.objects.get()
    assert (known.text, known.version, known.language) == ("Sample question\n\nWe keep your name.", 1, "en")


def test_old_tickets_are_good_no_longer(desk, group):
    codes = set(Participant.objects.values_list("code", flat=True))
    held(desk)
    erase_old()
    assert codes & set(Participant.objects.values_list("code", flat=True)) == set()


def test_what_was_not_sent_is_not_sent_any_more(desk, mailoutbox):
    group_of(desk)
    held(desk)
    erase_old()
    assert tasks.send_again(Letter.objects.all()) == 0
    tasks.send_owed()
    assert (mailoutbox, {letter.state for letter in Letter.objects.all()}) == ([], {"failed"})


def test_before_that_and_at_other_events_everything_stays(desk, group):
    held(desk, timedelta(days=700))
    before = traces(*GONE)
    erase_old()
    assert (traces(*GONE), Desk.objects.get().erased_at) == (before, None)


def test_what_staff_write_after_the_erasure_is_erased_too(desk, group):
    held(desk)
    erase_old()
    teacher = actions.Teacher(NAME, desk.options.first())
    keeper = make_staff("events.change_registration")
    actions.substitute(group, participant=group.people[0], teacher=teacher, by=keeper, reason="A mistake")
    assert traces("Sampleova") == {"events_participant", "events_change"}
    erase_old()
    assert traces(*GONE) == set()


def test_the_pages_of_an_erased_group_still_open(client, desk):
    owner = coordinator(school(7))
    group = group_of(desk, by=owner)
    Registration.objects.filter(pk=group.pk).update(organization=owner.schools().get())
    held(desk)
    erase_old()
    client.force_login(owner)
    assert client.get(f"/en/events/{desk.event.slug}/register/{group.pk}/").status_code == 200
    client.force_login(make_staff(is_superuser=True))
    pages = [f"registration/{group.pk}/change/", f"desk/{desk.pk}/change/", f"desk/{desk.pk}/numbers/", "participant/"]
    assert [client.get(f"/admin/events/{page}").status_code for page in pages] == [200] * 4


def test_an_erased_desk_costs_nothing(desk, group, django_assert_num_queries):
    held(desk)
    erase_old()
    with django_assert_num_queries(1):
        erase_old()
    assert Change.objects.filter(deed="erased").count() == 1


@pytest.mark.parametrize(
    ("moment", "number", "later"),
    [((2024, 1, 31), 1, (2024, 2, 29)), ((2024, 12, 1), 1, (2025, 1, 1)), ((2024, 3, 5), 24, (2026, 3, 5))],
)
def test_months_are_those_of_the_calendar(moment, number, later):
    zone = ZoneInfo("UTC")
    assert months_after(datetime(*moment, tzinfo=zone), number) == datetime(*later, tzinfo=zone)


def test_the_file_of_a_teacher_who_is_replaced_goes_with_them(desk, group, django_capture_on_commit_callbacks):
    person = group.people[0]
    AnswerFile.objects.update(participant=person)
    path = Path(AnswerFile.objects.get().file.path)
    with django_capture_on_commit_callbacks(execute=True):
        actions.substitute(group, participant=person, teacher=actions.Teacher("Another", person.option))
    assert not path.exists()


# --- Other copies ---------------------------------------------------------------------------------
def test_mails_of_the_worker_are_forgotten_after_a_month(desk):
    tasks.tell_link(desk, ADDRESS, "en", "https://ls.test")
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL, finished_at=now())
    forget_old()
    assert traces(ADDRESS) == {"django_tasks_database_dbtaskresult"}
    DBTaskResult.objects.update(finished_at=F("finished_at") - KEPT_FOR)
    forget_old()
    assert traces(ADDRESS) == set()


def test_what_is_still_to_be_done_is_not_forgotten(desk):
    tasks.tell_link(desk, ADDRESS, "en", "https://ls.test")
    DBTaskResult.objects.update(enqueued_at=F("enqueued_at") - KEPT_FOR)
    forget_old()
    assert DBTaskResult.objects.count() == 1


def test_old_sessions_are_forgotten():
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="x", expire_date=now() + timedelta(days=days))
    forget_old()
    assert [each.pk for each in Session.objects.all()] == ["new"]


def test_asking_for_a_link_leaves_no_address_in_the_cache(desk):
    words = {"email": ADDRESS, "language": "en", "site": "https://ls.test"}
    actions.send_link(desk, **words)
    with pytest.raises(Refused):
        actions.send_link(desk, **words)
    assert traces(ADDRESS) == {"django_tasks_database_dbtaskresult"}
