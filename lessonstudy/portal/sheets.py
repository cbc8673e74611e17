"""Tables of old and new addresses as spreadsheets keep them: CSV with two columns."""

import csv
from io import StringIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_ROWS, MOST_BYTES = 10_000, 5 * 1024 * 1024
DELIMITERS = "\t;,"


def decoded(content):
    """The text of an uploaded file. Excel writes UTF-8 with a mark in front, or Windows-1251."""
    if b"\0" in content:
        raise ValidationError(_("This is not a CSV file. In Excel choose “Save as”, then “CSV UTF-8”."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def rows_of(text):
    """(line, cells) of every row that is not empty and not the names of the columns."""
    delimiter = next((sign for sign in DELIMITERS if sign in text.strip().partition("\n")[0]), ",")
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num, trimmed(cells)) for cells in reader]
    except csv.Error as error:
        raise ValidationError(
            _("Line %(line)d cannot be read: %(error)s.") % {"line": reader.line_num, "error": error}
        ) from None
    rows = [(line, cells) for line, cells in rows if cells]
    if len(rows) > MOST_ROWS + 1:
        raise ValidationError(_("There are more than %d rows. Divide the file.") % MOST_ROWS)
    return rows[1:] if rows and not any("/" in cell for cell in rows[0][1]) else rows


def trimmed(cells):
    """Without the empty cells at the end, which spreadsheets add."""
    cells = [cell.strip() for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def write_csv(redirects, file):
    """With semicolons and a mark in front, as Excel expects in Kazakhstan.

    No cell can be taken for a formula: every address begins with a slash (a constraint of the table).
    """
    file.write("\ufeff")
    table = csv.writer(file, delimiter=";")
    table.writerow(["old", "new"])
    table.writerows((redirect.old, redirect.new) for redirect in redirects)
