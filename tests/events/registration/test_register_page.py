import re
import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now
from openpyxl import load_workbook

from events.models import Consent, Draft, Participant, Question, Registration
from events.registration import actions
from events.registration.links import offer_token, register_token
from lessonstudy.content.sheets import empty_table
from tests.events.registration.desks import (
    coordinator,
    do_what_is_owed,
    fresh,
    make_desk,
    register,
    school,
    states,
    taken,
)
from tests.factories import make_staff, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk(onsite=8)


@pytest.fixture
def own():
    return school(1)


@pytest.fixture
def page(client, desk, own):
    """The page of registration, for a coordinator of one school."""
    client.force_login(coordinator(own, email="c@example.org"))
    return f"/en/events/{desk.event.slug}/register/"


def rows(desk, *names, **fields):
    option = desk.options.first().pk
    sent = {"teachers-TOTAL_FORMS": len(names), "teachers-INITIAL_FORMS": 0, "token": str(uuid.uuid4())}
    for number, name in enumerate(names):
        sent |= {f"teachers-{number}-name": name, f"teachers-{number}-option": option}
    return {**sent, **fields}


def text_of(answer):
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())


def values(answer):
    return re.findall(r'name="teachers-\d+-name" value="([^"]*)"', answer.content.decode())


# --- The whole group at once ----------------------------------------------------------------------
def test_a_group_is_registered_with_one_form_and_empty_rows_count_for_nothing(client, page, desk, own):
    sent = rows(desk, "Teacher A", "", "Teacher B", organization=own.pk)
    answer = client.post(page, sent)
    registration = Registration.objects.get()
    assert (answer.status_code, answer["location"]) == (302, registration.get_absolute_url())
    assert [person.name for person in registration.people] == ["Teacher A", "Teacher B"]
    assert (registration.organization, registration.email, registration.language) == (own, "c@example.org", "en")
    assert "Teacher A" in text_of(client.get(answer["location"]))
    assert f"{own}" in text_of(client.get(page))


def test_the_form_sent_twice_or_from_another_tab_gives_the_same_registration(client, page, desk, own):
    sent = rows(desk, "Teacher A", organization=own.pk)
    first, again = client.post(page, sent), client.post(page, sent)
    other_tab = client.post(page, rows(desk, "Teacher A", organization=own.pk))
    assert first["location"] == again["location"] == other_tab["location"]
    assert (Registration.objects.count(), taken(desk)["On site"]) == (1, 1)


def test_what_a_school_costs_when_a_thousand_come(client, page, desk, own, django_assert_num_queries):
    """The number of questions to the database, of a school that waits: nobody's costs more."""
    register(desk, school(2), onsite=8)
    client.get(page)  # what is asked once is known now
    with django_assert_num_queries(6):
        client.get(page)
    with django_assert_num_queries(16):
        answer = client.post(page, rows(desk, *(f"Teacher {number}" for number in range(6)), organization=own.pk))
    with django_assert_num_queries(8):
        assert "Place 1 on the waiting list" in text_of(client.get(answer["location"]))


def test_whoever_looks_at_a_group_whose_offer_is_over_sees_that_it_is(client, page, desk, own):
    first, second = register(desk, school(2), onsite=8), register(desk, own, onsite=1)
    actions.cancel(first)
    desk.registrations.filter(pk=second.pk).update(offered_until=now() - timedelta(seconds=1))
    shown = text_of(client.get(second.get_absolute_url()))
    assert "Cancelled" in shown
    assert "Accept the places" not in shown
    assert states(second) == ["cancelled"]


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(client, page, desk, own):
    sent = rows(desk, "Teacher A", "teacher a", "", organization=own.pk)
    sent["teachers-2-email"] = "not-an-address"
    answer = client.post(page, sent)
    assert answer.status_code == 200
    assert "This name stands twice" in text_of(answer)
    assert values(answer)[:2] == ["Teacher A", "teacher a"]
    assert not Registration.objects.exists()
    assert values(client.get(page))[:2] == ["Teacher A", "teacher a"]


def test_a_refusal_keeps_what_was_typed(client, page, desk, own):
    desk.has_waiting_list = False
    desk.save()
    register(desk, school(2), onsite=8)
    answer = client.post(page, rows(desk, "Teacher A", organization=own.pk))
    assert "On site: full" in text_of(answer)
    assert values(answer) == ["Teacher A"]


