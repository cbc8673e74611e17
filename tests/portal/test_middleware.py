"""What readers get at an old address."""

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lessonstudy.portal.addresses import Page
from lessonstudy.portal.models import Redirect
from tests.factories import make_event, make_post, make_school, make_staff

pytestmark = pytest.mark.django_db


def lead(old, *, record=None, path="", origin="hand"):
    redirect = Redirect(old=old, origin=origin)
    redirect.lead_to(Page(path, record))
    redirect.save()
    return redirect


@pytest.fixture
def event():
    return make_event(slug="sample")


OLD = {
    "/2021/11/26/title": [
        "/2021/11/26/title/",
        "/2021/11/26/title",
        "/2021/11/26/title/?utm_source=m",
    ],
    "/?p=123": ["/?p=123", "/?p=123&fbclid=x", "/?utm_medium=m&p=123"],
    "/сабақты-зерттеу": [
        "/%D1%81%D0%B0%D0%B1%D0%B0%D2%9B%D1%82%D1%8B-%D0%B7%D0%B5%D1%80%D1%82%D1%82%D0%B5%D1%83/",
        "/%d1%81%d0%b0%d0%b1%d0%b0%d2%9b%d1%82%d1%8b-%d0%b7%d0%b5%d1%80%d1%82%d1%82%d0%b5%d1%83",
    ],
    "/урок-й": ["/урок-й/", "/урок-и\u0306/"],
    "/wp-content/uploads/2021/11/x.pdf": ["/wp-content/uploads/2021/11/x.pdf", "/wp-content/uploads/2021/11/x.pdf?x=1"],
    "/news/old-title": ["/ru/news/old-title/", "/en/news/old-title/"],
    "/a": ["/a//"],
}


@pytest.mark.parametrize(("old", "asked"), [(old, asked) for old, spellings in OLD.items() for asked in spellings])
def test_an_old_address_leads_to_the_record_in_any_spelling(client, event, old, asked):
    lead(old, record=event)
    answer = client.get(asked)
    language = asked[:4] if asked[:4] in ("/ru/", "/en/") else "/en/"
    assert (answer.status_code, answer.get("Location")) == (301, f"{language}events/sample/")


@pytest.mark.parametrize(
    "asked",
    ["/2021/11/26/Title/", "/2021/11/26/", "/2021/11/26/title/feed/", "/?p=124", "/?q=1&p=123", "/x/?p=123"],
)
def test_another_address_does_not(client, event, asked):
    lead("/2021/11/26/title", record=event)
    lead("/?p=123", record=event)
    assert client.get(asked).status_code == (302 if asked.startswith("/?") else 404)


@pytest.mark.parametrize(
    ("cookie", "accept", "language"),
    [("ru", "en", "ru"), ("", "ru-KZ,ru;q=0.9", "ru"), ("", "de", "kk"), ("", "", "kk")],
)
def test_it_leads_to_the_readers_language(client, event, cookie, accept, language):
    lead("/?p=1", record=event)
    lead("/old-list", path="/events/?year=2021")
    if cookie:
        client.cookies["django_language"] = cookie
    for old, new in {"/?p=1": "events/sample/", "/old-list/": "events/?year=2021"}.items():
        answer = client.get(old, headers={"accept-language": accept})
        assert answer["Location"] == f"/{language}/{new}"
        assert {"Cookie", "Accept-Language"} <= set(answer["Vary"].split(", "))
        assert answer["Cache-Control"] == "no-cache"


def test_it_follows_the_record_to_its_new_address(client, event):
    lead("/?p=1", record=event)
    event.slug = "renamed"
    event.save()
    assert client.get("/?p=1", follow=True).redirect_chain == [("/en/events/renamed/", 301)]


def test_what_was_withdrawn_is_gone(client, event):
    lead("/old", record=event)
    event.status = "withdrawn"
    event.save()
    answer = client.get("/old/")
    assert (answer.status_code, "Location" in answer) == (410, False)
    assert "This page was withdrawn" in answer.text
    assert event.title_en not in answer.text
    assert client.head("/old/").status_code == 410


def tomorrow():
    return timezone.now() + timezone.timedelta(days=1)


@pytest.mark.parametrize("hidden", [{"status": "draft"}, {"published_at": tomorrow}])
def test_what_is_not_public_yet_is_not_there(client, event, hidden):
    lead("/old", record=event)
    for name, value in hidden.items():
        setattr(event, name, value() if callable(value) else value)
    event.save()
    answer = client.get("/old/")
    assert (answer.status_code, "Location" in answer) == (404, False)


