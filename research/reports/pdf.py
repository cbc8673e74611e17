"""A report as PDF: tagged, with bookmarks, in the language of its reader's page."""

import json
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from lessonstudy.content.languages import reader_language
from lessonstudy.content.metadata import LICENCES
from lessonstudy.content.printing import compiled, printed_once

from .outline import Table, abstract, facts, whole

DESIGN = Path(__file__).with_name("report.typ")


def pdf(report):
    """(its mark, the PDF). All words go in as data, so nothing that someone typed is taken for markup."""
    told = json.dumps(words(report), ensure_ascii=False)
    return printed_once(f"reports/{report.pk}-{reader_language()}", told, DESIGN, composed)


def composed(told):
    return compiled(DESIGN, root=settings.BASE_DIR, sys_inputs={"words": told})


def words(report):
    return {
        "language": reader_language(),
        "site": _("Lesson Study in Kazakhstan"),
        "kicker": str(report._meta.verbose_name),
        "title": report.plain_title,
        "team": [f"{member.name}, {member.get_role_display()}" for member in report.parts.team],
        "facts": facts(report),
        "abstract_title": _("Abstract"),
        "abstract": [[text.label, text.text] for text in abstract(report)],
        "keywords": [_("Keywords"), str(report.shown.keywords)],
        "parts": [{"title": part.title, "blocks": list(map(block_of, part.blocks))} for part in whole(report)],
        "licence": [report.get_licence_display(), LICENCES.get(report.licence, "")],
    }


def block_of(block):
    if isinstance(block, Table):
        return {"caption": block.caption, "head": block.head, "rows": block.rows}
    return {"text": [block.label, block.text]}
