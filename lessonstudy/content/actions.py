"""The only code that changes the status of a publishable record."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .errors import Refused
from .models import Status


def publish(record, *, by, at=None):
    """Show a draft or withdrawn record to readers, now or from the moment `at`.

    Refused without the permission to publish its kind, and while it is not ready for readers.
    """
    with transaction.atomic():
        record = _locked(record, by)
        record.check_ready()
        record.status = Status.PUBLISHED
        record.published_at = at or record.published_at or timezone.now()
        _write(record, by, _("published"))
    return record


def withdraw(record, *, by):
    """Take a record away from readers. Its page answers “410 gone”, and staff can publish it again."""
    with transaction.atomic():
        record = _locked(record, by)
        if record.status != Status.PUBLISHED:
            raise Refused(_("Only something published can be withdrawn."))
        record.status = Status.WITHDRAWN
        _write(record, by, _("withdrawn"))
    return record


def back_to_draft(record, *, by):
    """Make a withdrawn record a draft again."""
    with transaction.atomic():
        record = _locked(record, by)
        if record.status != Status.WITHDRAWN:
            raise Refused(_("Only something withdrawn can become a draft again."))
        record.status = Status.DRAFT
        _write(record, by, _("draft again"))
    return record


def _locked(record, by):
    if not by.has_perm(publish_permission(type(record))):
        raise Refused(_("You may not publish or withdraw this. Ask an editor."))
    return type(record)._default_manager.select_for_update().get(pk=record.pk)


def publish_permission(model):
    return f"{model._meta.app_label}.publish_{model._meta.model_name}"


def _write(record, by, reason):
    record.version += 1
    record._change_reason = reason
    record._history_user = by
    record.validate_constraints()
    record.save()
