"""Old and new spellings of an address; what stands there."""

from unicodedata import normalize

import pytest
from django.core.exceptions import ValidationError
from django.urls import resolve
from django.utils.translation import override

from lessonstudy.content.addresses import permanent_path
from lessonstudy.portal.addresses import address_of, on_this_site, pages_at, written
from lessonstudy.portal.registry import KINDS
from tests.factories import (
    make_article,
    make_body,
    make_event,
    make_issue,
    make_journal,
    make_organization,
    make_person,
    make_post,
    make_poster,
    make_report,
    make_school,
    make_series,
)

MAKERS = {
    "news": make_post,
    "event": make_event,
    "series": make_series,
    "poster": make_poster,
    "report": make_report,
    "journal": make_journal,
    "issue": make_issue,
    "article": make_article,
    "person": make_person,
    "organization": make_organization,
    "council": make_body,
}


def test_every_kind_is_made_here():
    assert {*MAKERS} == {*KINDS}


@pytest.mark.parametrize(
    ("pasted", "address"),
    [
        ("/2021/11/26/some-title/", "/2021/11/26/some-title"),
        ("2021/11/26/some-title", "/2021/11/26/some-title"),
        ("https://old.example.kz/2021/11/26/some-title/", "/2021/11/26/some-title"),
        ("HTTP://old.example.kz:8080/2021/", "/2021"),
        ("//old.example.kz/2021/", "/2021"),
        ("  /2021/  ", "/2021"),
        ("/2021/#comments", "/2021"),
        ("/?p=123", "/?p=123"),
        ("?p=123", "/?p=123"),
        ("https://old.example.kz/?p=123", "/?p=123"),
        ("/?p=123&utm_source=mail&fbclid=x", "/?p=123"),
        ("/?b=2&a=1", "/?a=1&b=2"),
        ("/%D1%83%D1%80%D0%BE%D0%BA/", "/урок"),
        ("/%d1%83%d1%80%d0%be%d0%ba/", "/урок"),
        ("/урок/", "/урок"),
        ("/?s=%d1%83", "/?s=%D1%83"),
        ("/?s=у", "/?s=%D1%83"),
        ("/?s=a%26b%3Dc", "/?s=a%26b%3Dc"),
        ("/Some-Title/", "/Some-Title"),
        ("/%ef%f0/", "/%EF%F0"),
        ("/wp-content/uploads/2021/11/x.pdf", "/wp-content/uploads/2021/11/x.pdf"),
        (normalize("NFD", "/сабақтың-й/"), normalize("NFC", "/сабақтың-й")),
        ("/", "/"),
    ],
)
def test_an_address_has_one_spelling(pasted, address):
    assert written(pasted) == address
    assert written(written(pasted)) == address


INVISIBLE = "An address has no line breaks or other invisible signs in it."
NONE = "This is not the address of a page."


@pytest.mark.parametrize(
    ("pasted", "sentence"),
    [
        ("", NONE),
        ("   ", NONE),
        ("javascript:alert(1)", NONE),
        ("data:text/html,x", NONE),
        ("mailto:a@example.org", NONE),
        ("http://[bad", NONE),
        ("/a\r\nSet-Cookie: x=1", INVISIBLE),
        ("/a%0d%0aSet-Cookie:%20x=1", INVISIBLE),
        ("/a\0b", INVISIBLE),
        ("/a%00b", INVISIBLE),
        ("/" + "a" * 500, "This is longer than the 500 characters an address may have."),
        ("/?p=" + "a" * 5000, "This is longer than the 500 characters an address may have."),
    ],
)
def test_what_is_no_address_is_refused_in_a_sentence(pasted, sentence):

    with override("en"), pytest.raises(ValidationError) as refusal:
        written(pasted)
    assert refusal.value.messages == [sentence]


@pytest.mark.parametrize(
    "pasted",
    ["//evil.example/kk/events/", "https://evil.example/kk/events/", "https://testserver@evil.example/kk/events/"],
)
def test_another_site_is_refused(pasted):
    with pytest.raises(ValidationError) as refusal:
        on_this_site(pasted)
    assert "evil.example" in refusal.value.messages[0]


def test_this_site_may_be_named():
    assert on_this_site("https://testserver/ru/events/") == "/ru/events"


# --- What stands there ----------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_every_record_is_found_by_its_page_in_any_language_and_by_its_permanent_address(kind):
    record = MAKERS[kind]()
    address = address_of(record)
    spellings = [address, f"/ru{address}", f"/en{address}", permanent_path(record)]
    assert {text: page.record for text, page in pages_at(spellings).items()} == dict.fromkeys(spellings, record)
    assert resolve(permanent_path(record)).kwargs == {"kind": kind, "number": str(record.pk)}


@pytest.mark.django_db
def test_each_record_is_told_from_those_of_the_same_name():
    one, other = make_issue(slug="2024-1"), make_issue(slug="2024-1")
    first, second = make_article(issue=one, slug="a"), make_article(issue=other, slug="a")
    found = pages_at([address_of(record) for record in (one, other, first, second)])
    assert [page.record for page in found.values()] == [one, other, first, second]


@pytest.mark.django_db
def test_a_school_is_not_found_among_the_other_organizations():
    school = make_school(slug="sample")
    assert {*pages_at(["/organizations/sample", "/schools/sample"])} == {"/schools/sample"}
    assert pages_at(["/schools/sample"])["/schools/sample"].record == school


@pytest.mark.django_db
def test_lists_are_told_from_other_pages():
    make_event(slug="x")
    found = pages_at(["/kk", "/events", "/ru/events?year=2021", "/admin", "/robots.txt", "/events/x/programme"])
    assert {address: (page.path, page.is_list) for address, page in found.items()} == {
        "/kk": ("/", True),
        "/events": ("/events/", True),
        "/ru/events?year=2021": ("/events/?year=2021", True),
        "/admin": ("/admin/", False),
        "/robots.txt": ("/robots.txt", False),
        "/events/x/programme": ("/events/x/programme/", False),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/2021/11/26/x",
        "/news/no-such-post",
        "/news/сабақ",
        "/events/none/programme",
        "/?p=1",
        "/id/event/999",
        "/id/event/0",
        "/id/event/9999999999999999999",
        "/id/none/1",
        "/ru/admin",
        "/evil.example/kk/events",
        "/\\evil.example",
    ],
)
def test_where_nothing_stands_nothing_is_found(address):
    assert pages_at([address]) == {}


@pytest.mark.django_db
def test_many_addresses_take_one_query_for_each_kind(django_assert_num_queries):
    records = [make() for make in (make_event, make_event, make_event, make_article, make_article, make_school)]
    with django_assert_num_queries(3):
        assert len(pages_at(map(address_of, records))) == 6
