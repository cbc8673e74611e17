"""A light stemmer for Kazakh: takes endings off, one after the other, until what is left would be too short.

It does not know the language; it only makes the same stem of the forms of one word. That is enough to find them.
"""

import re

# In the order of a word's end: cases and person first, then possession, then the plural. Longest first in each.
ENDINGS = sorted(
    (
        # plural
        "лар лер дар дер тар тер "
        # possession
        "ымыз іміз мыз міз ыңыз іңіз ңыз ңіз ым ім ың ің сы сі ы і "
        # possession in the accusative: сабағын
        "сын сін ын ін "
        # cases: genitive, dative, accusative, locative, ablative, instrumental; also after possession
        "ның нің дың дің тың тің ға ге қа ке на не ды ді ты ті ны ні да де та те нда нде "
        "дан ден тан тен нан нен мен бен пен менен бенен пенен "
        # "which is in", "of the time", "belonging to"
        "дағы дегі тағы тегі ндағы ндегі нікі дікі тікі "
        # verbs: verbal noun, past, participle, converb, conditional, purpose
        "у лау леу дау деу тау теу ған ген қан кен атын етін йтын йтін ып іп са се сақ сек мақ мек бақ бек пақ пек "
        # "without", "-er", "-ness"
        "сыз сіз шы ші ша ше лық лік дық дік тық тік"
    ).split(),
    key=len,
    reverse=True,
)
ENDINGS = tuple(dict.fromkeys(ENDINGS))
ROUNDS = 5
SHORTEST = 3
SIBILANT = re.compile(r"(\w{2,}с)[ыі](?:н|на|не|нда|нде|нан|нен|ның|нің|мен)?$")
HARD = str.maketrans("ғгб", "қкп")  # сабағы is a form of сабақ: the last letter of a stem hardens again


def stems(word):
    """The stems a Kazakh word in small letters may have: сабақтарымызды -> сабақ; кеңесі -> кеңе, кеңес.

    "-сы" ends a word after a vowel, but may as well be the last letter of the stem and "-ы": both are tried.
    """
    shorter = _without_endings(word)
    match = SIBILANT.match(word)
    return (shorter, _harden(match[1])) if match and _harden(match[1]) != shorter else (shorter,)


def _without_endings(word):
    for _ in range(ROUNDS):
        shorter = _harden(_without_ending(word))
        if shorter == word:
            break
        word = shorter
    return word


def _harden(word):
    return word[:-1] + word[-1].translate(HARD)


def _without_ending(word):
    for ending in ENDINGS:
        if len(word) - len(ending) >= SHORTEST and word.endswith(ending):
            return word[: -len(ending)]
    return word