def test_a_draft_is_kept_for_its_writer_alone_and_gone_once_registered(client, page, desk, own):
    client.post(page, rows(desk, "Teacher A", "Teacher B", organization=own.pk, save="1"))
    assert values(client.get(page))[:2] == ["Teacher A", "Teacher B"]
    stranger = coordinator(own, email="d@example.org")
    client.force_login(stranger)
    assert "Teacher A" not in values(client.get(page))
    client.force_login(Draft.objects.get() and coordinator(school(3), email="e@example.org"))
    assert "Teacher A" not in values(client.get(page))
    register(desk, own, onsite=1, email=False)
    assert Registration.objects.count() == 1


def test_more_rows_without_javascript_and_nothing_typed_is_lost(client, page, desk, own):
    answer = client.post(page, rows(desk, "Teacher A", organization=own.pk, add_row="1"))
    assert values(answer) == ["Teacher A"]
    assert answer.content.decode().count("<legend>Teacher ") == 4


# --- From a spreadsheet ---------------------------------------------------------------------------
PASTED = (
    "ФИО\tДолжность\tПредмет\tФорма участия\nУчитель Первый\tучитель\tхимия\tонлайн\nУчитель Второй\t\tфизика\tочно\n"
)


def test_cells_copied_from_excel_become_rows_below_those_typed(client, page, desk, own):
    answer = client.post(page, rows(desk, "Teacher A", organization=own.pk, pasted=PASTED, read="1"))
    assert values(answer)[:3] == ["Teacher A", "Учитель Первый", "Учитель Второй"]
    assert not Registration.objects.exists()
    form = answer.context["rows"]
    chosen = [row["option"].value() for row in form.forms]
    onsite, online = (str(option.pk) for option in desk.ways)
    assert chosen[:3] == [onsite, online, onsite]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251"])
def test_a_csv_of_windows_is_read_in_any_order_of_columns(client, page, desk, own, encoding):
    text = "E-mail;Предмет;Имя;Фамилия\nt@example.org;химия;Первый;Учитель\n;физика;Второй;Учитель\n"
    file = SimpleUploadedFile("список.csv", text.encode(encoding))
    answer = client.post(page, rows(desk, organization=own.pk, table=file, read="1"))
    assert values(answer)[:2] == ["Учитель Первый", "Учитель Второй"]


def test_an_excel_file_is_read(client, page, desk, own):
    book = load_workbook(empty_table(["Аты-жөні", "Лауазымы", "Қатысуы"]))
    book.active.append(["Мұғалім Бірінші", "мұғалім", "Online"])
    buffer = BytesIO()
    book.save(buffer)
    file = SimpleUploadedFile("list.xlsx", buffer.getvalue())
    answer = client.post(page, rows(desk, organization=own.pk, table=file, read="1"))
    assert values(answer)[0] == "Мұғалім Бірінші"
    assert answer.context["rows"].forms[0]["option"].value() == str(desk.ways[1].pk)


def test_a_wrong_row_of_a_table_is_said_in_its_row(client, page, desk, own):
    pasted = "Name\tE-mail\nTeacher A\tnot-an-address\n"
    answer = client.post(page, rows(desk, organization=own.pk, pasted=pasted, read="1"))
    assert [bool(row.errors) for row in answer.context["rows"].forms] == [True]


def test_what_is_no_table_is_refused_and_the_rows_stay(client, page, desk, own):
    file = SimpleUploadedFile("list.xls", b"\xd0\xcf\x11\xe0")
    answer = client.post(page, rows(desk, "Teacher A", organization=own.pk, table=file, read="1"))
    assert "old kind of Excel file" in text_of(answer)
    assert values(answer)[0] == "Teacher A"


@pytest.mark.parametrize(
    "table",
    [
        "№;Учитель;;;Должность;Контакты\n;Фамилия;Имя;Отчество;;E-mail\n1;Первый;Учитель;Кузьмич;химик;t@example.org\n",
        "Список;;\nУчастники;;;;Сведения\nФамилия;Имя;Отчество;E-mail;Должность\nПервый;Учитель;Кузьмич;t@example.org;химик\n",
    ],
)
def test_a_heading_in_two_lines_is_read_as_one(client, page, desk, own, table):
    file = SimpleUploadedFile("list.csv", table.encode("cp1251"))
    first = client.post(page, rows(desk, organization=own.pk, table=file, read="1")).context["rows"].forms[0]
    assert [first[name].value() for name in ("name", "post", "email")] == [
        "Первый Учитель Кузьмич", "химик", "t@example.org"
    ]  # fmt: skip


