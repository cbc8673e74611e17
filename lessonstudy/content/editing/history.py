"""What changed in a record, when and by whom; and the way back to an earlier version."""

import json
from datetime import datetime
from itertools import pairwise

from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override
from simple_history.template_utils import HistoricalRecordContextHelper

# Not part of what an editor writes: a version brought back leaves these as they are now.
KEPT = {"id", "slug", "status", "published_at", "version", "created_at", "updated_at", "branch"}


class Words(HistoricalRecordContextHelper):
    """Puts the values of a change into words: dates as people read them, choices by name, nothing as nothing."""

    def prepare_delta_change_value(self, change, value):
        field = self.model._meta.get_field(change.field)
        if value is None:
            return ""
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
        if getattr(field, "is_html", False):
            return strip_tags(value)
        return dict(field.flatchoices).get(value, value)

    def context_for_delta_changes(self, delta):
        return [row for row in super().context_for_delta_changes(delta) if row["old"] != row["new"]]


def changes_since(record, seen):
    """A sentence for every saving after the version `seen`: who, when, which fields, and from what to what."""
    if not hasattr(record, "history"):
        return _log_sentences(_log(record).order_by("-pk")[:1])
    versions = list(_versions(record).filter(version__gte=seen).order_by("history_id")) if seen.isdigit() else []
    if not versions:
        return []
    rows = _log(record).filter(action_time__gt=versions[0].history_date).order_by("pk")
    sentences = [_sentence(record, before, after) for before, after in pairwise(versions)]
    return [*filter(None, sentences), *_log_sentences(rows, lambda message: beyond_columns(record, message))]


def difference(record, before, after, leaving=()):
    """The fields in which two versions differ: dictionaries of `field`, `old` and `new`."""
    delta = after.diff_against(before, excluded_fields=leaving, foreign_keys_are_objs=True)
    return Words(type(record), after).context_for_delta_changes(delta)


def _versions(record):
    return record.history.select_related("history_user")._select_related_history_tracked_objs()


def _sentence(record, before, after):
    fields = difference(record, before, after)
    if not fields:
        return ""
    listed = format_html_join("; ", "{field}: “{old}” → “{new}”", fields)
    return format_html("{}: {}", who_and_when(after.history_user, after.history_date), listed)


def who_and_when(user, moment):
    when = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    who = user.get_full_name() or user.email if user else _("someone")
    return f"{who}, {when}"


def _log(record):
    content_type = get_content_type_for_model(record)
    return LogEntry.objects.filter(content_type=content_type, object_id=record.pk).select_related("user")


def _log_sentences(entries, part=lambda message: message):
    """Pictures, files, people ... of a record keep no versions, but the log names what happened to them."""
    for entry in entries:
        entry.change_message = part(entry.change_message)
        if entry.change_message:
            yield format_html("{}: {}", who_and_when(entry.user, entry.action_time), entry.get_change_message())


def beyond_columns(record, message):
    """The part of an admin log message (JSON) which versions do not hold: rows, and lists of other records."""
    try:
        parts = json.loads(message or "[]")
    except ValueError:
        return ""
    with override(None):  # the log keeps the names of fields untranslated
        lists = {str(field.verbose_name) for field in record._meta.many_to_many}
    kept = [part for part in (_without_columns(part, lists) for part in parts) if part]
    return json.dumps(kept) if kept else ""


def _without_columns(part, lists):
    [(deed, about)] = part.items()
    if "name" in about:
        return part
    fields = [name for name in about.get("fields", ()) if name in lists]
    return {deed: {"fields": fields}} if fields else None


def past_and_present(record, version):
    """What would change if the version were brought back: `field`, `old` (now) and `new` (then)."""
    return difference(record, _versions(record).first(), version, leaving=list(KEPT))


@transaction.atomic
def bring_back(record, *, version, by):
    """Make the record's fields what they were in `version`; its address, status and dates stay as they are now."""
    record = type(record)._default_manager.select_for_update().get(pk=record.pk)
    for field in version.tracked_fields:
        if field.name not in KEPT:
            setattr(record, field.attname, getattr(version, field.attname))
    record.full_clean()
    if record.is_public:
        record.check_ready()
    record.version += 1
    when = date_format(timezone.localtime(version.history_date), "SHORT_DATETIME_FORMAT")
    record._change_reason = Truncator(_("brought back the version of %(when)s") % {"when": when}).chars(100)
    record._history_user = by
    record.save()
    return record
