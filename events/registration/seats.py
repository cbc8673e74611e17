"""The database itself counts the seats, and refuses the first one too many.

A trigger of the table of participants keeps `taken` of their option, of their region's quota and of their school's
registration, in the statement that gives or frees a seat; checks of these tables compare it with what there is. So
nothing that writes a participant, be it a form, a shell or plain SQL, can sell a seat twice.
"""

from django.db import connection

from .desk import Option, RegionQuota
from .models import SEATED, Participant, Registration

NAME = "participant_seat"
TABLE = Participant._meta.db_table
STATES = ", ".join(f"'{state.value}'" for state in SEATED)
HELD = f"state IN ({STATES})"


def counted(row, step):
    """The statements that count one seat more or less for `row`, NEW or OLD."""
    option, region, registration = (model._meta.db_table for model in (Option, RegionQuota, Registration))
    of_region = f"(SELECT region_id FROM {registration} WHERE id = {row}.registration_id)"  # noqa: S608 - our own names
    return f"""
        UPDATE {registration} SET taken = taken {step} WHERE id = {row}.registration_id AND {row}.{HELD};
        UPDATE {option} SET taken = taken {step} WHERE id = {row}.option_id AND {row}.{HELD};
        UPDATE {region} SET taken = taken {step} WHERE id = {of_region} AND {row}.{HELD};"""  # noqa: S608


FREE, TAKE = counted("OLD", "- 1"), counted("NEW", "+ 1")
EVENTS = {
    "insert": ("INSERT", TAKE),
    "update": ("UPDATE OF state, option_id, registration_id", FREE + TAKE),
    "delete": ("DELETE", FREE),
}


def sqlite():
    for name, (event, count) in EVENTS.items():
        yield f"CREATE TRIGGER IF NOT EXISTS {NAME}_{name} AFTER {event} ON {TABLE} BEGIN {count} END"


def postgresql():
    for name, (event, count) in EVENTS.items():
        yield f"""CREATE OR REPLACE FUNCTION {NAME}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN {count} RETURN NULL; END $$"""
        yield f"""CREATE OR REPLACE TRIGGER {NAME}_{name} AFTER {event} ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION {NAME}_{name}()"""


def places(desk):
    """[(way to take part, seats left in it now; None without a limit)].

    Asked in plain SQL, a tenth of the work: all schools look at it when registration opens.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, taken FROM {Option._meta.db_table} WHERE desk_id = %s", [desk.pk])  # noqa: S608
        taken = dict(cursor.fetchall())
    return [(way, way.left(taken.get(way.pk, 0))) for way in desk.ways]


def count_seats(**kwargs):
    """After every migration."""
    if TABLE in connection.introspection.table_names():
        run(sqlite() if connection.vendor == "sqlite" else postgresql())


def let_go(**kwargs):
    """Before tables are altered: SQLite makes them anew, and triggers that name what is missing are in the way."""
    if connection.vendor == "sqlite":
        run(f"DROP TRIGGER IF EXISTS {NAME}_{name}" for name in EVENTS)


def run(statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
