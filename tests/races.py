"""For tests of races: several threads, each with a database connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError

from django.db import connection, connections


@contextmanager
def shared_database(folder):
    """Lets threads open connections of their own. SQLite's test database lives in memory: it is copied to a file."""
    if connection.vendor != "sqlite":
        yield
        return
    path = str(folder / "race.sqlite3")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [path])
    memory, name = connections["default"], connections.settings["default"]["NAME"]
    connections.settings["default"]["NAME"] = path
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"]["NAME"] = name
        connections["default"] = memory


def at_once(*deeds):
    """Do all the deeds at the same moment, each in its thread; return their results in order."""
    start = Barrier(len(deeds))

    def run(deed):
        try:
            start.wait(10)
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


class Meeting:
    """A place in the code where two threads wait for each other; the first goes on alone after a while."""

    def __init__(self, patience=1.5):
        self.barrier, self.patience = Barrier(2), patience

    def wait(self):
        with suppress(BrokenBarrierError):
            self.barrier.wait(self.patience)
