"""Atom feeds: valid, complete, in the reader's language, and nothing in them that is not public."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from events.models import Event
from journal.models import Article, Issue, Journal
from lessonstudy.content import actions
from lessonstudy.news.models import NewsPost
from lessonstudy.portal.caching import clock
from tests.factories import (
    make_article,
    make_event,
    make_issue,
    make_journal,
    make_post,
    make_poster,
    make_report,
    make_staff,
)

pytestmark = pytest.mark.django_db

HEAD = "components/feeds.html"
ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
FEEDS = {
    "/en/feed.xml": [make_post, make_event, make_poster, make_report, make_issue, make_article],
    "/en/news/feed.xml": [make_post],
    "/en/events/feed.xml": [make_event],
    "/en/research/posters/feed.xml": [make_poster],
    "/en/research/reports/feed.xml": [make_report],
    "/en/journal/feed.xml": [make_issue, make_article],
}


def read(client, page):
    answer = client.get(page)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def entries(client, page):
    return read(client, page).findall(f"{ATOM}entry")


def titles(client, page):
    return [entry.findtext(f"{ATOM}title") for entry in entries(client, page)]


def said(element):
    """The children in order: (name, text, attributes)."""
    return [(child.tag.removeprefix(ATOM), child.text, child.attrib) for child in element if len(child) == 0]


def link(rel, kind, href, language="en"):
    return ("link", None, {"rel": rel, "type": kind, "href": href, "hreflang": language})


# --- what a feed says ---


def test_a_feed_says_what_the_atom_standard_asks_of_it(client):
    event = make_event()
    Event.objects.update(updated_at=datetime(2040, 5, 6, 7, 8, 9, 10, tzinfo=UTC))
    root = read(client, "/en/events/feed.xml")
    assert (root.tag, root.attrib) == (f"{ATOM}feed", {LANGUAGE: "en"})
    assert [row for row in said(root) if row[0] != "entry"] == [
        ("id", "https://testserver/en/events/feed.xml", {}),
        ("title", "Events · Lesson Study in Kazakhstan", {}),
        ("updated", "2040-05-06T07:08:09+00:00", {}),
        link("self", "application/atom+xml", "http://testserver/en/events/feed.xml"),
        link("alternate", "text/html", "http://testserver/en/events/"),
        ("icon", "http://testserver/static/img/icon.svg", {}),
    ]
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Lesson Study in Kazakhstan"
    assert said(root.find(f"{ATOM}entry"))[0] == ("id", f"https://testserver/id/event/{event.pk}", {})


def test_an_entry_says_what_it_is_where_and_since_when(client):
    post = make_post(title_en="Sample & <b>news</b>", lead_en="Қазақ: a < b\x0b", kind="report")
    moments = {"published_at": datetime(2023, 1, 2, tzinfo=UTC), "updated_at": datetime(2023, 1, 3, tzinfo=UTC)}
    NewsPost.objects.update(**moments)
    assert said(entries(client, "/en/news/feed.xml")[0]) == [
        ("id", f"https://testserver/id/news/{post.pk}", {}),
        ("title", "Sample & <b>news</b>", {}),
        link("alternate", "text/html", f"http://testserver/en/news/{post.slug}/"),
        ("published", "2023-01-02T00:00:00+00:00", {}),
        ("updated", "2023-01-03T00:00:00+00:00", {}),
        ("summary", "Қазақ: a < b", {}),
    ]


def test_each_kind_has_its_word_in_identifiers_and_its_page(client):
    post, event, poster, issue = make_post(), make_event(), make_poster(), make_issue()
    article = make_article(issue=issue)
    found = {
        entry.findtext(f"{ATOM}id"): entry.find(f"{ATOM}link").get("href") for entry in entries(client, "/en/feed.xml")
    }
    with translation.override("en"):
        assert found == {
            f"https://testserver/id/{kind}/{record.pk}": f"http://testserver{record.get_absolute_url()}"
            for kind, record in (
                ("news", post), ("event", event), ("poster", poster), ("issue", issue), ("article", article),
            )
        }  # fmt: skip


def test_an_identifier_survives_another_address_language_and_scheme(client):
    event = make_event()

    def identifiers():
        pages = [("/kk/feed.xml", False), ("/ru/events/feed.xml", False), ("/en/feed.xml", True)]
        return {
            ElementTree.fromstring(client.get(page, secure=secure).content).findtext(f"{ATOM}entry/{ATOM}id")
            for page, secure in pages
        }

    before = identifiers()
    event.slug = "another-address"
    event.save()
    assert identifiers() == before == {f"https://testserver/id/event/{event.pk}"}


def test_addresses_follow_the_scheme_of_the_request(client):
    make_post()
    root = ElementTree.fromstring(client.get("/en/feed.xml", secure=True).content)
    assert {element.get("href").split("/en/")[0] for element in root.iter(f"{ATOM}link")} == {"https://testserver"}


def test_text_in_another_language_says_which(client):
    make_post(title_en="", title_ru="Пример", lead_ru="Кратко", original_language="ru")
    make_issue(journal=make_journal(), summary_ru="Номер")
    Journal.objects.update(title_en="", title_ru="Журнал")
    for page, language in (("/en/feed.xml", "ru"), ("/ru/feed.xml", None)):
        texts = [entry.find(f"{ATOM}{name}") for entry in entries(client, page) for name in ("title", "summary")]
        assert [text.get(LANGUAGE) for text in texts] == [language] * 4
        assert read(client, page).get(LANGUAGE) == page[1:3]


def test_an_issue_is_named_by_its_journal_and_number(client):
    issue = make_issue(journal=make_journal(description_en=""))
    assert titles(client, "/en/journal/feed.xml") == [f"{issue.journal}, 2024, №{issue.number}"]


def test_a_scheduled_record_is_not_older_than_its_publication(client):
    make_post()
    NewsPost.objects.update(updated_at=datetime(2020, 1, 1, tzinfo=UTC), published_at=datetime(2020, 2, 1, tzinfo=UTC))
    root = read(client, "/en/news/feed.xml")
    assert [element.text for element in root.iter(f"{ATOM}updated")] == ["2020-02-01T00:00:00+00:00"] * 2


@pytest.mark.parametrize("page", FEEDS)
def test_a_feed_without_entries_is_valid_too(client, page):
    root = read(client, page)
    assert root.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"
    assert root.findall(f"{ATOM}entry") == []


# --- what is in it ---


@pytest.mark.parametrize("page", FEEDS)
def test_a_feed_holds_its_kinds_and_no_other(client, page):
    made = [(make, make()) for make in FEEDS["/en/feed.xml"]]
    expected = {str(record) for make, record in made if make in FEEDS[page]}
    if make_issue in FEEDS[page]:
        expected.add(str(Article.objects.get().issue))
    assert set(titles(client, page)) == expected


def test_the_newest_thirty_come_newest_first(client):
    now = timezone.now()
    for number in range(32):
        record = make_post(title_en=f"{number}") if number % 2 else make_event(title_en=f"{number}")
        type(record).objects.filter(pk=record.pk).update(published_at=now - timedelta(hours=number))
    pinned = make_post(title_en="pinned", pinned=True)
    NewsPost.objects.filter(pk=pinned.pk).update(published_at=now - timedelta(days=9))
    assert titles(client, "/en/feed.xml") == [str(number) for number in range(30)]


def test_what_is_not_public_is_in_no_feed(client):
    later = timezone.now() + timedelta(hours=1)
    for hidden in ({"status": "draft"}, {"status": "withdrawn"}, {"published_at": later}):
        for make in FEEDS["/en/feed.xml"]:
            record = make()
            type(record).objects.filter(pk=record.pk).update(**hidden)
    Issue.objects.update(status="draft")
    assert {page: titles(client, page) for page in FEEDS} == {page: [] for page in FEEDS}


def test_nothing_of_a_hidden_journal_or_issue_is_in_a_feed(client):
    shown, of_draft_issue, of_draft_journal = make_article(), make_article(), make_article()
    Issue.objects.filter(pk=of_draft_issue.issue_id).update(status="draft")
    Journal.objects.filter(pk=of_draft_journal.issue.journal_id).update(published_at=timezone.now() + timedelta(days=1))
    assert titles(client, "/en/journal/feed.xml") == [str(shown), str(shown.issue)]
    assert set(titles(client, "/en/feed.xml")) == {str(shown), str(shown.issue)}


def test_a_draft_does_not_tell_when_it_was_worked_on(client):
    post, draft = make_post(), make_post()
    NewsPost.objects.update(updated_at=datetime(2023, 1, 3, tzinfo=UTC), published_at=datetime(2023, 1, 2, tzinfo=UTC))
    NewsPost.objects.filter(pk=draft.pk).update(status="draft", updated_at=timezone.now())
    assert read(client, "/en/news/feed.xml").findtext(f"{ATOM}updated") == "2023-01-03T00:00:00+00:00"
    assert titles(client, "/en/news/feed.xml") == [str(post)]


@pytest.mark.parametrize("page", FEEDS)
def test_a_feed_asks_no_more_for_three_of_each_than_for_one(client, page):
    def queries():
        clock.stamp()  # asks once after each change when the next scheduled moment is
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        return len(asked)

    def row():
        return [make() for make in FEEDS["/en/feed.xml"]]

    row()
    one = queries()
    row(), row()
    assert queries() == one
    assert one == 2 * len(FEEDS[page])


# --- fetched again ---


@pytest.mark.parametrize("page", FEEDS)
def test_what_did_not_change_is_not_sent_again(client, page):
    for make in FEEDS[page]:
        make()
    first = client.get(page)
    for header in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        again = client.get(page, headers=header)
        assert (again.status_code, again.content) == (304, b"")
    assert client.get(page.replace("/en/", "/kk/"), headers={"if-none-match": first["ETag"]}).status_code == 200


def test_what_is_new_or_withdrawn_is_sent(client):
    yesterday = timezone.now() - timedelta(days=1)
    old, gone, coming = make_post(), make_post(), make_post()
    NewsPost.objects.update(updated_at=yesterday, published_at=yesterday)
    soon = timezone.now() + timedelta(days=1)
    NewsPost.objects.filter(pk=coming.pk).update(published_at=soon)
    first = client.get("/en/news/feed.xml")
    asked = {"if-modified-since": first["Last-Modified"]}
    assert client.get("/en/news/feed.xml", headers=asked).status_code == 304
    NewsPost.objects.filter(pk=coming.pk).update(published_at=timezone.now())  # its hour came, nobody saved it
    assert str(coming) in client.get("/en/news/feed.xml", headers=asked).text
    NewsPost.objects.filter(pk=coming.pk).delete()
    assert client.get("/en/news/feed.xml", headers=asked).status_code == 304
    actions.withdraw(gone, by=make_staff(is_superuser=True))
    answer = client.get("/en/news/feed.xml", headers=asked)
    assert (str(old) in answer.text, str(gone) in answer.text) == (True, False)


# --- the ways to it ---


def test_no_record_can_stand_in_the_place_of_a_feed(client):
    """A slug has no dot, so `news/feed.xml` is never the address of a post."""
    post = make_post(title_en="feed.xml")
    assert post.slug == "feed-xml"
    assert client.get("/en/news/feed.xml")["Content-Type"].startswith("application/atom+xml")
    assert client.get(f"/en/news/{post.slug}/")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_head_of_a_page_names_every_feed_in_its_language(client, language):
    with translation.override(language):
        links = re.findall(r'type="application/atom\+xml" href="(.+?)" title="(.+?)"', render_to_string(HEAD))
    assert [page for page, title in links] == [page.replace("/en/", f"/{language}/") for page in FEEDS]
    assert [title for page, title in links] == [read(client, page).findtext(f"{ATOM}title") for page, title in links]