@pytest.mark.parametrize("title", ["Учителя", "Teachers", "Мұғалімдер тізімі"])
def test_a_title_over_the_heading_is_no_column(client, page, desk, own, title):
    pasted = f"{title}\nШкола\tФамилия\tИмя\nШкола 5\tПервый\tУчитель\n"
    assert values(client.post(page, rows(desk, organization=own.pk, pasted=pasted, read="1")))[0] == "Первый Учитель"


@pytest.mark.parametrize("heading", ["ФИО участников", "Т.А.Ә.", "Ф.И.О. учителя (полностью)"])
def test_usual_headings_are_known(client, page, desk, own, heading):
    pasted = f"{heading}\tПән\nМұғалім Бірінші\tхимия\n"
    assert values(client.post(page, rows(desk, organization=own.pk, pasted=pasted, read="1")))[0] == "Мұғалім Бірінші"


def test_unicode_text_as_excel_saves_it_is_read(client, page, desk, own):
    file = SimpleUploadedFile("list.txt", "Аты-жөні\tПәні\r\nМұғалім Бірінші\tхимия\r\n".encode("utf-16"))
    assert values(client.post(page, rows(desk, organization=own.pk, table=file, read="1")))[0] == "Мұғалім Бірінші"


def test_of_more_rows_than_a_group_may_have_nothing_typed_is_lost(client, page, desk, own):
    pasted = "Name\n" + "".join(f"Read {number}\n" for number in range(150))
    names = [f"Teacher {number}" for number in range(100)]
    answer = client.post(page, rows(desk, *names, organization=own.pk, pasted=pasted, read="1"))
    assert "at most 200 teachers" in text_of(answer)
    assert [name for name in values(answer) if name] == names
    assert "Read 149" in answer.content.decode()


def test_the_group_of_last_time_is_taken_again(client, page, desk, own):
    before = make_desk(onsite=5)
    register(before, own, onsite=1, online=1)
    answer = client.post(page, rows(desk, organization=own.pk, last_time="1"))
    assert values(answer)[:2] == ["Teacher 1", "Teacher 2"]
    chosen = [row["option"].value() for row in answer.context["rows"].forms]
    assert chosen[:2] == [str(option.pk) for option in desk.ways]


# --- Questions ------------------------------------------------------------------------------------
def test_questions_are_answered_and_consents_go_into_the_ledger(client, page, desk, own):
    meal = Question.objects.create(desk=desk, kind="choice", label_en="Meal", text_en="Fish\nNone", about="teacher")
    consent = Question.objects.create(
        desk=desk, kind="consent", label_en="Photos", text_en="You may be in pictures.", required=True, version=3
    )
    sent = rows(desk, "Teacher A", organization=own.pk)
    assert "required" in text_of(client.post(page, sent))
    client.post(page, {**sent, f"teachers-0-{meal.name}": "Fish", consent.name: "on"})
    person = Participant.objects.get()
    assert person.answers == {meal.name: "Fish"}
    given = Consent.objects.get()
    assert (given.question, given.version, given.given_by, given.language) == (consent, 3, "c@example.org", "en")
    assert given.text == "Photos\n\nYou may be in pictures."


def test_who_corrects_a_teacher_sends_no_file_and_agrees_to_nothing_again(client, page, desk, own, own_uploads):
    cv = Question.objects.create(desk=desk, kind="file", label_en="CV", required=True, about="teacher")
    agreed = Question.objects.create(desk=desk, kind="consent", label_en="Agreed?", required=True, about="teacher")
    sent = rows(desk, "Teacher A", organization=own.pk)
    client.post(page, {**sent, f"teachers-0-{cv.name}": pdf("cv.pdf"), f"teachers-0-{agreed.name}": "on"})
    person = Participant.objects.get()
    form = client.get(person.address.replace("/kk/", "/en/")).context["form"]
    assert form[agreed.name].value() is True
    said = {"name": "Teacher A", "post": "of physics", "option": person.option_id, agreed.name: "on"}
    assert client.post(person.address, said).status_code == 302
    person.refresh_from_db()
    assert (person.post, person.files.count(), person.consents.count()) == ("of physics", 1, 1)
    assert client.post(person.address, {**said, "name": "Teacher B"}).status_code == 200
    assert client.post(person.address, {**said, cv.name: pdf("b.pdf")}).status_code == 302
    assert [each.name for each in person.files.all()] == ["b.pdf"]


