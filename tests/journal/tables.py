"""Tables of articles for tests, as editors of journals keep them."""

import csv
from io import BytesIO, StringIO

from django.core.files.base import ContentFile
from openpyxl import Workbook


def excel(*rows, name="issue.xlsx"):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return ContentFile(buffer.getvalue(), name)


def comma(*rows, name="issue.csv", encoding="utf-8-sig", delimiter=";"):
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return ContentFile(text.getvalue().encode(encoding), name)
