"""Stated numbers with their qualifier, as each language says it: more than 100, более 100, 100-ден астам."""

from .languages import reader_language

# The ablative ending of a Kazakh number follows the last word it is read with.
ENDINGS_OF_UNITS = {1: "ден", 2: "ден", 3: "тен", 4: "тен", 5: "тен", 6: "дан", 7: "ден", 8: "ден", 9: "дан"}
ENDINGS_OF_TENS = {1: "нан", 2: "дан", 3: "дан", 4: "тан", 5: "ден", 6: "тан", 7: "тен", 8: "нен", 9: "нан"}
WORDS = {
    "kk": {"about": ("шамамен", ""), "more-than": ("", "-{ending} астам")},
    "ru": {"about": ("около", ""), "more-than": ("более", "")},
    "en": {"about": ("about", ""), "more-than": ("more than", "")},
}


def kazakh_ablative(number):
    """The ending of "from N" in Kazakh: 100 -> ден, 40 -> тан, 6 -> дан."""
    if number % 10:
        return ENDINGS_OF_UNITS[number % 10]
    if number % 100:
        return ENDINGS_OF_TENS[number // 10 % 10]
    if number % 1000:
        return "ден"  # жүз
    return "нан"  # мың, миллион


def around(number, qualifier, language=None):
    """(what stands before the number, what stands after it); both empty for an exact number."""
    before, after = WORDS[language or reader_language()].get(qualifier, ("", ""))
    return before, after.format(ending=kazakh_ablative(number))
