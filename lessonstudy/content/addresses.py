"""Addresses of records and links to them, made fast: a page says dozens of them, and all of a kind look alike."""

from functools import cache

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language


def page_of(name, *slugs):
    """What `reverse(name, args=slugs)` gives, for addresses that consist of slugs."""
    return _pattern(name, len(slugs), get_language()).format(*slugs)


def permanent_path(record):
    """The address that stays, whatever becomes of the slug and the language."""
    return f"/id/{record.address_kind()}/{record.pk}"


def link_to(record, text=""):
    """The record's name, or `text` instead, as a link to its page.

    Of what is not public only people and organizations are named; nobody learns the title of a draft.
    """
    if not record:
        return ""
    is_public = record.is_public
    if not (is_public or record.named_without_page):
        return ""
    name = conditional_escape(text or record.title_shown)
    return mark_safe(f'<a href="{record.get_absolute_url()}">{name}</a>') if is_public else name  # noqa: S308 - escaped


@cache
def _pattern(name, parts, language):
    marks = [f"m-{number}" for number in range(parts)]
    pattern = reverse(name, args=marks)
    for mark in marks:
        pattern = pattern.replace(f"/{mark}/", "/{}/")
    return pattern
