"""Tables that people upload: of any program, encoding and order of columns."""

import datetime
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from lessonstudy.content import sheets
from lessonstudy.content.sheets import columns, empty_table, table_of, with_heading
from tests.journal.tables import comma, excel

KNOWN = {
    "name": {"kk": {"аты"}, "ru": {"имя", "фио"}, "en": {"name"}},
    "text": {"kk": {"мәтін"}, "ru": {"текст"}, "en": {"text"}},
}


def refusal(upload):
    with override("en"), pytest.raises(ValidationError) as refused:
        table_of(upload)
    with override("en"):
        return refused.value.messages


# --- Rows -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_every_encoding_and_with_every_delimiter(encoding, delimiter):
    upload = comma(["Имя", "Текст"], ["", ""], ["Асанова", " сначала "], encoding=encoding, delimiter=delimiter)
    assert table_of(upload) == [(1, ["Имя", "Текст"]), (3, ["Асанова", "сначала"])]


def test_a_line_above_the_table_and_quoted_signs_do_not_say_the_delimiter():
    text = 'Журнал\n"Авторы (а, б, в)";"Имя"\nАсанова, Бекова;x\n'
    assert table_of(ContentFile(text.encode(), "a.csv"))[2] == (3, ["Асанова, Бекова", "x"])


def test_excel_gives_what_one_would_type():
    upload = excel(
        ["Name", None, "Date"],
        [],
        ["  Asanova ", 12.0, datetime.date(2024, 3, 15)],
        [2.5, True, datetime.datetime(2024, 3, 15, 10, 30)],  # noqa: DTZ001 - Excel knows no time zones
    )
    assert table_of(upload) == [
        (1, ["Name", "", "Date"]),
        (3, ["Asanova", "12", "15.03.2024"]),
        (4, ["2.5", "True", "15.03.2024 10:30"]),
    ]


def test_the_first_sheet_with_anything_in_it_is_read():
    book = Workbook()
    book.create_sheet("second").append(["Name"])
    buffer = BytesIO()
    book.save(buffer)
    assert table_of(ContentFile(buffer.getvalue(), "a.xlsx")) == [(1, ["Name"])]


PASSWORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (
            b"PK\x03\x04broken",
            "a.xlsx",
            "“a.xlsx” is not a readable Excel file. Open it, save it again under that kind, and upload it.",
        ),
        (PASSWORD, "a.xlsx", "This Excel file needs a password to be opened. Save it without one."),
        (PASSWORD, "a.xls", "This is the old kind of Excel file. In Excel choose “Save as”, then “.xlsx”."),
        (b"a\0b", "a.csv", "This is not a CSV file. In Excel choose “Save as”, then “CSV UTF-8”."),
        (b" " * (sheets.MOST_BYTES + 1), "a.csv", "This file is too large. Divide it."),
        (b"a\n" * 10_002, "a.csv", "There are more than 10000 rows. Divide the file."),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content, name, sentence):
    assert refusal(ContentFile(content, name)) == [sentence]


def test_an_excel_file_whose_sheet_is_broken_is_refused_in_a_sentence():
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(excel(["Name"]).read())) as sound,
        zipfile.ZipFile(buffer, "w") as broken,
    ):
        for name in sound.namelist():
            broken.writestr(name, b"<worksheet><" if "sheet1" in name else sound.read(name))
    assert refusal(ContentFile(buffer.getvalue(), "a.xlsx")) == [
        "“a.xlsx” cannot be read. Open it in Excel, save it again as .xlsx or “CSV UTF-8”, and choose it again."
    ]


def test_an_excel_file_that_unpacks_to_too_much_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 100)
    assert refusal(excel(["Name"])) == ["This file is too large. Divide it."]


# --- Headings -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Name", ("name", "")),
        ("  ФИО: ", ("name", "")),
        ("Name_EN", ("name", "en")),
        ("Имя (каз.)", ("name", "kk")),
        ("Имя на русском языке", ("name", "ru")),
        ("Аты (қазақ тілінде)", ("name", "kk")),
        ("English name", ("name", "en")),
        ("Имя (через точку с запятой)", ("name", "")),
        ("Аты / Имя / Name", ("name", "")),
        ("Имя (каз/рус)", ("name", "")),
    ],
)
def test_headings_are_known_in_all_their_variants(heading, column):
    assert columns([heading], KNOWN).places == {column: 0}


def test_what_is_not_known_and_what_comes_twice_is_told():
    found = columns(["Name", "", "Phone", "NAME (en)", "name en"], KNOWN)
    assert (found.places, found.unknown) == ({("name", ""): 0, ("name", "en"): 3}, ["Phone", "name en"])


def test_two_columns_of_one_meaning_are_in_the_languages_of_their_headings():
    assert columns(["Текст", "Text", "Имя"], KNOWN).places == {("text", "ru"): 0, ("text", "en"): 1, ("name", ""): 2}


def test_the_heading_need_not_be_the_first_row():
    table = [(1, ["List of text"]), (3, ["Text", "Name"]), (4, ["x", "y"])]
    headings, rows = with_heading(table, KNOWN)
    assert (headings.places, rows) == ({("text", ""): 0, ("name", ""): 1}, [(4, ["x", "y"])])
    assert headings.cells(["x"]) == {("text", ""): "x"}
    assert with_heading([], KNOWN)[1] == []


def test_an_empty_table_has_its_headings_and_cells_of_text():
    sheet = load_workbook(empty_table(["Name", "Pages"])).active
    assert [cell.value for cell in sheet[1]] == ["Name", "Pages"]
    assert sheet.column_dimensions["B"].number_format == "@"
