"""The authors a cell names, and which of them the archive knows. Nobody is added to the people."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from lessonstudy.content.languages import LANGUAGES
from lessonstudy.content.sheets import plain
from members.models import Person, in_reading_order

from .models import ArticleRole

LONGEST = 5_000  # letters of a cell of authors or affiliations
NAME_PARTS = ("family_name", "given_name", "patronymic")
ORDERS = ((1, 0), (0, 1), (1, 2, 0), (0, 1, 2))  # of the parts: as it is read, as in an index


@dataclass
class Author:
    """A name as printed, with the affiliation of then; and the person, if the archive has exactly one of that name."""

    name: str
    affiliation: str = ""
    person: Person | None = None
    namesakes: int = 0

    @property
    def name_shown(self):
        return in_reading_order(self.name)

    @property
    def printed_name(self):
        """What the role keeps beside the person: a spelling that is not simply their name."""
        return "" if self.person and key_of(self.name) in full_names(self.person) else self.name


# --- A cell ---------------------------------------------------------------------------------------
def authors_in(text, affiliations, problems):
    """The authors of a cell. A sentence is added to the problems if it cannot be told where one ends."""
    if max(len(text), len(affiliations)) > LONGEST:
        problems.append(_("The cell of the authors is too long: at most %d letters.") % LONGEST)
        return []
    authors = [author_of(part) for part in parts_of(text, problems)]
    posts = split(r"[;\n]", affiliations)
    each = posts if len(posts) == len(authors) else [" ".join(affiliations.split())] * len(authors)
    for author, post in zip(authors, each, strict=True):
        author.affiliation = author.affiliation or post
        problems.extend(too_long(author))
    return authors


def too_long(author):
    """What a role could not keep."""
    limits = {"printed_name": author.name, "affiliation": author.affiliation}
    for name, text in limits.items():
        limit = ArticleRole._meta.get_field(name).max_length
        if len(text) > limit:
            about = {"start": text[:40], "limit": limit}
            yield _("“%(start)s…” is too long for a name or an affiliation: at most %(limit)d letters.") % about


def parts_of(text, problems):
    """One author each. A comma divides authors only where nothing else does, and every part is a whole name."""
    parts = split(r"[;\n]", text)
    if len(parts) > 1:
        return parts
    parts = split(r",|\s(?:and|&|және|и)\s", text)
    single = [part for part in parts if len(re.findall(r"[^\W\d_]+", without_brackets(part))) == 1]
    if len(parts) == 2 and parts[0] in single:
        return [", ".join(parts)]  # "Family, Given"
    if single and len(parts) > 1:
        problems.append(_("Put a semicolon between the authors: “%s” can be read in two ways.") % text)
    return parts


def split(sign, text):
    """Divided at the signs that stand outside brackets."""
    parts, open_brackets = [""], 0
    for piece in re.split(rf"({sign}|[()])", text):
        if piece == "(":
            open_brackets += 1
        elif piece == ")":
            open_brackets = max(open_brackets - 1, 0)
        elif not open_brackets and re.fullmatch(sign, piece):
            parts.append("")
            continue
        parts[-1] += piece
    return [part.strip(" ,") for part in parts if part.strip(" ,")]


def without_brackets(text):
    return re.sub(r"\(.*?\)", "", text)


def author_of(part):
    """ "Name (affiliation)", without the signs of footnotes."""
    name, _bracket, affiliation = " ".join(part.split()).partition("(")
    return Author(name.strip(" ,").rstrip("0123456789*¹²³⁴⁵⁶⁷⁸⁹ "), affiliation.strip().removesuffix(")").strip())


# --- People ---------------------------------------------------------------------------------------
def key_of(name):
    """Names are the same without regard to capitals, dots and commas."""
    return tuple(plain(name))


def full_names(person):
    """The keys of the name in every language and usual order."""
    keys = {key_of(person.printed_name)}
    for language in LANGUAGES:
        parts = [getattr(person, f"{part}_{language}") or "" for part in NAME_PARTS]
        if parts[0] and parts[1]:
            keys |= {key_of(" ".join(parts[number] for number in order)) for order in ORDERS}
    return keys - {()}


def link_authors(authors):
    """Give every author whose name is exactly that of one person this person."""
    known = defaultdict(set)
    people = people_called({author.name for author in authors})
    for person in people:
        for key in full_names(person) | {key_of(other.name) for other in person.names.all()}:
            known[key].add(person)
    for author in authors:
        namesakes = known[key_of(author.name)]
        author.namesakes = len(namesakes)
        author.person = next(iter(namesakes)) if len(namesakes) == 1 else None


def people_called(names):
    """Whoever may be meant: with a word of the names as family name, or with a spelling of that beginning."""
    words = {form for name in names for word in re.findall(r"[\w-]+", name) for form in (word, word.capitalize())}
    if not words:
        return []
    wanted = [Q(**{f"family_name_{language}__in": words}) for language in LANGUAGES]
    wanted += [Q(printed_name__in=names), Q(names__name__in=names)]
    return Person.objects.filter(reduce(or_, wanted)).distinct().prefetch_related("names")
