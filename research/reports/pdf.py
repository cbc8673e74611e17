"""A report as PDF: tagged, with bookmarks, in the language of its reader's page."""

import json
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from lessonstudy.content.languages import reader_language
from lessonstudy.content.metadata import LICENCES
from research.printing import compiled, printed_once

from .outline import Table, abstract, by_pupil, facts, story

DESIGN = Path(__file__).with_name("report.typ")


def pdf(report):
    """(its mark, the PDF). All words go in as data, so nothing that someone typed is taken for markup."""
    told = json.dumps(words(report), ensure_ascii=False)
    return printed_once(f"reports/{report.pk}-{reader_language()}", told, DESIGN, composed)


def composed(told):
    return compiled(DESIGN, root=settings.BASE_DIR, sys_inputs={"words": told})


def words(report):
    parts = [(part.title, part.blocks) for part in story(report.body, report.language)]
    parts.append((_("By pupil"), by_pupil(report.body, report.language)))
    if report.ethics:
        parts.append((_("Ethics and consent"), [["", report.ethics]]))
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
        "parts": [
            {"title": title, "blocks": [block_of(block) for block in blocks]} for title, blocks in parts if blocks
        ],
        "licence": [report.get_licence_display(), LICENCES.get(report.licence, "")],
    }


def block_of(block):
    if isinstance(block, Table):
        return {"caption": block.caption, "head": block.head, "rows": block.rows}
    return {"text": list(block) if isinstance(block, list) else [block.label, block.text]}
