"""From text to tokens, the same way for what is indexed and for what is asked.

A word is indexed by its stem (Snowball for Russian and English, ours for Kazakh). A Cyrillic word does not tell its
language, so it gets the stem of each it can be in. Words of titles and names also get a sound token (~), which is the
same for a name in either script, however it was spelt in Latin letters; and their plain form (=), for suggestions.
"""

import re
from functools import lru_cache
from unicodedata import combining, normalize

import snowballstemmer

from . import kazakh

LONGEST_WORD = 40
WORD = re.compile(r"[^\W_]+")
CYRILLIC = re.compile(r"[а-яәғқңөұүһі]")
ONLY_KAZAKH = re.compile(r"[әғқңөұүһі]")
RUSSIAN, ENGLISH = snowballstemmer.stemmer("russian"), snowballstemmer.stemmer("english")

# Words that say nothing alone. They are indexed, but not asked for when others are.
EMPTY = set(
    "және мен бен пен үшін туралы бойынша ал да де бұл сол бір "
    "и в во на по с со для о об от из к у за не что как это а но "
    "the a an of in on for and to with by at from is are".split()
)

SOUNDS = dict(
    zip(
        "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
        "a a b v g g d e e j z i i k k l m n n o o p r s t u u u f h h ts ch sh sh _ i i _ e u a".split(),
        strict=True,
    )
) | {"ъ": "", "ь": ""}
LATIN_SPELLINGS = [
    ("shch", "sh"), ("sch", "sh"), ("kh", "h"), ("gh", "g"), ("zh", "j"), ("ph", "f"), ("ck", "k"), ("x", "ks"),
    ("q", "k"), ("w", "v"), ("y", "i"), ("ı", "i"),
]  # fmt: skip
LONE_C = re.compile(r"c(?!h)")
GLIDE = re.compile(r"i(?=[aeiou])")
DOUBLE = re.compile(r"(.)\1+")


def words_in(text):
    """The words of a text, in small letters, ё written as е."""
    text = normalize("NFC", text).replace("\u00ad", "").lower().replace("ё", "е")
    return [word[:LONGEST_WORD] for word in WORD.findall(text)]


@lru_cache(maxsize=200_000)
def stems(word):
    """Every stem the word may have: one for a Latin word, up to three for a Cyrillic one."""
    if not CYRILLIC.search(word):
        return (ENGLISH.stemWord(word),)
    if ONLY_KAZAKH.search(word):
        return kazakh.stems(word)
    return tuple(dict.fromkeys((*kazakh.stems(word), RUSSIAN.stemWord(word))))


@lru_cache(maxsize=50_000)
def sound(word):
    """How a word sounds, roughly, in Latin letters: Рахмаил, Rahmail and Rakhmail are all "rahmail"."""
    latin = "".join(SOUNDS.get(letter, letter) for letter in word)
    latin = "".join(letter for letter in normalize("NFKD", latin) if not combining(letter))
    for spelling, plain in LATIN_SPELLINGS:
        latin = latin.replace(spelling, plain)
    return DOUBLE.sub(r"\1", GLIDE.sub("", LONE_C.sub("k", latin)))


def sounds(word):
    """Sound tokens of the word and of its stems, so that a declined name is heard as the name."""
    return tuple(dict.fromkeys(f"~{sound(form)}" for form in (word, *stems(word)) if len(form) > 2))


def body_tokens(text):
    return [stem for word in words_in(text) for stem in stems(word)]


def name_tokens(text):
    """For titles and names: by stem and by sound."""
    return [token for word in words_in(text) for token in (*stems(word), *sounds(word))]


def plain_tokens(text):
    """For suggestions while one types: the words as they stand, and as they sound."""
    found = dict.fromkeys(token for word in words_in(text) for token in (f"={word}", f"=~{sound(word)}"))
    return list(found)


def asked_words(text, most=8):
    """The words a person asks for: each once, without those that say nothing unless they are all there is."""
    words = list(dict.fromkeys(words_in(text)))[:most]
    return [word for word in words if word not in EMPTY] or words


def any_of(word):
    """The tokens that count as this word."""
    return tuple(dict.fromkeys((*stems(word), *sounds(word))))
