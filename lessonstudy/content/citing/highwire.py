"""The `citation_*` tags of Highwire Press, which Google Scholar reads (its Inclusion Guidelines for Webmasters).

A page has them only if it can say the three that Scholar demands: the title, an author and the year.
"""

from lessonstudy.content.identifiers import orcid_address

from .citation import ARTICLE, REPORT


def tags(citation, page):
    """[(name, content)]; `page` is the whole address of the page they stand on. Nothing is empty."""
    if not (citation.title and citation.authors and citation.year):
        return []
    return [(f"citation_{name}", str(value)) for name, value in told(citation, page) if value]


def told(citation, page):
    yield "title", citation.title
    for author in citation.authors:
        # The comma behind an organization keeps reference managers from dividing its name.
        yield "author", author.undivided if author.is_person else f"{author.undivided},"
        yield from (("author_institution", affiliation) for affiliation in author.affiliations)
        yield "author_orcid", orcid_address(author.orcid)
    yield "publication_date", day(citation.date)
    yield container_tag(citation), citation.container
    yield "volume", citation.volume
    yield "issue", citation.issue
    yield "firstpage", citation.first_page
    yield "lastpage", citation.last_page
    yield "issn", citation.issn
    yield "doi", citation.doi
    yield "publisher", citation.publisher
    yield "language", citation.language
    yield from (("keywords", word) for word in citation.keywords)
    yield "abstract", citation.abstract
    yield "public_url", citation.url
    yield "abstract_html_url", page
    yield "pdf_url", citation.pdf


def container_tag(citation):
    if citation.kind == ARTICLE:
        return "journal_title"
    return "technical_report_institution" if citation.kind == REPORT else "conference_title"


def day(date):
    """2024/11/26, 2024/11 or 2024."""
    parts = [f"{part:02}" for part in (date.month, date.day) if part]
    return "/".join([str(date.year), *parts])
