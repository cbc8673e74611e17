"""The report of an online platform: who is sure, who is doubtful, and that staff decide."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from events.models import Attendance, Participant
from events.registration.attendance import note_attendance
from events.registration.report import can_be, key_of
from lessonstudy.content.dates import PartialDate
from tests.events.registration.desks import make_desk, register, school
from tests.factories import make_event, make_session, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]
MEETING = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
97800000000,"Sample, conference",11/26/2021 09:45:00 AM,11/26/2021 01:00:00 PM,host@example.org,195,9

"""
ENGLISH = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room\n"
RUSSIAN = "Имя (настоящее имя);Эл. почта пользователя;Время входа;Время выхода;Продолжительность (минут);Гость\n"


@pytest.fixture
def desk():
    event = make_event(start=PartialDate(2021, 11, 26, 10, 0), time_zone="Asia/Almaty", title_en="Sample conference")
    return make_desk(onsite=None, event=event)


@pytest.fixture
def keeper(client, settings):
    settings.STAFF_SECOND_FACTOR = False
    client.force_login(make_staff("events.change_registration"))
    return client


def people(desk, *names):
    """Confirmed participants; "Name <e-mail>" has an address."""
    registration = register(desk, school(1), online=len(names))
    found = list(registration.participants.all())
    for person, name in zip(found, names, strict=True):
        person.name, _space, email = name.partition(" <")
        person.email = email.rstrip(">")
    Participant.objects.bulk_update(found, ["name", "email"])
    return found


def row(name, email="", minutes=30, joined="11/26/2021 09:58:12 AM", waited="No"):
    return f'"{name}",{email},{joined},11/26/2021 12:00:00 PM,{minutes},Yes,{waited}\n'


def look(client, desk, report, at_least=1, **more):
    """The page after the report was chosen."""
    content = report.encode("utf-8-sig") if isinstance(report, str) else report
    upload = SimpleUploadedFile(more.pop("file", "participants.csv"), content)
    return client.post(address(desk), {"report": upload, "at_least": at_least, **more})


def confirm(client, desk, page, **chosen):
    form = page.context["form"]
    kept = [token for token, _name in form.fields["report"].widget.kept]
    sent = {"report-kept": kept, "at_least": form.cleaned_data["at_least"], "seen": form.data["seen"], "confirm": "1"}
    return client.post(address(desk), {**sent, "session": form.data.get("session", ""), **chosen})


def address(desk):
    return f"/en/events/{desk.event.slug}/check-in/report/"


def outcome(page):
    plan = page.context["plan"]
    return {
        "sure": [(visitor.name, person.name) for visitor, person in plan.sure],
        "doubtful": [(visitor.name, [person.name for person in those]) for visitor, those in plan.doubtful],
        "unknown": [visitor.name for visitor in plan.unknown],
        "short": [visitor.name for visitor in plan.short],
    }


def noted():
    return [(each.participant.name, each.minutes, each.source) for each in Attendance.objects.order_by("pk")]


# --- Names ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Үлгі Асан", "асан  ҮЛГІ"),
        ("Сёмина Алёна", "Семина Алена"),
        ("Үлгі А. Б.", "Үлгі А.Б."),
        ("Жанова Шолпан", "Zhanova Sholpan"),
        ("Қожа Айгүл", "Kozha Aigul"),
        ("№5 мектеп Үлгі Асан", "Үлгі Асан"),
    ],
)
def test_a_name_is_the_same_in_any_order_case_and_script(one, other):
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        ("Үлгі А.", "Үлгі Асан", True),
        ("Үлгі Асан", "Үлгі Асан Сынақұлы", True),
        ("Үлгі А. С.", "Үлгі Асан Сынақұлы", True),
        ("Үлгі Б.", "Үлгі Асан", False),
        ("А. С.", "Үлгі Асан Сынақұлы", False),
        ("Үлгі Асан", "Үлгі Болат", False),
    ],
)
def test_the_shorter_of_two_names_can_be_the_longer(one, other, can):
    assert can_be(key_of(one), key_of(other)) == can


