"""The front matter of an article as JATS 1.3 (NISO Z39.96-2021, Journal Publishing): what aggregators take in."""

from xml.etree.ElementTree import Element, tostring

from lessonstudy.content import xml
from lessonstudy.content.citing.citation import words_of_list
from lessonstudy.content.identifiers import orcid_address
from lessonstudy.content.languages import LANGUAGES

from .citing import cite_article

DOCTYPE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.3 20210610//EN" '
    '"https://jats.nlm.nih.gov/publishing/1.3/JATS-journalpublishing1-3.dtd">\n'
)


def jats(absolute, article):
    citation = cite_article(absolute, article)
    root = Element(
        "article",
        {
            "xmlns:xlink": "http://www.w3.org/1999/xlink",
            "dtd-version": "1.3",
            "article-type": "research-article",
            "xml:lang": citation.language,
        },
    )
    front = add(root, "front")
    add_journal(front, article, citation)
    add_article(front, article, citation)
    add_references(root, article)
    return DOCTYPE + tostring(root, encoding="unicode")


def add(parent, tag, text="", **attributes):
    """A child with this text. `xml_lang` and `xlink_href` become names with a prefix, other _ a dash."""
    prefixed = {"xml_lang": "xml:lang", "xlink_href": "xlink:href"}
    names = {prefixed.get(name, name.replace("_", "-")): value for name, value in attributes.items()}
    return xml.add(parent, tag, text, **names)


def add_if(parent, tag, text, **attributes):
    if text:
        add(parent, tag, text, **attributes)


def add_journal(front, article, citation):
    meta, journal = add(front, "journal-meta"), article.issue.journal
    add(meta, "journal-id", journal.slug, journal_id_type="publisher-id")
    group = add(meta, "journal-title-group")
    add(group, "journal-title", citation.container)
    for language, title in journal.titles().items():
        if title != citation.container:
            add(add(group, "trans-title-group", xml_lang=language), "trans-title", title)
    add_if(meta, "issn", citation.issn)
    if citation.publisher:
        add(add(meta, "publisher"), "publisher-name", citation.publisher)


def add_article(front, article, citation):
    """The order of the elements is that of the schema."""
    meta = add(front, "article-meta")
    add(meta, "article-id", citation.key, pub_id_type="publisher-id")
    add_if(meta, "article-id", citation.doi, pub_id_type="doi")
    add_subjects(meta, article)
    titles = add(meta, "title-group")
    add(titles, "article-title", citation.title)
    for language, title in citation.translations.items():
        add(add(titles, "trans-title-group", xml_lang=language), "trans-title", title)
    add_authors(meta, citation.authors)
    add(add(meta, "pub-date", date_type="pub", iso_8601_date=citation.year), "year", citation.year)
    add_if(meta, "volume", citation.volume)
    add(meta, "issue", citation.issue)
    add_if(meta, "issue-id", citation.through_number)
    add_if(meta, "fpage", citation.first_page)
    add_if(meta, "lpage", citation.last_page)
    add_history(meta, article)
    if citation.licence:
        licence = add(add(meta, "permissions"), "license", license_type="open-access", xlink_href=citation.licence)
        add(licence, "license-p", citation.licence)
    add(meta, "self-uri", citation.url, xlink_href=citation.url)
    if citation.pdf:
        add(meta, "self-uri", citation.pdf, xlink_href=citation.pdf, content_type="pdf")
    add_texts(meta, article, citation.told_in)


def add_subjects(meta, article):
    codes = {"udc": article.udc, "mrnti": article.mrnti}
    if any(codes.values()):
        categories = add(meta, "article-categories")
        for kind, code in codes.items():
            if code:
                add(add(categories, "subj-group", subj_group_type=kind), "subject", code)


def add_authors(meta, authors):
    if not authors:
        return
    group = add(meta, "contrib-group")
    for author in authors:
        contributor = add(group, "contrib", contrib_type="author")
        add_if(contributor, "contrib-id", orcid_address(author.orcid), contrib_id_type="orcid")
        if author.is_person:
            name = add(contributor, "name")
            add(name, "surname", author.family)
            add_if(name, "given-names", author.given)
        else:
            add(contributor, "string-name", author.family)
        for affiliation in author.affiliations:
            add(contributor, "aff", affiliation)


def add_history(meta, article):
    dates = {"received": article.received_on, "accepted": article.accepted_on}
    known = {kind: date for kind, date in dates.items() if date and date.year}
    if known:
        history = add(meta, "history")
        for kind, date in known.items():
            entry = add(history, "date", date_type=kind, iso_8601_date=str(date)[:10])
            add_if(entry, "day", str(date.day or ""))
            add_if(entry, "month", str(date.month or ""))
            add(entry, "year", str(date.year))


def add_texts(meta, article, own):
    """The abstract and the keywords in their own language, then in the others."""
    languages = sorted(LANGUAGES, key=lambda language: language != own)
    for language in languages:
        if text := getattr(article, f"abstract_{language}"):
            tag, more = ("abstract", {}) if language == own else ("trans-abstract", {"xml_lang": language})
            add(add(meta, tag, **more), "p", text)
    for language in languages:
        if words := words_of_list(getattr(article, f"keywords_{language}") or ""):
            group = add(meta, "kwd-group", kwd_group_type="author", xml_lang=language)
            for word in words:
                add(group, "kwd", word)


def add_references(root, article):
    lines = list(filter(None, map(str.strip, article.references.splitlines())))
    if lines:
        listed = add(add(root, "back"), "ref-list")
        for number, line in enumerate(lines, start=1):
            add(add(listed, "ref", id=f"r{number}"), "mixed-citation", line)
