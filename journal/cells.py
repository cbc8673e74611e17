"""What people write into the cells of a table of articles, as the records keep it."""

import re

from lessonstudy.content.dates import MONTHS, RUSSIAN_MONTHS_ALONE
from lessonstudy.content.identifiers import DoiField
from lessonstudy.content.languages import CONTENT_LANGUAGES, in_each_language
from lessonstudy.content.sheets import LANGUAGE_OF, plain

KAZAKH_LETTERS = set("әғқңөұүһі")


def one_line(text):
    """Spreadsheets break long titles at will."""
    return " ".join(text.split())


def keywords(text):
    """Those written one below the other are divided by semicolons."""
    return "; ".join(filter(None, (one_line(line).rstrip(",;") for line in text.split("\n"))))


def paragraphs(text):
    return "\n".join(filter(None, map(one_line, text.split("\n"))))


def comparable(text):
    """Titles are the same without regard to capitals and signs."""
    return " ".join(plain(text))


def language_by_letters(text):
    """Latin letters are taken for English; Cyrillic ones for Kazakh where a letter is Kazakh only, else for Russian."""
    letters = [letter for letter in text.casefold() if letter.isalpha()]
    if sum(letter.isascii() for letter in letters) * 2 > len(letters):
        return "en"
    return "kk" if KAZAKH_LETTERS.intersection(letters) else "ru"


def language_named(text):
    """The code of the language a cell or a file name says; empty if it says none or several."""
    words = set(plain(text))
    found = {LANGUAGE_OF[word] for word in words if word in LANGUAGE_OF}
    for code, name in CONTENT_LANGUAGES:
        names = {name.casefold() for name in in_each_language(lambda name=name: str(name)).values()}
        if code in words or names & words:
            found.add(code)
    return found.pop() if len(found) == 1 else ""


def empty_if_dash(text):
    return "" if re.fullmatch(r"[-–—\s]*", text) else text


def doi(text):
    """Bare: without the address or the word before it."""
    return DoiField().bare(empty_if_dash(text))


def code(text):
    """A UDC or MRNTI without the name of the scheme."""
    return re.sub(r"(?i)^\s*(?:удк|әож|udc|мрнти|хғтар|ғтамр|mrnti|грнти)[\s:.№]*", "", empty_if_dash(text)).strip()


def pages(text):
    """ "стр. 12 - 19" -> "12–19"."""
    bare = re.sub(r"(?i)\b(?:pages?|pp?|стр\w*|с|бет\w*|бб?)\b\.?", "", empty_if_dash(text)).strip(" .,")
    return re.sub(r"\s*[-–—‑]+\s*", "–", bare)


def date(text):
    """A date as a date field takes it: also "15/03/2024", "15.03.2024 г." and "15 марта 2024"."""
    text = re.sub(r"\s*(?:года|год|г|жылы|жыл|ж)\.?$", "", empty_if_dash(text).strip())
    if match := re.fullmatch(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", text):
        return ".".join(match.groups())
    return in_words(text) or text or None


def in_words(text):
    """ "2024 жылғы 15 наурыз" -> "15.03.2024"; nothing if it names no month and year."""
    words = plain(text)
    year = next((word for word in words if re.fullmatch(r"\d{4}", word)), "")
    day = next((word for word in words if re.fullmatch(r"\d{1,2}", word)), "")
    months = [*MONTHS.values(), RUSSIAN_MONTHS_ALONE]
    number = next((names.index(name) + 1 for names in months for name in names if name.casefold() in words), 0)
    return ".".join(filter(None, (day, f"{number:02d}", year))) if year and number else ""


READERS = {
    "title": one_line,
    "abstract": paragraphs,
    "keywords": keywords,
    "doi": doi,
    "udc": code,
    "mrnti": code,
    "pages": pages,
    "received_on": date,
    "accepted_on": date,
    "references": empty_if_dash,
}