# --- Who sees what --------------------------------------------------------------------------------
def test_nobody_but_the_school_and_staff_opens_a_registration(client, page, desk, own):
    registration = register(desk, own, onsite=1)
    person = registration.participants.get()
    addresses = [registration.get_absolute_url(), f"{registration.get_absolute_url()}add/", person.address]
    addresses = [address.replace("/kk/", "/en/") for address in addresses]
    assert [client.get(address).status_code for address in addresses] == [200] * 3
    branch = school(9)
    strangers = [coordinator(school(2)), make_staff(), make_staff("events.change_registration", branch=branch)]
    for stranger in strangers:
        client.force_login(stranger)
        assert [client.get(address).status_code for address in addresses] == [404] * 3
        assert [client.post(address, {"cancel": "1"}).status_code for address in addresses] == [404] * 3
        assert str(own) not in text_of(client.get(page))
    client.logout()
    assert [client.get(address).status_code for address in addresses] == [404] * 3
    assert states(registration) == ["confirmed"]


def test_a_person_of_another_group_is_not_found_under_ones_own(client, page, desk, own):
    mine, other = register(desk, own, onsite=1), register(desk, school(2), onsite=1)
    foreign = other.participants.get()
    assert client.get(f"/en/events/{desk.event.slug}/register/{mine.pk}/{foreign.pk}/").status_code == 404
    client.post(mine.get_absolute_url(), {"cancel_some": "1", "teacher": foreign.pk})
    assert states(other) == ["confirmed"]


def test_the_registration_of_a_draft_event_is_seen_by_nobody(client, page, desk):
    desk.event.status = "draft"
    desk.event.save()
    assert client.get(page).status_code == 404


def test_the_link_for_those_online_is_shown_only_to_groups_with_a_place_there(client, page, desk, own):
    desk.online_link = "https://meet.example.org/secret"
    desk.save()
    registration = register(desk, own, onsite=1)
    assert "secret" not in text_of(client.get(registration.get_absolute_url()))
    assert "secret" not in text_of(client.get(page))
    person = registration.participants.get()
    form = {"name": person.name, "option": desk.ways[1].pk}
    assert client.post(person.address, form).status_code == 302
    assert "secret" in text_of(client.get(registration.get_absolute_url()))
    assert "secret" in client.get(registration.participants.get().ticket_address).content.decode()


# --- Changes by hand ------------------------------------------------------------------------------
def test_a_school_replaces_adds_and_cancels(client, page, desk, own):
    registration = register(desk, own, onsite=2)
    first, second = registration.participants.all()
    answer = client.post(first.address, {"name": "Teacher New", "option": first.option_id})
    assert answer.status_code == 302
    more = {"teachers-TOTAL_FORMS": 1, "teachers-INITIAL_FORMS": 0, "teachers-0-name": "Teacher Z"}
    client.post(f"{registration.get_absolute_url()}add/", {**more, "teachers-0-option": first.option_id})
    client.post(registration.get_absolute_url(), {"cancel_some": "1", "teacher": [second.pk]})
    assert [person.name for person in fresh(registration).people] == ["Teacher New", "Teacher Z"]
    client.post(registration.get_absolute_url(), {"cancel": "1"})
    assert fresh(registration).cancelled_at
    assert taken(desk)["On site"] == 0


def test_an_offer_is_answered_by_its_link_without_signing_in(client, page, desk, own):
    first = register(desk, school(2), onsite=8)
    waiting = register(desk, own, onsite=2)
    client.logout()
    address = f"/en/events/{desk.event.slug}/register/offer/{offer_token(waiting)}/"
    assert "Place 1 on the waiting list" in text_of(client.get(address))
    actions.cancel(first)
    assert "Accept the places" in text_of(client.get(address))
    assert states(waiting) == ["offered"] * 2
    client.post(address, {"accept": "1"})
    assert states(waiting) == ["confirmed"] * 2
    assert client.get(address.replace("/offer/", "/offer/x")).status_code == 410


