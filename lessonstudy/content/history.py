"""What changed in a record, when and by whom; and the way back to an earlier version."""

import json
from itertools import pairwise

from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from simple_history.template_utils import HistoricalRecordContextHelper

# Not part of what an editor writes: a version brought back leaves these as they are now.
KEPT = {"id", "slug", "status", "published_at", "version", "created_at", "updated_at"}
SILENT = ["version", "updated_at", "created_at"]


def changes_since(record, seen):
    """A sentence for every saving after the version `seen`: who, when, which fields, and from what to what."""
    versions = list(_versions(record).filter(version__gte=seen).order_by("history_id")) if seen.isdigit() else []
    sentences = [_sentence(record, before, after) for before, after in pairwise(versions)]
    since = versions[0].history_date if versions else record.updated_at
    return [*filter(None, sentences), *_changes_of_rows(record, since)]


def difference(record, before, after):
    """The fields in which two versions differ: dictionaries of `field`, `old` and `new`."""
    delta = after.diff_against(before, excluded_fields=SILENT, foreign_keys_are_objs=True)
    return HistoricalRecordContextHelper(type(record), after).context_for_delta_changes(delta)


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
    return _("%(who)s, %(when)s") % {"who": (user and (user.get_full_name() or user.email)) or _("someone"), "when": when}


def _changes_of_rows(record, since):
    """What happened to pictures, files, people ... of the record: they keep no versions, but the log names them."""
    log = LogEntry.objects.filter(
        content_type=get_content_type_for_model(record), object_id=record.pk, action_time__gt=since
    )
    for entry in log.select_related("user").order_by("pk"):
        entry.change_message = rows_only(entry.change_message)
        if entry.change_message:
            yield format_html("{}: {}", who_and_when(entry.user, entry.action_time), entry.get_change_message())


def rows_only(message):
    """The part of an admin log message (JSON) that is about rows, not about the record's own fields."""
    try:
        parts = json.loads(message or "[]")
    except ValueError:
        return ""
    rows = [part for part in parts if any("name" in deed for deed in part.values())]
    return json.dumps(rows) if rows else ""


def past_and_present(record, version):
    """What would change if the version were brought back: `field`, `old` (now) and `new` (then)."""
    now = _versions(record).first()
    rows = difference(record, now, version) if now else []
    names = {record._meta.get_field(name).verbose_name.capitalize() for name in KEPT - {"id"}}
    return [row for row in rows if str(row["field"]) not in names]


@transaction.atomic
def bring_back(record, *, version, by):
    """Make the record's fields what they were in `version`; its address, status and dates stay as they are now."""
    record = type(record)._default_manager.select_for_update().get(pk=record.pk)
    for field in version.tracked_fields:
        if field.name not in KEPT:
            setattr(record, field.attname, getattr(version, field.attname))
    record.full_clean()
    record.version += 1
    when = date_format(timezone.localtime(version.history_date), "SHORT_DATETIME_FORMAT")
    record._change_reason = Truncator(_("brought back the version of %(when)s") % {"when": when}).chars(100)
    record._history_user = by
    record.save()
    return record