# --- Reading and matching -------------------------------------------------------------------------
def test_a_report_with_a_mark_in_front_and_lines_about_the_meeting_is_read(keeper, desk):
    people(desk, "Үлгі Асан <asan@example.org>", "Sampleova Botagoz", "Samplin Viktor", "Missing Sample")
    report = MEETING + ENGLISH
    report += row("iPhone", "ASAN@example.org", 20) + row("botagoz sampleova", minutes=5)
    report += row("Viktor S. (Samplin Viktor)") + row("Stranger One") + row("Missing Sample", waited="Yes")
    assert outcome(look(keeper, desk, report)) == {
        "sure": [
            ("iPhone", "Үлгі Асан"),
            ("botagoz sampleova", "Sampleova Botagoz"),
            ("Viktor S. (Samplin Viktor)", "Samplin Viktor"),
        ],
        "doubtful": [],
        "unknown": ["Stranger One"],
        "short": [],
    }
    assert noted() == []


def test_a_russian_report_in_the_old_encoding_is_read(keeper, desk):
    people(desk, "Примеров Алексей", "Примерова Алёна <alyona@example.org>")
    rows = "Алексей ПРИМЕРОВ;;26.11.2021 10:05:00;26.11.2021 11:00:00;55;Да\n"
    rows += "Алена;alyona@example.org;26.11.2021 9:50:00;26.11.2021 11:00:00;70;Да\n"
    page = look(keeper, desk, (RUSSIAN + rows).encode("cp1251"))
    assert [name for _said, name in outcome(page)["sure"]] == ["Примеров Алексей", "Примерова Алёна"]
    confirm(keeper, desk, page)
    zone = ZoneInfo("Asia/Almaty")
    assert {each.participant.name: each.minutes for each in Attendance.objects.all()} == {
        "Примеров Алексей": 55,
        "Примерова Алёна": 70,
    }
    assert page.context["plan"].sure[1][0].joined == datetime(2021, 11, 26, 9, 50, tzinfo=zone)


def test_an_excel_report_is_read(keeper, desk, tmp_path):
    people(desk, "Үлгі Асан")
    book = Workbook()
    book.active.append(["Name", "Join time", "Duration (minutes)"])
    book.active.append(["Үлгі Асан", datetime(2021, 11, 26, 10, 3), 40])  # noqa: DTZ001 - Excel knows no zones
    book.save(tmp_path / "report.xlsx")
    page = look(keeper, desk, (tmp_path / "report.xlsx").read_bytes(), file="report.xlsx")
    ((visitor, _person),) = page.context["plan"].sure
    assert (visitor.minutes, visitor.joined.isoformat()) == (40, "2021-11-26T10:03:00+06:00")


def test_who_joined_several_times_has_the_minutes_of_all(keeper, desk):
    people(desk, "Үлгі Асан <asan@example.org>")
    report = ENGLISH + row("Үлгі Асан", "asan@example.org", 10) + row("Үлгі Асан", "asan@example.org", 15)
    report += row("Asan's phone", "asan@example.org", 5)
    confirm(keeper, desk, look(keeper, desk, report, at_least=5))
    assert noted() == [("Үлгі Асан", 30, "report")]


def test_who_stayed_too_short_a_time_is_left_out(keeper, desk):
    people(desk, "Үлгі Асан", "Sampleova Botagoz")
    page = look(keeper, desk, ENGLISH + row("Үлгі Асан", minutes=9) + row("Sampleova Botagoz", minutes=10), at_least=10)
    assert (outcome(page)["short"], len(outcome(page)["sure"])) == (["Үлгі Асан"], 1)


def test_what_is_not_sure_is_listed_with_who_can_be_meant(keeper, desk):
    people(desk, "Үлгі Асан", "Үлгі Айгүл", "Samplin Viktor <school@example.org>", "Samplin Oleg <school@example.org>")
    report = ENGLISH + row("Үлгі А.") + row("Class 5", "school@example.org") + row("Oleg Samplin", "school@example.org")
    assert outcome(look(keeper, desk, report)) == {
        "sure": [("Oleg Samplin", "Samplin Oleg")],
        "doubtful": [("Үлгі А.", ["Үлгі Айгүл", "Үлгі Асан"]), ("Class 5", ["Samplin Oleg", "Samplin Viktor"])],
        "unknown": [],
        "short": [],
    }


