"""Journals, issues and articles in the schema.org graph of their pages."""

import pytest

from journal.models import Article, ArticleRole, Issue, Journal, JournalRole
from lessonstudy.content.dates import PartialDate
from tests.factories import make_article, make_event, make_issue, make_journal, make_organization, make_person
from tests.graphs import graph_of, main_node, way_of

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


def english(record):
    return record.get_absolute_url().replace("/kk/", "/en/", 1)


def test_a_journal_is_a_periodical_with_its_public_issues(client):
    journal = make_journal(issn="2308-7668", founded=PartialDate(2012), owner=make_organization(name_en="Owner"))
    JournalRole.objects.create(journal=journal, person=make_person(family_name_en="Editor"), role="editor")
    issue, hidden = make_issue(journal=journal), make_issue(journal=journal)
    Issue.objects.filter(pk=hidden.pk).update(status="draft")
    node = main_node(client, journal)
    assert (node["@type"], node["issn"], node["startDate"]) == ("Periodical", "2308-7668", "2012")
    assert (node["publisher"]["name"], node["editor"][0]["name"]) == ("Owner", "Editor")
    assert [(part["@type"], part["@id"]) for part in node["hasPart"]] == [
        ("PublicationIssue", f"{HOST}/id/issue/{issue.pk}")
    ]


def test_an_issue_is_part_of_its_volume_and_journal(client):
    event = make_event()
    issue = make_issue(volume=5, editions="kk en", event=event, title_en="Special")
    article, hidden = make_article(issue=issue), make_article(issue=issue)
    ArticleRole.objects.create(article=article, person=make_person(family_name_en="Author"), role="author")
    Article.objects.filter(pk=hidden.pk).update(status="draft")
    graph = graph_of(client, english(issue))
    node = graph[0]
    assert (node["@type"], node["issueNumber"], node["datePublished"]) == (
        "PublicationIssue",
        str(issue.number),
        "2024",
    )
    assert node["name"] == f"{issue.journal.plain_title}, {issue.designation}"
    assert (node["alternateName"], node["inLanguage"]) == (["Special"], ["kk", "en"])
    assert node["isPartOf"]["volumeNumber"] == "5"
    assert node["isPartOf"]["isPartOf"]["@id"] == f"{HOST}/id/journal/{issue.journal.pk}"
    assert node["about"] == {"@id": f"{HOST}/id/event/{event.pk}"}
    assert [(part["name"], part["author"][0]["name"]) for part in node["hasPart"]] == [(article.plain_title, "Author")]
    assert way_of(graph) == ["Home", "Journal", issue.journal.plain_title, issue.designation]


def test_an_article_can_be_cited_from_its_node(client):
    article = make_article(
        abstract_en="What it says.",
        keywords_en="lesson, study",
        pages="12–19",
        doi="10.1000/182",
        references="One\n\nTwo",
    )
    ArticleRole.objects.create(article=article, person=make_person(family_name_en="Author"), role="author")
    node = main_node(client, article)
    assert (node["@type"], node["headline"]) == ("ScholarlyArticle", article.plain_title)
    assert (node["abstract"], node["keywords"], node["pagination"]) == ("What it says.", "lesson, study", "12–19")
    assert (node["sameAs"], node["citation"]) == ("https://doi.org/10.1000/182", ["One", "Two"])
    assert (node["datePublished"], node["inLanguage"]) == ("2024", "en")
    assert [person["name"] for person in node["author"]] == ["Author"]
    assert node["isPartOf"]["isPartOf"]["name"] == article.issue.journal.plain_title


@pytest.mark.parametrize("above", [Issue, Journal])
def test_an_article_is_not_there_without_its_issue_and_journal(client, above):
    article = make_article()
    assert client.get(english(article)).status_code == 200
    above.objects.update(status="draft")
    assert client.get(english(article)).status_code == 404
