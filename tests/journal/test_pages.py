"""The pages of a journal: its issues, the contents of each, its authors, and how to submit."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from journal.models import ArticleRole, Issue
from members.models import Role
from tests.factories import make_article, make_issue, make_journal, make_person

pytestmark = pytest.mark.django_db


def english(record, more=""):
    return record.get_absolute_url().replace("/kk/", "/en/", 1) + more


def wrote(article, person=None, **fields):
    person = person or make_person(**fields)
    ArticleRole.objects.create(article=article, person=person, role=Role.Kind.AUTHOR)
    return person


def test_the_contents_of_an_issue_are_in_print_order_with_authors_and_pages(client):
    issue = make_issue(volume=5)
    second = make_article(issue=issue, position=2, pages="20–31")
    first = make_article(issue=issue, position=1, pages="3–19")
    wrote(first, family_name_en="Author")
    text = client.get(english(issue)).text
    assert text.rindex(first.title_en) < text.rindex(second.title_en)
    for said in ("Author", "3–19", "20–31", f'href="/id/issue/{issue.pk}.bib"'):
        assert said in text


def test_an_issue_without_articles_offers_nothing_to_cite(client):
    text = client.get(english(make_issue())).text
    assert "The articles of this issue are not in the archive yet." in text
    assert ".bib" not in text


# --- Authors --------------------------------------------------------------------------------------
def test_authors_are_in_order_of_the_alphabet_with_all_they_wrote(client):
    journal = make_journal()
    old, new = make_issue(journal=journal), make_issue(journal=journal)
    earlier, later = make_article(issue=old), make_article(issue=new)
    person = wrote(earlier, family_name_en="Beta", given_name_en="B.")
    wrote(later, person)
    wrote(later, family_name_en="Alpha")
    text = client.get(english(journal, "authors/")).text
    order = ["Alpha", "Beta, B.", later.title_en, earlier.title_en]
    places = [text.rindex(said) for said in order]
    assert places[0] < places[1] < places[2] < places[3]
    assert f'href="{english(journal, "authors/")}"' in client.get(english(journal)).text


def test_editors_and_what_is_not_public_are_not_in_the_index(client):
    journal = make_journal()
    article, hidden = make_article(issue=make_issue(journal=journal)), make_article(issue=make_issue(journal=journal))
    person = make_person(family_name_en="Translator")
    ArticleRole.objects.create(article=article, person=person, role=Role.Kind.EDITOR)
    wrote(hidden, family_name_en="Hidden")
    Issue.objects.filter(pk=hidden.issue_id).update(status="draft")
    text = client.get(english(journal, "authors/")).text
    assert "Translator" not in text
    assert "Hidden" not in text


def test_an_author_without_a_page_is_named_without_a_link(client):
    article = make_article()
    person = wrote(article, family_name_en="Shy", status="draft")
    text = client.get(english(article.issue.journal, "authors/")).text
    assert "Shy" in text
    assert english(person) not in text


def test_an_author_as_printed_is_named_everywhere_without_a_link(client):
    article = make_article()
    for name in ("Sample, Ann", "Example C. D.", "Whole Name"):
        ArticleRole.objects.create(article=article, role=Role.Kind.AUTHOR, printed_name=name, affiliation_en="School 1")
    issue, journal = article.issue, article.issue.journal
    assert "Ann Sample, Example C. D., Whole Name" in client.get(english(issue)).text
    text = client.get(english(article)).text
    assert text.count("School 1") >= 3
    assert '"name": "Ann Sample"' in text.replace('":"', '": "')
    index = client.get(english(journal, "authors/")).text
    assert [index.rindex(name) > 0 for name in ("Example C. D.", "Sample, Ann", "Whole Name")] == [True] * 3
    csl = json.loads(client.get(f"/id/article/{article.pk}.csl").content)
    assert csl[0]["author"] == [
        {"family": "Sample", "given": "Ann"},
        {"family": "Example", "given": "C. D."},
        {"literal": "Whole Name"},
    ]
    people = client.get(f"/api/v1/articles/{article.pk}/").json()["people"]
    assert (people[0]["person"], people[0]["printed_name"]) == (None, "Sample, Ann")


def test_a_role_names_a_person_or_a_name():
    with override("en"), pytest.raises(ValidationError, match="Choose the person, or write the name as printed here"):
        ArticleRole(article=make_article(), role=Role.Kind.AUTHOR).full_clean()


def test_the_index_costs_the_same_however_many_wrote(client):
    journal = make_journal()
    issue = make_issue(journal=journal)

    def statements():
        with CaptureQueriesContext(connection) as counted:
            client.get(english(journal, "authors/"))
        return len(counted)

    wrote(make_article(issue=issue))
    few = statements()
    for _ in range(4):
        wrote(make_article(issue=issue))
    assert statements() == few


# --- How to submit --------------------------------------------------------------------------------
def test_how_to_submit_has_a_page_where_the_journal_says_so(client):
    silent, told = make_journal(), make_journal(guidelines_en="<p>Write <strong>plainly</strong>.</p>")
    assert client.get(english(silent, "submit/")).status_code == 404
    assert "How to submit" not in client.get(english(silent)).text
    assert "<strong>plainly</strong>" in client.get(english(told, "submit/")).text
    assert f'href="{english(told, "submit/")}"' in client.get(english(told)).text


# --- Pages and DOI --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ("12-19", "Another article of this issue has the same pages."),
        ("19–12", "The last page comes before the first: “19–12”."),
        ("from 12", "“from 12” are not pages: write 12–19, or 12 for one page."),
    ],
)
def test_wrong_pages_are_refused_in_words(pages, message):
    first = make_article(pages="12–19")
    second = make_article(issue=first.issue)
    second.pages = pages
    assert refusal(second) == [message]


def test_two_notes_may_share_a_page_and_two_issues_pages():
    first = make_article(pages="12")
    second = make_article(issue=first.issue)
    second.pages = "12"
    assert refusal(second) == []
    other = make_article(pages="3–4")
    third = make_article()
    third.pages = other.pages
    assert refusal(third) == []


def test_a_doi_belongs_to_one_article():
    make_article(doi="10.1000/sample")
    second = make_article()
    second.doi = "10.1000/sample"
    assert refusal(second) == ["Another article has this DOI already."]


def refusal(article):
    with override("en"):
        try:
            article.full_clean()
        except ValidationError as error:
            return error.messages
    return []