def test_two_of_the_same_name_are_doubtful(keeper, desk):
    people(desk, "Үлгі Асан", "Үлгі Асан")
    page = look(keeper, desk, ENGLISH + row("Asan Ulgi"))
    assert outcome(page)["doubtful"] == [("Asan Ulgi", ["Үлгі Асан", "Үлгі Асан"])]


def test_only_those_with_a_place_at_this_event_are_known(keeper):
    desk = make_desk(onsite=None, online=1, has_waiting_list=True)
    people(desk, "Sampleova Botagoz")
    waiting = register(desk, school(2), online=1).participants.get()
    elsewhere = register(make_desk(), school(3), onsite=1).participants.get()
    Participant.objects.filter(pk__in=[waiting.pk, elsewhere.pk]).update(name="Үлгі Асан")
    assert outcome(look(keeper, desk, ENGLISH + row("Үлгі Асан")))["unknown"] == ["Үлгі Асан"]


# --- Confirming -----------------------------------------------------------------------------------
def test_only_what_staff_chose_of_the_doubtful_is_noted(keeper, desk):
    asan, aigul, viktor = people(desk, "Үлгі Асан", "Үлгі Айгүл", "Samplin Viktor")
    report = ENGLISH + row("Үлгі А.", minutes=12) + row("Viktor")
    page = look(keeper, desk, report)
    assert [chosen for _visitor, _name, _people, chosen in page.context["form"].doubtful] == ["", ""]
    answer = confirm(keeper, desk, page, **{"who-0": asan.pk, "who-1": asan.pk})
    assert answer.status_code == 302
    assert noted() == [("Үлгі Асан", 12, "report")]
    assert {aigul.attendances.count(), viktor.attendances.count()} == {0}


def test_nothing_is_noted_that_staff_did_not_see(keeper, desk):
    (person, _other) = people(desk, "Үлгі Асан", "Sampleova Botagoz")
    report = ENGLISH + row("Үлгі Асан")
    look(keeper, desk, report, confirm="1")
    page = look(keeper, desk, report)
    Participant.objects.filter(pk=person.pk).update(name="Another Sample")
    assert confirm(keeper, desk, page).status_code == 200
    assert noted() == []


def test_the_same_report_again_changes_nothing(keeper, desk):
    people(desk, "Үлгі Асан")
    report = ENGLISH + row("Үлгі Асан", minutes=25)
    for _time in range(2):
        confirm(keeper, desk, look(keeper, desk, report))
    assert noted() == [("Үлгі Асан", 25, "report")]


def test_who_was_noted_at_the_door_keeps_that_and_gets_the_minutes(keeper, desk):
    (person,) = people(desk, "Үлгі Асан")
    note_attendance(person, source="door", at=desk.event.begins_at, by=None)
    confirm(keeper, desk, look(keeper, desk, ENGLISH + row("Үлгі Асан", minutes=25)))
    assert noted() == [("Үлгі Асан", 25, "door")]


def test_a_report_can_be_of_one_session(keeper, desk):
    people(desk, "Үлгі Асан")
    session = make_session(desk.event)
    desk.checked_in_sessions.add(session)
    answer = confirm(keeper, desk, look(keeper, desk, ENGLISH + row("Үлгі Асан"), session=session.pk))
    assert answer.url.endswith(f"/check-in/?session={session.pk}")
    assert Attendance.objects.get().session == session


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        ("One,Two\n1,2\n", "no attendance report"),
        (MEETING, "no attendance report"),
        (ENGLISH, "no participants"),
        ("", "no attendance report"),
    ],
)
def test_what_is_no_report_is_refused_with_a_sentence(keeper, desk, report, sentence):
    page = look(keeper, desk, report or " ")
    assert sentence in " ".join(page.context["form"].errors["report"])
