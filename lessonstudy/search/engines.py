"""The two full-text engines: FTS5 of SQLite, tsvector with GIN of PostgreSQL. Both get plain tokens made in Python.

What is looked for is a list of groups of tokens: every group must match, by any of its tokens. A token that ends with *
matches all that begin so. Tokens consist of letters, digits and =~:@.-_ only, so quoting them is safe.
"""

import json
from functools import cache

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

BY_DATE = "e.stands_first DESC, e.date DESC NULLS LAST, e.number DESC, e.id DESC"
RANKED = 1000  # at most so many are ranked: of a common word, those with it in the title
CONSIDERED = 500  # at most so many for a suggestion


@cache
def engine():
    """The engine for the database in use, as the settings name it."""
    return import_string(settings.SEARCH_ENGINES[connection.vendor])()


class Engine:
    """What both have in common: the questions. The words of SQL differ."""

    source = with_entry = match = title_match = key = rank = title_rank = together = plan = ""

    def matching(self, groups):
        """All entries that match, also those that may not be seen yet, in no order."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"{self.plan} SELECT {self.together} FROM {self.source} WHERE {self.match}",  # noqa: S608
                [self.looked_for(groups)],
            )
            return self.numbers(*cursor.fetchone())

    def in_order(self, groups, order):
        """All entries that match and may be seen now, in the order wanted."""
        card = "JOIN search_card c ON c.entry_id = e.id" if "c." in order else ""
        return self.entries(groups, card, f"ORDER BY {order}")

    def newest(self):
        """(the number of the last entry, whether time alone has changed one)."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT max(id) FROM search_entry), EXISTS (SELECT 1 FROM search_entry WHERE due <= %s)",
                [connection.ops.adapt_datetimefield_value(timezone.now())],
            )
            last, is_due = cursor.fetchone()
        return last or 0, bool(is_due)

    def best(self, groups, found):
        """Entries, the best match first. Of more than can be ranked, those with the words in the title, the newest."""
        ranked = self.ranked(groups, in_title=found > RANKED)
        return [entry for entry, _ in sorted(ranked, key=lambda row: row[1])]

    def ranked(self, groups, in_title=False):
        wanted = self.looked_for(groups, in_title)
        match, rank = (self.title_match, self.title_rank) if in_title else (self.match, self.rank)
        statement = f"{self.plan} {self.ranking(match, rank)}"
        with connection.cursor() as cursor:
            cursor.execute(statement, [wanted] * statement.count("%s"))
            return cursor.fetchall()

    def ranking(self, match, rank):
        return f"SELECT {self.key}, {rank} FROM {self.source} WHERE {match} ORDER BY {self.key} DESC LIMIT {RANKED}"  # noqa: S608

    def first(self, groups, most):
        """A few entries: those with a short title first, for they are closest to what was typed."""
        title = "coalesce(nullif(c.title_kk, ''), nullif(c.title_ru, ''), c.title_en)"
        some = (
            f"SELECT {self.key} AS entry FROM {self.source} WHERE {self.match} "  # noqa: S608
            f"ORDER BY {self.key} DESC LIMIT {CONSIDERED}"
        )
        statement = (
            f"SELECT e.id FROM ({some}) AS few JOIN search_entry e ON e.id = few.entry "  # noqa: S608
            f"JOIN search_card c ON c.entry_id = e.id WHERE e.visible_from <= %s "
            f"ORDER BY length({title}), e.id LIMIT {most}"
        )
        return self.ask(statement, groups)

    def is_there(self, groups):
        return bool(self.entries(groups, "", "LIMIT 1"))

    def entries(self, groups, joined, rest):
        """Entries that match and may be seen now."""
        return self.ask(
            f"SELECT e.id FROM {self.with_entry} {joined} WHERE {self.match} AND e.visible_from <= %s {rest}",  # noqa: S608
            groups,
        )

    def ask(self, statement, groups):
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(f"{self.plan} {statement}", [self.looked_for(groups), now])
            return [entry for (entry,) in cursor.fetchall()]

    def facets(self, entries):
        """The facets of these entries, in no order."""
        numbers = ",".join(map(str, entries)) or "NULL"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT facets FROM search_entry WHERE id IN ({numbers})")  # noqa: S608
            return [facets for (facets,) in cursor.fetchall()]


class SQLiteEngine(Engine):
    source = "search_index"
    with_entry = "search_index JOIN search_entry e ON e.id = search_index.rowid"
    key = "rowid"
    together = "json_group_array(rowid)"
    numbers = staticmethod(json.loads)
    match = title_match = "search_index MATCH %s"
    rank = title_rank = "bm25(search_index, 12.0, 1.0, 0.0)"  # the smaller, the better

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
    source = with_entry = "search_entry e"
    key = "e.id"
    together = "array_agg(e.id)"
    numbers = staticmethod(lambda entries: entries or [])
    match, title_match = "e.vector @@ %s::tsquery", "e.title @@ %s::tsquery"
    rank, title_rank = (f"-ts_rank('{{0.1, 0, 0, 1}}', e.{name}, %s::tsquery, 1)" for name in ("vector", "title"))
    # A vector is long and lies apart from its row (TOAST). The planner does not know, and would rather read them all.
    plan = "SET LOCAL enable_seqscan = off;"
    most_positions = 16_000  # of a vector; PostgreSQL keeps no position beyond 16,383

    def prepare(self):
        """Make the columns and their indexes if they are not there: of all tokens, and of the title alone."""
        for name in ("vector", "title"):
            self.run(f"ALTER TABLE search_entry ADD COLUMN IF NOT EXISTS {name} tsvector")
            self.run(f"CREATE INDEX IF NOT EXISTS search_entry_{name} ON search_entry USING gin ({name})")

    def write(self, entries):
        """Write [(entry, tokens of the title, of the rest, marks)] anew."""
        rows = [
            [self.vector(title, body, marks), self.vector(title, (), marks), entry]
            for entry, title, body, marks in entries
        ]
        self.run("UPDATE search_entry SET vector = %s::tsvector, title = %s::tsvector WHERE id = %s", rows)

    def vector(self, title, body, marks):
        places = {token: [] for token in marks}
        for place, token in enumerate([*title, *body][: self.most_positions], start=1):
            weight = "A" if place <= len(title) else "D"
            places.setdefault(token, []).append(f"{place}{weight}")
        return " ".join(f"'{token}'" + (":" + ",".join(at[:250]) if at else "") for token, at in places.items())

    def remove(self, entries):
        """The vector goes with its row."""

    def clear(self):
        self.run("UPDATE search_entry SET vector = NULL, title = NULL")

    run = SQLiteEngine.run

    def ranking(self, match, rank):
        """Only the newest are ranked: what stands beside ORDER BY would be worked out for all of them."""
        newest = f"SELECT * FROM {self.source} WHERE {match} ORDER BY e.id DESC LIMIT {RANKED}"  # noqa: S608
        return f"SELECT e.id, {rank} FROM ({newest}) AS e"  # noqa: S608

    def looked_for(self, groups, in_title=False):
        return " & ".join(f"({' | '.join(map(self.token, tokens))})" for tokens in groups)

    def token(self, token):
        return f"'{token[:-1]}':*" if token.endswith("*") else f"'{token}'"
