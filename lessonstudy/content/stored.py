"""Stored pictures and files: who may fetch one, and when it is deleted.

A file may be fetched while a record that owns it is public. It is deleted with the last row that names it.
"""

import re

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete, pre_save
from django.dispatch import Signal

from .images import size_name, widths_for
from .models import Document, Photo, published

COLUMNS = {Photo: "image", Document: "file"}
forgotten = Signal()  # sent when no row names a stored file any more


def tables(base):
    return [model for model in apps.get_models() if issubclass(model, base)]


def column_of(model):
    return next(column for base, column in COLUMNS.items() if issubclass(model, base))


def master_of(path):
    """The stored name a row knows: photos/x-400.webp is a copy of photos/x.jpg."""
    return re.sub(r"^(photos/\w+)-\d+\.webp$", r"\1.jpg", path)


def is_owned_in_public(path):
    """Whether a public record owns the file. One query, whatever the number of tables."""
    name = master_of(path)
    rows = [
        model.objects.filter(published(model.owned_by), **{column_of(model): name}, **agreed(model))
        for model in [*tables(Photo), *tables(Document)]
    ]
    rows = [found.order_by().values("pk") for found in rows]
    return rows[0].union(*rows[1:], all=True).exists()


def agreed(model):
    return {"consent": True} if getattr(model, "needs_consent", False) else {}


def forget(name, base, copies=()):
    """Delete a stored file and its copies, unless another row still names it (the same picture is one file)."""
    if any(model.objects.filter(**{COLUMNS[base]: name}).exists() for model in tables(base)):
        return
    forgotten.send(sender=base, name=name)
    default_storage.delete(name)
    if base is Photo:
        for width in copies:
            default_storage.delete(size_name(name, width))


def _forget_after_commit(row):
    base = next(base for base in COLUMNS if isinstance(row, base))
    name = getattr(row, COLUMNS[base]).name
    copies = widths_for(row.width) if getattr(row, "width", None) else ()
    if name:
        transaction.on_commit(lambda: forget(name, base, copies))


def when_deleted(sender, instance, **kwargs):
    _forget_after_commit(instance)


def when_replaced(sender, instance, raw=False, **kwargs):
    column = column_of(sender)
    if instance.pk and not getattr(instance, column)._committed:
        for before in sender.objects.filter(pk=instance.pk):
            _forget_after_commit(before)


def connect():
    for model in [*tables(Photo), *tables(Document)]:
        post_delete.connect(when_deleted, sender=model, dispatch_uid=f"forget {model._meta.label}")
        pre_save.connect(when_replaced, sender=model, dispatch_uid=f"replace {model._meta.label}")
