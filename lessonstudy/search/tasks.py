"""Reading the text inside stored files, done by the background worker. May run twice without harm."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from unicodedata import normalize

from django.core.files.storage import default_storage
from django.db.models.signals import post_save
from django_tasks import task

from lessonstudy.content.files import extension_of
from lessonstudy.content.models import Document
from lessonstudy.content.stored import forgotten, tables

from . import reading
from .index import one_writer, touch
from .models import FileText

PROGRAM = Path(reading.__file__)
BROKEN_WORD = re.compile("[\x02\ufffe]\\s*")  # how PDFium writes a hyphen at the end of a line
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]+")  # and PostgreSQL keeps no NUL
BLANKS = re.compile(r"[^\S\n]+")
EMPTY_LINES = re.compile(r"\s*\n\s*")


@task()
def read_file(name):
    """Read the stored file; what names it is found by its text from now on. Unreadable is kept as empty."""
    if FileText.objects.filter(name=name).exists():
        return
    try:
        text = text_in(name)
    except FileNotFoundError:  # deleted meanwhile
        return
    with one_writer():
        owners = [document for model in tables(Document) for document in model.objects.filter(file=name)]
        if owners:
            FileText.objects.get_or_create(name=name, defaults={"text": text})
        for document in owners:
            touch(document)


def text_in(name, seconds=reading.SECONDS):
    """The text of a stored file, as far as it could be read in that time."""
    with NamedTemporaryFile() as copy, default_storage.open(name) as stored:  # what is stored may have no path
        shutil.copyfileobj(stored, copy)
        copy.flush()
        command = [sys.executable, "-I", str(PROGRAM), extension_of(name), copy.name]
        try:
            done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - our own
            read = done.stdout
        except subprocess.TimeoutExpired as late:
            read = late.stdout or b""
    return tidy(read.decode("utf-8", "ignore"))


def tidy(text):
    """Text that every database keeps and a snippet can be cut from."""
    text = normalize("NFC", BROKEN_WORD.sub("", text))
    text = BLANKS.sub(" ", UNWANTED.sub(" ", text))
    return EMPTY_LINES.sub("\n", text).strip()[: reading.MOST_TEXT]


# --- Noticing -------------------------------------------------------------------------------------


def read_when_saved(sender, instance, **kwargs):
    """Enqueue the reading in the same transaction as the save: a rollback drops both."""
    read_later({instance.file.name})


def read_later(names):
    readable = {name for name in names if extension_of(name) in reading.READERS}
    known = FileText.objects.filter(name__in=readable).values_list("name", flat=True)
    for name in sorted(readable.difference(known)):
        read_file.enqueue(name)


def read_the_rest():
    """Enqueue every file nobody has read yet."""
    for model in tables(Document):
        read_later(set(model.objects.values_list("file", flat=True)))


def forget_text(sender, name, **kwargs):
    with one_writer():  # else a reading about to end could keep it after all
        FileText.objects.filter(name=name).delete()


def connect():
    for model in tables(Document):
        post_save.connect(read_when_saved, sender=model, dispatch_uid=f"read {model._meta.label}")
    forgotten.connect(forget_text, dispatch_uid="forget the text of a file")
