"""The few words around a match, with the matches marked."""

import re
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import mark_safe

from .words import WORD, any_of, asked_words, found_by, words_in

AROUND = 110
# How else the letters of a stem may be written: ё as е, Kazakh letters as Russian ones, a softened last letter.
OTHERS = {
    "а": "аә", "г": "гғ", "е": "её", "и": "иі", "к": "кқ", "н": "нң", "о": "оө", "у": "уұү", "х": "хһ",
}  # fmt: skip
SOFTENED = {"қ": "қғ", "к": "кгқғ", "п": "пб"}


def marked(text, words):
    """The text as HTML, the words that made it match in <mark>."""
    wanted = wanted_tokens(words)
    parts, end = [], 0
    for match in WORD.finditer(text):
        if is_wanted(match[0], wanted):
            parts += [escape(text[end : match.start()]), "<mark>", escape(match[0]), "</mark>"]
            end = match.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 - every part is escaped above


def snippet(text, words):
    """The passage of the text with the first match as HTML, cut at words; the beginning, if nothing in it matches."""
    middle = max(place_of(text, words), 0)
    start = max(0, middle - AROUND)
    if start:
        start = text.find(" ", start, middle) + 1 or start
    end = middle + 2 * AROUND
    if end < len(text):
        end = text.rfind(" ", middle, end) if " " in text[middle:end] else end
    passage = " ".join(text[start:end].split())
    return passage and mark_safe(("… " if start else "") + marked(passage, words) + (" …" if end < len(text) else ""))  # noqa: S308


def place_of(text, words):
    """Where the first word stands that was asked for; -1 if none does."""
    pattern, wanted = pattern_of(words), wanted_tokens(words)
    matches = pattern.finditer(text) if pattern else ()
    return next((match.start() for match in matches if is_wanted(match[0], wanted)), -1)


@lru_cache(maxsize=1000)
def wanted_tokens(words):
    return {token for word in asked_words(words) for token in any_of(word)}


def is_wanted(word, wanted):
    return not wanted.isdisjoint(token for part in words_in(word) for token in found_by(part))


@lru_cache(maxsize=1000)
def pattern_of(words):
    """Finds words that may be forms of those asked for: a long text is not taken to pieces for one of them."""
    tokens = {token.lstrip("_") for token in wanted_tokens(words) if not token.startswith("~")}
    begins = map(begin_of, tokens)
    return re.compile(rf"\b(?:{'|'.join(sorted(begins))})\w*", re.IGNORECASE) if tokens else None


def begin_of(stem):
    letters = [f"[{OTHERS[letter]}]" if letter in OTHERS else re.escape(letter) for letter in stem[:-1]]
    last = SOFTENED.get(stem[-1]) or OTHERS.get(stem[-1], stem[-1])
    return "".join(letters) + f"[{last}]"
