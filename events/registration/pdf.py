"""What is printed for the door: the list to sign, and the badges."""

import json
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lessonstudy.content.dates import format_range
from lessonstudy.content.languages import reader_language
from lessonstudy.content.printing import compiled, printable, printing

from .qr import qr_drawing

LIST, BADGES = (Path(__file__).with_name(name) for name in ("attendance_list.typ", "badges.typ"))


def printed(design, words):
    """All words go in as data, so nothing that someone typed is taken for markup. Nothing is kept: it names people."""
    told = printable(json.dumps(words, ensure_ascii=False))
    with printing:
        return compiled(design, root=settings.BASE_DIR, sys_inputs={"words": told})


def of_event(event):
    return {
        "language": reader_language(),
        "title": event.plain_title,
        "when": format_range(event.start, event.end) if event.start else "",
    }


def attendance_list(desk, people):
    """The participants by the way they take part, with room to sign. `people` are by school and name already."""
    by_way = sorted(people, key=lambda person: (person.option.position, person.option_id))
    return printed(
        LIST,
        of_event(desk.event)
        | {
            "kicker": _("Attendance list"),
            "headings": [_("No."), _("School"), pgettext("of a person", "Name"), _("Signature")],
            "ways": [
                {"title": str(way), "rows": [row_of(person) for person in those]}
                for way, those in groupby(by_way, key=lambda person: person.option)
            ],
        },
    )


def row_of(person):
    return [str(person.registration.organization), str(person), person.post]


def badges(absolute, desk, people):
    """Ten on a page, to cut out; the code leads to the teacher's ticket."""
    return printed(BADGES, of_event(desk.event) | {"badges": [badge(absolute, desk, person) for person in people]})


def badge(absolute, desk, person):
    person.registration.desk = desk
    return {
        "name": str(person),
        "school": str(person.registration.organization),
        "qr": qr_drawing(absolute(person.ticket_address)),
        "qr_says": _("Ticket of %s") % person,
    }
