"""What is held of a person: given to them, and erased when they ask; nobody else's rows are touched."""

from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from events.models import AnswerFile, Attendance, Participant, Question, Registration
from events.registration import actions, tasks
from events.registration.attendance import note_attendance
from lessonstudy.content.mail import send_mail
from members.models import Representative, User
from members.roles import BRANCH_EDITOR
from research.models import Writer
from research.reports.actions import start_report
from tests.browserless import messages_of
from tests.events.registration.desks import coordinator, fresh, make_desk, school
from tests.events.registration.test_erasure import held, numbers_of
from tests.factories import make_organization, make_staff
from tests.traces import traces

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]
PAGE, OWN = "/admin/personal-data/", "/en/account/data/"
NAME, ADDRESS, OTHER = "Үлгіжан Sampleova", "ulgizhan@sample.example", "Zzother Teacherov"


@pytest.fixture
def keeper(client, settings):
    settings.STAFF_SECOND_FACTOR = False
    user = make_staff()
    user.groups.add(Group.objects.get(name="registrar"))
    client.force_login(user)
    return user


@pytest.fixture
def desk():
    return make_desk(onsite=None)


def group_of(desk, number=1, name=NAME, address=ADDRESS, **words):
    """The person and another teacher; both left an address, an answer, a file and an agreement."""
    Question.objects.get_or_create(desk=desk, label_en="Meal", about="teacher")
    meal, cv = desk.questions.get(label_en="Meal"), Question.objects.create(desk=desk, kind="file", label_en="CV")
    agreed = Question.objects.create(desk=desk, kind="consent", label_en="Agreed?")
    people = [
        actions.Teacher(
            called, desk.options.first(), "Post", "Subject", mail, {meal.name: f"Soup for {called}"}, [agreed],
            {cv: ContentFile(b"%PDF-1.4", name=f"{mail}.pdf")},
        )
        for called, mail in ((name, address), (OTHER, "other@else.example"))
    ]  # fmt: skip
    words = {"token": uuid4(), "email": "head@else.example", "language": "en", "site": "https://ls.test", **words}
    return actions.register_group(desk, organization=school(number), teachers=people, **words)


def account(**fields):
    """Someone with an account who represents a school, asked another, and writes a report."""
    user = coordinator(school(8), email=ADDRESS)
    User.objects.filter(pk=user.pk).update(first_name="Үлгіжан", last_name="Sampleova", **fields)
    start_report(title="Sample report", language="en", by=user)
    return User.objects.get(pk=user.pk)


def ask(client, sought, *rows, **said):
    return client.post(PAGE, {"sought": sought, "row": rows, **said})


def erase(client, sought, *rows, reason="Asked for by letter"):
    return ask(client, sought, *rows, erase="1", reason=reason, confirmed="on")


def problems(response):
    return response.context["form"].non_field_errors()


def row(group):
    return f"group-{group.pk}"


# --- Erasing --------------------------------------------------------------------------------------
def test_after_erasing_no_table_says_the_person(client, keeper, desk, django_capture_on_commit_callbacks):
    user = account()
    group = group_of(desk)
    as_coordinator = group_of(make_desk(onsite=None), 2, name="Third Teacherov", address="third@else.example",
                              email=ADDRESS, by=user)  # fmt: skip
    note_attendance(fresh(group).people[0], source=Attendance.Source.DOOR, at=now(), by=keeper)
    desk.drafts.create(email=ADDRESS, content={"teachers-0-name": NAME})
    tasks.send_owed()
    send_mail.enqueue("staff@else.example", "Someone asks", f"{NAME} ({ADDRESS}) asks to represent a school.")
    Representative.objects.create(organization=school(9), email=ADDRESS, state="invited", language="en")
    for record, said in ((user, str(user)), (user.represents.get(), NAME)):
        kind = ContentType.objects.get_for_model(record)
        LogEntry.objects.create(
            user=keeper, content_type=kind, object_id=record.pk, object_repr=said, action_flag=CHANGE
        )
    held(desk)
    held(as_coordinator.desk)
    before = [numbers_of(each) for each in (desk, as_coordinator.desk)]
    assert {"members_user", "events_letter", "django_admin_log", "django_tasks_database_dbtaskresult"} <= traces(
        NAME, ADDRESS
    )
    with django_capture_on_commit_callbacks(execute=True):
        answer = erase(client, ADDRESS, row(group), row(as_coordinator), f"account-{user.pk}")
    assert (answer.status_code, messages_of(client)) == (302, ["Erased. Numbers stayed as they were."])
    assert traces(NAME, ADDRESS) == set()
    assert [numbers_of(each) for each in (desk, as_coordinator.desk)] == before
    assert not {name for name in default_storage.listdir("registration")[1] if "ulgizhan" in name}


