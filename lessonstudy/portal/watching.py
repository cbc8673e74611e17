"""The database itself notices every change to what readers may see: by a form, a shell, many rows at once or plain SQL.

A trigger of each table writes a number never used before, in the transaction of the change: nobody sees one without
the other, and what is rolled back changes nothing. A row that another transaction holds until its end is left to it
(PostgreSQL; in SQLite only one writes at a time), so nobody waits for anybody here and no two can block each other.
"""

import secrets

from django.db import connection

from lessonstudy.search.models import Card, Entry, Label

from .models import ArchiveState
from .registry import shown_models

STATE = ArchiveState._meta.db_table
EVENTS = ("INSERT", "UPDATE", "DELETE")


class SQLite:
    # A REPLACE in a trigger would become what the statement that set it off says: INSERT OR IGNORE.
    trigger = f"""CREATE TRIGGER IF NOT EXISTS "watch_%(table)s_%(event)s" AFTER %(change)s ON "%(table)s" BEGIN
        UPDATE {STATE} SET number = random();
        INSERT INTO {STATE} (number) SELECT random() WHERE NOT EXISTS (SELECT 1 FROM {STATE});
    END"""  # noqa: S608 - our own name

    def watch(self, tables):
        return [
            self.trigger % {"table": table, "event": event, "change": update if event == "UPDATE" else event}
            for table, update in tables
            for event in EVENTS
        ]

    def let_go(self, tables):
        """Before tables are altered: SQLite makes them anew, and triggers that name what is missing are in the way."""
        return [f'DROP TRIGGER IF EXISTS "watch_{table}_{event}"' for table in tables for event in EVENTS]


class PostgreSQL:
    function = f"""CREATE OR REPLACE FUNCTION archive_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE {STATE} SET number = (random() * 9e15)::bigint
            WHERE id = (SELECT id FROM {STATE} ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED);
        IF NOT FOUND THEN
            INSERT INTO {STATE} (number) VALUES ((random() * 9e15)::bigint);
        END IF;
        RETURN NULL;
    END $$"""  # noqa: S608 - our own name
    trigger = """CREATE OR REPLACE TRIGGER watch AFTER INSERT OR %(update)s OR DELETE OR TRUNCATE ON "%(table)s"
        FOR EACH STATEMENT EXECUTE FUNCTION archive_changed()"""

    def watch(self, tables):
        return [self.function, *(self.trigger % {"table": table, "update": update} for table, update in tables)]

    def let_go(self, tables):
        """A column that a trigger names cannot get another type."""
        return [f'DROP TRIGGER IF EXISTS watch ON "{table}"' for table in tables]


def watched_tables():
    """{table: the columns that the database itself counts}, of all shown models, what is between two, and the index."""
    models = [*shown_models(), Entry, Card, Label]
    between = [column.remote_field.through for model in models for column in model._meta.many_to_many]
    return {model._meta.db_table: counted_in(model) for model in [*models, *between]}


def counted_in(model):
    """Seats: they are on no page that is kept, and change all the time while schools register."""
    return {column.column for column in model._meta.local_concrete_fields if getattr(column, "is_counted", False)}


def update_of(table, counted):
    """The event by which its rows change for readers. Columns that a later migration adds are not there yet."""
    if not counted:
        return "UPDATE"
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    return "UPDATE OF " + ", ".join(f'"{column}"' for column in columns if column not in counted)


def watch(**kwargs):
    """After every migration; what it did to the data is a change, too."""
    there = connection.introspection.table_names()
    if STATE in there:
        tables = [(table, counted) for table, counted in watched_tables().items() if table in there]
        run(database().watch([(table, update_of(table, counted)) for table, counted in tables]))
        ArchiveState.objects.all().delete()
        ArchiveState.objects.create(number=secrets.randbits(60))


def let_go(**kwargs):
    run(database().let_go(watched_tables()))


def database():
    return SQLite() if connection.vendor == "sqlite" else PostgreSQL()


def run(statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
