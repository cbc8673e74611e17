"""Two editors save the same record: the second is told, and nothing is lost."""

import pytest
from django.db import connection
from django.test import Client

from events.models import Event
from lessonstudy.content.admin import PublishableAdmin, SharedModelAdmin
from lessonstudy.content.editing import forms
from tests.browserless import errors_of, open_form, read_form, send
from tests.factories import make_contribution, make_event, make_session, make_staff
from tests.races import Meeting, at_once, shared_database


def editor(name):
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(make_staff(is_superuser=True, first_name=name))
    return client


def change(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def save(client, record, form, **changes):
    return client.post(change(record), {**form, **changes, "_save": "1"})


@pytest.mark.django_db
class TestTheSecondEditor:
    @pytest.fixture(autouse=True)
    def story(self):
        """Aigerim and Bolat open the same event; Aigerim saves, then Bolat."""
        self.event = make_event(title_ru="Было", theme_ru="Тема")
        self.aigerim, self.bolat = editor("Aigerim"), editor("Bolat")
        form = open_form(self.bolat, change(self.event))
        send(self.aigerim, change(self.event), title_ru="Стало", places=[])
        self.answer = save(self.bolat, self.event, form, theme_ru="Тема Болата")

    def test_is_told_who_changed_which_fields_and_how(self):
        told, change_of_aigerim = errors_of(self.answer)
        assert told.startswith("While you were writing, someone else saved this.")
        assert change_of_aigerim.startswith("Aigerim, ")
        assert change_of_aigerim.endswith("Title [ru]: “Было” → “Стало”")

    def test_has_not_overwritten_anything(self):
        self.event.refresh_from_db()
        assert (self.event.title_ru, self.event.theme_ru) == ("Стало", "Тема")

    def test_finds_everything_typed_in_the_form(self):
        form = read_form(self.answer, "event_form")
        assert (form["theme_ru"], form["title_ru"]) == (["Тема Болата"], ["Было"])

    def test_saves_knowingly_with_a_second_press(self):
        assert save(self.bolat, self.event, read_form(self.answer, "event_form")).status_code == 302
        self.event.refresh_from_db()
        assert (self.event.title_ru, self.event.theme_ru) == ("Было", "Тема Болата")
        assert self.event.history.filter(title_ru="Стало").exists()

    def test_is_told_again_if_there_was_a_third(self):
        send(self.aigerim, change(self.event), title_ru="Ещё")
        again = save(self.bolat, self.event, read_form(self.answer, "event_form"))
        assert errors_of(again)[1].endswith("Title [ru]: “Стало” → “Ещё”")


@pytest.mark.django_db
def test_markup_in_what_the_other_typed_stays_text():
    event = make_event()
    aigerim, bolat = editor("<b>Aigerim"), editor("Bolat")
    form = open_form(bolat, change(event))
    send(aigerim, change(event), title_ru="<script>alert(1)</script>")
    page = save(bolat, event, form).content.decode()
    assert ("<script>alert" in page, "<b>Aigerim" in page) == (False, False)
    assert "&lt;script&gt;alert" in page


@pytest.mark.django_db
def test_pictures_people_and_other_rows_are_named_too():
    event = make_event()
    aigerim, bolat = editor("Aigerim"), editor("Bolat")
    form = open_form(bolat, change(event))
    row = {"agenda-TOTAL_FORMS": "1", "agenda-0-title_en": "Budget", "agenda-0-position": "0"}
    send(aigerim, change(event), **row)
    sentences = errors_of(save(bolat, event, form))
    assert [sentence.endswith("Budget”.") for sentence in sentences] == [False, True]


@pytest.mark.django_db
def test_a_row_that_someone_deleted_meanwhile_is_not_silently_lost():
    event = make_event()
    event.agenda.create(title_en="Budget")
    aigerim, bolat = editor("Aigerim"), editor("Bolat")
    form = open_form(bolat, change(event))
    send(aigerim, change(event), **{"agenda-0-DELETE": "on"})
    answer = save(bolat, event, form, **{"agenda-0-title_en": "A better budget"})
    assert read_form(answer, "event_form")["agenda-0-title_en"] == ["A better budget"]
    assert not event.agenda.exists()
    save(bolat, event, read_form(answer, "event_form"))
    assert [item.title_en for item in event.agenda.all()] == ["A better budget"]


@pytest.mark.django_db
def test_a_row_that_someone_added_meanwhile_stays():
    event = make_event()
    event.agenda.create(title_en="Budget", position=5)
    aigerim, bolat = editor("Aigerim"), editor("Bolat")
    form = open_form(bolat, change(event))
    event.agenda.create(title_en="Opening", position=1)
    send(aigerim, change(event))
    answer = save(bolat, event, form, **{"agenda-0-title_en": "A better budget"})
    [agenda] = [rows for rows in answer.context["inline_admin_formsets"] if rows.formset.prefix == "agenda"]
    assert [row.original.title_en for row in agenda if row.original] == ["A better budget"]
    save(bolat, event, read_form(answer, "event_form"))
    assert [item.title_en for item in event.agenda.all()] == ["Opening", "A better budget"]


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_session, make_contribution])
def test_parts_without_a_version_are_guarded_as_well(make):
    part = make(make_event())
    aigerim, bolat = editor("Aigerim"), editor("Bolat")
    form = open_form(bolat, change(part))
    send(aigerim, change(part), title_en="By Aigerim")
    answer = save(bolat, part, form, title_en="By Bolat")
    assert [sentence.split(",")[0] for sentence in errors_of(answer)][1] == "Aigerim"
    part.refresh_from_db()
    assert part.title_en == "By Aigerim"
    again = save(bolat, part, read_form(answer, f"{part._meta.model_name}_form"))
    assert again.status_code == 302