def test_all_others_of_the_group_stay(client, keeper, desk):
    group = group_of(desk)
    tasks.send_owed()
    held(desk)
    erase(client, ADDRESS, row(group))
    gone, other = group.participants.all()
    assert (str(gone), gone.email, gone.answers, gone.state) == ("erased", "", {}, "confirmed")
    assert (other.name, other.email, [*other.answers.values()]) == (OTHER, "other@else.example", [f"Soup for {OTHER}"])
    assert fresh(group).email == "head@else.example"
    assert [each.given_by for each in group.consents.all()] == ["head@else.example"] * 2
    letter = group.letters.get(participant=None)
    assert [each[0] for each in letter.words["people"]] == ["", OTHER]
    assert [each.participant for each in AnswerFile.objects.all()] == [other]


def test_the_letters_of_a_namesake_in_the_same_group_are_theirs(client, keeper, desk):
    group = group_of(desk)
    namesake = actions.Teacher(NAME, desk.options.first(), email="namesake@else.example")
    Participant.objects.filter(registration=group, name=OTHER).update(name=NAME, email=namesake.email)
    tasks.tell_teachers(fresh(group), fresh(group).people, "reminder")
    user = account()
    client.force_login(user)
    (held_in,) = client.get(OWN).json()["registration"]
    assert {each["to"] for each in held_in["letters"]} == {ADDRESS}


@pytest.mark.parametrize("sought", [NAME, ADDRESS])
def test_who_is_named_only_in_an_answer_is_found_and_left_out(client, keeper, desk, sought):
    bus = Question.objects.create(desk=desk, label_en="Who drives?")
    group = group_of(desk, name="Third Teacherov", address="third@else.example")
    Registration.objects.update(answers={bus.name: f"{NAME} ({ADDRESS})"})
    page = ask(client, sought, find="1")
    assert [each.registration for each in page.context["holdings"].groups] == [group]
    held(desk)
    erase(client, sought, row(group))
    assert fresh(group).answers == {bus.name: ""}


def test_who_has_the_same_name_stays(client, keeper, desk):
    mine, namesake = group_of(desk), group_of(desk, 2, address="namesake@else.example")
    held(desk)
    page = ask(client, NAME, find="1")
    assert [each.registration for each in page.context["holdings"].groups] == [namesake, mine]
    erase(client, NAME, row(mine))
    assert [person.name for person in Participant.objects.order_by("pk")] == ["", OTHER, NAME, OTHER]
    assert traces("namesake@else.example") >= {"events_participant", "events_letter"}


def test_an_address_is_not_found_inside_another(client, keeper, desk):
    group = group_of(desk, address=f"x{ADDRESS}")
    held(desk)
    assert not ask(client, ADDRESS, find="1").context["holdings"]
    assert fresh(group).people[0].email == f"x{ADDRESS}"


