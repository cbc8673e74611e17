"""The ethics gate: no report goes out with a pupil's name, a birth date, or a picture nobody agreed to.

A pupil is a letter and the group it stands for. What a machine can find of the rest is refused here; what it cannot
find, the people who read the manuscript must.
"""

import re
from functools import cache
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from lessonstudy.content.dates import MONTHS
from lessonstudy.content.errors import Refused

NAMES = Path(__file__).with_name("given_names.txt")
WORD = r"[^\W\d_]"
WORDS = re.compile(rf"{WORD}+")
NEVER_LATER = 4  # years: nobody younger goes to school, so an earlier date may be a birth date

SURNAME = re.compile(
    rf"(?<![.!?…:\n«»“”\"(] )(?<!^)\b([А-ЯЁӘҒҚҢӨҰҮІҺ]{WORD}+(?:ова|ева|ина|ов|ев|ин|ұлы|қызы|улы|кызы|вич|вна|енко))\b",
    re.M,
)
RUSSIAN_CASE = "а|я|ы|и|у|ю|е|й|ь|ой|ей|ёй|ем|ью"
KAZAKH_CASE = "[дтн][ыі]ң?|[ғгқкн][ае]|[дтн][ае]н?|[мбп]ен"
PUPIL = r"(?:учени[кц]\w*|учащ\w+|мальчик\w*|девочк\w*|оқушы\w*|ұл бала|қыз бала|pupil|student|boy|girl)"
AFTER_PUPIL = re.compile(rf"\b(?i:{PUPIL})\s+([A-ZА-ЯЁӘҒҚҢӨҰҮІҺ]{WORD}{{2,}})")
MONTH = "|".join(month for months in MONTHS.values() for month in months)
DAY = re.compile(
    rf"(?i)\b(?:\d{{1,2}}[./-]\d{{1,2}}[./-]|\d{{1,2}}\s(?:{MONTH})\s)(?P<last>(?:19|20)\d\d)\b"
    r"|\b(?P<first>(?:19|20)\d\d)[./-]\d\d[./-]\d\d\b"
)
BORN = re.compile(
    r"(?i)\b(?:(?:родил\w*|дата рождения|туған (?:күні|жылы)|жылы туған\w*|born|date of birth)\b|г\.\s?р\.)"
)


def refuse_if_unsafe(report):
    """Refuse (`Refused`) a report that must not be shown; the sentences say what to change."""
    if problems := unsafe(report.content, report.photos.all()):
        raise Refused(" ".join(problems))


def unsafe(content, photos=()):
    """Sentences about what keeps a report (its content, as in a manuscript) from being shown; none if it is safe."""
    captions = [(_("Pictures"), text) for photo in photos for text in photo.all_words]
    texts = [*all_texts(content), *captions]
    found = [*found_letters(content), *found_names(content, texts), *found_births(texts)]
    if not_agreed := [photo for photo in photos if not photo.consent]:
        found.append(_("%d of the pictures: tick that everyone in them agreed, or remove them.") % len(not_agreed))
    if not content.get("terms", {}).get("consent"):
        found.append(_("Tick that the parents and the school agreed to the study being published."))
    return found


def found_letters(content):
    """A pupil is called by one letter, and each by another."""
    letters = [pupil.get("letter", "") for pupil in content.get("pupils", [])]
    if any(len(letter) != 1 or not letter.isalpha() for letter in letters):
        return [_("Call each case pupil by a single letter: A, B, C.")]
    return [_("Two case pupils have the same letter.")] if len(set(letters)) < len(letters) else []


def found_names(content, texts):
    others = content.get("terms", {}).get("named", "")
    known = [
        word.casefold() for text in [others, *map(name_of, content.get("team", []))] for word in WORDS.findall(text)
    ]
    names = {}
    for place, text in texts_about_pupils(content):
        for word in [*given_names().findall(text), *SURNAME.findall(text)]:
            names.setdefault(word, place)
    for place, text in texts:
        for word in AFTER_PUPIL.findall(text):
            names.setdefault(word, place)
    return [
        _(
            "%(place)s: “%(word)s” looks like a pupil's name. Write the letter of the pupil instead; "
            "if it is no pupil's, name it under “Consent and licence”."
        )
        % {"place": place, "word": word}
        for word, place in names.items()
        if not any(is_form_of(word.casefold(), name) for name in known)
    ]


def is_form_of(word, name):
    """Whether the word is the name in some case: «пушкина» of «пушкин», «сериковой» of «серикова». Not of initials."""
    return len(name) > 2 and word.startswith(name[: max(3, len(name) - 1)])


def found_births(texts):
    last = timezone.localdate().year - NEVER_LATER
    return [
        _("%(place)s: “%(words)s” looks like a birth date. Leave it out: the grade says enough.")
        % {"place": place, "words": words}
        for place, text in texts
        for words in births_in(text, last)
    ]


def births_in(text, last):
    dates = [match.group() for match in DAY.finditer(text) if int(match["last"] or match["first"]) <= last]
    return [*dates, *BORN.findall(text)]


@cache
def given_names():
    """A pattern for the names of the list in any case: Маша, Машей; Айгүл, Айгүлдің."""
    lines = [line for line in NAMES.read_text().splitlines() if not line.startswith("#")]
    names = "|".join(in_any_case(name) for line in lines for name in line.split())
    return re.compile(rf"\b((?:{names})(?:{KAZAKH_CASE}|'s)?)\b")


def in_any_case(name):
    stem = name[:-1]
    return f"{stem}(?:{RUSSIAN_CASE})" if name[-1] in "аяйь" else f"{name}(?:а|у|е|ом|ем)?"


def name_of(member):
    return f"{member.get('given_name', '')} {member.get('family_name', '')}"


# --- Where the texts are --------------------------------------------------------------------------
def texts_about_pupils(content):
    """(where it stands, the text) of all that is said of single pupils."""
    for pupil in content.get("pupils", []):
        yield _("Case pupil %s") % pupil.get("letter", ""), pupil.get("typifies", "")
    for number, lesson in enumerate(content.get("lessons", []), start=1):
        said = [*lesson.get("interviews", {}).values(), lesson.get("discussion", ""), lesson.get("revision", "")]
        for stage in lesson.get("stages", []):
            said += [*stage.get("predicted", {}).values(), *stage.get("observed", {}).values()]
        yield from ((_("Research lesson %d") % number, text) for text in said)
    yield _("Findings for pupils"), content.get("outcome", {}).get("findings_pupils", "")


def all_texts(content):
    yield from texts_about_pupils(content)
    for number, lesson in enumerate(content.get("lessons", []), start=1):
        yield _("Research lesson %d") % number, lesson.get("objective", "")
        yield from ((_("Research lesson %d") % number, stage.get("title", "")) for stage in lesson.get("stages", []))
    rest = {"focus": _("Focus"), "outcome": _("Outcome"), "abstract": _("Abstract")}
    rest["translations"] = _("In other languages")
    yield from ((place, text) for section, place in rest.items() for text in content.get(section, {}).values())
    yield _("Title"), content.get("about", {}).get("title", "")
    yield _("Ethics and consent"), content.get("terms", {}).get("ethics", "")
