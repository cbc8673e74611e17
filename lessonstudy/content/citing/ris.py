"""RIS, the tagged lines that reference managers exchange (Research Information Systems, 2011)."""

from .citation import ARTICLE, POSTER, REPORT, TALK

FORMS = {POSTER: "Poster", REPORT: "Lesson study report"}
KINDS = {ARTICLE: "JOUR", REPORT: "RPRT", TALK: "CPAPER", POSTER: "CPAPER"}


def ris(citations):
    return "".join(map(entry, citations))


def entry(citation):
    lines = [f"{tag}  - {' '.join(str(value).split())}\r\n" for tag, value in tags(citation) if value]
    return "".join(lines) + "ER  - \r\n\r\n"


def tags(citation):
    yield "TY", KINDS[citation.kind]
    yield "ID", citation.key
    yield "TI", citation.title
    yield from (("TT", title) for title in citation.translations.values())
    yield from (("AU", author.undivided) for author in citation.authors)
    yield from (("AD", affiliation) for author in citation.authors for affiliation in author.affiliations)
    yield "PB" if citation.kind == REPORT else "T2", citation.container
    yield "PY", citation.year
    yield "DA", day(citation)
    yield "VL", citation.volume
    yield "IS", citation.issue
    yield "SP", citation.first_page
    yield "EP", citation.last_page
    yield "PB", citation.publisher
    yield "CY", citation.place
    yield "SN", citation.issn
    yield "DO", citation.doi
    yield "UR", citation.url
    yield "L1", citation.pdf
    yield "M3", FORMS.get(citation.kind, "")
    yield "LA", citation.language
    yield from (("KW", word) for word in citation.keywords)
    yield "AB", citation.abstract


def day(citation):
    """YYYY/MM/DD/, with nothing where nothing is known."""
    if not citation.year:
        return ""
    month, of_month = citation.date.month, citation.date.day
    return f"{citation.year}/{f'{month:02}' if month else ''}/{f'{of_month:02}' if of_month else ''}/"
