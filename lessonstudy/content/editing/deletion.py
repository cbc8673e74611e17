"""What points to a record through a list of records (many-to-many). The database would silently drop such links."""

from django.contrib.admin.utils import NestedObjects
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst


def pointing_at(records, using="default"):
    """The records elsewhere that name one of `records`, or something that would be deleted with it, in a list."""
    collector = NestedObjects(using=using, origin=records)
    collector.collect(records)
    for model, rows in list(collector.data.items()):
        if owner := model._meta.auto_created:
            going = {record.pk for record in collector.data.get(owner, ())}
            keys = {getattr(row, _owner_column(owner, model)) for row in rows}
            yield from owner._base_manager.filter(pk__in=keys - going)


def _owner_column(owner, through):
    field = next(field for field in owner._meta.many_to_many if field.remote_field.through is through)
    return field.m2m_column_name()


def linked(record):
    """The record as a line of the list: its kind, and its name as a link to its form."""
    meta = record._meta
    try:
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    except NoReverseMatch:
        return format_html("{}: {}", capfirst(meta.verbose_name), record)
    return format_html('{}: <a href="{}">{}</a>', capfirst(meta.verbose_name), address, record)