@pytest.mark.django_db
def test_a_part_changed_on_its_own_page_stops_the_form_of_the_event():
    session = make_session(make_event())
    aigerim, bolat = editor("Aigerim"), editor("Bolat")
    form = open_form(bolat, change(session.event))
    send(aigerim, change(session), title_en="By Aigerim")
    assert save(bolat, session.event, form).status_code == 200
    session.refresh_from_db()
    assert session.title_en == "By Aigerim"


@pytest.mark.django_db
def test_every_saving_counts():
    event = make_event()
    for _ in range(2):
        send(editor("Aigerim"), change(event))
    event.refresh_from_db()
    assert event.version == 2


# --- At the same moment ---------------------------------------------------------------------------
def two_save_at_once():
    """Both open the form, both press Save at the same moment. Returns how many were told, and the event."""
    event = make_event(title_ru="Было", theme_ru="Было")
    first, second = editor("Aigerim"), editor("Bolat")
    form = open_form(first, change(event))
    answers = at_once(
        lambda: save(first, event, form, title_ru="Стало"),
        lambda: save(second, event, form, theme_ru="Стало"),
    )
    told = [answer.status_code for answer in answers].count(200)
    return told, Event.objects.get()


def meet_before_saving(monkeypatch):
    """Each thread waits, just before it writes, for the other to come as far."""
    meeting, save_model = Meeting(), PublishableAdmin.save_model

    def wait_and_save(self, *args):
        meeting.wait()
        save_model(self, *args)

    monkeypatch.setattr(PublishableAdmin, "save_model", wait_and_save)


@pytest.fixture
def race(transactional_db, tmp_path, monkeypatch):
    meet_before_saving(monkeypatch)
    with shared_database(tmp_path):
        yield


@pytest.mark.usefixtures("race")
def test_of_two_who_save_at_once_one_is_told():
    told, event = two_save_at_once()
    assert told == 1
    assert sorted([event.title_ru, event.theme_ru]) == ["Было", "Стало"]
    assert event.version == 1


@pytest.mark.usefixtures("race")
def test_without_the_guard_nobody_is_told_and_one_change_is_lost(monkeypatch):
    """The control: the same race with the comparison of versions switched off."""
    monkeypatch.setattr(forms, "state_of", lambda record: "")
    told, event = two_save_at_once()
    assert told == 0
    assert [event.title_ru, event.theme_ru].count("Стало") == 1


@pytest.mark.usefixtures("race")
def test_without_the_lock_postgresql_lets_both_pass(monkeypatch):
    """The control of the lock. SQLite needs none: its writing transactions stand in line anyway."""
    monkeypatch.setattr(SharedModelAdmin, "get_object", super(SharedModelAdmin, SharedModelAdmin).get_object)
    told, event = two_save_at_once()
    if connection.vendor == "sqlite":
        assert told == 1
    else:
        assert told == 0
        assert [event.title_ru, event.theme_ru].count("Стало") == 1
