"""Asking the index: what matches, how many under each facet, what one may be typing, what was perhaps meant."""

from collections import Counter, defaultdict
from dataclasses import astuple, dataclass, replace

from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import get_language

from lessonstudy.content.memory import memory

from .counting import MANY_VALUED, counts, shelf, visible
from .engines import BY_DATE, engine
from .index import refresh_due
from .models import Entry, Word
from .words import any_of, asked_words, sound, words_in

DATE, RELEVANCE, NAME = "date", "relevance", "name"
DEAR = 500  # an answer with more hits is worth remembering
MOST_MISTYPED = 3  # more words unknown at once are no slips of a finger, and dear to look for
MOST_VALUES = 40  # of a facet; whoever wants another types it
KEYS = "qwertyuiopasdfghjklzxcvbnm", "йцукенгшщзфывапролдячсмить"
OTHER_KEYBOARD = str.maketrans("".join(KEYS), "".join(reversed(KEYS)))


@dataclass(frozen=True)
class Query:
    """Words a person typed, and facets that must all hold: ("what:event|what:news", "year:2021").

    `many_valued`: whether the answer shall count the facets that have thousands of values, too.
    """

    words: str = ""
    tokens: tuple = ()
    order: str = DATE
    many_valued: bool = True

    def holding(self, token):
        return replace(self, tokens=(*self.tokens, token))

    @property
    def groups(self):
        words = asked_words(self.words)
        return [token.split("|") for token in self.tokens] + [any_of(word) for word in words]


@dataclass(frozen=True)
class Answer:
    """All entries that match, in order; and how many there are under each facet: {facet: [(value, how many)]}."""

    found: list
    counts: dict

    def __len__(self):
        return len(self.found)

    def __getitem__(self, part):  # a paginator slices it
        return self.found[part]


def find(query, stamp=None):
    """The answer. A dear one is remembered for as long as `stamp`, the state of the archive, is the same."""
    if not query.groups:
        return Answer([], {})
    key = (get_language(), *astuple(query))
    answer = stamp and memory.get(stamp, key)
    if not answer:
        answer = asked(query)
        if stamp and not query.words and len(answer) > DEAR:
            memory.keep(stamp, key, answer, size=1000 + 40 * len(answer))
    return answer


def keep_up():
    """See to it that what time has changed is in the index, and that this process knows the newest entries."""
    last, is_due = engine().newest()
    if is_due:
        refresh_due()
        last, _ = engine().newest()
    shelf.read_to(last)


def asked(query):
    keep_up()
    by_rank = query.order == RELEVANCE and query.words
    found = ranked(query.groups) if by_rank else engine().in_order(query.groups, orders()[query.order])
    return Answer(found, most_frequent(counts(found, query.many_valued)))


def most_frequent(counts):
    """{facet: [(value, how many)]}, the most frequent of each."""
    facets = defaultdict(list)
    for token, number in counts.most_common():
        name, _, value = token.partition(":")
        if len(facets[name]) < MOST_VALUES:
            facets[name].append((value, number))
    return dict(facets)


def orders():
    return {DATE: BY_DATE, RELEVANCE: BY_DATE, NAME: f"c.sort_key_{get_language()[:2]}, e.id"}


def ranked(groups):
    """What matches, the best first; beyond the ranked ones the newest first."""
    found = visible(engine().matching(groups))
    if len(found) < 2:
        return found
    waiting = dict.fromkeys(sorted(found, reverse=True))
    best = [entry for entry in engine().best(groups, len(found)) if entry in waiting]
    for entry in best:
        del waiting[entry]
    return [*best, *waiting]


# --- All there is ---------------------------------------------------------------------------------


def tally(stamp=None):
    """{what: how many of it may be seen now, under each facet, and under kind and year together}.

    tally()["event"]["what:event"] is all of them; others are ["year:2021"], ["region:astana"], ["kind:tour year:2021"].
    Facets with a value for nearly every record are left out. Remembered as in `find`.
    """
    return memory.remembered(stamp, "tally", tallied, size=lambda counts: 100_000)


def tallied():
    lines = defaultdict(list)
    seen = Entry.objects.filter(visible_from__lte=timezone.now())
    for facets in seen.values_list("facets", flat=True).iterator():
        lines[facets.partition(" ")[0].removeprefix("what:")].append(facets)
    return defaultdict(Counter, {what: counted_together(facets) for what, facets in lines.items()})


def counted_together(lines):
    tokens = Counter(" ".join(lines).split())
    together = Counter(" ".join(line.split(" ", 3)[1:3]) for line in lines)
    counts = Counter({token: number for token, number in tokens.items() if not token.startswith(MANY_VALUED)})
    return counts + Counter({pair: number for pair, number in together.items() if " year:" in pair})


# --- Proposals ------------------------------------------------------------------------------------


def suggest(typed, most=8):
    """Entries whose title or names have words that begin as the words typed, best first."""
    words = words_in(typed)[:8]
    if not words or len(words[-1]) < 2:
        return []
    keep_up()
    groups = [(f"={word}*", f"=~{sound(word)}*") for word in words]
    return engine().first(groups, most)


def did_you_mean(typed):
    """The words with the unknown ones put right; None if nothing better is known, or nearly nothing is."""
    words = words_in(typed)[:8]
    unknown = {word for word in words if not is_in_use(word)}
    if not unknown or len(unknown) > MOST_MISTYPED:
        return None
    better = {word: nearest(word) for word in unknown}
    return " ".join(better.get(word, word) for word in words) if all(better.values()) else None


def is_in_use(word):
    return engine().is_there([any_of(word)])


def nearest(word):
    """The word in use that this was meant to be: typed on the other keyboard, or by the fewest slips of a finger."""
    if is_in_use(other := word.translate(OTHER_KEYBOARD)):
        return other
    heard = sound(word)
    return closest(word, written_alike(word)) or closest(heard, sounding_alike(heard))


def closest(form, others):
    """The word of the pairs (its form, the word) whose form takes the fewest slips to become this one."""
    near = sorted((distance(form, other), -len(other), word) for other, word in set(others))
    allowed = 1 if len(form) < 6 else 2
    return next((word for slips, _, word in near if slips <= allowed and is_in_use(word)), None)


def written_alike(word):
    """Words that begin or end alike: a slip or two leaves one of the two ends whole."""
    words = [*beginning("text", word, 2), *beginning("backwards", word[::-1], 3)]
    return [(other.text, other.text) for other in words]


def sounding_alike(heard):
    """Words of either script that sound alike from the beginning: Жолдазбаева, Zholdasbayeva."""
    return [(other.sound, other.text) for other in beginning("sound", heard, 3)]


def beginning(column, form, letters):
    """The words that begin so in that column, and are about as long."""
    if len(form) < 4:
        return []
    begin = form[:letters]
    words = Word.objects.filter(**{f"{column}__gte": begin, f"{column}__lt": begin + "\uffff"})
    about = Q(length__gte=len(form) - 2, length__lte=len(form) + 2)
    return words.alias(length=Length(column)).filter(about)


def distance(one, other):
    """Letters to insert, delete, replace, or swap with their neighbour (optimal string alignment)."""
    before, above = [], list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, match in enumerate(other, start=1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != match))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == match:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, above = above, line
    return above[-1]
