"""The sitemap: every public page once, in each language, and nothing else."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from events.models import EventPhoto
from journal.models import Article, Issue, Journal
from lessonstudy.portal import sitemaps
from lessonstudy.portal.caching import clock
from lessonstudy.portal.registry import KINDS
from members.models import Organization, PersonPhoto
from research.models import PosterPhoto
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
    picture,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
HOST = "http://testserver"
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


def read(client, page):
    answer = client.get(page)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def locations(client, page):
    root = read(client, page)
    return [element.text for entry in root for element in entry.findall(f"{SITEMAP}loc")]


def alternates(url):
    return {link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")}


def address(record, language):
    with translation.override(language):
        return f"{HOST}{record.get_absolute_url()}"


def make_picture(model, colour="teal", width=900, **owner):
    """A picture; the worker has sized it if it has a width."""
    photo = model.objects.create(image=picture(colour=colour), **owner)
    if width:
        photo.width, photo.height, photo.image.name = width, 600, f"photos/{colour}.jpg"
        photo.save()
    return photo


def test_the_index_names_the_sections_that_have_something_and_when_they_changed(client):
    make_event(), make_event()
    type(make_poster()).objects.update(updated_at=datetime(2023, 1, 2, 3, 4, 5, 6, tzinfo=UTC))
    root = read(client, "/sitemap.xml")
    assert root.tag == f"{SITEMAP}sitemapindex"
    assert [entry.findtext(f"{SITEMAP}loc") for entry in root] == [
        f"{HOST}/sitemap-{name}.xml" for name in ("pages", "event", "poster")
    ]
    assert [entry.findtext(f"{SITEMAP}lastmod") for entry in root][::2] == [None, "2023-01-02T03:04:05+00:00"]


def test_the_lists_are_there_in_three_languages_and_the_home_page_leads_to_the_front_door(client):
    root = read(client, "/sitemap-pages.xml")
    pages = [
        "",
        "archive/",
        "news/",
        "events/",
        "research/posters/",
        "journal/",
        "people/",
        "schools/",
        "councils/",
        "api/",
    ]
    assert [url.findtext(f"{SITEMAP}loc") for url in root] == [
        f"{HOST}/{language}/{page}" for page in pages for language in ("kk", "ru", "en")
    ]
    defaults = [alternates(url)["x-default"] for url in root]
    assert defaults == [f"{HOST}/"] * 3 + [f"{HOST}/kk/{page}" for page in pages[1:] for _ in range(3)]
    assert all(client.get(url.findtext(f"{SITEMAP}loc").removeprefix(HOST)).status_code == 200 for url in root)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_record_stands_there_in_each_language_and_each_names_the_others(client, kind):
    record = MAKERS[kind]()
    type(record).objects.update(updated_at=datetime(2023, 1, 2, 3, 4, 5, 6, tzinfo=UTC))
    addresses = {language: address(record, language) for language in ("kk", "ru", "en")}
    urls = [url for url in read(client, f"/sitemap-{kind}.xml") if url.findtext(f"{SITEMAP}loc") in addresses.values()]
    assert [url.findtext(f"{SITEMAP}loc") for url in urls] == list(addresses.values())
    assert [alternates(url) for url in urls] == [{**addresses, "x-default": addresses["kk"]}] * 3
    assert {url.findtext(f"{SITEMAP}lastmod") for url in urls} == {"2023-01-02T03:04:05+00:00"}
    assert [client.get(page.removeprefix(HOST)).status_code for page in addresses.values()] == [200] * 3


def test_every_kind_of_record_has_its_section():
    assert list(MAKERS) == list(KINDS)


def test_schools_stand_among_the_organizations_under_their_own_address(client):
    school = make_school()
    assert f"{HOST}/kk/schools/{school.slug}/" in locations(client, "/sitemap-organization.xml")
    assert Organization.objects.count() * 3 == len(locations(client, "/sitemap-organization.xml"))


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_not_public_is_in_no_section(client, kind):
    later = timezone.now() + timedelta(hours=1)
    for hidden in ({"status": "draft"}, {"status": "withdrawn"}, {"published_at": later}):
        record = MAKERS[kind]()
        type(record).objects.filter(pk=record.pk).update(**hidden)
    KINDS[kind].objects.filter(status="published", published_at__lte=timezone.now()).update(status="draft")
    assert locations(client, f"/sitemap-{kind}.xml") == []
    assert f"{HOST}/sitemap-{kind}.xml" not in locations(client, "/sitemap.xml")


def test_nothing_of_a_hidden_journal_or_issue_is_there(client):
    shown, of_draft_issue, of_draft_journal = make_article(), make_article(), make_article()
    Issue.objects.filter(pk=of_draft_issue.issue_id).update(status="draft")
    Journal.objects.filter(pk=of_draft_journal.issue.journal_id).update(status="withdrawn")
    assert Article.objects.published().count() == 3
    for kind, record in (("article", shown), ("issue", shown.issue)):
        assert locations(client, f"/sitemap-{kind}.xml") == [address(record, each) for each in ("kk", "ru", "en")]


def test_pictures_stand_with_their_page_once_they_are_sized(client):
    event = make_event()
    make_picture(EventPhoto, event=event, position=1)
    make_picture(EventPhoto, event=event, width=None, colour="red")
    make_picture(EventPhoto, event=event, position=2, width=2000, colour="blue")
    for url in read(client, "/sitemap-event.xml"):
        pictures = [image.findtext(f"{IMAGE}loc") for image in url.findall(f"{IMAGE}image")]
        assert pictures == [f"{HOST}/media/photos/teal-900.webp", f"{HOST}/media/photos/blue-1600.webp"]
        assert [child.tag for child in url][:2] == [f"{SITEMAP}loc", f"{SITEMAP}lastmod"]


def test_a_picture_of_a_draft_is_not_there(client):
    event = make_event()
    make_picture(EventPhoto, event=event)
    assert b"image:loc" in client.get("/sitemap-event.xml").content
    type(event).objects.update(status="draft")
    assert b"image:loc" not in client.get("/sitemap-event.xml").content


@pytest.mark.parametrize(
    ("kind", "model", "owner"),
    [("event", EventPhoto, "event"), ("poster", PosterPhoto, "poster"), ("person", PersonPhoto, "person")],
)
def test_a_section_asks_no_more_for_three_records_than_for_one(client, kind, model, owner):
    def row():
        make_picture(model, **{owner: MAKERS[kind]()})

    row()
    one = queries(client, f"/sitemap-{kind}.xml")
    row(), row()
    assert queries(client, f"/sitemap-{kind}.xml") == one == 3


@pytest.mark.parametrize("kind", MAKERS)
def test_no_section_and_no_index_asks_more_for_more(client, kind):
    pages = ("/sitemap.xml", f"/sitemap-{kind}.xml", "/sitemap-pages.xml")
    MAKERS[kind]()
    one = [queries(client, page) for page in pages]
    MAKERS[kind](), MAKERS[kind]()
    assert [queries(client, page) for page in pages] == one
    assert one[0] == len(KINDS)
    assert one[1] <= 3
    assert one[2] == 0


def queries(client, page):
    clock.stamp()  # asks once after each change when the next scheduled moment is
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_a_long_section_goes_on_on_further_pages(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "RECORDS", 2)
    posts = [make_post() for _ in range(5)]
    sections = [page for page in locations(client, "/sitemap.xml") if "news" in page]
    assert sections == [f"{HOST}/sitemap-news.xml{page}" for page in ("", "?p=2", "?p=3")]
    found = [location for page in sections for location in locations(client, page.removeprefix(HOST))]
    assert found == [address(post, language) for post in posts for language in ("kk", "ru", "en")]


def test_a_page_of_the_sitemap_has_at_most_five_thousand_addresses():
    assert sitemaps.RECORDS * 3 == 4998


@pytest.mark.parametrize("page", ["/sitemap-nothing.xml", "/sitemap-news.xml?p=2", "/sitemap-news.xml?p=x"])
def test_a_section_or_page_that_does_not_exist_is_not_found(client, page):
    make_post()
    assert client.get(page).status_code == 404


def test_addresses_follow_the_scheme_and_host_of_the_request(client, settings):
    settings.ALLOWED_HOSTS = ["lessons.example"]
    make_post()
    for page in ("/sitemap.xml", "/sitemap-news.xml", "/sitemap-pages.xml"):
        answer = client.get(page, secure=True, headers={"host": "lessons.example"})
        root = ElementTree.fromstring(answer.content)
        found = [element.text for element in root.iter(f"{SITEMAP}loc")]
        found += [element.get("href") for element in root.iter(f"{XHTML}link")]
        assert {location[:24] for location in found} == {"https://lessons.example/"}


def test_robots_are_led_to_the_sitemap_and_kept_from_the_back_rooms(client):
    assert client.get("/robots.txt", secure=True).text.splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        "Disallow: /*cite=",
        "",
        "Sitemap: https://testserver/sitemap.xml",
    ]
