"""Tables people upload and download: CSV as Excel writes it, and Excel's own files.

What the rows say is the rooms' business.
"""

import csv
import datetime
import re
import zipfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from .files import MEGABYTE, OLD_OFFICE, check_document, extension_of

MOST_ROWS, MOST_COLUMNS, MOST_BYTES = 10_000, 100, 5 * MEGABYTE
MOST_LINES = 5 * MOST_ROWS  # of a sheet, the empty ones too: the last one may say it is the millionth
MOST_UNPACKED = 60 * MEGABYTE
HEADING_WITHIN = 10  # rows: a table may begin with its name and a date
DELIMITERS = "\t;,"
LOCKED = "EncryptedPackage".encode("utf-16-le")  # a part of files that ask for a password
ACCEPT = ".xlsx,.csv,.tsv,.txt,text/csv"


# --- Rows -----------------------------------------------------------------------------------------
def table_of(upload):
    """[(line, cells)] of the rows that are not empty. Refuses (ValidationError) what is no table."""
    if upload.size > MOST_BYTES:
        raise ValidationError(_("This file is too large. Divide it."))
    extension = extension_of(upload.name)
    if extension == "xls":
        raise old_excel()
    return excel_rows(upload) if extension == "xlsx" else csv_rows(decoded(content_of(upload)))


def old_excel():
    return ValidationError(_("This is the old kind of Excel file. In Excel choose “Save as”, then “.xlsx”."))


def content_of(upload):
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    return content