def test_what_was_deleted_is_not_there(client, event):
    lead("/old", record=event)
    event.delete()
    assert client.get("/old/").status_code == 404


def test_head_is_answered_and_a_deed_is_not_redirected(client, event):
    lead("/old", record=event)
    assert client.head("/old/").status_code == 301
    assert client.post("/old/").status_code == 404


def test_a_living_page_wins_with_and_without_its_language(client, event):
    lead("/events/sample", record=make_event(slug="other"))
    assert client.get("/ru/events/sample/").status_code == 200
    assert client.get("/events/sample/", follow=True).redirect_chain == [("/en/events/sample/", 302)]
    assert client.get("/events/sample", follow=True).redirect_chain[-1][0] == "/en/events/sample/"


def test_a_withdrawn_page_wins_too(client, event):
    lead("/events/sample", record=make_event(slug="other"))
    event.status = "withdrawn"
    event.save()
    assert client.get("/en/events/sample/").status_code == 410


def test_the_root_still_leads_home(client):
    assert client.get("/?utm_source=x")["Location"] == "/en/"


def test_an_address_with_a_language_comes_before_the_same_without(client, event):
    lead("/title", record=make_post(slug="sample"))
    lead("/ru/title", record=event)
    assert client.get("/ru/title/")["Location"] == "/ru/events/sample/"
    assert client.get("/kk/title/")["Location"] == "/kk/news/sample/"


def test_a_redirect_to_the_address_asked_for_is_none(client):
    lead("/list-that-is-no-more", path="/list-that-is-no-more/")
    assert client.get("/en/list-that-is-no-more/").status_code == 404


def test_pages_ask_nothing_and_a_missing_page_asks_once(client, event):
    lead("/old", record=event)

    def asked_for_redirects(address):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return [query for query in queries if "portal_redirect" in query["sql"]], len(queries)

    assert asked_for_redirects("/en/events/sample/")[0] == []
    assert asked_for_redirects("/robots.txt") == ([], 0)
    assert len(asked_for_redirects("/en/none/")[0]) == 1
    assert asked_for_redirects("/old/")[1] == 2  # the redirect, the record


def test_asking_changes_nothing(client, event):
    redirect = lead("/old", record=event)
    before = Redirect.objects.values().get(pk=redirect.pk)
    client.get("/old/")
    assert Redirect.objects.values().get() == before


# --- Attacks --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "asked",
    [
        "/%5C%5Cevil.example",
        "/\\evil.example/",
        "/a%0d%0aLocation:%20https://evil.example/",
        "/javascript:alert(1)",
        "/?p=" + "1" * 5000,
        "/" + "a" * 5000,
        "/" + "%D1%83" * 5000,
        "/%ED%A0%80/%FF",
        "/?%00=1",
        "/?p=%ED%A0%80",
        "/?" + "&".join(f"a{n}=1" for n in range(900)),
    ],
)
def test_strange_addresses_lead_nowhere_else(client, event, asked):
    lead("/old", record=event)
    answer = client.get(asked)
    assert answer.status_code in (302, 404)
    assert answer.get("Location", "/en/") == "/en/"


@pytest.mark.parametrize("asked", ["//evil.example/", "///evil.example", "//evil.example//a/..", "/\r\nX: 1", "//"])
def test_two_slashes_lead_nowhere_else(client, event, asked):
    """As the server hands them over; the client of the tests would take them for a host."""
    lead("/old", record=event)
    answer = client.get("/", PATH_INFO=asked)
    assert (answer.status_code, "Location" in answer) == (404, False)
    assert client.get("/", PATH_INFO="//old//")["Location"] == "/en/events/sample/"


def test_an_address_with_nul_is_a_wrong_request(client):
    assert client.get("/a%00b").status_code == 400


def test_the_table_keeps_no_way_out_of_the_site():
    wrong = [
        {"path": "https://evil.example/"},
        {"path": ""},
        {"path": "/events/", "kind": "event", "number": 1},
        {"kind": "event"},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Redirect.objects.create(old="/old", **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Redirect.objects.create(old="=cmd()", path="/events/")


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "/%0d%0aX: 1"])
def test_even_a_wrong_row_stays_on_the_site(client, path):
    Redirect.objects.create(old="/old", path=path)
    assert client.get("/old/")["Location"].startswith("/en/")


def test_staff_see_no_draft_by_an_old_address(client):
    lead("/old", record=make_school(status="draft"))
    client.force_login(make_staff(is_superuser=True))
    assert client.get("/old/").status_code == 404
