"""The few words around a match, with the matches marked."""

import re

from django.utils.html import escape
from django.utils.safestring import mark_safe

from .words import any_of, asked_words, stems, words_in

AROUND = 110
SOFT = {
    "қ": "[қғ]",
    "к": "[кг]",
    "п": "[пб]",
    "е": "[её]",
}  # the last letter of a Kazakh stem softens; ё is written as е


def pattern_of(words):
    """Finds words that may be forms of those asked for."""
    wanted = {stem for word in asked_words(words) for stem in stems(word)}
    forms = "|".join(sorted(map(_form, wanted), key=len, reverse=True))
    return re.compile(rf"\b(?:{forms})\w*", re.IGNORECASE) if forms else None


def _form(stem):
    letters = "".join(SOFT["е"] if letter == "е" else letter for letter in stem[:-1])
    return letters + SOFT.get(stem[-1], stem[-1])


def marked(text, words):
    """The text, its matches in <mark>."""
    pattern = pattern_of(words)
    if pattern is None:
        return escape(text)
    wanted = {token for word in asked_words(words) for token in any_of(word)}
    parts, end = [], 0
    for match in pattern.finditer(text):
        form = words_in(match[0])
        if form and wanted & set(stems(form[0])):
            parts += [escape(text[end : match.start()]), "<mark>", escape(match[0]), "</mark>"]
            end = match.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 - every part is escaped above


def snippet(text, words):
    """The passage of the text with the first match, cut at words; the beginning, if nothing in it matches."""
    pattern = pattern_of(words)
    match = pattern.search(text) if pattern else None
    middle = match.start() if match else 0
    start = max(0, middle - AROUND)
    if start:
        start = text.find(" ", start, middle) + 1 or start
    end = middle + 2 * AROUND
    if end < len(text):
        end = text.rfind(" ", middle, end) if " " in text[middle:end] else end
    passage = " ".join(text[start:end].split())
    return passage and mark_safe(("… " if start else "") + marked(passage, words) + (" …" if end < len(text) else ""))  # noqa: S308