def decoded(content):
    """The text of an uploaded file. Excel writes UTF-8 with a mark in front, Windows-1251, or UTF-16."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise ValidationError(_("This is not a CSV file. In Excel choose “Save as”, then “CSV UTF-8”."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def csv_rows(text):
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        return filled([(reader.line_num, cells[:MOST_COLUMNS]) for cells in reader])
    except csv.Error as error:
        raise ValidationError(
            _("Line %(line)d cannot be read: %(error)s.") % {"line": reader.line_num, "error": error}
        ) from None


def delimiter_of(text):
    """What stands most often, outside of quotation marks, in the first line that has any of them."""
    lines = (re.sub(r'"[^"]*"', "", line) for line in text.split("\n", HEADING_WITHIN))
    first = next((line for line in lines if any(sign in line for sign in DELIMITERS)), ",")
    return max(DELIMITERS, key=first.count)


def excel_rows(upload):
    """The rows of the first sheet that has any."""
    check_excel(upload)
    try:
        book = load_workbook(BytesIO(content_of(upload)), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs state them wrongly
            if rows := filled(
                enumerate(sheet.iter_rows(values_only=True, max_row=MOST_LINES, max_col=MOST_COLUMNS), start=1)
            ):
                return rows
    except ValidationError:
        raise
    except Exception:  # a broken file can break the reader anywhere, with any error
        raise unreadable(upload) from None
    return []


def check_excel(upload):
    head = upload.read(len(OLD_OFFICE))
    upload.seek(0)
    if head == OLD_OFFICE and LOCKED in content_of(upload):
        raise ValidationError(_("This Excel file needs a password to be opened. Save it without one."))
    if head == OLD_OFFICE:
        raise old_excel()
    check_document(upload)
    with zipfile.ZipFile(upload) as package:
        unpacked = sum(entry.file_size for entry in package.infolist())
    if unpacked > MOST_UNPACKED:
        raise ValidationError(_("This file is too large. Divide it."))


def unreadable(upload):
    return ValidationError(
        _("“%(name)s” cannot be read. Open it in Excel, save it again as .xlsx or “CSV UTF-8”, and choose it again.")
        % {"name": upload.name}
    )


def filled(numbered):
    """The rows with something in them, as texts."""
    rows = []
    for line, values in numbered:
        if cells := trimmed(map(written, values)):
            rows.append((line, cells))
        if len(rows) > MOST_ROWS + 1:
            raise ValidationError(_("There are more than %d rows. Divide the file.") % MOST_ROWS)
    return rows


def written(value):
    """What stands in a cell, as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return f"{value:%d.%m.%Y %H:%M}".removesuffix(" 00:00")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def trimmed(cells):
    """Without the empty cells at the end, which spreadsheets add."""
    cells = [cell.strip() for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


# --- Headings -------------------------------------------------------------------------------------
# How headings name the languages of the site: "Название (каз.)", "Title EN", "Атауы қазақша".
LANGUAGE_WORDS = {
    "kk": "kk kz kaz kazakh каз казахский казахском казахская қаз қазақ қазақша",
    "ru": "ru rus russian рус русский русском русская орыс орысша",
    "en": "en eng english англ английский английском английская ағылшын ағылшынша",
}
LANGUAGE_OF = {word: language for language, words in LANGUAGE_WORDS.items() for word in words.split()}
AROUND_LANGUAGE = set("in language на языке язык яз тілі тілінде тіліндегі тілде".split())


@dataclass
class Headings:
    """Which column is what: {(name, language): number}; and the headings that say nothing to us, as typed."""

    places: dict = field(default_factory=dict)
    unknown: list = field(default_factory=list)

    def cells(self, row):
        """{(name, language): text} of the cells that are not empty."""
        return {key: row[place] for key, place in self.places.items() if place < len(row) and row[place]}


def columns(heading, known, fillers=()):
    """The Headings of a row. `known`: {name: {language of the heading: its spellings}}.

    A heading says its language ("Title (ru)") or not. Where two without one mean the same ("Аннотация", "Abstract"),
    each is in the language it is written in itself. Of two that mean the very same the second is not known.
    """
    read = [meant(text, known, fillers) for text in heading]
    names = [name for name, language, _own in read if name and not language]
    found = Headings()
    for place, (name, language, own) in enumerate(read):
        key = (name, own if not language and names.count(name) > 1 else language)
        if name and key not in found.places:
            found.places[key] = place
        elif heading[place]:
            found.unknown.append(heading[place])
    return found


def meant(text, known, fillers=()):
    """(name, language it says, language it is written in) of a heading; an empty name if it is not known.

    What stands in brackets may be a remark ("Авторы (через точку с запятой)"), and what stands between strokes
    another language ("Авторлар / Авторы").
    """
    said = {LANGUAGE_OF[word] for word in plain(text) if word in LANGUAGE_OF}
    language = said.pop() if len(said) == 1 else ""
    for part in (text, re.sub(r"\([^)]*\)?", " ", text), *re.split(r"[/|\n]", text)):
        words = [word for word in plain(part) if word not in LANGUAGE_OF]
        if language:
            words = [word for word in words if word not in AROUND_LANGUAGE]
        ways = {" ".join(words), " ".join(word for word in words if word not in fillers)} - {""}
        for name, spellings in known.items():
            for own, those in spellings.items():
                if ways & those:
                    return name, language, own
    return "", "", ""


def plain(text):
    """The words of a heading, without capitals and signs."""
    return re.findall(r"[^\W_]+", normalize("NFKC", text).casefold().replace("ё", "е"))


def with_heading(table, known, fillers=()):
    """(Headings, rows below them): the heading is the row that says most. No column is known if none does."""
    read = [columns(cells, known, fillers) for _line, cells in table[:HEADING_WITHIN]]
    if not read:
        return Headings(), []
    best = max(range(len(read)), key=lambda number: len(read[number].places))
    return read[best], table[best + 1 :]


# --- Tables to download ---------------------------------------------------------------------------
MARK = "\ufeff"  # by it Excel knows UTF-8
LIVE = ("=", "+", "-", "@")  # what begins so, a spreadsheet runs as a formula
EDGES = ("\t", "\r", "\n")
INNER = re.compile(r"([;,\t\r\n]\s*)(?=[=+@-])")


def empty_table(headings):
    """An Excel file with the headings alone. Its cells are text, so that Excel makes no dates of pages."""
    return excel_table(headings, [])


def excel_table(headings, rows):
    """An Excel file in which every cell is text: nothing in it runs, and nothing becomes a date."""
    book = Workbook()
    sheet = book.active
    for number, values in enumerate([headings, *rows], start=1):
        for place, value in enumerate(values, start=1):
            cell = sheet.cell(number, place)
            cell.value, cell.data_type, cell.number_format = ILLEGAL_CHARACTERS_RE.sub("", written(value)), "s", "@"
    for heading in sheet[1]:
        heading.font, heading.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        shape = sheet.column_dimensions[heading.column_letter]
        shape.width, shape.number_format = max(14, len(heading.value) + 2), "@"
    sheet.freeze_panes = "A2"
    buffer = BytesIO()
    book.save(buffer)
    buffer.seek(0)
    return buffer


def csv_table(headings, rows):
    """A CSV file as Excel opens it by a double click: UTF-8 with its mark, commas, nothing that runs."""
    text = StringIO(newline="")
    csv.writer(text).writerows([harmless(value) for value in row] for row in [headings, *rows])
    return BytesIO(f"{MARK}{text.getvalue()}".encode())


def harmless(value):
    """The text of a cell. An apostrophe before what a spreadsheet would run makes it text.

    Also within it: Excel of many countries divides at semicolons and tabs, whatever the file divides its cells by.
    """
    text = written(value)
    is_live = text.startswith(EDGES) or text.lstrip().startswith(LIVE)
    return ("'" if is_live else "") + text[:1] + INNER.sub(r"\1'", text[1:])
