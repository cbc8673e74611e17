"""Drawing the pages of posters' files, done by the background worker. May run twice without harm."""

import shutil
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Max
from django.db.models.signals import post_save
from django.dispatch import receiver
from django_tasks import task

from lessonstudy.content.images import make_sizes, widths_for
from lessonstudy.content.models import Document, Photo
from lessonstudy.content.stored import forget

from . import drawing
from .models import PosterDocument, PosterPhoto

PROGRAM = Path(drawing.__file__)


@receiver(post_save, sender=PosterDocument, dispatch_uid="draw pages")
def draw_when_saved(sender, instance, **kwargs):
    """Enqueue the drawing in the same transaction as the save: a rollback drops both."""
    if instance.drawn != instance.to_draw:
        draw_pages.enqueue(instance.pk)


@task()
def draw_pages(pk):
    """Make pictures of the first pages of a poster's PDF, instead of those that were drawn from it before.

    Of a file that cannot be opened there are none, and it is not tried again.
    """
    document = PosterDocument.objects.filter(pk=pk).first()
    if document is None or document.drawn == document.to_draw:
        return
    try:
        pages = pages_of(document.file.name) if document.to_draw else []
    except FileNotFoundError:  # deleted meanwhile
        return
    with transaction.atomic():
        same = PosterDocument.objects.select_for_update().filter(pk=pk, file=document.file.name, kind=document.kind)
        if same.exists():  # else the save that changed it has asked for another drawing
            put_in_place(document, pages)
            same.update(drawn=document.to_draw)


def pages_of(name, seconds=drawing.SECONDS):
    """[(name of the master, width, height)] of the pages that could be drawn in that time."""
    with TemporaryDirectory() as folder:
        copy = Path(folder, "file.pdf")
        with default_storage.open(name) as stored, copy.open("wb") as file:  # what is stored may have no path
            shutil.copyfileobj(stored, file)
        command = [sys.executable, "-I", str(PROGRAM), str(copy), folder]
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - our own
        return list(made_of(Path(folder)))


def made_of(folder):
    """The sizes of the pages in the folder, up to the first that was not drawn whole."""
    for number in range(1, drawing.MOST_PAGES + 1):
        try:
            with Path(folder, f"{number}.jpg").open("rb") as page:
                yield make_sizes(page)
        except (OSError, ValueError):
            return


def put_in_place(document, pages):
    """The poster's own sheet comes before all pictures, pages of another file after them.

    What staff wrote about a page stays with its number.
    """
    known = {photo.page: photo for photo in document.pages.all()}
    first = 0 if document.kind == Document.Kind.POSTER else after_all_others(document)
    if first == 0:
        make_room(document)
    for number, (name, width, height) in enumerate(pages, start=1):
        photo = known.pop(number, None) or PosterPhoto(poster_id=document.poster_id, document=document, page=number)
        if photo.width:
            transaction.on_commit(partial(forget, photo.image.name, Photo, widths_for(photo.width)))
        photo.image, photo.width, photo.height = name, width, height
        photo.position = first  # pages of one file are in the order of their making
        photo.save()
    for photo in known.values():
        photo.delete()


def after_all_others(document):
    others = PosterPhoto.objects.filter(poster=document.poster_id).exclude(document=document)
    last = others.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def make_room(document):
    uploaded = PosterPhoto.objects.filter(poster=document.poster_id, document=None)
    if uploaded.filter(position=0).exists():
        uploaded.update(position=F("position") + 1)
