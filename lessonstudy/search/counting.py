"""How many of what was found stand under each facet.

Of a few, their facets are read. Of very many, counting so would be the dearest part of a search: each process keeps,
for every facet of few values, which entries stand under it as the bits of one number. Entries are never changed, only
replaced by new ones with higher numbers, so what is known stays right and only what is new must be read.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from threading import Lock

from django.utils import timezone

from .engines import engine
from .models import Entry

FEW, MANY = 100, 2000
MANY_VALUED = ("person:", "school:", "event:")  # thousands of values, a few entries each: not counted among very many


@dataclass(frozen=True)
class Known:
    """What was read up to the last entry: the entries under each facet, and those that are not to be seen yet."""

    last: int = 0
    facets: dict = field(default_factory=dict)
    later: dict = field(default_factory=dict)  # {entry: when it is to be seen}


class Shelf:
    def __init__(self):
        self.known, self.lock = Known(), Lock()

    def read_to(self, last):
        """Know the entries up to that one."""
        if last > self.known.last:
            with self.lock:
                self.known = with_new(self.known)


shelf = Shelf()


def with_new(known):
    under, later, last = defaultdict(list), dict(known.later), known.last
    rows = Entry.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "facets", "visible_from")
    now = timezone.now()
    for last, facets, visible_from in rows.iterator():
        for token in facets.split():
            if not token.startswith(MANY_VALUED):
                under[token].append(last)
        if visible_from > now:
            later[last] = visible_from
    facets = known.facets | {token: known.facets.get(token, 0) | bits(entries) for token, entries in under.items()}
    return Known(last, facets, later)


def bits(entries):
    """A number with a bit for each entry."""
    digits = bytearray(b"0") * (max(entries, default=0) + 1)
    for entry in entries:
        digits[~entry] = 49  # "1", counted from the end
    return int(digits, 2)


def hidden():
    """The entries that may not be seen yet."""
    now = timezone.now()
    return {entry for entry, moment in shelf.known.later.items() if moment > now}


def visible(entries):
    """Those of the entries that may be seen now."""
    not_yet = hidden()
    return [entry for entry in entries if entry not in not_yet] if not_yet else entries


def counts(entries, many_valued=True):
    """{facet token: how many of the entries stand under it}; many-valued facets only if wanted, or of a few."""
    if len(entries) <= (MANY if many_valued else FEW):
        return Counter(" ".join(engine().facets(entries)).split())
    found = bits(entries)
    numbers = {token: (found & under).bit_count() for token, under in shelf.known.facets.items()}
    return Counter({token: number for token, number in numbers.items() if number})
