"""The two databases pages are measured on: a file, and the throw-away PostgreSQL server of the tests."""

import tempfile
from contextlib import contextmanager

import psycopg2

from tests import postgres


class SQLite:
    """The file in the data folder, which the portal takes by itself."""

    processes = ()

    def environment(self, size):
        return {}

    def settle(self, size):
        """Nothing to do."""


class PostgreSQL:
    """A database for each size, on one server whose processes work for the portal too."""

    def __init__(self, server):
        self.server, self.folder = server, str(server.folder)
        self.processes = (int((server.folder / "data/postmaster.pid").read_text().split()[0]),)
        self.made = set()

    def environment(self, size):
        if size not in self.made:
            self.made.add(size)
            self.run("postgres", f"CREATE DATABASE bench{size}")
        return {"DATABASE_URL": f"postgres://postgres@/{self.folder}/bench{size}"}

    def settle(self, size):
        """What it does in its quiet hours, so that it does not do it while pages are measured."""
        self.run(f"bench{size}", "VACUUM ANALYZE")

    def restart(self):
        """Whoever is connected is thrown out."""
        self.server.call("pg_ctl", "restart", "--wait", "--mode=fast")

    def run(self, database, statement):
        connection = psycopg2.connect(host=self.folder, dbname=database, user="postgres")
        connection.autocommit = True
        connection.cursor().execute(statement)
        connection.close()


@contextmanager
def sqlite():
    yield SQLite()


@contextmanager
def postgresql():
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        server = postgres.Server(postgres.find_programs(), folder)
        try:
            server.start()
            yield PostgreSQL(server)
        finally:
            server.call("pg_ctl", "stop", "--mode=immediate")


DATABASES = {"sqlite": sqlite, "postgresql": postgresql}
