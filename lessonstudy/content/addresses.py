"""Addresses of records, made fast: a page of a list says dozens of them, and all of a kind look alike."""

from functools import cache

from django.urls import reverse
from django.utils.translation import get_language


def page_of(name, *slugs):
    """What `reverse(name, args=slugs)` gives, for addresses that consist of slugs."""
    return _pattern(name, len(slugs), get_language()).format(*slugs)


@cache
def _pattern(name, parts, language):
    marks = [f"m-{number}" for number in range(parts)]
    pattern = reverse(name, args=marks)
    for mark in marks:
        pattern = pattern.replace(f"/{mark}/", "/{}/")
    return pattern
