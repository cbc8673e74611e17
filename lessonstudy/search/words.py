"""From text to tokens, the same way for what is indexed and for what is asked.

A word is indexed by its stem (Snowball for Russian and English, ours for Kazakh). A Cyrillic word does not tell its
language, so it gets the stem of each it can be in. Words of titles and names also get a sound token (~), which is the
same for a name in either script, however it was spelt in Latin letters; and their plain form (=), for suggestions.
Kazakh words also get the stem that is left of them when they are typed with Russian letters (_): мугалим.
"""

import re
from functools import lru_cache
from threading import Lock
from unicodedata import combining, normalize

import snowballstemmer

from . import kazakh

LONGEST_WORD = 40
WORD = re.compile(r"[^\W_]+")
COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
CYRILLIC = re.compile(r"[а-яәғқңөұүһі]")
LATIN = re.compile(r"[a-z]")
SAME = str.maketrans({"ё": "е", "ə": "ә", "\u00ad": None})
LOOKALIKE = str.maketrans("aceiopxyh", "асеіорхуһ")
ONLY_KAZAKH = re.compile(r"[әғқңөұүһі]")
POSSESSIVE = re.compile(r"['’]s\b")
RUSSIAN, ENGLISH = snowballstemmer.stemmer("russian"), snowballstemmer.stemmer("english")
stemming = Lock()

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
) | {"ъ": "", "ь": "", "ş": "sh", "ç": "ch"}
LATIN_SPELLINGS = [
    ("shch", "sh"), ("sch", "sh"), ("kh", "h"), ("gh", "g"), ("zh", "j"), ("dj", "j"), ("ph", "f"), ("ck", "k"),
    ("x", "ks"), ("q", "k"), ("w", "v"), ("y", "i"), ("ı", "i"),
]  # fmt: skip
IRREGULAR = {
    "children": "child", "taught": "teach", "analyses": "analysis", "curricula": "curriculum", "women": "woman",
    "men": "man", "held": "hold", "led": "lead", "written": "write", "wrote": "write", "criteria": "criterion",
    "ребенка": "ребенок", "ребенку": "ребенок", "ребенком": "ребенок", "ребенке": "ребенок",
    "юлии": "юлия", "юлию": "юлия", "юлией": "юлия",
}  # fmt: skip
COUNTRY = re.compile(r"\w{2,}[^с]стан")  # Қазақстанда, Казахстане, казахстанский
LONE_C = re.compile(r"c(?!h)")
GLIDE = re.compile(r"i(?=[aeiou])")
DOUBLE = re.compile(r"(.)\1+")


def words_in(text):
    """The words of a text, in small letters, ё written as е, without soft hyphens and the English 's."""
    text = POSSESSIVE.sub("", normalize("NFC", text).lower().translate(SAME))
    return [in_one_script(word[:LONGEST_WORD]) for word in WORD.findall(text)]


def in_one_script(word):
    """бiлiм typed with Latin i is білім."""
    return word.translate(LOOKALIKE) if LATIN.search(word) and CYRILLIC.search(word) else word


@lru_cache(maxsize=200_000)
def stems(word):
    """Every stem the word may have: one for a Latin word, up to four for a Cyrillic one."""
    if not CYRILLIC.search(word):
        return (stemmed(ENGLISH, IRREGULAR.get(word, word)),)
    if country := COUNTRY.match(word):
        return (country[0],)
    if ONLY_KAZAKH.search(word):
        return kazakh.stems(word)
    return tuple(dict.fromkeys((*kazakh.stems(word), *russian_stems(IRREGULAR.get(word, word)))))


def stemmed(stemmer, word):
    """A stemmer keeps the word it works on in itself: one thread at a time, or words get mixed."""
    with stemming:
        return stemmer.stemWord(word)


def russian_stems(word):
    """One; and of лицей (лицея), which looks like учителей, a second."""
    stem = stemmed(RUSSIAN, word)
    return (stem if len(stem) > 2 else word, *([word[:-1]] if word.endswith("ей") else []))


@lru_cache(maxsize=50_000)
def sound(word):
    """How a word sounds, roughly, in Latin letters: Рахмаил, Rahmail and Rakhmail are all "rahmail"."""
    latin = "".join(SOUNDS.get(letter, letter) for letter in word)
    latin = "".join(letter for letter in normalize("NFKD", latin) if not combining(letter))
    for spelling, plain in LATIN_SPELLINGS:
        latin = latin.replace(spelling, plain)
    return DOUBLE.sub(r"\1", GLIDE.sub("", LONE_C.sub("k", latin)))


@lru_cache(maxsize=50_000)
def sounds(word):
    """Sound tokens of the word and of its stems, so that a declined name is heard as the name."""
    return tuple(dict.fromkeys(f"~{sound(form)}" for form in (word, *stems(word)) if len(form) > 2))


@lru_cache(maxsize=50_000)
def plain_stems(word):
    """The tokens of a Kazakh word as it is typed with Russian letters."""
    return tuple(f"_{stem}" for stem in kazakh.plain_stems(kazakh.as_typed_plainly(word)))


@lru_cache(maxsize=200_000)
def body_forms(word):
    return (*stems(word), *(plain_stems(word) if ONLY_KAZAKH.search(word) else ()))


def indexed_words(text):
    """The words of a text; of those with a hyphen the whole, too, as many write it: Нурсултан, email."""
    return [*words_in(text), *words_in(" ".join(found[0].replace("-", "") for found in COMPOUND.finditer(text)))]


def body_tokens(text):
    return [token for word in indexed_words(text) for token in body_forms(word)]


def found_by(word):
    """The tokens by which a word in a title or name is found: by stem and by sound."""
    return (*body_forms(word), *sounds(word))


def name_tokens(text):
    return [token for word in indexed_words(text) for token in found_by(word)]


def plain_tokens(text):
    """For suggestions while one types: the words as they stand, and as they sound."""
    found = dict.fromkeys(token for word in indexed_words(text) for token in (f"={word}", f"=~{sound(word)}"))
    return list(found)


def asked_words(text, most=8):
    """The words a person asks for: each once, without those that say nothing unless they are all there is."""
    words = list(dict.fromkeys(words_in(text)))[:most]
    return [word for word in words if word not in EMPTY] or words


def any_of(word):
    """The tokens that count as this word when it is asked for."""
    # A short Russian word like тур is not taken for a Kazakh one like түр.
    may_be_plain = len(word) > 3 and CYRILLIC.search(word) and not ONLY_KAZAKH.search(word)
    plain = plain_stems(word) if may_be_plain else ()
    return tuple(dict.fromkeys((*stems(word), *sounds(word), *plain)))
