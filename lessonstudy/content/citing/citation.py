"""What it takes to cite one thing. Each room tells it of its own records (its `citing.py`)."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext, override

from lessonstudy.content.addresses import permanent_path
from lessonstudy.content.dates import PartialDate
from lessonstudy.content.identifiers import doi_address, span_of
from lessonstudy.content.languages import LANGUAGES, reader_language
from lessonstudy.content.metadata import LICENCES

ARTICLE, TALK, POSTER, REPORT = "article", "talk", "poster", "report"


@dataclass(frozen=True)
class Author:
    """A person; or, where no person is named, an organization: then `family` is its name and there is no more."""

    family: str
    given: str = ""
    affiliations: tuple = ()
    orcid: str = ""
    is_person: bool = True

    @property
    def listed(self):
        """ "Family, Given"."""
        return ", ".join(filter(None, (self.family, self.given)))

    @property
    def undivided(self):
        """The same for readers who take what stands behind a comma for a given name: "School No. 2 (Kapshagai)"."""
        if self.is_person:
            return self.listed
        name, _comma, rest = self.family.partition(", ")
        return f"{name} ({rest.replace(',', '')})" if rest else name

    @property
    def initials(self):
        """ "Айгүл Серікқызы" -> "А. С.", "Jean-Paul" -> "J.-P."; initials stay as they are."""
        names = re.findall(r"[^\s.]+", self.given)
        return " ".join("-".join(f"{part[0].upper()}." for part in name.split("-") if part) for name in names)


@dataclass
class Citation:
    """A thing to cite, in its own language. Addresses are whole; what is not known is empty."""

    kind: str
    key: str  # unique in this archive: "article12"
    title: str
    language: str  # BCP 47
    authors: list
    date: PartialDate | None
    url: str
    translations: dict = field(default_factory=dict)  # {language: the title in it}
    abstract: str = ""
    keywords: tuple = ()
    container: str = ""  # the journal, the event or the school it came out in
    volume: str = ""
    issue: str = ""
    through_number: str = ""
    pages: str = ""
    issn: str = ""
    doi: str = ""
    publisher: str = ""
    place: str = ""
    pdf: str = ""
    licence: str = ""  # its address
    told_in: str = ""  # the language of its texts: another where the site has no column for its own

    @property
    def year(self):
        return str(self.date.year) if self.date and self.date.year else ""

    @property
    def number(self):
        """The issue, and in brackets its number of all: "3 (49)"."""
        return f"{self.issue} ({self.through_number})" if self.through_number else self.issue

    @property
    def first_page(self):
        return self.span[0]

    @property
    def last_page(self):
        return self.span[-1] if len(self.span) > 1 else ""

    @property
    def span(self):
        return span_of(self.pages) or [""]

    @property
    def page_range(self):
        """With the dash that typesetters use: "12–19"."""
        return "–".join(filter(None, (self.first_page, self.last_page)))

    @property
    def link(self):
        """Where the reader goes: by the DOI if there is one."""
        return doi_address(self.doi) or self.url


def cited(absolute, record, kind, language, **facts):
    """The citation of a record, in its own language (or in its original one, if the site has no columns for that)."""
    told = (
        language
        if language in record.languages_present()
        else record.language_of(record.translated_fields[0], language)
    )
    titles = record.titles()
    facts = facts if "pdf" in facts else {**pdf_of(absolute, record), **facts}
    return Citation(
        kind=kind,
        key=f"{record.address_kind()}{record.pk}",
        title=titles.pop(told, record.plain_title),
        translations=titles,
        language=language or told,
        told_in=told,
        url=absolute(permanent_path(record)),
        **facts,
    )


def site_name(language):
    """Who brought out what no publisher is named for."""
    with override(language):
        return gettext("Lesson Study in Kazakhstan")


def text_in(record, name, language):
    """A translated text in the language, or in the one that stands for it."""
    reader = language if language in LANGUAGES else "en"  # names of people in a script that most can read
    return getattr(record, f"{name}_{record.language_of(name, reader)}") or ""


def words_of_list(text):
    """Keywords as typed, with commas or semicolons between them."""
    return tuple(filter(None, (word.strip(" .") for word in re.split(r"[,;\n]", text))))


def full_text(record):
    """The PDF it is read in: in the reader's language, else in its own, else the first. None if there is none."""
    wanted = [reader_language(), getattr(record, "language", "")]
    files = [document for document in record.parts.documents if document.format == "PDF"]
    return min(
        files, key=lambda document: (*(document.language != one for one in wanted), document.position), default=None
    )


def pdf_of(absolute, record):
    """Its address is beside that of the page: a PDF elsewhere is not read by Google Scholar."""
    document = full_text(record)
    if document is None:
        return {}
    return {"pdf": absolute(f"{record.get_absolute_url()}full.pdf"), "licence": LICENCES.get(document.licence, "")}
