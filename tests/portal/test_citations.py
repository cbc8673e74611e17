"""What can be cited: on its page, as a file, in lists and searches; and its PDF beside the page."""

import json
import re
from urllib.parse import unquote

import bibtexparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event
from journal.models import ArticleDocument, ArticleRole, Issue
from members.models import Role
from research.models import PosterDocument, PosterRole
from tests.factories import (
    make_article,
    make_event,
    make_issue,
    make_person,
    make_poster,
    make_school,
    make_staff,
    pdf,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]


def article_by(family, **fields):
    article = make_article(**fields)
    person = make_person(family_name_en=family, given_name_en="Ann")
    ArticleRole.objects.create(article=article, person=person, role=Role.Kind.AUTHOR)
    return article


def english(record):
    return record.get_absolute_url().replace("/kk/", "/en/", 1)


def tags(client, path):
    found = re.findall(r'<meta name="(citation_\w+)" content="([^"]*)">', client.get(path).text)
    assert all(content for _name, content in found)
    return found


def keys(answer):
    return [entry.key for entry in bibtexparser.parse_string(answer.text).entries]


# --- On the page ----------------------------------------------------------------------------------
def test_an_article_has_what_scholar_and_zotero_read(client):
    article = article_by("Author", pages="12–19", doi="10.1000/sample")
    ArticleDocument.objects.create(article=article, file=pdf())
    told = dict(tags(client, english(article)))
    assert (told["citation_title"], told["citation_author"]) == (article.title_en, "Author, Ann")
    assert told["citation_journal_title"] == article.issue.journal.title_en
    assert told["citation_pdf_url"] == f"http://testserver{english(article)}full.pdf"


def test_a_poster_without_a_named_author_is_of_its_school(client):
    poster = make_poster(event=make_event(title_en="Sample conference"))
    poster.schools.add(make_school(name_en="Sample School"))
    told = dict(tags(client, english(poster)))
    assert told["citation_author"] == "Sample School,"  # the comma keeps Zotero from dividing the name
    assert told["citation_conference_title"] == "Sample conference"


def test_a_page_that_nobody_can_be_named_for_has_no_tags(client):
    assert tags(client, english(make_article())) == []


def test_an_event_that_is_not_public_is_not_named(client):
    poster = make_poster(event=make_event(title_en="Secret conference"))
    poster.schools.add(make_school())
    Event.objects.update(status="draft")
    assert "Secret conference" not in client.get(english(poster)).text
    assert "Secret conference" not in client.get(f"/id/poster/{poster.pk}.bib").text


def test_a_preview_is_not_to_be_cited(client):
    article = article_by("Author", status="draft")
    client.force_login(make_staff(is_superuser=True))
    answer = client.get(english(article))
    assert (answer.status_code, "citation_title" in answer.text, 'id="cite"' in answer.text) == (200, False, False)


def test_the_page_says_how_to_cite_it(client):
    text = client.get(english(article_by("Author"))).text
    assert "Author, A. (2024)." in text
    assert "Author A. Sample article" in text


# --- The PDF --------------------------------------------------------------------------------------
def body(answer):
    return b"".join(answer.streaming_content)


def test_the_pdf_is_the_one_in_the_readers_language(client):
    article = make_article()
    page = english(article)
    for language, content in (("ru", "Русский"), ("en", "English")):
        ArticleDocument.objects.create(article=article, file=pdf(f"{content}.pdf"), language=language)
    for language, name in (("ru", "Русский"), ("en", "English"), ("kk", "English")):
        answer = client.get(page.replace("/en/", f"/{language}/") + "full.pdf")
        named = unquote(answer["Content-Disposition"])
        body(answer)
        stored = ArticleDocument.objects.get(label=name).file.name.rpartition("/")[2]
        assert stored in named, (language, named)


def test_without_a_pdf_there_is_none(client):
    assert client.get(english(make_article()) + "full.pdf").status_code == 404


def test_the_pdf_is_hidden_with_its_record(client):
    poster = make_poster(status="draft")
    PosterDocument.objects.create(poster=poster, file=pdf())
    assert client.get(english(poster) + "full.pdf").status_code == 404
    poster.status = "withdrawn"
    poster.save()
    assert client.get(english(poster) + "full.pdf").status_code == 410


# --- As files -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "kind", "file"),
    [
        ("bib", "application/x-bibtex", "bib"),
        ("ris", "application/x-research-info-systems", "ris"),
        ("csl", "application/vnd.citationstyles.csl+json", "json"),
    ],
)
def test_a_record_in_each_format_by_address_and_by_negotiation(client, name, kind, file):
    article = article_by("Author")
    answer = client.get(f"/id/article/{article.pk}.{name}")
    assert (answer.status_code, answer["Content-Type"]) == (200, f"{kind}; charset=utf-8")
    assert answer["Content-Disposition"] == f'inline; filename="article-{article.pk}.{file}"'
    led = client.get(f"/id/article/{article.pk}", headers={"accept": kind})
    assert (led.status_code, led["Location"]) == (303, f"/id/article/{article.pk}.{name}")


def test_what_cannot_be_cited_leads_to_its_page_all_the_same(client):
    event = make_event()
    led = client.get(f"/id/event/{event.pk}", headers={"accept": "application/x-bibtex"})
    assert led["Location"] == english(event)
    assert client.get(f"/id/event/{event.pk}.bib").status_code == 404


def test_an_issue_is_cited_by_its_articles_in_their_order(client):
    issue = make_issue()
    second, first = make_article(issue=issue, position=2), make_article(issue=issue, position=1)
    make_article(issue=issue, status="draft")
    assert keys(client.get(f"/id/issue/{issue.pk}.bib")) == [f"article{first.pk}", f"article{second.pk}"]


def test_what_is_not_public_is_not_cited(client):
    article = make_article()
    Issue.objects.update(status="draft")
    assert client.get(f"/id/article/{article.pk}.bib").status_code == 404
    assert client.get("/id/article/999999.bib").status_code == 404


def test_a_list_is_cited_as_it_is_filtered(client):
    wanted, _other = make_poster(language="ru"), make_poster(language="kk")
    answer = client.get("/en/research/posters/?language=ru&cite=bib")
    assert keys(answer) == [f"poster{wanted.pk}"]
    assert "?language=ru&amp;cite=bib" in client.get("/en/research/posters/?language=ru").text


def test_a_search_is_cited_as_far_as_it_can_be(client):
    poster, article = make_poster(title_en="Willow"), make_article()
    article.title_en = "Willow too"
    article.save()
    make_event(title_en="Willow day")
    found = json.loads(client.get("/en/search/?q=willow&cite=csl").content)
    assert {item["id"] for item in found} == {f"poster{poster.pk}", f"article{article.pk}"}


def test_where_nothing_can_be_cited_nothing_is_offered(client):
    make_event(title_en="Willow day")
    assert "cite=bib" not in client.get("/en/search/?q=willow").text
    assert client.get("/en/search/?q=willow&cite=bib").text == ""


def test_citing_a_list_costs_the_same_however_long_it_is(client):
    def statements():
        with CaptureQueriesContext(connection) as counted:
            client.get("/en/research/posters/?cite=bib")
        return len(counted)

    def one():
        poster = make_poster(event=make_event())
        PosterRole.objects.create(poster=poster, person=make_person(), role=Role.Kind.AUTHOR)

    one()
    few = statements()
    for _ in range(4):
        one()
    assert statements() == few
