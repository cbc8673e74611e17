"""The picture a messenger shows with a shared link: the record's own wide photograph, else a card with its title.

1200 by 630 pixels, which every messenger shows whole; a JPEG below the 300 kB that WhatsApp takes. It is drawn when it
is first asked for, and kept under a name made of what it shows.
"""

import hashlib
from io import BytesIO
from pathlib import Path

import typst
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from events.models import Event
from journal.models import Article, Issue
from lessonstudy.content.dates import format_range
from lessonstudy.content.images import store
from lessonstudy.content.languages import reader_language
from lessonstudy.content.metadata import summary, wide_photo
from lessonstudy.news.models import NewsPost
from members.models import Organization

SIZE = (1200, 630)
DESIGN = Path(__file__).with_name("preview.typ")
LONGEST_TITLE, LONGEST_NOTE = 220, 64


def record_picture(record):
    """The file of the record's picture in the reader's language."""
    photo = wide_photo(record)
    if photo:
        return _kept(photo.image.name, lambda: _cropped(photo))
    words = {
        "kicker": capfirst(kind_of(record)),
        "title": summary(title_of(record), limit=LONGEST_TITLE),
        "note": summary(note_of(record), limit=LONGEST_NOTE),
    }
    return _card(words)


def site_picture():
    """The file of the picture for pages that are about no single record."""
    title = _("What teachers learn from a lesson, kept for those who teach after them")
    return _card({"kicker": "", "title": title, "note": ""})


def kind_of(record):
    return str(record.get_kind_display() if hasattr(record, "get_kind_display") else record._meta.verbose_name)


def title_of(record):
    return record.designation if isinstance(record, Issue) else record.plain_title


def note_of(record):
    """When and where, as far as a reader would want it under the title."""
    match record:
        case Event():
            when = [format_range(record.start, record.end)] if record.start else []
            return " · ".join([*when, *map(str, record.place_names)])
        case NewsPost():
            return date_format(record.published_at, "DATE_FORMAT")
        case Organization():
            return str(record.place.shown.name) if record.place else ""
        case Issue():
            return record.journal.plain_title if record.journal.is_public else ""
        case Article():
            return note_of(record.issue) if record.issue.is_public else ""
    return ""


def _card(words):
    words |= {"site": _("Lesson Study in Kazakhstan"), "language": reader_language()}
    return _kept(repr(sorted(words.items())) + DESIGN.read_text(), lambda: _drawn(words))


def _drawn(words):
    folders = {"root": settings.BASE_DIR, "font_paths": [settings.BASE_DIR / "static/fonts"]}
    png = typst.compile(DESIGN, **folders, ignore_system_fonts=True, format="png", ppi=72, sys_inputs=words)
    return Image.open(BytesIO(png))


def _cropped(photo):
    with photo.image.open("rb") as file, Image.open(file) as image:
        image.draft("RGB", SIZE)
        return ImageOps.fit(image.convert("RGB"), SIZE, centering=(0.5, 0.4))  # faces are above the middle


def _kept(shows, draw):
    """The stored picture of what it `shows`; drawn now if nobody asked for it before."""
    name = f"previews/{hashlib.sha256(shows.encode()).hexdigest()[:32]}.jpg"
    if not default_storage.exists(name):
        buffer = BytesIO()
        draw().convert("RGB").save(buffer, "JPEG", quality=82, optimize=True, progressive=True)
        store(name, buffer.getvalue())
    return default_storage.open(name)
