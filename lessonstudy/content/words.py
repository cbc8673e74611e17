"""Conditions by which a column is, or says, one of some words, in small letters or capitals."""

import json
from functools import reduce
from operator import or_

from django.db.models import Q

NOTHING = Q(pk__in=[])


def equals(column, words):
    return reduce(or_, (Q(**{f"{column}__iexact": word}) for word in words), NOTHING)


def says(column, words):
    """Also in JSON that is kept as text, where SQLite has other letters than Latin ones escaped."""
    forms = {form for word in words for form in (word, json.dumps(word)[1:-1])}
    return reduce(or_, (Q(**{f"{column}__icontains": form}) for form in forms), NOTHING)
