"""Words, sentences and names for the synthetic archive: made by a chance that a seed decides."""

import tomllib
from itertools import accumulate
from pathlib import Path

VOCABULARY = tomllib.loads(Path(__file__).with_name("growing_words.toml").read_text("utf-8"))
COPIES = 3  # records a rare word stands in, of each kind that has rare words
TEMPERED = 5  # the most frequent word is one in twenty, as in real text about one thing

SYLLABLES = [
    dict(zip(("en", "ru"), pair.split("/"), strict=True))
    for pair in (
        "ba/ба be/бе bo/бо da/да di/ди do/до ga/га go/го ka/ка ko/ко la/ла li/ли lo/ло ma/ма mi/ми mo/мо "
        "na/на ni/ни no/но ra/ра ri/ри ro/ро sa/са so/со ta/та ti/ти to/то va/ва vo/во za/за"
    ).split()
]
SAMPLE = {"kk": "Үлгі", "ru": "Образец", "en": "Sample"}


def by_frequency(lines):
    """Every form of every word, and how much all forms up to it weigh (Zipf and Mandelbrot)."""
    forms, weights = [], []
    for rank, line in enumerate(lines, start=1):
        together = line.split()
        forms += together
        weights += [1 / (rank + TEMPERED) / len(together)] * len(together)
    return forms, list(accumulate(weights))


COMMON = {language: by_frequency(words["common"]) for language, words in VOCABULARY.items()}


def rare_word(language, number):
    """The rare word that stands in record `number` of a kind; empty for all records but the first."""
    words = VOCABULARY[language]["rare"]
    return words[number % len(words)] if number < COPIES * len(words) else ""


class Words:
    def __init__(self, chance):
        self.chance = chance

    def words(self, language, count):
        forms, weights = COMMON[language]
        return self.chance.choices(forms, cum_weights=weights, k=count)

    def line(self, language, count):
        """A title: no full stop."""
        text = " ".join(self.words(language, max(1, count)))
        return text[0].upper() + text[1:]

    def sentences(self, language, count):
        text = []
        while count > 0:
            length = self.chance.randint(6, 14)
            text.append(f"{self.line(language, length)}.")
            count -= length
        return " ".join(text)

    def paragraphs(self, language, count):
        """Rich text: paragraphs of fifty words."""
        return "".join(f"<p>{self.sentences(language, min(50, count - done))}</p>" for done in range(0, count, 50))

    def name(self, syllables, surname=False):
        """The same made-up name in each language; a surname says that it is a sample."""
        chosen = self.chance.choices(SYLLABLES, k=syllables)
        latin, cyrillic = ("".join(part[script] for part in chosen).capitalize() for script in ("en", "ru"))
        name = {"kk": cyrillic, "ru": cyrillic, "en": latin}
        return {language: f"{name[language]}-{SAMPLE[language]}" for language in name} if surname else name
