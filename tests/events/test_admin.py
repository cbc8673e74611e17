"""The forms of events: bad input gets a clear sentence, everything typed stays, nothing is saved."""

import pytest
from django.apps import apps
from django.contrib import admin

from events.models import (
    AgendaItem,
    AnswerFile,
    Attendance,
    Award,
    Contribution,
    Draft,
    Event,
    EventRole,
    Session,
)
from lessonstudy.content.dates import PartialDate
from research.reports.models import Manuscript, Remark, Writer
from tests.browserless import errors_of, open_form, read_form, send
from tests.factories import make_contribution, make_event, make_organization, make_person, make_session, make_staff

pytestmark = pytest.mark.django_db
ADD = "/admin/events/event/add/"
TYPED = {"title_kk": "Жаңа іс-шара", "description_ru": "<p>Много текста</p>", "kind": "seminar"}


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture(autouse=True)
def chief(client):
    user = make_staff(is_superuser=True)
    client.force_login(user)
    return user


def change(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def assert_refused(response, *sentences, typed=None, events=0):
    """These are the complaints; what was typed is still in the form; nothing was saved."""
    assert errors_of(response) == [*sentences]
    form = read_form(response, "event_form")
    expected = {**TYPED, **(typed or {})}
    assert {name: form.get(name, [""])[0] for name in expected} == expected
    assert Event.objects.count() == events


@pytest.mark.parametrize("typed", ["31.02.2021", "soon", "2021-13", "26.11.21"])
def test_a_wrong_date(client, typed):
    response = send(client, ADD, **TYPED, start=typed)
    assert_refused(
        response,
        f"“{typed}” is not a date this field understands. Write 26.11.2021, with the time 26.11.2021 10:00, "
        "a month 11.2021, a year 2021, or 11.11.???? when the year is not known.",
        typed={"start": typed},
    )


def test_an_address_that_is_taken(client):
    make_event(slug="taken")
    response = send(client, ADD, **TYPED, slug="taken")
    sentence = "Another page has this address already. Choose another, or leave it empty."
    assert_refused(response, sentence, typed={"slug": "taken"}, events=1)


def test_a_loop_in_the_tree(client):
    outer = make_event()
    inner = make_event(parent=make_event(parent=outer))
    response = send(client, change(outer), **TYPED, parent=inner.pk)
    sentence = "This event would be part of itself: choose another “part of”."
    assert_refused(response, sentence, typed={"parent": str(inner.pk)}, events=3)
    outer.refresh_from_db()
    assert outer.parent is None


def test_an_event_that_is_part_of_itself(client):
    event = make_event()
    response = send(client, change(event), **TYPED, parent=event.pk)
    assert "This event would be part of itself: choose another “part of”." in errors_of(response)


def test_an_end_before_the_beginning(client):
    response = send(client, ADD, **TYPED, start="26.11.2021", end="25.11.2021")
    sentence = "The event ends before it begins. Look at the two dates again."
    assert_refused(response, sentence, typed={"start": "26.11.2021", "end": "25.11.2021"})


def test_an_end_without_a_beginning(client):
    assert_refused(send(client, ADD, **TYPED, end="26.11.2021"), "Say when it begins, too.")


def test_a_time_zone_that_does_not_exist(client):
    response = send(client, ADD, **TYPED, time_zone="Mars/Base")
    assert_refused(response, "There is no such time zone. Write it like Asia/Almaty.", typed={"time_zone": "Mars/Base"})


def test_an_award_for_two(client):
    event = make_event()
    row = {"kind": "diploma", "person": make_person().pk, "organization": make_organization().pk, "position": "0"}
    rows = {"awards-TOTAL_FORMS": "1", **{f"awards-0-{name}": value for name, value in row.items()}}
    response = send(client, change(event), **rows)
    assert errors_of(response) == ["An award goes to a person or to an organization: leave one of them empty."]
    assert not Award.objects.exists()


def test_a_script_in_the_rich_text_is_not_stored(client):
    send(client, ADD, title_kk="Жаңа", kind="seminar", description_kk="<p>Мәтін</p><script>alert(1)</script>")
    assert Event.objects.get().description_kk == "<p>Мәтін</p>"


@pytest.mark.parametrize("typed", ["2021", "11.2021", "26.11.2021", "26.11.2021 10:00", "11.11.????"])
def test_a_partial_date_goes_in_and_comes_back_as_typed(client, typed):
    send(client, ADD, **TYPED, start=typed)
    event = Event.objects.get()
    assert event.start == PartialDate.parse(typed)
    assert open_form(client, change(event))["start"] == [typed]


def test_new_rows_are_put_last(client):
    event = make_event()
    for n, title in enumerate(["First", "Second", "Third"]):
        row = {"title_en": title, "position": "0"}
        rows = {"agenda-TOTAL_FORMS": n + 1, **{f"agenda-{n}-{name}": value for name, value in row.items()}}
        send(client, change(event), **rows)
    assert [item.title_en for item in AgendaItem.objects.all()] == ["First", "Second", "Third"]


def test_a_row_needs_its_text_in_one_language(client):
    rows = {"agenda-TOTAL_FORMS": "1", "agenda-0-decision_en": "Agreed", "agenda-0-position": "0"}
    response = send(client, change(make_event()), **rows)
    assert errors_of(response) == ["Write it in at least one of the three languages."]


def test_sessions_are_chosen_among_those_of_the_same_event(client):
    event, other = make_event(), make_event()
    make_contribution(event)
    strange = make_session(other)
    response = send(client, change(event), **{"contributions-0-session": strange.pk})
    assert len(errors_of(response)) == 1


def test_a_contribution_has_a_page_of_its_own_with_roles(client):
    contribution = make_contribution(make_event())
    page = client.get(change(contribution.event)).content.decode()
    assert change(contribution) in page
    row = {"person": make_person().pk, "role": "speaker", "affiliation_kk": "мұғалім", "position": "0"}
    rows = {"roles-TOTAL_FORMS": "1", **{f"roles-0-{name}": value for name, value in row.items()}}
    send(client, change(contribution), **rows)
    assert contribution.roles.get().affiliation_kk == "мұғалім"


def test_saving_a_part_counts_as_a_change_of_its_event(client):
    session = make_session(make_event())
    send(client, change(session), title_en="Another")
    assert Event.objects.get().version == session.event.version + 1


def test_the_form_asks_few_questions_for_each_row(client, django_assert_max_num_queries):
    event = make_event()
    for _ in range(3):
        make_contribution(event, session=make_session(event))
        event.roles.create(person=make_person(), role="speaker", organization=make_organization())
    with django_assert_max_num_queries(10_000) as few:
        client.get(change(event))
    for _ in range(10):
        make_contribution(event, session=make_session(event))
        event.roles.create(person=make_person(), role="speaker", organization=make_organization())
    with django_assert_max_num_queries(len(few) + 10 * 2):  # the choosers of a person and of an organization
        client.get(change(event))


def test_the_form_follows_the_order_in_which_staff_think():
    rows = [inline.model._meta.model_name for inline in admin.site.get_model_admin(Event).inlines]
    assert rows == [
        "eventorganization",
        "eventrole",
        "participationfigure",
        "track",
        "session",
        "contribution",
        "visit",
        "agendaitem",
        "eventpoint",
        "eventphoto",
        "eventdocument",
        "eventvideo",
        "award",
    ]


def test_every_model_of_the_rooms_can_be_edited():
    """What a room adds must get a form or rows in one."""
    edited = set(admin.site._registry)
    for model_admin in list(admin.site._registry.values()):
        edited |= {inline.model for inline in model_admin.inlines}
    assert {Event, Session, Contribution, EventRole, Award} <= edited
    ours = [apps.get_app_config(app) for app in ("members", "events", "research", "journal", "news")]
    own = {model for app in ours for model in app.get_models() if not model.__name__.startswith("Historical")}
    # On the pages of research/reports/writing.py, and of events/registration/views.py.
    written_elsewhere = {Manuscript, Remark, Writer, AnswerFile, Attendance, Draft}
    assert own - edited == written_elsewhere