def test_who_was_replaced_is_found_and_who_took_the_place_stays(client, keeper, desk):
    group = group_of(desk)
    new = actions.Teacher("New Teacherov", desk.options.first(), email="new@else.example")
    actions.substitute(group, participant=fresh(group).people[0], teacher=new)
    held(desk)
    erase(client, ADDRESS, row(group))
    erase(client, NAME, row(group))
    assert traces(NAME, ADDRESS) == set()
    assert fresh(group).people[0].name == "New Teacherov"
    assert {letter.to for letter in group.letters.all()} == {
        "", "head@else.example", "new@else.example", "other@else.example"
    }  # fmt: skip


def test_who_is_expected_at_an_event_is_not_erased_before_the_place_is_cancelled(client, keeper, desk):
    group = group_of(desk)
    sentence = "“Test conference” is still ahead: cancel the place first (Test school 1), then erase."
    assert problems(erase(client, ADDRESS, row(group))) == [sentence]
    assert problems(erase(client, "head@else.example", row(group))) == [sentence]
    assert fresh(group).people[0].name == NAME
    actions.cancel(group, participants=[fresh(group).people[0]])
    assert erase(client, ADDRESS, row(group)).status_code == 302
    assert traces(NAME, ADDRESS) == set()


def test_it_is_all_erased_or_nothing(client, keeper, desk):
    user, old, ahead = account(), group_of(desk), group_of(make_desk(onsite=None), 2)
    held(desk)
    before = traces(NAME, ADDRESS)
    erase(client, ADDRESS, row(old), row(ahead), f"account-{user.pk}")
    assert traces(NAME, ADDRESS) == before
    assert fresh(old).people[0].name == NAME


def test_an_account_that_is_not_ticked_stays_whole(client, keeper, desk):
    user, group = account(), group_of(desk)
    held(desk)
    erase(client, ADDRESS, row(group))
    assert (user.represents.count(), Writer.objects.filter(user=user).count()) == (1, 1)


def test_the_reason_is_asked_for_and_does_not_name_the_person(client, keeper, desk):
    group = group_of(desk)
    held(desk)
    assert problems(erase(client, ADDRESS, row(group), reason="")) == ["Say why: this is written into the history."]
    assert problems(erase(client, ADDRESS, row(group), reason=f"{NAME} asked")) == [
        "Say why without the name and the address: the reason stays in the history."
    ]
    assert problems(ask(client, ADDRESS, row(group), erase="1", reason="Asked")) == [
        "Tick that you know it cannot be taken back."
    ]
    assert problems(erase(client, ADDRESS)) == ["Tick what is erased: others may have the same name."]
    assert fresh(group).people[0].name == NAME


def test_the_log_says_who_erased_and_why(client, keeper, desk):
    group = group_of(desk)
    held(desk)
    erase(client, ADDRESS, row(group))
    (line,) = LogEntry.objects.all()
    assert (line.user, line.object_repr, line.change_message) == (keeper, "Personal data", "1: Asked for by letter")
    done = group.changes.last()
    assert (done.deed, done.by, done.reason) == ("erased", keeper, "Asked for by letter")


def test_an_account_of_staff_is_not_deleted_here(client, keeper):
    user = account(is_staff=True)
    answer = erase(client, ADDRESS, f"account-{user.pk}")
    assert problems(answer) == ["This is an account of staff. An administrator ends it under “Users” first."]
    assert User.objects.filter(pk=user.pk).exists()


def test_only_who_keeps_registrations_of_the_whole_house_sees_the_page(client, keeper):
    assert client.get(PAGE).status_code == 200
    branch = make_staff(branch=make_organization(kind="branch"))
    branch.groups.add(Group.objects.get(name=BRANCH_EDITOR))
    for user in (branch, make_staff("events.view_registration")):
        client.force_login(user)
        assert client.get(PAGE).status_code == 404
        assert "/admin/personal-data/" not in client.get("/admin/").content.decode()


