"""Dublin Core, the fifteen elements that library harvesters read (DCMES 1.1, http://dublincore.org/documents/dces/)."""

from lessonstudy.content.identifiers import doi_address

from .citation import ARTICLE, POSTER, REPORT, TALK

# What kind of publication it is, in the words of the OpenAIRE Guidelines for Literature Repositories 3.0.
KINDS = {
    ARTICLE: "info:eu-repo/semantics/article",
    TALK: "info:eu-repo/semantics/conferenceObject",
    POSTER: "info:eu-repo/semantics/conferencePoster",
    REPORT: "info:eu-repo/semantics/report",
}


def dublin_core(citation):
    """[(element, text, language or "")] of a citation; nothing is empty."""
    return [(element, str(text), language) for element, text, language in elements(citation) if text]


def elements(citation):
    own = citation.told_in or citation.language
    yield "title", citation.title, own
    yield from (("title", title, language) for language, title in citation.translations.items())
    yield from (("creator", author.listed, "") for author in citation.authors)
    yield from (("subject", word, own) for word in citation.keywords)
    yield "description", citation.abstract, own
    yield "publisher", citation.publisher, ""
    yield "date", str(citation.date)[:10] if citation.year else "", ""
    yield "type", KINDS[citation.kind], ""
    yield "type", "Text", ""
    yield "format", "application/pdf" if citation.pdf else "", ""
    yield "identifier", citation.url, ""
    yield "identifier", doi_address(citation.doi), ""
    yield "relation", citation.pdf, ""
    yield "source", source(citation), ""
    yield "language", citation.language, ""
    yield "rights", citation.licence, ""


def source(citation):
    """ "Journal, 3 (49), 12–19"."""
    return ", ".join(filter(None, (citation.container, citation.volume, citation.number, citation.page_range)))
