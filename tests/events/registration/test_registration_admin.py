"""What staff set for an event, and what they see of those who registered."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.timezone import now

from events.models import AnswerFile, Consent, Desk, Letter, MailText, Question, RegionQuota, Registration
from events.registration import actions
from events.registration.mail import written
from lessonstudy.content.dates import PartialDate
from members.models import Organization
from members.roles import BRANCH_EDITOR
from tests.browserless import errors_of, messages_of, open_form, send
from tests.events.registration.desks import coordinator, fresh, make_desk, register, school, states, teachers
from tests.factories import make_event, make_organization, make_place, make_school, make_staff

pytestmark = pytest.mark.django_db
GROUPS, PEOPLE, LETTERS = (f"/admin/events/{name}/" for name in ("registration", "participant", "letter"))


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["django_language"] = "en"


def sign_in(client, role, **fields):
    user = make_staff(**fields)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return user


@pytest.fixture
def registrar(client):
    return sign_in(client, "registrar")


def form_of(desk, end="change/"):
    return f"/admin/events/desk/{desk.pk}/{end}"


def rows(prefix, number=1, **fields):
    """One new row of an inline, sent as the first of `number`."""
    return {f"{prefix}-TOTAL_FORMS": number, **{f"{prefix}-{number - 1}-{name}": text for name, text in fields.items()}}


def coming(**fields):
    day = (now() + timedelta(days=30)).date()
    return make_event(start=PartialDate.parse(f"{day}"), **fields)


# --- Opening --------------------------------------------------------------------------------------
def test_registration_is_opened_in_three_clicks(client, registrar):
    event = coming(mode="mixed")
    page = client.get(f"/admin/events/event/{event.pk}/registration/")
    assert client.get(page["Location"]).status_code == 200
    assert not Desk.objects.exists()
    answer = client.post(page["Location"])
    desk = Desk.objects.get()
    assert answer["Location"] == form_of(desk)
    assert send(client, answer["Location"]).status_code == 302
    desk = Desk.objects.get()
    assert (desk.is_open, desk.closes_at, desk.access) == (True, event.begins_at, "open")
    assert [(way.mode, way.capacity) for way in desk.options.all()] == [("onsite", None), ("online", None)]
    assert all(title for way in desk.options.all() for title in (way.title_kk, way.title_ru, way.title_en))
    assert register(desk, school(1), onsite=2).state == "confirmed"
    assert client.get(f"/admin/events/event/{event.pk}/registration/")["Location"] == form_of(desk)


@pytest.mark.parametrize(
    ("mode", "ways"), [("onsite", ["On site"]), ("online", ["Online"]), ("", ["On site", "Online"])]
)
def test_the_ways_to_take_part_are_those_of_the_event(client, registrar, mode, ways):
    client.post(f"/admin/events/desk/add/?event={coming(mode=mode).pk}")
    assert [way.title_en for way in Desk.objects.get().options.all()] == ways


def test_an_event_without_a_date_is_open_for_a_month(client, registrar):
    client.post(f"/admin/events/desk/add/?event={make_event(start=None).pk}")
    assert timedelta(29) < Desk.objects.get().closes_at - now() <= timedelta(30)


def test_what_is_over_is_not_opened(client, registrar):
    client.post(f"/admin/events/desk/add/?event={make_event().pk}")
    assert messages_of(client) == ["This event is over. Correct its date if that is wrong, then open the registration."]
    assert not Desk.objects.exists()


def test_opening_again_gives_the_same_desk(client, registrar):
    desk = make_desk(onsite=7)
    client.post(f"/admin/events/desk/add/?event={desk.event.pk}")
    assert [way.capacity for way in Desk.objects.get().options.all()] == [7, None]


def test_who_may_not_open_finds_no_such_page(client):
    client.force_login(make_staff("events.view_event", "events.view_desk"))
    assert client.post(f"/admin/events/desk/add/?event={coming().pk}").status_code == 404
    assert not Desk.objects.exists()


def test_a_branch_opens_and_sees_only_its_own(client):
    mine, other = make_organization(kind="branch"), make_organization(kind="branch")
    sign_in(client, BRANCH_EDITOR, branch=mine)
    own, strange = coming(branch=mine), coming(branch=other)
    statuses = [client.post(f"/admin/events/desk/add/?event={event.pk}").status_code for event in (own, strange)]
    assert (statuses, [desk.event for desk in Desk.objects.all()]) == ([302, 404], [own])
    theirs = make_desk(event=strange)
    group, foreign = register(own.desk, school(1), onsite=1), register(theirs, school(2), onsite=1)
    assert [
        list(client.get(f"/admin/events/{name}/").context["cl"].result_list) for name in ("desk", "registration")
    ] == [
        [own.desk],
        [group],
    ]
    ends = ("change/", "numbers/", "mails/", "preview/", "participants.csv")
    assert [client.get(form_of(theirs, end)).status_code for end in ends] == [302, 404, 404, 404, 404]
    assert client.get(f"{GROUPS}{foreign.pk}/change/").status_code == 302
    assert {person.registration for person in client.get(PEOPLE).context["cl"].result_list} == {group}
    assert {letter.registration for letter in client.get(LETTERS).context["cl"].result_list} == {group}


def test_the_roles_without_registration_see_nothing_of_it(client):
    desk = make_desk()
    group = register(desk, school(1), onsite=1)
    sign_in(client, "journal-editor")
    addresses = [form_of(desk), form_of(desk, "participants.csv"), GROUPS, PEOPLE, f"{GROUPS}{group.pk}/change/"]
    assert {client.get(address).status_code for address in addresses} <= {302, 403, 404}
    assert [client.get(address).status_code for address in (GROUPS, PEOPLE, LETTERS)] == [403, 403, 403]


def test_only_administrators_overbook(client):
    may = {
        role: make_user(role).has_perm("events.overbook_registration")
        for role in ("registrar", "editor", "administrator")
    }
    assert may == {"registrar": False, "editor": False, "administrator": True}


def make_user(role):
    user = make_staff()
    user.groups.add(Group.objects.get(name=role))
    return user


# --- The form -------------------------------------------------------------------------------------
def test_moments_are_written_and_read_by_the_clock_of_the_event(client, registrar):
    desk = make_desk(event=coming(time_zone="Asia/Tokyo"))
    send(
        client,
        form_of(desk),
        closes_at_0="2026-01-15",
        closes_at_1="18:00",
        opens_at_0="2026-01-01",
        opens_at_1="09:00",
    )
    desk.refresh_from_db()
    assert desk.closes_at == datetime(2026, 1, 15, 18, tzinfo=ZoneInfo("Asia/Tokyo"))
    form = open_form(client, form_of(desk))
    assert (form["closes_at_1"], form["opens_at_1"]) == (["18:00"], ["09:00"])
    assert "Asia/Tokyo (UTC+9)" in client.get(form_of(desk)).content.decode()


def test_a_desk_that_closes_before_it_opens_is_refused(client, registrar):
    response = send(client, form_of(make_desk()), closes_at_0="2020-01-01")
    assert errors_of(response) == ["Registration closes before it opens. Look at the two moments again."]


def test_no_fewer_places_than_are_taken(client, registrar):
    desk = make_desk(onsite=4)
    register(desk, school(1), onsite=3)
    assert errors_of(send(client, form_of(desk), **{"options-0-capacity": "2"})) == [
        "More places than these are taken already."
    ]
    send(client, form_of(desk), **{"options-0-capacity": "3"})
    assert desk.options.first().capacity == 3


def test_more_places_go_to_the_waiting_list(client, registrar):
    desk = make_desk(onsite=3)
    register(desk, school(1), onsite=2)
    waits = register(desk, school(2), onsite=2)
    send(client, form_of(desk), **{"options-0-capacity": "4"})
    assert states(waits) == ["offered", "offered"]


def test_a_wider_quota_is_also_for_those_who_registered(client, registrar):
    desk = make_desk(school_quota=2)
    group = register(desk, school(1), onsite=2)
    send(client, form_of(desk), school_quota="3")
    actions.add_teachers(group, teachers=teachers(desk, onsite=1, called="Another"))
    send(client, form_of(desk), school_quota="1")
    assert fresh(group).quota == 3


def test_an_offer_that_is_over_before_it_is_read_is_refused(client, registrar):
    response = send(client, form_of(make_desk()), offer_hours="0")
    assert errors_of(response) == ["Keep an offer for one hour at least: a school must have time to answer."]


def test_a_way_that_teachers_use_stays_and_another_goes(client, registrar):
    desk = make_desk()
    register(desk, school(1), onsite=1)
    response = send(client, form_of(desk), **{"options-0-DELETE": "on"})
    assert errors_of(response) == ["Teachers are registered for “On site”: it cannot be deleted."]
    assert send(client, form_of(desk), **{"options-1-DELETE": "on"}).status_code == 302
    assert [way.title_en for way in desk.options.all()] == ["On site"]


def test_staff_who_write_while_schools_register_are_not_stopped(client, registrar):
    desk = make_desk()
    form = open_form(client, form_of(desk))
    register(desk, school(1), onsite=1)
    desk.drafts.create(email="school@example.org", content={"teachers-0-name": "Sample Teacher"})
    assert client.post(form_of(desk), {**form, "offer_hours": "24"}).status_code == 302
    assert Desk.objects.get().offer_hours == 24


def consent(desk, **fields):
    return Question.objects.create(desk=desk, kind="consent", label_en="May we keep it?", text_en="As it is.", **fields)


def test_another_text_of_a_consent_is_another_version(client, registrar):
    desk = make_desk()
    question = consent(desk)
    send(client, form_of(desk))
    assert Question.objects.get().version == 1
    send(client, form_of(desk), **{"questions-0-text_ru": "Как есть."})
    assert Question.objects.get().version == 2
    send(client, form_of(desk), **{"questions-0-required": "on"})
    question.refresh_from_db()
    assert (question.version, question.required) == (2, True)


def test_a_question_that_was_answered_keeps_its_kind_and_stays(client, registrar):
    desk = make_desk()
    question = Question.objects.create(desk=desk, kind="text", label_en="Which bus?")
    register(desk, school(1), onsite=1, answers={question.name: "The early one"})
    response = send(client, form_of(desk), **{"questions-0-kind": "file"})
    assert errors_of(response) == ["This question was answered already: its kind stays as it is."]
    response = send(client, form_of(desk), **{"questions-0-DELETE": "on"})
    assert errors_of(response) == ["“Which bus?” was answered already: it cannot be deleted."]


def test_the_same_region_twice_is_refused(client, registrar):
    desk, region = make_desk(), make_place()
    RegionQuota.objects.create(desk=desk, region=region, capacity=5)
    response = send(client, form_of(desk), **rows("regions", 2, region=region.pk, capacity="3"))
    assert len(errors_of(response)) == 1
    assert RegionQuota.objects.count() == 1


def test_places_for_a_region_count_the_schools_that_came_before(client, registrar):
    desk, region = make_desk(onsite=9), make_place()
    register(desk, school(1, place=make_place(kind="city", parent=region)), onsite=3)
    register(desk, school(2, place=make_place()), onsite=1)
    send(client, form_of(desk), **rows("regions", region=region.pk, capacity="2"))
    quota = RegionQuota.objects.get()
    assert (quota.taken, quota.overbooked, quota.free) == (3, 1, 0)
    assert register(desk, school(3, place=region), onsite=1).state == "waiting"
    response = send(client, form_of(desk), **{"regions-0-DELETE": "on"})
    assert errors_of(response) == [f"Schools of “{region}” are registered: it cannot be deleted."]


def test_places_that_were_left_meanwhile_are_offered_once_the_event_takes_place_again(client):
    sign_in(client, "editor")
    desk = make_desk(onsite=1)
    first, second = (register(desk, school(number), onsite=1) for number in (1, 2))
    form = f"/admin/events/event/{desk.event.pk}/change/"
    assert send(client, form, state="cancelled").status_code == 302
    actions.cancel(fresh(first))
    assert states(second) == ["waiting"]
    assert send(client, form, state="announced").status_code == 302
    assert states(second) == ["offered"]


def test_a_row_with_schools_stays_that_of_its_region(client, registrar):
    desk, region = make_desk(onsite=9), make_place()
    register(desk, school(1, place=region), onsite=1)
    send(client, form_of(desk), **rows("regions", region=region.pk, capacity="2"))
    response = send(client, form_of(desk), **{"regions-0-region": make_place(name_en="Elsewhere").pk})
    assert errors_of(response) == ["Schools of this region are registered: its row stays. Add another one."]


def test_only_regions_are_offered_for_a_quota(client, registrar):
    make_place(name_en="Sample town", kind="city")
    region = make_place(name_en="Sample steppe")
    query = {"app_label": "events", "model_name": "regionquota", "field_name": "region", "term": "sample"}
    offered = client.get("/admin/autocomplete/", query).json()["results"]
    assert [row["id"] for row in offered] == [str(region.pk)]


def test_mails_are_shown_in_three_languages_and_none_is_sent(client, registrar, mailoutbox):
    desk = make_desk(online_link="https://meet.example.org/room")
    MailText.objects.create(desk=desk, kind="confirmed", text_en="Bring <b>slippers</b>.")
    page = client.get(form_of(desk, "mails/"), {"kind": "confirmed"})
    mails = dict(page.context["mails"])
    assert list(mails) == ["kk", "ru", "en"]
    assert mails["en"].subject == "Registered: Test conference"
    assert ["Bring <b>slippers</b>." in mail.body for mail in mails.values()] == [True] * 3
    assert "<b>slippers" not in mails["en"].alternatives[0].content
    assert "https://meet.example.org/room" in mails["en"].body
    assert "<b>slippers" not in page.content.decode()
    assert {client.get(form_of(desk, "mails/"), {"kind": kind}).status_code for kind in page.context["kinds"]} == {200}
    assert (Letter.objects.count(), Registration.objects.count(), mailoutbox) == (0, 0, [])


# --- Lists and numbers ----------------------------------------------------------------------------
def found(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return list(response.context["cl"].queryset)


def busy_desk():
    """Four schools of two regions: confirmed, partly waiting, waiting, cancelled; and a school of another event."""
    steppe, lake = make_place(name_en="Steppe"), make_place(name_en="Lake")
    town = make_place(name_en="Town", kind="city", parent=steppe)
    desk = make_desk(onsite=4, online=0)
    register(desk, school(1, place=town), onsite=2)
    register(desk, school(2, place=steppe), onsite=3, allows_part=True)
    register(desk, school(3, place=lake), onsite=2)
    actions.cancel(register(desk, school(4), onsite=1))
    register(make_desk(onsite=9), school(5, place=town), onsite=3)
    return desk


def test_every_number_leads_to_exactly_what_it_counts(client, registrar):
    desk = busy_desk()
    numbers = client.get(form_of(desk, "numbers/")).context
    people = [each for name in ("ways", "regions", "schools") for row in numbers[name] for each in row.numbers]
    groups = [each for _state, each in numbers["groups"]]
    days = [column.number for column in numbers["time"]["columns"]]
    letters = [each for _state, each in numbers["letters"]]
    for number in [*people, *groups, *days, *letters]:
        assert len(found(client, number.address)) == number.number
    assert [each.number for each in groups] == [2, 0, 1, 1]
    assert [(row.name, [each.number for each in row.numbers]) for row in numbers["ways"]] == [("On site", [4, 0, 3])]
    assert [(row.name, [each.number for each in row.numbers]) for row in numbers["regions"]] == [
        ("Lake", [0, 0, 2]),
        ("Steppe", [4, 0, 1]),
        ("not stated", [0, 0, 0]),
    ]
    assert [column.number for column in days] == [4]


def test_what_a_group_answered_stands_in_its_form(client, registrar):
    desk = make_desk()
    bus = Question.objects.create(desk=desk, label_en="Which bus?")
    group = register(desk, school(1), onsite=1, answers={bus.name: "The blue one"})
    page = client.get(f"{GROUPS}{group.pk}/change/").content.decode()
    assert "Which bus?: The blue one" in page


def test_who_is_cancelled_gets_no_letter(client, registrar):
    group = register(make_desk(), school(1), onsite=1)
    actions.cancel(group)
    answer = client.post(GROUPS, {"action": "write", "_selected_action": [group.pk]})
    assert answer.status_code == 302
    assert messages_of(client) == ["All of them are cancelled: there is nobody to write to."]


def test_tables_are_in_the_order_of_the_alphabet(client, registrar):
    desk = make_desk(onsite=None)
    for name in ("Ябеда", "Қала", "Бала", "Әлем"):
        register(desk, make_school(name_en="", name_kk=name), onsite=1)
    client.cookies["django_language"] = "kk"
    found = client.get(form_of(desk, "numbers/")).context["schools"]
    assert [row.name for row in found] == ["Әлем", "Бала", "Қала", "Ябеда"]


def test_groups_are_found_by_school_teacher_and_address(client, registrar):
    desk = busy_desk()
    first = desk.registrations.get(organization__name_en="Test school 1")
    first.participants.filter(position=1).update(name="Ғалия Үлгі")
    Registration.objects.filter(pk=first.pk).update(email="only@example.org")
    Organization.objects.filter(pk=first.organization_id).update(name_ru="Lakeside")
    assert [found(client, f"{GROUPS}?q={words}") for words in ("only@example", "ғалия", "lakeside")] == [[first]] * 3


def test_the_page_of_a_group_tells_everything_and_changes_nothing(client, registrar):
    desk = make_desk()
    asked = Question.objects.create(desk=desk, about="teacher", label_en="Which bus?")
    agreed = consent(desk)
    group = register(desk, school(1), onsite=1, consents=[agreed])
    group.participants.update(answers={asked.name: "The early one"})
    page = client.get(f"{GROUPS}{group.pk}/change/").content.decode()
    assert [text in page for text in ("Which bus?", "The early one", "Teacher 1", "school@example.org")] == [True] * 4
    assert client.post(f"{GROUPS}{group.pk}/change/", {"email": "other@example.org"}).status_code == 403
    assert client.get(f"{GROUPS}{group.pk}/open/")["Location"] == group.get_absolute_url()
    assert [client.get(f"{GROUPS}{end}").status_code for end in ("add/", f"{group.pk}/delete/")] == [403, 403]


def test_the_page_of_a_group_asks_no_more_for_more_teachers(client, registrar, django_assert_num_queries):
    desk = make_desk(onsite=9)
    for about in ("group", "teacher"):
        Question.objects.create(desk=desk, about=about, label_en="Which bus?")
    one, three = register(desk, school(1), onsite=1), register(desk, school(2), onsite=3)
    client.get(f"{GROUPS}{one.pk}/change/")
    with django_assert_num_queries(10_000, exact=False) as few:
        client.get(f"{GROUPS}{one.pk}/change/")
    with django_assert_num_queries(len(few)):
        client.get(f"{GROUPS}{three.pk}/change/")


def test_consents_say_who_agreed_to_which_version(client, registrar):
    desk = make_desk()
    register(desk, school(1), onsite=1, consents=[consent(desk, version=3)])
    given = Consent.objects.get()
    assert (given.version, found(client, f"/admin/events/consent/?desk={desk.pk}")) == (3, [given])
    assert "As it is." in client.get(f"/admin/events/consent/{given.pk}/change/").content.decode()


# --- Files ----------------------------------------------------------------------------------------
def test_a_file_is_for_the_school_and_staff_alone(client, own_uploads):
    desk, where = make_desk(), school(1)
    group = register(desk, where, onsite=1)
    question = Question.objects.create(desk=desk, kind="file", label_en="Plan")
    answer = AnswerFile.objects.create(
        registration=group, question=question, name="plan.pdf", file=ContentFile(b"%PDF-", "plan.pdf")
    )
    address = answer.address(group)
    assert default_storage.exists(answer.file.name)
    assert [client.get(each).status_code for each in (f"/media/{answer.file.name}", address)] == [404, 404]
    client.force_login(coordinator(school(2)))
    assert client.get(address).status_code == 404
    client.force_login(coordinator(where))
    sent = client.get(address)
    assert (b"".join(sent.streaming_content), "private" in sent["Cache-Control"]) == (b"%PDF-", True)
    sign_in(client, "registrar")
    assert client.get(f"/media/{answer.file.name}").status_code == 404
    assert address.removeprefix("/kk") in client.get(f"{GROUPS}{group.pk}/change/").content.decode()


# --- Mails ----------------------------------------------------------------------------------------
def test_what_could_not_be_sent_is_sent_again_and_what_was_sent_is_not(client, registrar, mailoutbox):
    desk = make_desk()
    register(desk, school(1), onsite=1)
    register(desk, school(2), onsite=1)
    register(desk, school(3), onsite=1)
    register(desk, school(4), onsite=1)
    sent, failed, waits, under_way = Letter.objects.order_by("pk")
    for letter, minutes in ((waits, 40), (under_way, 4)):
        Letter.objects.filter(pk=letter.pk).update(due_at=now() + timedelta(minutes=minutes))
    Letter.objects.filter(pk=sent.pk).update(state="sent")
    Letter.objects.filter(pk=failed.pk).update(state="failed", problem="Unknown user")
    assert found(client, f"{LETTERS}?desk={desk.pk}&state__exact=failed") == [failed]
    client.post(LETTERS, {"action": "again", "_selected_action": [sent.pk, failed.pk, waits.pk, under_way.pk]})
    assert messages_of(client) == ["2 letters are tried again."]
    assert [letter.state for letter in Letter.objects.order_by("pk")] == ["sent", "owed", "owed", "owed"]
    due = [letter.pk for letter in Letter.objects.filter(state="owed", due_at__lte=now()).order_by("pk")]
    assert due == [failed.pk, waits.pk]


def note(registrations, **fields):
    return {
        "action": "write",
        "_selected_action": [registrations[0].pk],
        "chosen": " ".join(str(each.pk) for each in registrations),
        **fields,
    }


TEXT = {"subject_ru": "Автобус", "text_ru": "В 8:00\nу входа", "to_schools": "on", "to_teachers": "on"}


def test_a_letter_goes_to_each_of_the_selected_once(client, registrar):
    desk = make_desk()
    groups = [
        register(desk, school(n), onsite=1, email=True, language=language) for n, language in ((1, "en"), (2, "kk"))
    ]
    register(desk, school(3), onsite=1)
    written = {**TEXT, "subject_kk": "Автобус", "text_kk": "Сағат 8:00", "token": open_note(client, groups)}
    page = client.post(GROUPS, note(groups, **written))
    assert page.context["number"] == 4
    assert not Letter.objects.filter(kind="note").exists()
    for _press in range(2):
        client.post(GROUPS, note(groups, **written, confirm="1"))
    letters = Letter.objects.filter(kind="note").order_by("pk")
    assert [(letter.registration, letter.language, letter.words["text"]) for letter in letters] == [
        (groups[1], "kk", "Сағат 8:00"),
        (groups[1], "kk", "Сағат 8:00"),
        (groups[0], "en", "Сағат 8:00"),
        (groups[0], "en", "Сағат 8:00"),
    ]
    assert messages_of(client)[-1] == "This letter was sent already: nobody gets it twice."


def test_a_letter_says_what_was_typed(client, registrar):
    group = register(make_desk(), school(1), onsite=1)
    typed = {"subject_en": "Bus & tea", "text_en": "It's <here>\nat 8:00", "to_schools": "on"}
    client.post(GROUPS, note([group], **typed, token=open_note(client, [group]), confirm="1"))
    mail = written(Letter.objects.get(kind="note"))
    assert (mail.subject, "It's <here>\nat 8:00" in mail.body) == ("Bus & tea", True)
    assert "It&#x27;s &lt;here&gt;<br>at 8:00" in mail.alternatives[0].content.replace("&#39;", "&#x27;")


def test_a_name_with_an_apostrophe_stands_in_a_mail_as_it_is_written():
    group = register(make_desk(), school(1), onsite=1, email=True)
    letter = group.letters.get(kind="ticket")
    letter.words["name"] = "D'Example <b>"
    mail = written(letter)
    assert "D'Example <b>, your school" in mail.body
    assert "&lt;b&gt;, your school" in mail.alternatives[0].content
    assert "<b>, your school" not in mail.alternatives[0].content


def open_note(client, groups):
    page = client.post(GROUPS, {"action": "write", "_selected_action": [each.pk for each in groups]})
    assert page.context["registrations"] == sorted(groups, key=lambda each: -each.pk)
    return str(page.context["form"]["token"].value())


def test_a_letter_needs_receivers_subject_and_text(client, registrar):
    group = register(make_desk(), school(1), onsite=1)
    token = open_note(client, [group])
    page = client.post(GROUPS, note([group], token=token, subject_en="Bus", confirm="1"))
    assert page.context["form"].errors == {
        "to_schools": ["Say who gets the letter."],
        "text_en": ["A letter needs both a subject and a text."],
    }
    assert not Letter.objects.filter(kind="note").exists()


def test_only_who_keeps_registrations_writes(client):
    group = register(make_desk(), school(1), onsite=1)
    client.force_login(make_staff("events.view_registration"))
    client.post(GROUPS, note([group], **TEXT, token="0" * 32, confirm="1"))
    assert not Letter.objects.filter(kind="note").exists()


def test_the_address_of_a_list_survives_the_filter(client, registrar):
    desk = busy_desk()
    numbers = client.get(form_of(desk, "numbers/")).context
    assert parse_qs(numbers["everybody"].split("?")[1]) == {"desk": [str(desk.pk)]}
