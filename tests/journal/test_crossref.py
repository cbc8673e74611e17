"""An issue and its articles as Crossref takes them: whole, in the order of the schema, only what has a DOI."""

import pytest
from lxml import etree

from journal.models import Article, ArticleDocument, ArticleRole, Issue, Journal
from lessonstudy.content.dates import PartialDate
from members.models import Role
from tests.factories import (
    make_article,
    make_issue,
    make_journal,
    make_organization,
    make_person,
    make_staff,
    pdf,
    published,
)
from tests.golden import answered, golden

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]

SPACES = {"c": "http://www.crossref.org/schema/5.3.1"}


def whole_issue():
    """Two articles with a DOI, in two languages; one of them with all there can be."""
    journal = Journal.objects.create(
        **published(pk=801, slug="sample", title_kk="Үлгі журналы", title_en="Sample journal", issn="2308-7668"),
        original_language="kk",
        publisher="Sample House",
    )
    issue = Issue.objects.create(
        **published(pk=802, journal=journal, slug="2024-3", year=2024, number=3, through_number=49, volume=5),
        title_kk="Арнайы сан",
    )
    article = Article.objects.create(
        **published(pk=803, issue=issue, slug="sample", position=1, language="kk", original_language="kk"),
        title_kk="Үлгі & мақала <1>",
        title_ru="Образец статьи",
        title_en="Sample article",
        abstract_kk="Не туралы",
        abstract_en="What it is about",
        pages="12–19",
        doi="10.1000/sample.1",
        accepted_on=PartialDate(2024, 4, 5),
        references="Sample A. Book. 2020.\n\nSample B. Paper. 2021.",
    )
    person = make_person(family_name_kk="Үлгіев", given_name_kk="Автор", orcid="0000-0002-1825-0097")
    school = make_organization(name_kk="Үлгі мектебі")
    ArticleRole.objects.create(article=article, person=person, role=Role.Kind.AUTHOR, organization=school)
    ArticleRole.objects.create(article=article, printed_name="Sample team 4", role=Role.Kind.AUTHOR, position=1)
    ArticleDocument.objects.create(article=article, file=pdf(), licence="CC-BY-4.0", language="kk")
    Article.objects.create(
        **published(pk=804, issue=issue, slug="second", position=2, language="en", title_en="Second sample"),
        doi="10.1000/sample.2",
    )
    make_article(issue=issue, slug="without-doi")
    return issue


def deposit(client, kind, record):
    answer = client.get(f"/id/{kind}/{record.pk}.crossref")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{kind}-{record.pk}.crossref.xml"'
    return answer.text


def texts(text, path):
    return [node.text for node in etree.fromstring(text.encode()).xpath(path, namespaces=SPACES)]


def test_an_issue_is_deposited_whole(client, settings):
    settings.DEFAULT_FROM_EMAIL = "Sample Press <sample@example.org>"
    assert answered(deposit(client, "issue", whole_issue())) == golden(__file__, "issue.crossref")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_it_is_the_same_whoever_asks(client, settings, language):
    settings.DEFAULT_FROM_EMAIL = "Sample Press <sample@example.org>"
    issue = whole_issue()
    asked = client.get(f"/id/issue/{issue.pk}.crossref", headers={"accept-language": language})
    assert answered(asked.text) == golden(__file__, "issue.crossref")


def test_an_article_is_deposited_alone_with_its_issue(client):
    whole_issue()
    found = deposit(client, "article", Article.objects.get(slug="second"))
    assert texts(found, "//c:journal_article//c:doi") == ["10.1000/sample.2"]
    assert texts(found, "//c:journal_issue/c:issue") == ["3"]


def test_what_has_no_doi_or_one_that_crossref_does_not_know_is_not_deposited(client):
    article = make_article(doi="10.1000.10/sample")
    for path in (f"/id/article/{article.pk}.crossref", f"/id/issue/{article.issue.pk}.crossref"):
        assert client.get(path).status_code == 404


def test_drafts_are_not_deposited(client):
    issue = make_issue()
    public, draft = make_article(issue=issue, doi="10.1000/public"), make_article(issue=issue, doi="10.1000/draft")
    Article.objects.filter(pk=draft.pk).update(status="draft")
    assert texts(deposit(client, "issue", issue), "//c:journal_article//c:doi") == ["10.1000/public"]
    assert client.get(f"/id/article/{draft.pk}.crossref").status_code == 404
    Issue.objects.update(status="draft")
    assert client.get(f"/id/issue/{issue.pk}.crossref").status_code == 404
    assert client.get(f"/id/article/{public.pk}.crossref").status_code == 404


def test_nothing_is_empty_where_little_is_known(client):
    found = deposit(client, "article", make_article(doi="10.1000/sample"))
    empty = [node.tag for node in etree.fromstring(found.encode()).iter() if not len(node) and not node.text]
    assert empty == []


def test_a_journal_has_the_same_first_title_whatever_language_its_article_is_in(client):
    journal = make_journal(title_kk="Үлгі журналы", original_language="kk")
    for language in ("kk", "en"):
        article = make_article(issue=make_issue(journal=journal), doi=f"10.1000/{language}")
        Article.objects.filter(pk=article.pk).update(language=language, title_kk="Үлгі")
        assert texts(deposit(client, "article", article), "//c:full_title")[0] == "Үлгі журналы"


def test_other_kinds_have_no_deposit(client):
    person = make_person()
    assert client.get(f"/id/person/{person.pk}.crossref").status_code == 404


def test_staff_fetch_the_file_from_the_form_or_learn_why_there_is_none(client):
    client.force_login(make_staff(is_superuser=True))
    ready, empty = make_article(doi="10.1000/sample").issue, make_article().issue

    def button(issue):
        return client.get(f"/admin/journal/issue/{issue.pk}/crossref/")

    assert button(ready)["Location"] == f"/id/issue/{ready.pk}.crossref"
    answer = client.get(button(empty)["Location"])
    assert "only what is published and has a DOI" in answer.text
