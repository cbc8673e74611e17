"""Articles for registration with Crossref: an issue's, or one of them."""

from xml.etree.ElementTree import Element

from lessonstudy.content import xml
from lessonstudy.content.citing.citation import text_in
from lessonstudy.content.citing.crossref import (
    add_abstracts,
    add_contributors,
    add_date,
    add_doi,
    add_licence,
    add_pages,
    can_be_registered,
    cited_by_itself,
    deposit,
    named_publisher,
)
from lessonstudy.content.citing.formats import read_to_cite
from lessonstudy.content.dates import PartialDate
from lessonstudy.content.related import fetch_related

from .citing import cite_article
from .models import Article


def issue_deposit(absolute, issue):
    """All articles of the issue that have a DOI; None if none has."""
    return articles_deposit(absolute, issue, issue.public_articles)


def article_deposit(absolute, article):
    """None without a DOI."""
    return articles_deposit(absolute, article, [article])


def articles_deposit(absolute, record, articles):
    """Articles of one issue as the deposit that is named after the record."""
    articles = fetch_related(list(filter(can_be_registered, articles)), *read_to_cite(Article))
    if not articles:
        return None
    issue, citations = articles[0].issue, [cited_by_itself(cite_article, absolute, article) for article in articles]
    root = Element("journal")
    add_journal(root, issue.journal)
    add_issue(root, issue)
    for article, citation in zip(articles, citations, strict=True):
        add_article(root, article, citation)
    return deposit(f"{record.address_kind()}-{record.pk}", named_publisher(citations[0].publisher), root)


def add_journal(root, journal):
    """Crossref knows a journal by its first title, so that is the same in every deposit."""
    own = journal.original_language
    about = xml.add(root, "journal_metadata", language=own)
    for title in dict.fromkeys([text_in(journal, "title", own), *journal.titles().values()]):
        xml.add(about, "full_title", title[:255])
    if journal.issn:
        xml.add(about, "issn", journal.issn)


def add_issue(root, issue):
    about = xml.add(root, "journal_issue")
    if title := text_in(issue, "title", issue.original_language):
        xml.add(xml.add(about, "titles"), "title", title)
    add_date(about, "publication_date", PartialDate(issue.year))
    if issue.volume:
        xml.add(xml.add(about, "journal_volume"), "volume", issue.volume)
    xml.add(about, "issue", issue.number)


def add_article(root, article, citation):
    work = xml.add(root, "journal_article", publication_type="full_text", language=citation.language)
    xml.add(xml.add(work, "titles"), "title", citation.title)
    for title in citation.translations.values():
        translated = xml.add(work, "titles")
        xml.add(translated, "title", title)
        xml.add(translated, "original_language_title", citation.title, language=citation.told_in)
    add_contributors(work, citation.authors)
    add_abstracts(work, article, citation.told_in)
    add_date(work, "publication_date", citation.date)
    add_date(work, "acceptance_date", article.accepted_on)
    add_pages(work, citation)
    add_licence(work, citation)
    add_doi(work, citation)
    add_references(work, article)


def add_references(work, article):
    lines = list(filter(None, map(str.strip, article.references.splitlines())))
    if lines:
        listed = xml.add(work, "citation_list")
        for number, line in enumerate(lines, start=1):
            xml.add(xml.add(listed, "citation", key=f"r{number}"), "unstructured_citation", line)