# --- Without an account ---------------------------------------------------------------------------
def test_who_has_no_account_registers_by_a_link_where_the_event_allows_it(client, desk, own, mailoutbox):
    page = f"/en/events/{desk.event.slug}/register/"
    assert client.post(page, {"ask_link": "1", "email": "n@example.org"}).status_code == 404
    desk.without_account = True
    desk.save()
    client.post(page, {"ask_link": "1", "email": "N@example.org"})
    do_what_is_owed()
    (mail,) = mailoutbox
    link = re.search(r"https?://\S+/link/\S+", mail.body)[0].partition("testserver")[2]
    assert "You register as n@example.org" in text_of(client.get(link))
    assert client.post(link)["location"] == page
    assert str(own) in text_of(client.get(page, {"q": "Test school"}))
    answer = client.post(page, rows(desk, "Teacher A", organization=own.pk))
    registration = Registration.objects.get()
    assert (registration.email, registration.coordinator) == ("n@example.org", None)
    assert client.get(answer["location"]).status_code == 200
    client.session.flush()
    client.cookies.clear()
    assert client.get(answer["location"]).status_code == 404


def test_who_came_by_a_link_does_not_see_what_another_registered(client, desk, own):
    desk.without_account = True
    desk.save()
    register(desk, own, onsite=1)
    page = f"/en/events/{desk.event.slug}/register/"
    client.post(f"{page}link/{register_token(desk, 'n@example.org')}/")
    answer = client.post(page, rows(desk, "Teacher A", organization=own.pk))
    assert (answer.status_code, Registration.objects.count()) == (200, 1)
    assert f"{own} is registered already." in text_of(answer)


# --- By staff -------------------------------------------------------------------------------------
def test_staff_register_a_school_even_after_the_desk_closed(client, desk, own, settings):
    settings.STAFF_SECOND_FACTOR = False
    desk.closes_at = now()
    desk.save()
    client.force_login(make_staff("events.change_registration"))
    page = f"/en/events/{desk.event.slug}/register/"
    assert str(own) in text_of(client.get(page, {"q": "Test school"}))
    assert "E-mail of the school" in text_of(client.get(page, {"school": own.pk}))
    client.post(page, rows(desk, "Teacher A", organization=own.pk, email="s@example.org"))
    registration = Registration.objects.get()
    assert (registration.email, registration.coordinator) == ("s@example.org", None)


def test_staff_are_not_stopped_by_the_guesses_of_others_and_leave_no_draft(client, desk, settings):
    settings.STAFF_SECOND_FACTOR = False
    desk.access, desk.code = "code", "spring"
    desk.save()
    client.force_login(make_staff("events.change_registration"))
    page = f"/en/events/{desk.event.slug}/register/"
    desk.options.update(capacity=None)
    for number in range(22):
        sent = rows(desk, "Teacher A", organization=school(number).pk, email="s@example.org")
        if number == 0:
            client.post(page, {**sent, "save": "1"})
        client.post(page, sent)
    assert (Registration.objects.count(), Draft.objects.count()) == (22, 0)


# --- What nobody types ----------------------------------------------------------------------------
def test_strange_requests_are_answered_and_change_nothing(client, page, desk, own):
    group = register(desk, own, onsite=1)
    for number in ("9" * 20, "9" * 5000, "x"):
        assert client.post(group.get_absolute_url(), {"cancel_some": "1", "teacher": number}).status_code == 302
    assert states(group) == ["confirmed"]
    other = make_desk(onsite=8)
    page = f"/en/events/{other.event.slug}/register/"
    far = f"teachers-{'1' * 5000}-name=x&add_row=1"
    assert client.post(page, far, content_type="application/x-www-form-urlencoded").status_code == 200
    assert client.post(page, {"a\0b": "c\0d", "organization": own.pk, "save": "1"}).status_code == 302
    assert "\0" not in str(Draft.objects.latest("pk").content)
    long = rows(other, "Teacher A", organization=own.pk)
    long["teachers-0-email"] = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.kz"
    assert client.post(page, long).status_code == 200
    assert other.registrations.count() == 0


# --- What it costs --------------------------------------------------------------------------------
def test_the_page_asks_no_more_questions_for_more_teachers(client, page, desk, own, django_assert_max_num_queries):
    register(make_desk(), own, onsite=1)
    with django_assert_max_num_queries(14):
        client.get(page)
    with django_assert_max_num_queries(34) as one:
        client.post(page, rows(desk, "Teacher A", organization=own.pk))
    Registration.objects.filter(desk=desk).update(cancelled_at=now() - timedelta(days=1))
    with django_assert_max_num_queries(34) as six:
        client.post(page, rows(desk, *(f"Teacher {n}" for n in range(6)), organization=own.pk))
    assert len(one) == len(six)
