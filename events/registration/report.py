"""The attendance report of an online platform (as Zoom writes it): who was there, and whom we know them as.

A report may begin with lines about the meeting, names a person once for every time they joined, and says their names
as they typed them. An equal e-mail or name is sure; anything less is for staff to decide.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.timezone import make_aware, now
from django.utils.translation import gettext as _

from lessonstudy.content.sheets import HEADING_WITHIN, columns
from lessonstudy.search.words import sound, words_in

# {name: {language: its spellings, as content.sheets compares them}}.
HEADINGS = {
    "name": {"en": {"name", "full name", "participant"}, "ru": {"имя", "фио", "участник"}, "kk": {"аты", "қатысушы"}},
    "email": {
        "en": {"user email", "email", "e mail"},
        "ru": {"эл почта пользователя", "эл почта", "электронная почта", "почта"},
        "kk": {"электрондық пошта", "пошта"},
    },
    "joined": {"en": {"join time"}, "ru": {"время входа", "время подключения"}, "kk": {"кіру уақыты"}},
    "minutes": {
        "en": {"duration", "duration minutes", "total duration"},
        "ru": {"продолжительность", "продолжительность минут", "длительность"},
        "kk": {"ұзақтығы", "ұзақтығы минут"},
    },
    "waited": {"en": {"in waiting room"}, "ru": {"в зале ожидания"}, "kk": {"күту залында"}},
}
YES = {"yes", "да", "иә"}
# How platforms write a moment, by the habits of a country: which one is meant is told by the day of the event.
MOMENTS = [
    f"{day} {time}"
    for day in ("%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d")
    for time in ("%I:%M:%S %p", "%H:%M:%S", "%H:%M")
]
NOT_NAMES = set("школа мектеп гимназия лицей school учитель мұғалім teacher iphone ipad android".split())


@dataclass
class Visitor:
    """One person of the report: all the times they joined, under one name and e-mail."""

    name: str
    email: str
    joined: datetime | None = None
    minutes: int = 0

    def add(self, joined, minutes):
        self.minutes += minutes
        self.joined = min(filter(None, (self.joined, joined)), default=None)

    @property
    def names(self):
        """The name shown, and the one in brackets that was there before: each as the sounds of its words."""
        return [key for part in re.split(r"[()]", self.name) if (key := key_of(part))]


@dataclass
class Plan:
    """What would be noted. `sure`: [(visitor, participant)]; `doubtful`: [(visitor, [candidates])]."""

    sure: list = field(default_factory=list)
    doubtful: list = field(default_factory=list)
    unknown: list = field(default_factory=list)
    short: list = field(default_factory=list)


def key_of(name):
    """The words of a name by their sound, in one order: case, script and order make no difference."""
    words = (word for word in words_in(name) if word not in NOT_NAMES and not word.isdecimal())
    return tuple(sorted(filter(None, map(sound, words))))


# --- Reading --------------------------------------------------------------------------------------
def visitors_in(table, event):
    """The people of a report, in its order. Refuses (ValidationError) what is none."""
    places, rows = with_places(table)
    found = {}
    for _line, cells in rows:
        said = {name: cells[place] for name, place in places.items() if place < len(cells)}
        name, email = said.get("name", ""), said.get("email", "").lower()
        if name and said.get("waited", "").lower() not in YES:
            visitor = found.setdefault((key_of(name) or name, email), Visitor(name, email))
            visitor.add(moment(said.get("joined", ""), event), minutes_in(said.get("minutes", "")))
    if not found:
        raise ValidationError(_("There are no participants in it."))
    return list(found.values())


def with_places(table):
    """({name of a column: its number}, the rows below the heading), past what is said of the meeting."""
    for number, (_line, cells) in enumerate(table[:HEADING_WITHIN]):
        places = {name: place for (name, _language), place in columns(cells, HEADINGS).places.items()}
        if {"name", "minutes"} <= set(places):
            return places, table[number + 1 :]
    raise ValidationError(
        _("This is no attendance report: it needs the columns “Name” and “Duration (Minutes)”. Take it as it came.")
    )


def minutes_in(text):
    number = re.match(r"\d{1,6}", text)
    return int(number[0]) if number else 0


def moment(text, event):
    """When somebody joined: the reading nearest to the event; None if there is none."""
    readings = [make_aware(reading, event.zone) for form in MOMENTS if (reading := read(text, form))]
    near = event.begins_at or now()
    return min(readings, key=lambda reading: abs(reading - near), default=None)


def read(text, form):
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is the event's
    except ValueError:
        return None


# --- Matching -------------------------------------------------------------------------------------
def plan(people, visitors, at_least):
    """The Plan for those of the report who stayed long enough, among the confirmed participants."""
    found, known = Plan(), Known(people)
    for visitor in visitors:
        if visitor.minutes < at_least:
            found.short.append(visitor)
            continue
        same, similar = known.same(visitor), known.similar(visitor)
        if len(same) == 1:
            found.sure.append((visitor, same[0]))
        elif same or similar:
            found.doubtful.append((visitor, same or similar))
        else:
            found.unknown.append(visitor)
    return found


class Known:
    """The participants, to be found by e-mail, by name and by each word of it."""

    def __init__(self, people):
        self.keys = {person: key_of(person.name) for person in people}
        self.by_email, self.by_key, self.by_word = defaultdict(list), defaultdict(list), defaultdict(list)
        for person, key in self.keys.items():
            self.by_email[person.email.lower()].append(person)
            self.by_key[key].append(person)
            for word in set(key):
                self.by_word[word].append(person)

    def same(self, visitor):
        """Those with the e-mail; of several the one with the name, too. Else those with the name."""
        named = [person for name in visitor.names for person in self.by_key[name]]
        if mailed := self.by_email[visitor.email] if visitor.email else []:
            return [person for person in mailed if person in named] if len(mailed) > 1 else mailed
        return list(dict.fromkeys(named))

    def similar(self, visitor):
        """Those whose name can be meant: a part of it, or with initials."""
        near = {person for name in visitor.names for word in name for person in self.by_word[word]}
        shared = self.by_email[visitor.email] if visitor.email else []
        fitting = [p for p in self.keys if p in near and any(can_be(name, self.keys[p]) for name in visitor.names)]
        return list(dict.fromkeys([*shared, *fitting]))


def can_be(one, other):
    """Whether the shorter name can be the longer: each word of it is there, one at least in full."""
    short, long = sorted((one, other), key=len)
    left, in_full = list(long), Counter()
    for word in sorted(short, key=len, reverse=True):
        found = next((each for each in left if each == word), None)
        found = found or next((each for each in left if is_initial(word, each)), None)
        if found is None:
            return False
        left.remove(found)
        in_full[found == word and len(word) > 2] += 1
    return in_full[True] > 0


def is_initial(one, other):
    short, long = sorted((one, other), key=len)
    return len(short) <= 2 and long.startswith(short)
