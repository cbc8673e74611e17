"""A rush in which everything is killed that can be: python -m bench.kills (told in bench/README.md)."""

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from email import message_from_bytes
from tempfile import TemporaryDirectory

from aiosmtpd.controller import Controller

from bench.databases import DATABASES
from bench.rush import SERVER_OPTIONS, Rush, ask, environment_in, manage
from bench.servers import ROOT, Server, family
from tests.postgres import end_on_signals

PATIENCE = 120  # seconds in which a browser asks again
SMTP_PORT = 8142


def main():
    options = read_options()
    end_on_signals()
    SERVER_OPTIONS["EMAIL_URL"] = f"smtp://127.0.0.1:{SMTP_PORT}"
    SERVER_OPTIONS["LOG_LEVEL"] = "CRITICAL"  # all complain while the database is away, as they should
    with DATABASES[options.database]() as database, TemporaryDirectory(prefix="kills-") as folder:
        environment = environment_in(folder, database)
        for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"]):
            manage(environment, *command)
        rush = StubbornRush(ask(environment, "make", options.schools, options.seats), options)
        post = PostOffice()
        server = Server("lessonstudy.wsgi", options.port, environment, "/healthz")
        storm = Storm(options, database, environment, server, post)
        try:
            storm.start()
            asyncio.run(rush.run())
            storm.join()
        finally:
            server.stop()
            storm.stop_worker()
        ask(environment, "send")
        post.close()
        sys.stdout.write(report(rush, storm, post, ask(environment, "judge"), ask(environment, "told")))


def read_options():
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description="Whatever is killed, answers stay true.")
    parser.add_argument("--database", choices=DATABASES, default="postgresql")
    parser.add_argument("--schools", type=int, default=200)
    parser.add_argument("--teachers", type=int, default=2, help="of each school")
    parser.add_argument("--seats", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30, help="within which they come")
    parser.add_argument("--doubles", type=float, default=0.2, help="share of those who press the button twice")
    parser.add_argument("--kills", type=int, default=20, help="of processes of the server")
    parser.add_argument("--port", type=int, default=8141)
    return parser.parse_args()


class StubbornRush(Rush):
    """Whoever gets no answer sends the same once more, as a browser does after "reload". Every answer is kept."""

    def __init__(self, plan, options):
        super().__init__(plan, options)
        self.again, self.told = Counter(), {}

    async def register(self, session, pk):
        self.told[pk] = await super().register(session, pk)
        return self.told[pk]

    async def timed(self, *request):
        late = time.monotonic() + PATIENCE
        while True:
            try:
                return await super().timed(*request)
            except (OSError, asyncio.IncompleteReadError, ValueError) as error:
                if time.monotonic() > late:
                    raise
                self.again[f"{request[0]}: {type(error).__name__}"] += 1
                await asyncio.sleep(0.3)


class Storm(threading.Thread):
    """Kills, at even distances: processes of the server, each fifth time the worker; in the middle all the rest."""

    def __init__(self, options, database, environment, server, post):
        super().__init__(daemon=True)
        self.options, self.database, self.environment = options, database, environment
        self.server, self.post, self.did = server, post, Counter()
        self.chance = random.Random(1)  # noqa: S311 - no secret
        self.start_worker()

    def start_worker(self):
        command = [sys.executable, "manage.py", "worker", "-v0"]
        self.worker = subprocess.Popen(command, cwd=ROOT, env=self.environment)  # noqa: S603

    def stop_worker(self):
        self.worker.terminate()
        self.worker.wait()

    def run(self):
        for number in range(1, self.options.kills + 1):
            time.sleep(self.options.seconds / (self.options.kills + 1))
            self.kill_one_of_the_server()
            if number % 5 == 0:
                self.kill_the_worker()
            if number == self.options.kills * 2 // 5:
                self.post.close()
                self.did["mail server stopped"] += 1
            elif number == self.options.kills // 2 and hasattr(self.database, "restart"):
                self.database.restart()
                self.did["database restarted"] += 1
            elif number == self.options.kills * 3 // 5:
                self.post.open()

    def kill_one_of_the_server(self):
        _master, *children = family(self.server.process.pid)
        if children:
            with suppress(ProcessLookupError):
                os.kill(self.chance.choice(children), signal.SIGKILL)
                self.did["killed of the server"] += 1

    def kill_the_worker(self):
        self.worker.kill()
        self.worker.wait()
        self.did["killed workers"] += 1
        self.start_worker()


class PostOffice:
    """Takes every mail, and remembers how often it got which."""

    def __init__(self):
        self.got = Counter()
        self.open()

    def open(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=SMTP_PORT)
        self.controller.start()

    def close(self):
        self.controller.stop()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name aiosmtpd calls
        self.got[message_from_bytes(envelope.content)["Message-ID"].strip()] += 1
        return "250 OK"


def report(rush, storm, post, judged, told):
    wrong = sum(told["states"].get(str(pk)) != state for pk, state in rush.told.items())
    owed = told["letters"]
    figures = {
        "schools": rush.options.schools,
        "answered": len(rush.told),
        "answers that are not true": wrong,
        "letters": len(owed),
        "never received": sum(post.got[name] == 0 for name in owed),
        "received twice": sum(number > 1 for number in post.got.values()),
        "received but not owed": len(set(post.got) - set(owed)),
    }
    parts = [dict(storm.did), {"asked again": dict(rush.again)}, dict(rush.answers), figures, judged]
    return "\n".join(map(json.dumps, parts)) + "\n"


if __name__ == "__main__":
    main()
