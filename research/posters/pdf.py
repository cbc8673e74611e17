"""The catalogue of an exhibition: a PDF to print, in the reader's language."""

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from PIL import Image

from lessonstudy.content import sentences
from lessonstudy.content.dates import format_range
from lessonstudy.content.images import size_name, widths_for
from lessonstudy.content.languages import ShownText, reader_language
from lessonstudy.content.metadata import identifier
from lessonstudy.content.printing import compiled, printed_once

DESIGN = Path(__file__).with_name("catalogue.typ")
ORNAMENT = settings.BASE_DIR / "static/img/frieze.svg"
MOST_POSTERS = 300
WIDTH = 800  # pixels of a picture: 150 to the inch


def catalogue(absolute, event, posters):
    """(its mark, the PDF)."""
    told = json.dumps(words(absolute, event, posters[:MOST_POSTERS]), ensure_ascii=False)
    return printed_once(f"catalogues/{event.pk}-{reader_language()}", told, DESIGN, composed)


def composed(told):
    with TemporaryDirectory() as folder:
        Path(folder, "words.json").write_text(told)
        shutil.copy(ORNAMENT, folder)
        design = shutil.copy(DESIGN, folder)
        for poster in json.loads(told)["posters"]:
            if poster["picture"]:
                put_picture(Path(folder), poster["picture"])
        return compiled(design, root=folder)


def put_picture(folder, picture):
    """As JPEG: a PDF keeps it as it is, and would keep WebP unpacked. What cannot be read is a white sheet."""
    try:
        with default_storage.open(picture["stored"]) as file, Image.open(file, formats=["WEBP"]) as image:
            image.convert("RGB").save(folder / picture["file"], quality=80)
    except OSError:
        Image.new("RGB", (picture["width"], picture["height"]), "white").save(folder / picture["file"])


# --- What it says ---------------------------------------------------------------------------------
def words(absolute, event, posters):
    return {
        "language": reader_language(),
        "site": _("Lesson Study in Kazakhstan"),
        "kicker": _("Catalogue of the exhibition"),
        "title": text(event.title_shown),
        "edition": text(event.shown.edition_label),
        "when": format_range(event.start, event.end) if event.start else "",
        "where": ", ".join(map(str, event.place_names)),
        "count": sentences.posters(len(posters)),
        "address": absolute(event.get_absolute_url()),
        "contents": _("Contents"),
        "awards_title": _("Awards"),
        "awards": [award_line(award) for award in event.awards.all()],
        "posters": [sheet(absolute, number, poster) for number, poster in enumerate(posters, start=1)],
    }


def text(shown):
    """A text and the language it is in: the reader's, if it is nobody's."""
    language = shown.language if isinstance(shown, ShownText) else reader_language()
    return {"text": str.__str__(shown), "language": language}


def sheet(absolute, number, poster):
    shown = poster.shown
    parts = [(_("Aim"), shown.aim), (_("Model"), shown.model), (_("Results"), shown.results)]
    board = _("Board %(number)s") % {"number": poster.board_number} if poster.board_number else ""
    return {
        "title": text(poster.title_shown),
        "board": board,
        "picture": picture(number, poster),
        "authors": ", ".join(role.printed_name or role.person.plain_title for role in poster.roles.all()),
        "schools": ", ".join(school.plain_title for school in poster.schools.all()),
        "taught": capfirst(poster.taught_said),
        "awards": [capfirst(award_said(award)) for award in poster.awards.all()],
        "parts": [{"name": name, **text(part)} for name, part in parts if part],
        "address": identifier(absolute, poster),
    }


def picture(number, poster):
    photo = next(iter(poster.photos.all()), None)
    if photo is None or not photo.width:
        return None
    copies = widths_for(photo.width)
    width = next((copy for copy in copies if copy >= WIDTH), copies[-1])
    return {
        "file": f"{number}.jpg",
        "stored": size_name(photo.image.name, width),
        "width": width,
        "height": max(1, round(photo.height * width / photo.width)),
        "says": photo.alternative.text or poster.plain_title,
    }


def award_line(award):
    receiver = award.receiver.plain_title if award.receiver else ""
    return {"who": receiver or str(award.shown.title), "what": award_said(award), "note": str(award.shown.note)}


def award_said(award):
    return ", ".join(filter(None, [award.get_kind_display(), str(award.shown.title)]))
