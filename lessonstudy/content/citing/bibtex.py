"""BibTeX (https://ctan.org/pkg/bibtex, and the fields of biblatex), in UTF-8."""

from .citation import ARTICLE, POSTER, REPORT, TALK

KINDS = {ARTICLE: "article", REPORT: "techreport", TALK: "inproceedings", POSTER: "inproceedings"}
CONTAINERS = {ARTICLE: "journal", REPORT: "institution"}
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # names that every style knows
NOTES = {POSTER: "Poster"}
# Words for braces, too: BibTeX counts those that are escaped like all others.
ESCAPED = str.maketrans(
    {letter: f"\\{letter}" for letter in "&%$#_"}
    | {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
IN_ADDRESS = str.maketrans({letter: f"%{ord(letter):02X}" for letter in "{}\\"})


def bibtex(citations):
    return "\n".join(map(entry, citations))


def entry(citation):
    lines = [f"  {name} = {{{value}}}," for name, value in fields(citation) if value]
    lines += [f"  month = {month}," for month in month_of(citation)]
    return f"@{KINDS[citation.kind]}{{{citation.key},\n" + "\n".join(lines) + "\n}\n"


def fields(citation):
    """The title stands in two pairs of braces, so that no style takes its capital letters away."""
    yield "title", f"{{{escaped(citation.title)}}}"
    yield "author", " and ".join(map(name, citation.authors))
    yield CONTAINERS.get(citation.kind, "booktitle"), escaped(citation.container)
    yield "year", citation.year
    yield "volume", escaped(citation.volume)
    yield "number", citation.issue
    yield "pages", citation.page_range.replace("–", "--")
    yield "publisher", escaped(citation.publisher)
    yield "address", escaped(citation.place)
    yield "issn", citation.issn
    yield "doi", citation.doi.translate(IN_ADDRESS)
    yield "url", citation.url.translate(IN_ADDRESS)
    yield "note", NOTES.get(citation.kind, "")
    yield "language", citation.language
    yield "keywords", escaped(", ".join(citation.keywords))
    yield "abstract", escaped(citation.abstract)


def month_of(citation):
    is_dated = citation.kind != ARTICLE and citation.date and citation.date.month
    return [MONTHS[citation.date.month - 1]] if is_dated else []


def name(author):
    """An organization stands in braces: it has no first name."""
    if not author.is_person:
        return f"{{{escaped(author.family)}}}"
    return escaped(author.listed)


def escaped(text):
    return " ".join(str(text).split()).translate(ESCAPED)
