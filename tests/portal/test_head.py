"""The head of every page: one address, three languages, words and a picture for shared links, what not to keep."""

import re
from html import unescape

import pytest
from django.test import RequestFactory

from events.models import Event, EventPhoto
from lessonstudy.content.head import machine_head
from tests.factories import make_article, make_event, make_person, make_post, make_staff
from tests.graphs import every_node, graph_of, way_of
from tests.portal.test_pages import LISTS, address, pages_of, rich_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]
HOST = "http://testserver"


def head(client, path):
    """{name: content} of every meta element and {rel or language: address} of every link of the head."""
    text = client.get(path).text.split("</head>")[0]
    words = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', text)
    links = re.findall(r'<link rel="(?:alternate" hreflang=")?([^"]+)" href="([^"]*)"', text)
    return {name: unescape(content) for name, content in [*words, *links]}


def test_a_page_tells_its_address_in_each_language(client):
    make_event(slug="sample")
    found = head(client, "/ru/events/sample/?utm_source=mail&fbclid=1")
    page = f"{HOST}/ru/events/sample/"
    assert (found["canonical"], found["og:url"], found["ru"]) == (page, page, page)
    assert (found["kk"], found["en"]) == (f"{HOST}/kk/events/sample/", f"{HOST}/en/events/sample/")
    assert found["x-default"] == found["kk"]


def test_who_reads_another_language_comes_in_by_the_door(client):
    assert head(client, "/en/")["x-default"] == f"{HOST}/"


def test_each_page_of_a_long_list_has_an_address_of_its_own(client):
    for _number in range(21):
        make_event()
    assert head(client, "/en/events/?page=1&utm_source=mail")["canonical"] == f"{HOST}/en/events/"
    second = head(client, "/en/events/?page=2")
    assert (second["canonical"], second["kk"]) == (f"{HOST}/en/events/?page=2", f"{HOST}/kk/events/?page=2")
    collection = graph_of(client, "/en/events/?page=2")[0]
    assert collection["mainEntity"]["numberOfItems"] == 21
    assert [item["position"] for item in collection["mainEntity"]["itemListElement"]] == [21]


def test_a_shared_link_has_words_and_a_picture_in_its_language(client):
    event = make_event(title_kk="Үлгі & басқа", title_en="Sample & other", summary_kk="Қысқаша.")
    found = head(client, f"/kk/events/{event.slug}/")
    assert found["og:title"] == found["og:image:alt"] == "Үлгі & басқа"
    assert found["description"] == found["og:description"] == "Қысқаша."
    assert (found["og:type"], found["og:locale"]) == ("website", "kk_KZ")
    assert found["og:image"] == f"{HOST}/kk/preview/event/{event.pk}.jpg?v=0"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["twitter:card"] == "summary_large_image"
    assert found.get("robots") is None


def test_news_tells_when_it_was_published(client):
    post = make_post()
    found = head(client, f"/en/news/{post.slug}/")
    assert found["og:type"] == "article"
    assert found["article:published_time"] == post.published_at.isoformat(timespec="seconds")


def test_a_wide_picture_is_described_and_changes_the_address(client):
    event = make_event(slug="sample")
    tall = EventPhoto.objects.create(event=event, image="photos/a.jpg", width=900, height=1200, alt_en="A sheet")
    assert head(client, "/en/events/sample/")["og:image:alt"] == event.plain_title
    tall.width, tall.alt_en = 1600, "Teachers around a table"
    tall.save()
    found = head(client, "/en/events/sample/")
    assert found["og:image:alt"] == "Teachers around a table"
    assert found["og:image"].endswith(f"{event.pk}.jpg?v=0-{tall.pk}")


def test_a_description_is_words_of_bounded_length(client):
    make_event(slug="long", summary_en="Wordy " * 100)
    make_event(slug="rich", description_en="<p>One</p><p>two</p>")
    make_event(slug="silent", title_en="Silent")
    assert head(client, "/en/events/long/")["description"] == "Wordy " * 49 + "Wordy…"
    assert head(client, "/en/events/rich/")["description"] == "One two"
    assert head(client, "/en/events/silent/")["description"].startswith("Silent. Conferences, ")


