"""Permanent addresses: for readers and machines, in their language."""

import pytest
from django.utils import timezone

from lessonstudy.portal.permanent import COLLECTIONS
from lessonstudy.portal.registry import KINDS
from tests.factories import make_event, make_person, make_staff
from tests.portal.test_addresses import MAKERS

pytestmark = pytest.mark.django_db
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.fixture
def machines(settings):
    settings.ROOT_URLCONF = "tests.portal.urls_of_machines"


@pytest.fixture
def event():
    return make_event(slug="sample")


@pytest.mark.parametrize("kind", KINDS)
def test_it_leads_to_the_page_of_every_kind(client, kind):
    record = MAKERS[kind]()
    answer = client.get(f"/id/{kind}/{record.pk}", follow=True)
    assert answer.redirect_chain[0][1] == 303
    assert (answer.status_code, answer.context["object"]) == (200, record)


def test_the_words_for_the_kinds_never_change():
    assert [*KINDS] == "news event series poster report journal issue article person organization council".split()


def test_it_survives_a_new_title_and_a_new_slug(client, event):
    event.slug = "renamed"
    event.save()
    assert client.get(f"/id/event/{event.pk}")["Location"] == "/en/events/renamed/"


@pytest.mark.parametrize(
    ("cookie", "accept", "language"),
    [("ru", "en", "ru"), ("", "ru-KZ,ru;q=0.9,en;q=0.5", "ru"), ("", "en-GB", "en"), ("", "de", "kk"), ("", "", "kk")],
)
def test_it_leads_to_the_readers_language(client, event, cookie, accept, language):
    if cookie:
        client.cookies["django_language"] = cookie
    answer = client.get(f"/id/event/{event.pk}", headers={"accept-language": accept})
    assert (answer.status_code, answer["Location"]) == (303, f"/{language}/events/sample/")
    assert {"Accept", "Accept-Language", "Cookie"} <= set(answer["Vary"].split(", "))


PAGE, DATA, CALENDAR = "/en/events/sample/", "/api/v1/events/{pk}/", "/en/events/sample/event.ics"


@pytest.mark.parametrize(
    ("accept", "document"),
    [
        (None, PAGE),
        ("", PAGE),
        ("*/*", PAGE),
        (BROWSER, PAGE),
        ("application/json", DATA),
        ("application/*", DATA),
        ("application/json;q=0.5, text/html", PAGE),
        ("application/json, text/html;q=0.9", DATA),
        ("text/html;q=0.1, application/json;q=0.2, text/calendar;q=0.3", CALENDAR),
        ("text/calendar", CALENDAR),
        ("text/calendar;q=0, application/json;q=0.1", DATA),
        ("application/rdf+xml, application/json;q=0.1", DATA),
        ("application/pdf", PAGE),
        ("text/*", PAGE),
        ("nonsense", PAGE),
        ("a/b;q=nan, text/html;q=-1", PAGE),
    ],
)
def test_it_leads_to_the_document_asked_for(client, machines, event, accept, document):
    headers = {} if accept is None else {"accept": accept}
    answer = client.get(f"/id/event/{event.pk}", headers=headers)
    assert (answer.status_code, answer["Location"]) == (303, document.format(pk=event.pk))


def test_every_kind_has_its_collection(client, machines):
    assert {*COLLECTIONS} == {*KINDS}
    person = make_person()
    answer = client.get(f"/id/person/{person.pk}", headers={"accept": "application/json"}, follow=True)
    assert answer.text == f"data of people {person.pk}"


def test_only_events_have_a_calendar(client, machines):
    person = make_person(slug="sample")
    answer = client.get(f"/id/person/{person.pk}", headers={"accept": "text/calendar"})
    assert answer["Location"] == "/en/people/sample/"


def test_what_was_withdrawn_is_gone(client):
    person = make_person(status="withdrawn")
    answer = client.get(f"/id/person/{person.pk}", headers={"accept": "application/json"})
    assert (answer.status_code, "Location" in answer) == (410, False)
    assert "This page was withdrawn" in answer.text
    assert person.family_name_en not in answer.text


@pytest.mark.parametrize("hours", [None, 24])
def test_what_is_not_public_yet_is_not_there(client, hours):
    later = hours and timezone.now() + timezone.timedelta(hours=hours)
    event = make_event(status="published" if later else "draft", published_at=later)
    client.force_login(make_staff(is_superuser=True))
    answer = client.get(f"/id/event/{event.pk}")
    assert (answer.status_code, "Location" in answer) == (404, False)


@pytest.mark.parametrize(
    "asked",
    ["/id/event/{pk}0", "/id/events/{pk}", "/id/event/0", "/id/event/-1", "/id/event/{pk}/x", "/id/event/{pk}%0A"]
    + ["/id/event/" + "9" * digits for digits in (18, 19, 30, 5000)],
)
def test_what_never_was_is_not_there(client, event, asked):
    assert client.get(asked.format(pk=event.pk)).status_code == 404


def test_head_is_answered_and_nothing_else(client, event):
    answer = client.head(f"/id/event/{event.pk}")
    assert (answer.status_code, answer["Location"], answer.content) == (303, "/en/events/sample/", b"")
    assert client.post(f"/id/event/{event.pk}").status_code == 405


def test_it_takes_one_query(client, event, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(f"/id/event/{event.pk}")


def test_the_page_shows_it(client, event):
    html = client.get(event.get_absolute_url()).text
    assert f'<a href="http://testserver/id/event/{event.pk}"' in html
