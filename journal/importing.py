"""A table of articles with their PDFs: what every row would become, and what is wrong with it. Nothing is written."""

import re
from dataclasses import dataclass, field
from hashlib import sha256
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lessonstudy.content.identifiers import span_of
from lessonstudy.content.languages import CONTENT_LANGUAGES, LANGUAGES
from lessonstudy.content.sheets import with_heading

from . import cells as read
from .authors import authors_in, link_authors
from .columns import COLUMNS, FILLERS, known, label_of
from .models import Article

MOST_ARTICLES = 300
TRANSLATED = [name for name in COLUMNS if COLUMNS[name].is_translated]
PLAIN = ["doi", "udc", "mrnti", "pages", "received_on", "accepted_on", "references"]
# What the row does not say: the issue and the order are given, the rest comes when it is saved.
NOT_ASKED = [*TRANSLATED, "issue", "slug", "original_language"]


class Deed(TextChoices):
    """What happens to a row of the table."""

    NEW = "new", gettext_lazy("to be added")
    THERE = "there", gettext_lazy("already in the issue, left as it is")
    WRONG = "wrong", gettext_lazy("wrong, left out")


@dataclass
class Line:
    """One row of the table: the article it would become, its authors and PDFs, and what is wrong."""

    number: int
    order: int
    cells: dict
    article: Article
    authors: list = field(default_factory=list)
    files: list = field(default_factory=list)  # [(PDF, its language)]
    problems: list = field(default_factory=list)
    is_there: bool = False

    @property
    def deed(self):
        return Deed.THERE if self.is_there else Deed.WRONG if self.problems else Deed.NEW

    @property
    def will_be_written(self):
        return self.deed == Deed.NEW

    @property
    def titles(self):
        return [text for text in (getattr(self.article, f"title_{language}") for language in LANGUAGES) if text]

    def mark(self):
        values = [str(getattr(self.article, column.attname)) for column in self.article._meta.concrete_fields]
        authors = [(author.name, author.affiliation, author.person and author.person.pk) for author in self.authors]
        files = [(upload.name, upload.size, language) for upload, language in self.files]
        return (self.number, self.deed.value, values[1:], authors, files, self.problems)


@dataclass
class Plan:
    """Every row; the headings nobody knows; the PDFs that belong to no row."""

    lines: list
    unknown: list
    unclaimed: list

    @property
    def mark(self):
        """Another mark as soon as anything else would happen, so that nobody confirms what they did not see."""
        return sha256(repr([line.mark() for line in self.lines]).encode()).hexdigest()

    def of(self, deed):
        return [line for line in self.lines if line.deed == deed]

    @property
    def numbers(self):
        """(what happens, to how many rows), of those that occur."""
        return [(deed.label, len(self.of(deed))) for deed in Deed if self.of(deed)]


def plan(issue, table, uploads, language=""):
    """The Plan of a table, as `content.sheets.table_of` reads it. `language` is that of articles that do not say it."""
    headings, rows = with_heading(table, known(), FILLERS)
    if not any(name == "title" for name, _language in headings.places):
        raise ValidationError(_("No column is headed “Title”. Put the headings of the empty table over the columns."))
    lines = [
        new_line(issue, number, cells, language)
        for number, cells in ((number, headings.cells(row)) for number, row in rows)
        if any(name != "number" for name, _language in cells)
    ]
    if not lines:
        raise ValidationError(_("There are no rows in it."))
    if len(lines) > MOST_ARTICLES:
        raise ValidationError(_("There are more than %d rows. Divide the file.") % MOST_ARTICLES)
    put_in_order(issue, lines)
    unclaimed = claim_files(lines, uploads)
    link_authors([author for line in lines for author in line.authors])
    find_twins(lines)
    for line in lines:
        if line.is_there:
            line.problems = []
        else:
            check(line)
    return Plan(lines, headings.unknown, unclaimed)


# --- A row ----------------------------------------------------------------------------------------
def new_line(issue, number, cells, default):
    """The article of a row, without its place in the issue."""
    line = Line(number, 0, cells, Article(issue=issue))
    article = line.article
    article.language = language_of(line, default)
    site = article.language if article.language in LANGUAGES else ""
    for name in TRANSLATED:
        for language, text in texts_of(cells, name, site).items():
            setattr(article, f"{name}_{language}", text)
    for name in PLAIN:
        text = "\n".join(text for (column, _language), text in cells.items() if column == name)
        setattr(article, name, read.READERS[name](text))
    titled = article.languages_present()
    article.original_language = site if site in titled else next(iter(titled), site or LANGUAGES[0])
    line.authors = authors_in(
        in_language(cells, "authors", site), in_language(cells, "affiliation", site), line.problems
    )
    return line


def texts_of(cells, name, language):
    """{language: text} of a translated column; a text that does not say its language is in that of the article."""
    found = {said: read.READERS[name](text) for (column, said), text in cells.items() if column == name and said}
    if text := cells.get((name, "")):
        found.setdefault(language or read.language_by_letters(text), read.READERS[name](text))
    return found


def in_language(cells, name, language):
    """The cell in the language of the article, else the one that says none, else any."""
    keys = [(name, language), (name, ""), *((name, other) for other in LANGUAGES)]
    return next((cells[key] for key in keys if key in cells), "")


