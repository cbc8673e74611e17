"""Runs a command against a PostgreSQL of its own: python tests/postgres.py pytest -n 2

A throw-away server from the installed programs, reached by DATABASE_URL through a socket in a temporary
folder: it listens on no port, keeps nothing, and is gone when the command ends.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

# Nothing here has to survive a crash.
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=''"


def main(command):
    if not command:
        sys.exit(__doc__)
    programs = find_programs()
    end_on_signals()
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        server = Server(programs, folder)
        try:
            server.start()
            return run(command, os.environ | {"DATABASE_URL": f"postgres://postgres@/{folder}/postgres"})
        finally:
            server.call("pg_ctl", "stop", "--mode=immediate")


class Server:
    def __init__(self, programs, folder):
        self.programs, self.folder, self.user = programs, Path(folder), {}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            self.user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def start(self):
        failed = self.call("initdb", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8")
        if failed or self.call("pg_ctl", "start", "--wait", f"--options={OPTIONS} -k {self.folder}"):
            sys.exit(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")

    def call(self, program, *arguments):
        command = [self.programs / program, *arguments, "--pgdata", self.folder / "data"]
        with open(self.folder / "log", "a") as log:
            return subprocess.call(command, cwd=self.folder, stdout=log, stderr=log, **self.user)


def find_programs():
    """Debian keeps them out of PATH, in a folder for each version."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
    initdb = shutil.which("initdb", path=os.pathsep.join([*map(str, debian), os.environ["PATH"]]))
    if not initdb:
        sys.exit("No PostgreSQL found: install Debian's postgresql")
    return Path(initdb).resolve().parent


def end_on_signals():
    """Ended the usual way, this script would skip its `finally` and leave the server behind."""

    def end(number, _):
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        sys.exit(128 + number)

    signals = (signal.SIGTERM, signal.SIGHUP)
    for number in signals:
        signal.signal(number, end)


def run(command, environment):
    child = subprocess.Popen(command, env=environment)
    # Ctrl-C reaches the command too: let it finish before its database goes away.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return child.wait()
    finally:
        child.terminate()
        child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
