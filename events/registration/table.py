"""Teachers from a spreadsheet, a file or cells copied from Excel: columns in any order, headings in three languages."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lessonstudy.content.sheets import columns, csv_rows, table_of, with_heading

from .actions import MOST_TEACHERS
from .desk import Option
from .models import Participant

# What headings mean: {name: {language: its spellings, as content.sheets compares them}}.
SPELLINGS = {
    "name": (
        "аты жөні|т а ә|таә|тегі аты|тегі аты әкесінің аты|толық аты жөні|мұғалім|мұғалімдер|қатысушы|есімі",
        "фио|ф и о|фамилия имя отчество|фамилия имя|фамилия и имя|учитель|учителя|педагог|участник|участники",
        "name|names|full name|teacher|teachers|participant|participants|family name given name",
    ),
    "family": ("тегі", "фамилия", "family name|surname|last name"),
    "given": ("аты", "имя", "given name|first name"),
    "patronymic": ("әкесінің аты", "отчество", "patronymic|middle name"),
    "post": ("лауазымы|лауазым|қызметі", "должность", "post|position|job|job title|title"),
    "subject": ("пәні|пән", "предмет|преподаваемый предмет", "subject|subjects"),
    "email": (
        "электрондық пошта|электрондық поштасы|электронды пошта|эл пошта|пошта|поштасы",
        "почта|электронная почта|эл почта|адрес электронной почты|эл адрес",
        "e mail|email|mail|email address|e mail address",
    ),
    "option": (
        "қатысуы|қатысу|қатысу түрі|қатысу форматы|форматы|формат",
        "участие|форма участия|формат участия|вид участия|способ участия",
        "takes part|participation|mode|option|format|attendance",
    ),
    "number": ("рет саны|р с|рс", "п п|пп|номер", "number|no|n"),
}
HEADINGS = {
    name: {language: {*spellings.split("|")} for language, spellings in zip(("kk", "ru", "en"), each, strict=True)}
    for name, each in SPELLINGS.items()
}
# They add nothing to "name of the participant".
FILLERS = set(
    "учителя педагога участника учителей педагогов участников мұғалімнің қатысушының мұғалімдердің қатысушылардың"
    " teacher participant of the s печатная печати".split()
)
SPELLED = ("family", "given", "patronymic")
EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,180}")
LONGEST_CELL, LONGEST_PASTED = 300, 1_000_000  # letters
# How people write the two modes, whatever a desk calls its ways to take part.
MODE_WORDS = {
    Option.Mode.ONLINE: r"онлайн|online|on-line|дистанц|қашықтан|zoom|зум",
    Option.Mode.ONSITE: r"очно|офлайн|оффлайн|offline|on.?site|in.?person|күндізгі|қатысып|бетпе",
}


def teachers_in(desk, pasted="", upload=None):
    """[{name, post, subject, email, option}] of a table, as the form of the desk takes them.

    Without headings the columns are guessed: the one with @ is the e-mail, the first with words the name, then post and
    subject. Refuses (ValidationError) what is no table.
    """
    if len(pasted) > LONGEST_PASTED:
        raise ValidationError(_("This is too much. Divide it."))
    table = table_of(upload) if upload else csv_rows(pasted)
    if not table:
        raise ValidationError(_("There are no rows in it. Copy the cells with the names, or choose the file."))
    headings, rows = with_heading(table, HEADINGS, FILLERS)
    places, rows = in_two_lines(places_of(headings), rows, table)
    if not {"name", *SPELLED} & set(places):
        places, rows = guessed(table), table
    found = [teacher_of(desk, places, cells) for _line, cells in rows]
    found = [row for row in found if row["name"] or row["email"]]
    if len(found) > MOST_TEACHERS:
        raise ValidationError(_("There are more than %d rows. Divide the file.") % MOST_TEACHERS)
    if not found:
        raise ValidationError(_("No names were found in it. Put the heading “Name” over their column."))
    return found


def places_of(headings):
    return {name: place for (name, _language), place in headings.places.items()}


def in_two_lines(places, rows, table):
    """(columns, rows) of a table whose heading goes on in the line below or above: “Teacher” over “Family name”."""
    number = len(table) - len(rows)  # of the lines down to the heading
    below = heading_in(table, number)
    if {*SPELLED, "email"} & set(below):
        return joined(places, below), rows[1:]
    if {*SPELLED} & set(places):
        return joined(heading_in(table, number - 2), places), rows
    return places, rows


def joined(upper, lower):
    """The columns of two lines. Over the parts of a name, “Teacher” says no more, wherever it stands."""
    parts = {*SPELLED} & set(lower)
    kept = {name: place for name, place in upper.items() if place not in lower.values()}
    return {name: place for name, place in kept.items() if not (parts and name == "name")} | lower


def heading_in(table, number):
    """{name: column} of what a line says if it is a heading."""
    cells = table[number][1] if 0 <= number < len(table) else []
    return places_of(columns(cells, HEADINGS, FILLERS))


def teacher_of(desk, places, cells):
    said = {name: " ".join(cells[place].split())[:LONGEST_CELL] for name, place in places.items() if place < len(cells)}
    row = {name: said.get(name, "") for name in Participant.TOLD}
    row["name"] = row["name"] or " ".join(filter(None, (said.get(part, "") for part in SPELLED)))
    row["option"] = option_named(desk, said.get("option", ""))
    return row


def guessed(table):
    """{name: column} of a table without headings."""
    cells = [cells for _line, cells in table]
    width = max(map(len, cells))
    columns = [[row[place] for row in cells if place < len(row) and row[place]] for place in range(width)]
    places, left = {}, list(Participant.TOLD[:3])
    for place, column in enumerate(columns):
        if any(EMAIL.fullmatch(text) for text in column):
            places.setdefault("email", place)
        elif left and any(re.search(r"[^\W\d_]{2}", text) for text in column):
            places[left.pop(0)] = place
    return places


def option_named(desk, text):
    """The key of the way to take part that a cell means; the first one where it says nothing we know."""
    said = text.casefold()
    for option in desk.ways if said else ():
        if said in {title.casefold() for title in option.titles().values()}:
            return str(option.pk)
    for mode, words in MODE_WORDS.items():
        if said and re.search(words, said):
            return next((str(option.pk) for option in desk.ways if option.mode == mode), "")
    return "" if said or not desk.ways else str(desk.ways[0].pk)
