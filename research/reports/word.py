"""A report as a Word file (Office Open XML), with real headings and tables, to go on working with."""

from io import BytesIO

from django.utils.translation import gettext as _
from docx import Document
from docx.shared import Pt

from lessonstudy.content.machines import plain

from .outline import Table, Text, abstract, facts, whole


def word(report):
    document = Document()
    document.core_properties.title = plain(report.plain_title)[:255]
    document.core_properties.author = plain(", ".join(member.name for member in report.parts.team))[:255]
    document.core_properties.language = report.language
    document.styles["Normal"].font.size = Pt(11)
    document.add_heading(plain(report.plain_title), 0)
    for member in report.parts.team:
        document.add_paragraph(plain(f"{member.name}, {member.get_role_display()}"))
    add_table(document, [], [list(fact) for fact in facts(report)])
    add_part(document, _("Abstract"), [*abstract(report), Text(_("Keywords"), report.shown.keywords)])
    for part in whole(report):
        add_part(document, part.title, part.blocks)
    document.add_paragraph(plain(report.get_licence_display()))
    file = BytesIO()
    document.save(file)
    file.seek(0)
    return file


def add_part(document, title, blocks):
    blocks = [block for block in blocks if isinstance(block, Table) or block.text]
    if not blocks:
        return
    document.add_heading(plain(title), 1)
    for block in blocks:
        if heading := block.caption if isinstance(block, Table) else block.label:
            document.add_heading(plain(heading), 2)
        if isinstance(block, Table):
            add_table(document, block.head, block.rows)
        else:
            document.add_paragraph(plain(block.text))


def add_table(document, head, rows):
    rows = [head, *rows] if head else rows
    if not rows:
        return
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = plain(text)