def test_no_title_breaks_out_of_the_head(client):
    title = '</script><script>alert("1")</script>\u2028<b>'
    event = make_event(title_en=title, slug="sample")
    text = client.get("/en/events/sample/").text
    assert "<script>alert" not in text
    assert graph_of(client, "/en/events/sample/")[0]["name"] == event.plain_title == title
    assert head(client, "/en/events/sample/")["og:title"] == title


def test_every_public_page_has_one_graph_with_the_way_to_it_and_nothing_empty(client):
    event = rich_event()
    for page in pages_of(event) + [address(name) for name in LISTS]:
        graph = graph_of(client, page)
        assert way_of(graph)[0] == "Home"
        for node in every_node(graph):
            assert set(node) == {"@id"} or "@type" in node
            assert [name for name, value in node.items() if value in ("", None, [], {})] == []
            for name in {"@id", "url", "item", "contentUrl"} & set(node):
                assert node[name].startswith(("http://testserver/", "https://example.org/")), (page, name)


def test_the_front_page_tells_whose_site_it_is_and_how_to_search_it(client):
    site, association = graph_of(client, "/ru/")
    assert site["potentialAction"]["target"]["urlTemplate"] == f"{HOST}/ru/search/?q={{search_term_string}}"
    assert site["publisher"] == {"@id": association["@id"]}
    assert head(client, "/ru/")["description"].startswith("Конференции")


def test_a_list_names_the_records_of_its_page(client):
    person = make_person(family_name_en="Sample")
    collection, way = graph_of(client, "/en/people/")
    assert collection["@type"] == "CollectionPage"
    assert collection["mainEntity"]["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "Sample", "url": f"{HOST}/en/people/{person.slug}/"}
    ]
    assert way_of([way]) == ["Home", "People"]


@pytest.mark.parametrize("name", ["no-such-page/", "events/withdrawn/", "events/draft/"])
def test_what_is_no_page_for_readers_is_not_kept(client, name):
    for status in ("withdrawn", "draft"):
        event = make_event(slug=status)
        Event.objects.filter(pk=event.pk).update(status=status)
    client.force_login(make_staff("events.view_event"))  # who sees the draft
    found = head(client, f"/en/{name}")
    assert found["robots"] == "noindex, follow"
    assert {"canonical", "og:title", "kk"} & set(found) == set()


def test_the_sign_in_is_not_kept(client):
    assert head(client, "/accounts/login/")["robots"] == "noindex, follow"


def test_a_draft_has_no_graph_even_for_staff(client):
    event = make_event(slug="draft", title_en="Secret")
    Event.objects.filter(pk=event.pk).update(status="draft")
    client.force_login(make_staff("events.view_event"))
    text = client.get("/en/events/draft/").text
    assert "Secret" in text
    assert "ld+json" not in text


def test_a_view_may_name_the_address_and_ask_not_to_be_kept():
    request = RequestFactory().get("/en/events/", {"kind": "tour", "q": "x"})
    context = {"request": request, "canonical": "/en/events/?kind=tour", "noindex": True, "object_list": []}
    found = machine_head(context, "Events")
    assert (found["canonical"], found["noindex"]) == (f"{HOST}/en/events/?kind=tour", True)
    assert found["graph"] == []


def test_articles_and_programmes_are_pages_of_their_own(client):
    article, event = make_article(), make_event()
    with_issue = article.get_absolute_url().replace("/kk/", "/en/", 1)
    assert head(client, with_issue)["canonical"] == f"{HOST}{with_issue}"
    programme = f"/en/events/{event.slug}/programme/"
    found = head(client, programme)
    assert (found["canonical"], found["og:title"]) == (f"{HOST}{programme}", f"Programme: {event.plain_title}")
