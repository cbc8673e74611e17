"""A page that moves leaves its old address behind, and so do the pages below it.

A signal, because an address changes in many ways (a slug in a form or a command, an organization's kind) and no room
below knows of this.
"""

from django.db.models.signals import post_save, pre_save
from django.utils import timezone

from .addresses import address_of
from .models import Redirect
from .registry import BELOW, PUBLIC_MODELS, records_of

SAID_BY = {"slug", "kind", "journal", "issue"}  # the columns an address is made of


def connect():
    for model in PUBLIC_MODELS:
        pre_save.connect(remember, sender=model, dispatch_uid=f"remember the address of {model._meta.label}")
        post_save.connect(leave_behind, sender=model, dispatch_uid=f"leave the address of {model._meta.label}")


def remember(sender, instance, update_fields, **kwargs):
    """Before it is saved: every address that is about to change, if the public could ever know it."""
    instance._left_behind = {}
    if instance._state.adding or (update_fields is not None and not SAID_BY & set(update_fields)):
        return
    stored = records_of(sender).filter(pk=instance.pk).first()
    if stored and address_of(stored) != address_of(instance):
        instance._left_behind = addresses_from(stored)


def leave_behind(sender, instance, **kwargs):
    """After it is saved: the old addresses lead to the records. One that has its address back leads nowhere else."""
    left = getattr(instance, "_left_behind", None)
    if left:
        Redirect.objects.write([moved(record, address) for record, address in left.items()])
        returned = {(record.address_kind(), record.pk): address for record, address in addresses_from(instance).items()}
        rows = Redirect.objects.filter(old__in=returned.values())
        rows.filter(pk__in=[row.pk for row in rows if returned.get((row.kind, row.number)) == row.old]).delete()


def addresses_from(record):
    """The addresses, as stored now, of the record and of all below it that have ever been public."""
    models = {type(record): "pk", **BELOW.get(type(record), {})}
    return {
        each: address_of(each)
        for model, link in models.items()
        for each in records_of(model).filter(**{link: record.pk}, published_at__lte=timezone.now())
    }


def moved(record, address):
    return Redirect(old=address, kind=record.address_kind(), number=record.pk, origin=Redirect.Origin.MOVED)
