"""Addresses made from titles. Kazakh letters become the Latin letters readers expect, none is dropped."""

import re
from unicodedata import normalize

LETTERS = dict(
    zip(
        "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя№",
        "a a b v g g d e e zh z i i k q l m n n o o p r s t u u u f h h ts ch sh shch _ y i _ e yu ya no".split(),
        strict=True,
    )
)
LETTERS |= {"ъ": "", "ь": ""}
LENGTH = 90


def slug_from(text):
    """A readable ASCII slug: «Сабақты зерттеу: №69» -> sabaqty-zertteu-no69. Empty if nothing is left."""
    latin = "".join(LETTERS.get(letter, letter) for letter in text.casefold())
    ascii_text = normalize("NFKD", latin).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")
    return slug[:LENGTH].rsplit("-", 1)[0] if len(slug) > LENGTH else slug


def free_slug(record, text, within=None):
    """The slug of `text`, numbered if another record of the kind (in the queryset `within`) has it."""
    others = type(record)._default_manager.all() if within is None else within
    base = slug_from(text) or type(record)._meta.model_name
    taken = set(others.filter(slug__startswith=base).exclude(pk=record.pk).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
