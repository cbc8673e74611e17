"""What all forms of the admin share: publishing, languages, two editors, deletion, history, lists."""

import pytest
from django.contrib import admin
from django.utils import timezone

from events.models import Desk, Event, EventDocument, Question
from lessonstudy.admin import BOXES
from lessonstudy.content import actions
from lessonstudy.content.dates import PartialDate
from lessonstudy.content.models import Status
from lessonstudy.news.models import NewsPost
from members.models import Representative
from tests.browserless import errors_of, messages_of, open_form, send
from tests.events.registration.desks import make_desk, register
from tests.factories import (
    make_article,
    make_body,
    make_contribution,
    make_event,
    make_issue,
    make_journal,
    make_organization,
    make_person,
    make_place,
    make_post,
    make_poster,
    make_redirect,
    make_report,
    make_representative,
    make_school,
    make_series,
    make_session,
    make_staff,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/events/event/add/"


def change(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def chief(client):
    user = make_staff(is_superuser=True, first_name="Chief", last_name="Editor")
    client.force_login(user)
    return user


# --- Publishing -----------------------------------------------------------------------------------
def test_a_new_event_is_a_draft(client, chief):
    send(client, ADD, title_kk="Жаңа", kind="seminar")
    event = Event.objects.get()
    assert (event.status, event.title_kk, event.slug) == (Status.DRAFT, "Жаңа", "zhana")


def test_a_new_event_is_saved_and_published_in_one_step(client, chief):
    send(client, ADD, "_publish", title_kk="Жаңа", kind="seminar")
    assert Event.objects.published().count() == 1
    assert "“Жаңа” is published." in messages_of(client)


def test_a_future_moment_schedules(client, chief):
    send(client, ADD, "_publish", title_kk="Жаңа", kind="seminar", published_at_0="2999-01-01", published_at_1="09:00")
    assert Event.objects.scheduled().count() == 1
    assert "“Жаңа” will appear at its time." in messages_of(client)


def test_something_scheduled_can_be_published_now(client, chief):
    event = make_event(published_at=timezone.now() + timezone.timedelta(days=9))
    send(client, change(event), "_publish_now")
    assert Event.objects.published().count() == 1


def test_withdrawing_and_back_to_draft(client, chief):
    event = make_event()
    send(client, change(event), "_withdraw")
    assert Event.objects.get().status == Status.WITHDRAWN
    send(client, change(event), "_draft")
    assert Event.objects.get().status == Status.DRAFT


def test_a_published_record_cannot_lose_its_date(client, chief):
    response = send(client, change(make_event()), published_at_0="", published_at_1="")
    assert errors_of(response) == ["It is published, so it needs its date. To take it away, withdraw it."]


def test_without_the_permission_nobody_publishes(client):
    client.force_login(make_staff("events.add_event", "events.change_event", "events.view_event"))
    response = client.get(ADD)
    assert "Save and publish" not in response.content.decode()
    client.post(ADD, {**open_form(client, ADD), "title_kk": "Жаңа", "kind": "seminar", "_publish": "1"})
    assert Event.objects.get().status == Status.DRAFT
    assert "It is saved, but: You may not publish or withdraw this. Ask an editor." in messages_of(client)


def test_a_person_without_a_ground_is_saved_but_not_published(client, chief):
    send(client, "/admin/members/person/add/", "_publish", family_name_kk="Сейтова")
    assert messages_of(client) == [
        "It is saved, but: A public page of a person needs a ground: choose one before publishing."
    ]


def test_a_published_person_keeps_a_ground(client, chief):
    response = send(client, change(make_person()), public_ground="")
    assert errors_of(response) == ["A public page of a person needs a ground: choose one before publishing."]


def test_many_are_published_and_withdrawn_from_the_list(client, chief):
    events = [make_event(status="draft"), make_event(status="draft")]
    chosen = [event.pk for event in events]
    client.post("/admin/events/event/", {"action": "publish_selected", "_selected_action": chosen})
    assert Event.objects.published().count() == 2
    client.post("/admin/events/event/", {"action": "withdraw_selected", "_selected_action": chosen})
    assert Event.objects.published().count() == 0


def test_the_preview_opens_the_real_page(client, chief):
    event = make_event(status="draft")
    response = client.get(f"/admin/events/event/{event.pk}/preview/")
    assert (response.status_code, response["Location"]) == (302, event.get_absolute_url())
    assert client.get(event.get_absolute_url()).status_code == 200


# --- Languages ------------------------------------------------------------------------------------
def tabs(response):
    return [fieldset.name for fieldset in response.context["adminform"] if "tab" in fieldset.classes]


def test_the_tabs_say_which_language_is_missing_or_outdated(client, chief):
    event = make_event(title_kk="Атауы", title_en="Title", stale_languages="en")
    assert tabs(client.get(change(event))) == ["Қазақша", "Русский · missing", "English · outdated"]


def test_a_title_in_one_language_is_enough_and_none_is_too_few(client, chief):
    assert errors_of(send(client, ADD, kind="seminar")) == ["Write it in at least one of the three languages."]
    assert send(client, ADD, kind="seminar", title_en="Title").status_code == 302


def test_a_change_of_the_original_makes_translations_outdated(client, chief):
    event = make_event(title_kk="Атауы", title_ru="Название", title_en="", original_language="kk")
    send(client, change(event), title_kk="Басқа атауы")
    assert Event.objects.get().stale_languages == "ru"


def test_saving_a_translation_makes_it_up_to_date(client, chief):
    event = make_event(title_kk="Атауы", title_ru="Название", stale_languages="ru")
    send(client, change(event), title_ru="Новое название")
    assert Event.objects.get().stale_languages == ""


def test_a_translation_can_be_declared_up_to_date(client, chief):
    event = make_event(title_kk="Атауы", title_ru="Название", stale_languages="ru")
    send(client, change(event), fresh_ru="on")
    assert Event.objects.get().stale_languages == ""


def test_changing_original_and_translation_together_leaves_nothing_outdated(client, chief):
    event = make_event(title_kk="Атауы", title_ru="Название", title_en="")
    send(client, change(event), title_kk="Басқа", title_ru="Другое")
    assert Event.objects.get().stale_languages == ""


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_text_can_be_emptied_in_any_language_of_the_admin(client, chief, language):
    event = make_event(title_kk="Атауы", title_ru="Название", title_en="Title")
    client.cookies["django_language"] = language
    send(client, change(event), **{f"title_{language}": ""})
    event.refresh_from_db()
    assert not getattr(event, f"title_{language}")


def test_the_original_language_of_a_new_record_is_that_of_the_editor(client, chief):
    client.cookies["django_language"] = "ru"
    assert open_form(client, ADD)["original_language"] == ["ru"]


# --- Deleting -------------------------------------------------------------------------------------
def post_about(event):
    post = make_post()
    post.events.add(event)
    return event, post


def poster_of(school):
    poster = make_poster()
    poster.schools.add(school)
    return school, poster


def report_of(school):
    report = make_report()
    report.schools.add(school)
    return school, report


def contribution_of(school):
    contribution = make_contribution(make_event())
    contribution.schools.add(school)
    return school, contribution


def event_at(place):
    event = make_event()
    event.places.add(place)
    return place, event


def document_of(person):
    document = EventDocument.objects.create(event=make_event(), file="documents/x.pdf", label="Slides")
    document.people.add(person)
    return person, document


def visit_with(person):
    visit = make_event().visits.create(kind="lesson", title_en="A lesson")
    visit.people.add(person)
    return person, visit


def desk_for(school):
    desk = make_desk(access="invited")
    desk.invited.add(school)
    return school, desk


def desk_checking(session):
    desk = make_desk(event=session.event)
    desk.checked_in_sessions.add(session)
    return session, desk


POINTERS = [
    (post_about, make_event),
    (poster_of, make_organization),
    (desk_for, make_organization),
    (desk_checking, lambda: make_session(make_event())),
    (report_of, make_organization),
    (contribution_of, make_organization),
    (event_at, make_place),
    (document_of, make_person),
    (visit_with, make_person),
]


@pytest.mark.parametrize(("point", "make"), POINTERS)
def test_what_stands_in_a_list_of_others_is_not_deleted(client, chief, point, make):
    record, pointer = point(make())
    address = change(record).replace("change/", "delete/")
    page = client.get(address)
    assert [str(pointer) in line for line in page.context["protected"]] == [True]
    client.post(address, {"post": "yes"})
    assert type(record).objects.filter(pk=record.pk).exists()


def test_every_list_of_others_is_covered_by_the_tests_above():
    """A new many-to-many field needs its line in POINTERS."""
    models = [model for model in admin.site._registry if model._meta.app_label in ("members", "events", "research")]
    lists = {field for model in models for field in model._meta.related_objects if field.many_to_many}
    covered = {"news", "posters", "reports", "contributions", "events", "event_documents", "visits"}
    covered |= {"desks_invited_to", Desk._meta.get_field("checked_in_sessions").remote_field.get_accessor_name()}
    assert {field.get_accessor_name() for field in lists} - {"user_set"} == covered


def test_what_others_point_to_is_not_deleted(client, chief):
    event = make_event()
    poster = make_poster(event=event)
    page = client.get(change(event).replace("change/", "delete/"))
    assert [str(poster) in line for line in page.context["protected"]] == [True]


def test_deleting_from_a_list_is_refused_as_well(client, chief):
    event, _post = post_about(make_event())
    data = {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes"}
    client.post("/admin/events/event/", data)
    assert Event.objects.exists()


def test_what_nobody_points_to_is_deleted(client, chief):
    event = make_event()
    event.places.add(make_place())
    client.post(change(event).replace("change/", "delete/"), {"post": "yes"})
    assert not Event.objects.exists()


def test_a_post_about_the_event_may_go_and_the_event_stays(client, chief):
    _event, post = post_about(make_event())
    client.post(change(post).replace("change/", "delete/"), {"post": "yes"})
    assert (NewsPost.objects.count(), Event.objects.count()) == (0, 1)


# --- History --------------------------------------------------------------------------------------
def test_the_history_says_who_changed_what_in_which_language(client, chief):
    event = make_event(title_ru="Было")
    send(client, change(event), title_ru="Стало")
    page = client.get(change(event).replace("change/", "history/"))
    [newest, _oldest] = page.context["page_obj"]
    assert newest.history_user == chief
    assert [(row["field"], row["old"], row["new"]) for row in newest.history_delta_changes] == [
        ("Title [ru]", "Было", "Стало")
    ]


def test_the_history_names_rows_and_lists_too(client, chief):
    event, place = make_event(), make_place()
    row = {"agenda-TOTAL_FORMS": "1", "agenda-0-title_en": "Budget", "agenda-0-position": "0"}
    send(client, change(event), places=[place.pk], theme_en="Theme", **row)
    said = event.history.first().history_change_reason
    assert said == "Changed places. Added point of the agenda “Budget”."


def test_markup_in_a_title_stays_text_in_the_history(client, chief):
    event = make_event()
    send(client, change(event), title_ru="<script>alert(1)</script>")
    pages = [
        client.get(change(event).replace("change/", f"history/{end}")) for end in ("", f"{event.history.last().pk}/")
    ]
    assert ["<script>alert" in page.content.decode() for page in pages] == [False, False]
    assert ["&lt;script&gt;alert" in page.content.decode() for page in pages] == [True, True]


def test_an_earlier_version_comes_back_and_stays_published(client, chief):
    event = make_event(title_ru="Было", status="draft")
    send(client, change(event), "_publish", title_ru="Стало")
    oldest = event.history.last()
    address = change(event).replace("change/", f"history/{oldest.pk}/")
    assert [(row["old"], row["new"]) for row in client.get(address).context["rows"]] == [("Стало", "Было")]
    client.post(address)
    event.refresh_from_db()
    assert (event.title_ru, event.status) == ("Было", Status.PUBLISHED)
    assert event.history.first().history_change_reason.startswith("brought back")


def test_a_version_comes_back_only_by_those_who_may_change(client):
    event = make_event(title_ru="Было")
    event.title_ru = "Стало"
    event.save()
    client.force_login(make_staff("events.view_event"))
    address = change(event).replace("change/", f"history/{event.history.last().pk}/")
    assert "Bring this version back" not in client.get(address).content.decode()
    assert client.post(address).status_code == 403
    event.refresh_from_db()
    assert event.title_ru == "Стало"


def test_a_version_that_names_something_deleted_is_refused_with_a_reason(client, chief):
    series = make_series()
    event = make_event(series=series)
    event.series = None
    event.save()
    series.delete()
    client.post(change(event).replace("change/", f"history/{event.history.last().pk}/"))
    assert len(messages_of(client)) == 1
    event.refresh_from_db()
    assert event.series is None


# --- Lists ----------------------------------------------------------------------------------------
def person(**fields):
    record = make_person(**fields)
    record.affiliations.create(position_en="Teacher")
    return record


def user(**fields):
    return make_staff(branch=make_organization())


def representative():
    return Representative.objects.create(
        organization=make_organization(), user=make_staff(), email="sample@example.org", language="en"
    )


def registered(part=None):
    """A group, with a consent and a letter; or the part of it named."""
    desk = make_desk()
    agreed = Question.objects.create(desk=desk, kind="consent", label_en="Agreed?")
    group = register(desk, make_school(place=make_place(parent=make_place())), onsite=2, consents=[agreed])
    return getattr(group, part).first() if part else group


MAKERS = {
    "news.newspost": make_post,
    "events.event": lambda: make_event(series=make_series(), parent=make_event(series=make_series())),
    "events.eventseries": lambda: make_series(owner=make_organization()),
    "events.session": lambda: make_session(make_event(), track=make_event().tracks.create(title_en="Track")),
    "events.contribution": lambda: make_contribution(make_event(), session=make_session(make_event())),
    "events.desk": make_desk,
    "events.registration": registered,
    "events.participant": lambda: registered("participants"),
    "events.letter": lambda: registered("letters"),
    "events.consent": lambda: registered("consents"),
    "research.poster": lambda: make_poster(event=make_event()),
    "research.report": lambda: make_report(event=make_event()),
    "journal.journal": make_journal,
    "journal.issue": make_issue,
    "journal.article": make_article,
    "members.person": person,
    "members.organization": lambda: make_organization(place=make_place(parent=make_place())),
    "members.representative": make_representative,
    "members.body": make_body,
    "members.place": lambda: make_place(parent=make_place()),
    "members.user": user,
    "portal.redirect": lambda: make_redirect(make_event()),
}


# A report begins with its manuscript, a desk at its event; the rest is written by readers.
ADDED_ELSEWHERE = {"research.report": 302, "events.desk": 302, "members.representative": 403} | {
    f"events.{name}": 403 for name in ("registration", "participant", "letter", "consent")
}


def list_of(label):
    return f"/admin/{label.replace('.', '/')}/"


@pytest.mark.parametrize("label", MAKERS)
def test_a_list_asks_no_more_questions_for_more_rows(client, chief, label, django_assert_num_queries):
    MAKERS[label]()
    client.get(list_of(label))
    with django_assert_num_queries(10_000, exact=False) as one:
        client.get(list_of(label))
    MAKERS[label]()
    MAKERS[label]()
    with django_assert_num_queries(len(one), exact=False):
        assert client.get(list_of(label)).status_code == 200


def test_every_list_is_counted():
    shown = {label for _title, items in BOXES for label, _icon in items}
    assert shown - {"auth.group", "django_tasks_database.dbtaskresult"} == set(MAKERS)
    assert {model._meta.label_lower for model in admin.site._registry} == shown


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("label", [*MAKERS, "auth.group", "django_tasks_database.dbtaskresult"])
def test_lists_and_forms_open_in_every_language(client, chief, label, language):
    client.cookies["django_language"] = language
    assert client.get(list_of(label)).status_code == 200
    if label in MAKERS:
        assert client.get(change(MAKERS[label]())).status_code == 200
        assert client.get(f"{list_of(label)}add/").status_code == ADDED_ELSEWHERE.get(label, 200)


@pytest.mark.parametrize("word", ["тортаева", "ТОРТАЕВА", "Tortaeva"])
def test_staff_find_a_name_in_any_script_and_case(client, chief, word):
    person = make_person(family_name_ru="Тортаева", family_name_en="Tortaeva")
    make_person(family_name_ru="Другая", family_name_en="Another")
    found = client.get("/admin/members/person/", {"q": word}).context["cl"].result_list
    assert list(found) == [person]


def test_events_with_the_same_title_are_told_apart_by_their_date(client, chief):
    make_event(title_en="Lesson Study", start=PartialDate(2021, 11, 26))
    make_event(title_en="Lesson Study", start=PartialDate(2021, 11, 4))
    query = {"app_label": "news", "model_name": "newspost", "field_name": "events", "term": "lesson"}
    offered = [row["text"] for row in client.get("/admin/autocomplete/", query).json()["results"]]
    assert offered == ["Lesson Study · 26\xa0November 2021", "Lesson Study · 4\xa0November 2021"]


def test_a_spelling_in_the_sources_is_found(client, chief):
    person = make_person()
    person.names.create(name="Тортайева Г.")
    make_person()
    assert list(client.get("/admin/members/person/", {"q": "Тортайева"}).context["cl"].result_list) == [person]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=draft", {"draft"}),
        ("state=scheduled", {"later"}),
        ("translation=ru", {"draft", "later"}),
        ("translation=old", {"stale"}),
        ("translation=old-en", {"stale"}),
    ],
)
def test_filters(client, chief, query, expected):
    make_event(title_en="draft", status="draft")
    make_event(title_en="later", published_at=timezone.now() + timezone.timedelta(days=1))
    make_event(title_en="stale", title_ru="Старый", stale_languages="en")
    make_event(title_en="whole", title_ru="Целый", title_kk="Толық")
    found = client.get(f"/admin/events/event/?{query}").context["cl"].result_list
    assert {event.title_en for event in found} == expected


def test_the_front_page_counts_what_waits(client, chief):
    make_event(status="draft")
    actions.withdraw(make_event(title_ru="Целый", title_kk="Толық"), by=chief)
    rows = client.get("/admin/").context["waiting"]
    events = next(row for row in rows if row["address"] == "/admin/events/event/")
    assert (events["drafts"].number, events["missing_ru"].number, events["scheduled"].number) == (1, 1, 0)
    assert client.get(events["drafts"].address).context["cl"].result_count == 1


def test_the_front_page_names_what_was_changed_last(client, chief):
    event = make_event(status="draft")
    client.post("/admin/events/event/", {"action": "publish_selected", "_selected_action": [event.pk]})
    assert [entry.object_id for entry in client.get("/admin/").context["recent"]] == [str(event.pk)]


def test_who_may_only_look_gets_no_fields_to_fill(client):
    client.force_login(make_staff("events.view_event"))
    shown = {
        name
        for line in client.get(change(make_event(stale_languages="en"))).context["adminform"]
        for name in line.fields
    }
    assert shown.isdisjoint({"seen", "add_pictures", "add_files", "fresh_en"})


def test_a_person_is_added_beside_the_form_that_needs_them(client, chief):
    address = "/admin/members/person/add/?_popup=1"
    answer = client.post(address, {**open_form(client, address), "family_name_kk": "Сейтова", "_save": "1"})
    assert answer.templates[0].name.endswith("popup_response.html")


def test_the_front_page_shows_only_what_the_user_may_see(client):
    client.force_login(make_staff("research.view_poster"))
    assert [row["address"] for row in client.get("/admin/").context["waiting"]] == ["/admin/research/poster/"]


def test_the_admin_has_its_own_policy_and_other_pages_keep_the_strict_one(client, chief):
    loose, strict = client.get("/admin/")["Content-Security-Policy"], client.get("/en/")["Content-Security-Policy"]
    assert ("unsafe-eval" in loose, "unsafe-eval" in strict) == (True, False)


def test_the_import_map_of_the_text_editor_carries_the_nonce(client, chief):
    response = client.get(ADD)
    nonce = response["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]
    tag = response.content.decode().split('type="importmap"')[0].rsplit("<script", 1)[1]
    assert nonce in tag + response.content.decode().split('type="importmap"')[1].split(">")[0]
