"""Slow work of this room, done by the background worker. Every task may run twice without harm."""

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_save
from django_tasks import task

from . import images
from .models import Photo


@task()
def size_photo(label, pk):
    """Make the sizes of one picture (label: "events.EventPhoto") and forget the upload with all it knew."""
    model = apps.get_model(label)
    photo = model.objects.filter(pk=pk).first()
    if photo is None or photo.width:
        return
    upload = photo.image.name
    with photo.image.open("rb") as file:
        name, width, height = images.make_sizes(file)
    with transaction.atomic():
        photo = model.objects.select_for_update().filter(pk=pk, image=upload).first()
        if photo is None:  # it was replaced or deleted meanwhile
            return
        photo.image, photo.width, photo.height = name, width, height
        photo.save(update_fields=["image", "width", "height"])
    default_storage.delete(upload)


def size_when_saved(sender, instance, **kwargs):
    """Enqueue the sizing in the same transaction as the save: a rollback drops both."""
    if not instance.width:
        size_photo.enqueue(sender._meta.label, instance.pk)


def connect_photos():
    for model in apps.get_models():
        if issubclass(model, Photo):
            post_save.connect(size_when_saved, sender=model, dispatch_uid=f"size {model._meta.label}")
