"""Tables of old and new addresses as spreadsheets keep them: CSV with two columns."""

import csv

from lessonstudy.content.sheets import csv_rows


def rows_of(text):
    """(line, cells) of every row that is not empty and not the names of the columns."""
    rows = csv_rows(text)
    return rows[1:] if rows and not any("/" in cell for cell in rows[0][1]) else rows


def write_csv(redirects, file):
    """With semicolons and a mark in front, as Excel expects in Kazakhstan.

    No cell can be taken for a formula: every address begins with a slash (a constraint of the table).
    """
    file.write("\ufeff")
    table = csv.writer(file, delimiter=";")
    table.writerow(["old", "new"])
    table.writerows((redirect.old, redirect.new) for redirect in redirects)
