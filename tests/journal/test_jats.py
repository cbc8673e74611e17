"""An article's front matter as JATS, in the order its schema demands."""

import pytest
from lxml import etree

from journal.models import ArticleDocument, ArticleRole, Issue
from lessonstudy.content.dates import PartialDate
from members.models import Role
from tests.factories import make_article, make_issue, make_journal, make_organization, make_person, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]


def whole_article():
    journal = make_journal(issn="2308-7668", publisher="Sample House", title_kk="Үлгі журналы")
    article = make_article(
        issue=make_issue(journal=journal, volume=5, through_number=49),
        title_kk="Үлгі & мақала <1>",
        abstract_en="What it is about",
        abstract_kk="Не туралы",
        keywords_en="lesson, study",
        keywords_kk="сабақ; зерттеу",
        pages="12–19",
        doi="10.1000/sample",
        udc="37.02",
        mrnti="14.01.11",
        received_on=PartialDate(2024, 3, 5),
        accepted_on=PartialDate(2024, 4),
        references="Sample A. Book. 2020.\n\nSample B. Paper. 2021.",
    )
    person = make_person(family_name_en="Author", given_name_en="Ann", orcid="0000-0002-1825-0097")
    ArticleRole.objects.create(
        article=article, person=person, role=Role.Kind.AUTHOR, organization=make_organization(name_en="Sample School")
    )
    ArticleDocument.objects.create(article=article, file=pdf(), licence="CC-BY-4.0")
    return article


def plain_article():
    return make_article(issue=make_issue(journal=make_journal(issn="2308-7668")))


def front(client, article):
    answer = client.get(f"/id/article/{article.pk}.jats", headers={"accept-language": "en"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/jats+xml; charset=utf-8")
    return etree.fromstring(answer.content)


def test_everything_known_stands_in_the_order_of_the_schema(client):
    root = front(client, whole_article())
    assert [child.tag for child in root.find("front/article-meta")] == [
        "article-id", "article-id", "article-categories", "title-group", "contrib-group", "pub-date", "volume", "issue",
        "issue-id", "fpage", "lpage", "history", "permissions", "self-uri", "self-uri", "abstract", "trans-abstract",
        "kwd-group", "kwd-group",
    ]  # fmt: skip
    assert [child.tag for child in root.find("front/journal-meta")] == [
        "journal-id",
        "journal-title-group",
        "issn",
        "publisher",
    ]


def test_the_title_is_in_its_language_with_translations(client):
    article = whole_article()
    root = front(client, article)
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert (root.get(language), root.findtext(".//article-title")) == ("en", article.title_en)
    (translated,) = root.iterfind(".//title-group/trans-title-group")
    assert (translated.get(language), translated.findtext("trans-title")) == ("kk", "Үлгі & мақала <1>")
    assert root.findtext(".//abstract/p") == "What it is about"
    assert root.find(".//trans-abstract").get(language) == "kk"
    words = [(group.get(language), [word.text for word in group]) for group in root.iterfind(".//kwd-group")]
    assert words == [("en", ["lesson", "study"]), ("kk", ["сабақ", "зерттеу"])]


def test_authors_dates_and_references(client):
    root = front(client, whole_article())
    assert root.findtext(".//contrib/name/surname") == "Author"
    assert root.findtext(".//contrib/contrib-id") == "https://orcid.org/0000-0002-1825-0097"
    assert root.findtext(".//contrib/aff") == "Sample School"
    dates = [(date.get("date-type"), date.get("iso-8601-date")) for date in root.iterfind(".//history/date")]
    assert dates == [("received", "2024-03-05"), ("accepted", "2024-04")]
    assert [ref.findtext("mixed-citation") for ref in root.iterfind(".//ref")] == [
        "Sample A. Book. 2020.",
        "Sample B. Paper. 2021.",
    ]


def test_nothing_is_empty_where_little_is_known(client):
    root = front(client, plain_article())
    empty = [node.tag for node in root.iter() if not len(node) and not node.text]
    assert empty == []


def test_what_is_not_public_has_none(client):
    article = plain_article()
    Issue.objects.update(status="draft")
    assert client.get(f"/id/article/{article.pk}.jats").status_code == 404


def test_it_is_had_by_negotiation_too(client):
    article = plain_article()
    led = client.get(f"/id/article/{article.pk}", headers={"accept": "application/jats+xml"})
    assert led["Location"] == f"/id/article/{article.pk}.jats"


def test_a_journal_without_issn_has_none_for_the_schema_asks_for_it(client):
    article = make_article()
    assert client.get(f"/id/article/{article.pk}.jats").status_code == 404
    led = client.get(f"/id/article/{article.pk}", headers={"accept": "application/jats+xml"})
    assert led["Location"] == article.get_absolute_url().replace("/kk/", "/en/")
    assert ">JATS<" not in client.get(led["Location"]).text