def language_of(line, default):
    """As the row says; else of its only title; else of the title that says no language, by its letters."""
    said = in_language(line.cells, "language", "")
    if said:
        language = read.language_named(said)
        if not language:
            about = {"value": said, "languages": ", ".join(code for code, _name in CONTENT_LANGUAGES)}
            line.problems.append(_("“%(value)s” is not a language of articles. Write one of: %(languages)s.") % about)
        return language
    titled = [language for name, language in line.cells if name == "title"]
    if titled == [""]:
        return read.language_by_letters(line.cells["title", ""])
    if len(titled) == 1:
        return titled[0]
    if not default and titled:
        line.problems.append(_("Say in which language the article is: in a column “Language”, or below for all rows."))
    return default


def put_in_order(issue, lines):
    """The order of the rows; after the articles of the issue, unless the table is of these."""
    present = list(issue.articles.all())
    dois = {article.doi for article in present if article.doi}
    titles = {read.comparable(title) for article in present for title in article.titles().values()}
    for line in lines:
        line.is_there = line.article.doi in dois or any(read.comparable(title) in titles for title in line.titles)
    last = max((article.position for article in present), default=0)
    before = 0 if any(line.is_there for line in lines) else last
    for order, line in enumerate(lines, start=1):
        line.order, line.article.position = order, before + order


# --- What is wrong --------------------------------------------------------------------------------
def check(line):
    """The rules of the record itself, each sentence under the heading of its column."""
    article = line.article
    if not line.titles:
        line.problems.append(_("The title is missing. Write it in at least one of the three languages."))
    if re.fullmatch(r"\d\d\.\d\d\.\d{4}", article.pages):
        line.problems.append(_("Excel made a date of the pages. Write them with a letter before: p. 5–12."))
        article.pages = ""
    try:
        article.full_clean(exclude=[*NOT_ASKED, *([] if article.language else ["language"])])
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            line.problems.extend(f"{heading_of(name)}{message}" for message in messages)


def heading_of(name):
    column, _underline, language = name.rpartition("_")
    if column in TRANSLATED:
        return f"{label_of(column, language)}: "
    return f"{label_of(name)}: " if name in COLUMNS else ""


TWINS = {
    "title": gettext_lazy("Line %d has this title already."),
    "pages": gettext_lazy("Line %d has these pages already."),
    "doi": gettext_lazy("Line %d has this DOI already."),
}


def find_twins(lines):
    """Of rows with the same title, pages or DOI all but the first are wrong."""
    seen = {}
    for line in (line for line in lines if not line.is_there):
        span = span_of(line.article.pages)
        marks = [("title", read.comparable(title)) for title in line.titles]
        marks += [("pages", tuple(span))] if len(span) == 2 else []
        marks += [("doi", line.article.doi.lower())] if line.article.doi else []
        twins = {mark[0]: first for mark in marks if (first := seen.setdefault(mark, line)) is not line}
        line.problems.extend(str(TWINS[name]) % first.number for name, first in twins.items())


# --- PDFs -----------------------------------------------------------------------------------------
def file_key(name):
    """A name as it is compared: without folders and capitals, and with its ending."""
    name = normalize("NFC", name).replace("\\", "/").rpartition("/")[2].strip().casefold()
    return name if name.endswith(".pdf") else f"{name}.pdf"


def claim_files(lines, uploads):
    """Give every row its PDFs: those it names; else those named by its number. Returns the others."""
    chosen = {file_key(upload.name): upload for upload in uploads}
    claimed = {}
    for line in lines:
        for name, language in named_files(line.cells):
            claim(line, name, language, chosen, claimed)
    for line in lines:
        if not any(name == "file" for name, _language in line.cells):
            for key in [key for key in chosen if key not in claimed and number_in(key) == own_number(line)]:
                claim(line, key, "", chosen, claimed)
    return [upload for key, upload in chosen.items() if key not in claimed]


def named_files(cells):
    for (column, language), text in cells.items():
        if column == "file":
            yield from ((name.strip(), language) for name in re.split(r"[;,\n]", text) if name.strip())


def claim(line, name, language, chosen, claimed):
    key = file_key(name)
    if key not in chosen:
        line.problems.append(_("“%s” is not among the PDFs. Choose it below, or correct its name in the table.") % name)
    elif claimed.setdefault(key, line) is not line:
        about = {"name": name, "line": claimed[key].number}
        line.problems.append(_("“%(name)s” is named in line %(line)d, too.") % about)
    else:
        line.files.append((chosen[key], language or language_in(key) or line.article.language))


# "03.pdf", "3_kk.pdf": the number of the row, and the language.
NUMBERED = re.compile(r"0*(?P<number>\d+)(?:[\s_.-]+(?P<language>[a-z]{2}|қаз|каз|рус|англ))?\.pdf")


def number_in(key):
    match = NUMBERED.fullmatch(key)
    return match and match["number"]


def own_number(line):
    """As the table counts, else as the rows stand."""
    return line.cells.get(("number", ""), "").strip(" .").lstrip("0") or str(line.order)


def language_in(key):
    match = re.search(r"[\s_.-]([^\W\d_]{2,4})\.pdf$", key)
    return read.language_named(match[1]) if match else ""
