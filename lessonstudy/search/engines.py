"""The two full-text engines: FTS5 of SQLite, tsvector with GIN of PostgreSQL. Both get plain tokens made in Python.

What is looked for is a list of groups of tokens: every group must match, by any of its tokens. A token that ends with *
matches all that begin so. Tokens consist of letters, digits and =~:@.-_ only, so quoting them is safe.
"""

from datetime import UTC, datetime
from functools import cache

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

BY_DATE = "e.stands_first DESC, e.date DESC NULLS LAST, e.id DESC"
FAR = datetime(9999, 1, 1, tzinfo=UTC)
RANKED = 1000  # at most so many are ranked: of a common word, those with it in the title


@cache
def engine():
    """The engine for the database in use, as the settings name it."""
    return import_string(settings.SEARCH_ENGINES[connection.vendor])()


class Engine:
    """What both have in common: the questions."""

    source = match = ""

    def hits(self, groups, order=None, seen_now=True):
        """[(entry, number of its record, facets)] of all that match and may be seen now, in the order wanted."""
        card = "JOIN search_card c ON c.entry_id = e.id" if order and "c." in order else ""
        order = f"ORDER BY {order}" if order else ""
        return self.ask("e.id, e.number, e.facets", [self.looked_for(groups)], card, order, seen_now)

    def best(self, groups):
        """Entries, the best match first. Of very many only those with the words in the title, then the newest."""
        ranked = self.ranked(groups, in_title=True)
        if len(ranked) < RANKED:
            known = {number for number, _ in ranked}
            others = [row for row in self.ranked(groups) if row[0] not in known]
            ranked = sorted([*ranked, *others], key=lambda row: row[1])
        return [number for number, _ in ranked]

    def first(self, groups, most):
        """A few entries: those with a short title first, for they are closest to what was typed."""
        rest = f"ORDER BY length(c.title_kk), e.id LIMIT {most}"
        rows = self.ask("e.id", [self.looked_for(groups)], "JOIN search_card c ON c.entry_id = e.id", rest)
        return [number for (number,) in rows]

    def is_there(self, groups):
        return bool(self.ask("e.id", [self.looked_for(groups)], "", "LIMIT 1"))

    def seen(self, statement, parameters):
        """The rows (entry, rank) of the statement that may be seen now."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT r.id, r.rank FROM ({statement}) r JOIN search_entry e ON e.id = r.id "  # noqa: S608
                "WHERE e.visible_from <= %s ORDER BY r.rank, r.id DESC",
                [*parameters, now],
            )
            return cursor.fetchall()

    def ask(self, columns, parameters, joined, rest, seen_now=True):
        now = connection.ops.adapt_datetimefield_value(timezone.now() if seen_now else FAR)
        statement = f"SELECT {columns} FROM {self.source} {joined} WHERE {self.match} AND e.visible_from <= %s {rest}"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(statement, [*parameters, now])
            return cursor.fetchall()


class SQLiteEngine(Engine):
    """FTS5. It walks from the newest entry to the oldest, so that ranking stops when there are enough."""

    source = "search_index JOIN search_entry e ON e.id = search_index.rowid"
    match = "search_index MATCH %s"

    def ranked(self, groups, in_title=False):
        """[(entry, rank)] of the newest that match; the smaller the rank, the better."""
        newest = (
            "SELECT rowid AS id, bm25(search_index, 12.0, 1.0, 0.0) AS rank FROM search_index "  # noqa: S608 - a number
            f"WHERE search_index MATCH %s ORDER BY rowid DESC LIMIT {RANKED}"
        )
        return self.seen(newest, [self.looked_for(groups, in_title)])

    def prepare(self):
        """Make the index if it is not there."""
        self.run(
            "CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(title, body, marks, "
            "tokenize=\"unicode61 remove_diacritics 0 tokenchars '=~:@.-_'\")"
        )

    def write(self, entries):
        """Write [(entry, tokens of the title, of the rest, marks)] anew."""
        self.remove([entry for entry, *_ in entries])
        rows = [[entry, *map(" ".join, tokens)] for entry, *tokens in entries]
        self.run("INSERT INTO search_index (rowid, title, body, marks) VALUES (%s, %s, %s, %s)", rows)

    def remove(self, entries):
        self.run("DELETE FROM search_index WHERE rowid = %s", [[entry] for entry in entries])

    def clear(self):
        self.run("DELETE FROM search_index")

    def run(self, statement, rows=((),)):
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)

    def looked_for(self, groups, in_title=False):
        return " AND ".join(self.group(tokens, in_title) for tokens in groups)

    def group(self, tokens, in_title):
        any_of = " OR ".join(f'"{token[:-1]}"*' if token.endswith("*") else f'"{token}"' for token in tokens)
        is_mark = tokens[0][0] in "=@" or ":" in tokens[0]
        return f"title : ({any_of})" if in_title and not is_mark else f"({any_of})"


class PostgreSQLEngine(Engine):
    """tsvector with a GIN index. Weights: A for the title, D for the rest; marks have no place and no weight."""

    source = "search_entry e"
    match = "e.vector @@ %s::tsquery"
    most_positions = 16_000  # of a vector; PostgreSQL keeps no position beyond 16,383

    def ranked(self, groups, in_title=False):
        """[(entry, rank)] of the newest that match; the smaller the rank, the better."""
        wanted = self.looked_for(groups, in_title)
        newest = (
            "SELECT id, -ts_rank('{0.1, 0, 0, 1}', vector, %s::tsquery, 1) AS rank FROM (SELECT id, vector "  # noqa: S608
            f"FROM search_entry WHERE vector @@ %s::tsquery ORDER BY id DESC LIMIT {RANKED}) n"
        )
        return self.seen(newest, [wanted, wanted])

    def prepare(self):
        """Make the column and its index if they are not there."""
        self.run("ALTER TABLE search_entry ADD COLUMN IF NOT EXISTS vector tsvector")
        self.run("CREATE INDEX IF NOT EXISTS search_entry_vector ON search_entry USING gin (vector)")

    def write(self, entries):
        """Write [(entry, tokens of the title, of the rest, marks)] anew."""
        rows = [[self.vector(*tokens), entry] for entry, *tokens in entries]
        self.run("UPDATE search_entry SET vector = %s::tsvector WHERE id = %s", rows)

    def vector(self, title, body, marks):
        places = {token: [] for token in marks}
        for place, token in enumerate([*title, *body][: self.most_positions], start=1):
            weight = "A" if place <= len(title) else "D"
            places.setdefault(token, []).append(f"{place}{weight}")
        return " ".join(f"'{token}'" + (":" + ",".join(at[:250]) if at else "") for token, at in places.items())

    def remove(self, entries):
        """The vector goes with its row."""

    def clear(self):
        self.run("UPDATE search_entry SET vector = NULL")

    run = SQLiteEngine.run

    def looked_for(self, groups, in_title=False):
        return " & ".join(f"({' | '.join(self.token(token, in_title) for token in tokens)})" for tokens in groups)

    def token(self, token, in_title):
        if token.endswith("*"):
            return f"'{token[:-1]}':*"
        is_mark = token[0] in "=@" or ":" in token
        return f"'{token}':A" if in_title and not is_mark else f"'{token}'"