def test_looking_changes_nothing(client, keeper, desk):
    group_of(desk)
    held(desk)
    ask(client, ADDRESS, find="1", reason="x", confirmed="on")
    assert traces(ADDRESS) >= {"events_participant", "events_letter"}
    assert client.get(f"{PAGE}?sought={ADDRESS}").context["holdings"] is None


def test_the_page_asks_no_more_where_there_is_more(client, keeper, desk):
    counts = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            group_of(desk, number)
        ask(client, ADDRESS, find="1")
        with CaptureQueriesContext(connection) as queries:
            ask(client, ADDRESS, find="1")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- The file -------------------------------------------------------------------------------------
def test_staff_get_everything_as_a_file(client, keeper, desk):
    user, group = account(), group_of(desk)
    note_attendance(fresh(group).people[0], source=Attendance.Source.DOOR, at=now(), by=keeper)
    answer = ask(client, ADDRESS, export="1")
    assert answer["Content-Disposition"] == 'attachment; filename="personal-data.json"'
    assert "no-store" in answer["Cache-Control"]
    data = answer.json()
    assert data["of"] == [ADDRESS]
    (found,) = data["registration"]
    (teacher,) = found["as_teacher"]
    assert (found["event"], found["school"], teacher["name"]) == ("Test conference", "Test school 1", NAME)
    assert teacher["answers"] == [{"question": "Meal", "answer": f"Soup for {NAME}"}]
    assert (teacher["files"], teacher["attendance"][0]["noted"]) == ([f"{ADDRESS}.pdf"], "door")
    assert [(each["kind"], each["to"]) for each in found["letters"]] == [("ticket", ADDRESS)]
    assert [(each["text"], each["given_by"]) for each in found["consents"]] == [("Agreed?", "")]
    (held_account,) = data["accounts"]
    assert (held_account["email"], held_account["schools"][0]["school"]) == (user.email, "Test school 8")
    assert len(data["manuscripts"]) == 1
    assert "other@else.example" not in answer.content.decode()


def test_one_gets_what_is_held_under_ones_own_confirmed_addresses(client, desk):
    user = account()
    group_of(desk)
    group_of(desk, 2, name="Someone Else", address="unconfirmed@sample.example")
    EmailAddress.objects.create(user=user, email="unconfirmed@sample.example", verified=False)
    client.force_login(user)
    data = client.get(OWN).json()
    assert [each["school"] for each in data["registration"]] == ["Test school 1"]
    assert [each["email"] for each in data["accounts"]] == [ADDRESS]
    assert data["of"] == [ADDRESS]


def test_one_gets_nothing_of_the_teacher_who_had_the_place_before(client, desk):
    group = group_of(desk, name="Before Me", address="before@else.example")
    mine = actions.Teacher(NAME, desk.options.first(), email=ADDRESS)
    actions.substitute(group, participant=fresh(group).people[0], teacher=mine)
    client.force_login(account())
    answer = client.get(OWN)
    assert [each["what"] for each in answer.json()["registration"][0]["history"]] == ["substituted"]
    said = answer.content.decode()
    assert [word for word in ("Before Me", "before@else.example", OTHER) if word in said] == []


def test_one_gets_nothing_of_a_namesake(client, desk):
    group_of(desk, address="namesake@else.example")
    client.force_login(account())
    assert client.get(OWN).json()["registration"] == []


def test_whoever_coordinates_gets_what_they_wrote_of_the_group(client, desk):
    user = account()
    group = group_of(desk, by=user, email=ADDRESS, name="Third Teacherov", address="third@else.example")
    Registration.objects.filter(pk=group.pk).update(answers={})
    client.force_login(user)
    (found,) = client.get(OWN).json()["registration"]
    assert (found["as_coordinator"]["email"], found["as_teacher"]) == (ADDRESS, [])
    assert [each["kind"] for each in found["letters"]] == ["confirmed"]


def test_who_is_not_signed_in_is_asked_to(client):
    assert client.get(OWN)["Location"] == f"/accounts/login/?next={OWN}"
