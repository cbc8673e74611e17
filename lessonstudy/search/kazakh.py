"""A light stemmer for Kazakh: takes endings off, one after the other, until what is left would be too short.

It knows which endings there are, after which letters each may stand ("-ті" follows no vowel, so университеті is
университет-і), and a few words whose own last letters look like an ending. It only makes the same stem of the forms of
one word; that is enough to find them.
"""

import re
from functools import partial

VOWELS = "аәеиоөуұүыіэюя"
VOICED = "рлймнңзжуи"
VOICELESS = "пткқсшщфхцчһбвгд"  # the last four where foreign words end in them: педагогтар, методтар
ANY = VOWELS + VOICED + VOICELESS + "ғь"
POSSESSION = "ыі"
SHORTEST, ROUNDS = 3, 6

ENDINGS = [  # (the letters they follow, endings)
    # plural
    (VOWELS + VOICED, "лар лер"),
    (VOICED, "дар дер"),
    (VOICELESS, "тар тер"),
    # possession: my, our, your, his
    (ANY, "ымыз іміз ыңыз іңіз ым ім ың ің ы і"),
    (VOWELS, "мыз міз ңыз ңіз сы сі сын сін"),
    # cases: genitive, accusative, dative, locative, ablative, instrumental
    (VOWELS + "мнң", "ның нің"),
    (VOWELS, "ны ні"),
    (VOICED, "дың дің ды ді"),
    (VOICELESS, "тың тің ты ті"),
    (VOWELS + VOICED + "ғ", "ға ге"),
    (VOICELESS, "қа ке"),
    (VOWELS + VOICED, "да де дан ден дағы дегі"),
    (VOICELESS, "та те тан тен тағы тегі"),
    ("мнң", "нан нен"),
    (VOWELS + VOICED, "мен менен"),
    ("зж" + VOICELESS, "бен бенен пен пенен"),
    # cases after possession: сабағына, сабағын
    (POSSESSION, "на не н нда нде нан нен ндағы ндегі"),
    # belonging to, without, -er, in the manner of
    (ANY, "нікі дікі тікі сыз сіз ша ше"),
    (VOWELS + VOICED, "лық лік"),
    (VOICED, "дық дік"),
    (VOICELESS, "тық тік"),
    # verbs: noun, past, present, participles
    (ANY, "у атын етін ып іп"),
    (VOWELS + VOICED, "лау леу лады леді лаған леген лайды лейді лап леп ған ген"),
    (VOICED, "дау деу дады деді даған деген дайды дейді дап деп"),
    (VOICELESS, "тау теу тады теді таған теген тайды тейді тап теп қан кен"),
    (VOWELS, "йды йді йтын йтін"),
]
# Their last letters only look like an ending.
WHOLE = set(
    "мұғалім білім ғылым бөлім тәлім ілім өнім ұғым мектеп кітап сынып тақырып тәртіп себеп талап жауап әріп ойын "
    "алтын қарағанды алматы атырау ақтау көкшетау ұлытау павлодар қазақстан түркістан өзбекстан бала дене оқулық даму "
    "оқу жаңа аға апа ана ата қала дала сана сала ауа күн түн ұлт сан сын жасыл жалпы барлық арқылы сайын екінші "
    "бірінші пән жас дәріс кеңес облыс жарыс таныс көрініс ұйым жүйе тәжірибе мақала баға тарих адам маман "
    "заман сұрақ".split()
)
HARD = str.maketrans("ғгб", "қкп")  # сабағы is a form of сабақ: the last letter of a stem hardens again
PLAIN = str.maketrans("әғқңөұүһі", "агкноуухи")  # what people type who have only Russian letters


def as_typed_plainly(word):
    """мұғалім -> мугалим"""
    return word.translate(PLAIN)


def stems(word, plainly=False):
    """The stems a Kazakh word in small letters may have: сабақтарымызды -> сабақ; облысында -> обл, облыс.

    "-сы" ends a word after a vowel, but its "с" may as well be the last letter of the stem: that is a second stem.
    `plainly`: the word is written with Russian letters only.
    """
    pattern, whole = KNOWN[plainly]
    word, found = harden(word), []
    for _ in range(ROUNDS):
        match = None if word in whole else pattern.match(word)
        if match is None:
            break
        if match[2][0] == "с" and match[2] not in ("сыз", "сіз", "сиз"):
            found.append(f"{match[1]}с")
        word = harden(match[1])
        if word in whole:
            break
    return tuple(dict.fromkeys([word, *found]))


def harden(word):
    return word[:-1] + word[-1].translate(HARD)


def known(written=lambda text: text):
    """(a pattern of a stem and one ending, the longest that fits; whole words)."""
    pairs = [(ending, before) for before, endings in ENDINGS for ending in endings.split()]
    forms = "|".join(
        f"(?<=[{written(before)}]){written(ending)}" for ending, before in sorted(pairs, key=lambda p: -len(p[0]))
    )
    pattern = re.compile(rf"(\w{{{SHORTEST},}}?)({forms})$")
    return pattern, set(map(written, WHOLE))


KNOWN = {False: known(), True: known(as_typed_plainly)}
plain_stems = partial(stems, plainly=True)
