"""News in the schema.org graph of its page."""

import pytest

from events.models import Event
from tests.factories import make_event, make_post
from tests.graphs import main_node

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


def test_a_post_is_an_article_of_the_association(client):
    post = make_post(title_ru="Новость", lead_ru="О чём она.", kind="report", slug="sample")
    event, hidden = make_event(), make_event()
    post.events.add(event, hidden)
    Event.objects.filter(pk=hidden.pk).update(status="draft")
    node = main_node(client, post, language="ru")
    assert (node["@type"], node["@id"]) == ("NewsArticle", f"{HOST}/id/news/{post.pk}")
    assert (node["headline"], node["description"], node["inLanguage"]) == ("Новость", "О чём она.", "ru")
    assert node["datePublished"] == post.published_at.isoformat(timespec="seconds")
    assert node["author"]["@id"] == node["publisher"]["@id"] == f"{HOST}/#association"
    assert node["about"] == [{"@id": f"{HOST}/id/event/{event.pk}"}]
    assert node["image"] == [f"{HOST}/ru/preview/news/{post.pk}.jpg?v=0"]


def test_a_long_headline_is_cut_at_a_word(client):
    node = main_node(client, make_post(title_en="Wordy " * 30))
    assert node["headline"] == "Wordy " * 17 + "Wordy…"
    assert len(node["headline"]) <= 110


def test_a_post_never_changed_before_it_was_published(client):
    post = make_post()
    type(post).objects.update(updated_at="2001-01-01T00:00:00Z")
    node = main_node(client, post)
    assert node["dateModified"] == node["datePublished"]
