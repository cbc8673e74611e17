"""CSL-JSON 1.0.2, what citation processors read (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html)."""

import json

from .citation import ARTICLE, POSTER, REPORT, TALK

KINDS = {ARTICLE: "article-journal", TALK: "paper-conference", POSTER: "speech", REPORT: "report"}
GENRES = {POSTER: "Poster", REPORT: "Lesson study report"}


def csl(citations):
    return json.dumps([item(citation) for citation in citations], ensure_ascii=False, indent=1)


def item(citation):
    known = {
        "id": citation.key,
        "type": KINDS[citation.kind],
        "title": citation.title,
        "author": [name(author) for author in citation.authors],
        "issued": issued(citation.date),
        "container-title": citation.container if citation.kind in (ARTICLE, TALK) else "",
        "event-title": citation.container if citation.kind in (POSTER, TALK) else "",
        "event-place": citation.place if citation.kind in (POSTER, TALK) else "",
        "publisher": citation.container if citation.kind == REPORT else citation.publisher,
        "genre": GENRES.get(citation.kind, ""),
        "volume": citation.volume,
        "issue": citation.issue,
        "page": citation.page_range,
        "ISSN": citation.issn,
        "DOI": citation.doi,
        "URL": citation.url,
        "language": citation.language,
        "keyword": ", ".join(citation.keywords),
        "abstract": citation.abstract,
    }
    return {field: value for field, value in known.items() if value}


def name(author):
    if not author.is_person:
        return {"literal": author.family}
    return {part: value for part, value in (("family", author.family), ("given", author.given)) if value}


def issued(date):
    """The date as precisely as it is known; a day without a year is none."""
    if not date or not date.year:
        return None
    return {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]}
