"""A rush: schools register at the same time, through the real form: python -m bench.rush (told in bench/README.md)."""

import argparse
import asyncio
import json
import os
import random
import re
import secrets
import subprocess
import sys
import time
from collections import Counter
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from bench.databases import DATABASES
from bench.servers import ROOT, Server, family, machine_ticks, share_withheld, used
from tests.postgres import end_on_signals

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|token)" value="([^"]+)"')
SERVER_OPTIONS = {"HTTPS": "0", "DEBUG": "0", "EMAIL_URL": "dummymail://", "LOG_LEVEL": "WARNING"}


def main():
    options = read_options()
    end_on_signals()
    with DATABASES[options.database]() as database, TemporaryDirectory(prefix="rush-") as folder:
        environment = environment_in(folder, database)
        for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"]):
            manage(environment, *command)
        plan = ask(environment, "make", options.schools, options.seats)
        server = Server("lessonstudy.wsgi", options.port, environment, "/healthz", also=database.processes)
        worker = subprocess.Popen([sys.executable, "manage.py", "worker", "-v0"], cwd=ROOT, env=environment)
        try:
            rush = Rush(plan, options)
            began, used_before, machine = time.monotonic(), server.cpu_seconds(), machine_ticks()
            asyncio.run(rush.run())
            seconds = time.monotonic() - began
            withheld = share_withheld(machine, machine_ticks())
            spent = {"server and database": server.cpu_seconds() - used_before, "worker": used(family(worker.pid))}
            spent["client"] = time.process_time()
        finally:
            server.stop()
            worker.terminate()
            worker.wait()
        sys.stdout.write(report(rush, seconds, spent, withheld, ask(environment, "judge")))


def read_options():
    parser = argparse.ArgumentParser(prog="python -m bench.rush", description="Schools register all at once.")
    parser.add_argument("--database", choices=DATABASES, default="postgresql")
    parser.add_argument("--schools", type=int, default=1000)
    parser.add_argument("--teachers", type=int, default=6, help="of each school")
    parser.add_argument("--seats", type=int, default=3000)
    parser.add_argument("--seconds", type=float, default=60, help="within which they come; 0: all at once")
    parser.add_argument("--doubles", type=float, default=0.2, help="share of those who press the button twice")
    parser.add_argument("--port", type=int, default=8140)
    return parser.parse_args()


def environment_in(folder, database):
    own = {
        "DJANGO_SETTINGS_MODULE": "lessonstudy.settings",
        "DATA_DIR": folder,
        "SECRET_KEY": secrets.token_urlsafe(50),
    }
    return {**os.environ, **SERVER_OPTIONS, **own, **database.environment(0)}


def manage(environment, *command):
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)  # noqa: S603


def ask(environment, *words, module="bench.rush_archive"):
    command = [sys.executable, "-m", module, *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)  # noqa: S603
    return json.loads(done.stdout)


class Rush:
    """The schools, each with a browser of its own: opens the form, sends it, reads the answer."""

    def __init__(self, plan, options):
        self.plan, self.options = plan, options
        self.times, self.answers = {"form": [], "sent": [], "answer": []}, Counter()
        self.chance = random.Random(1)  # noqa: S311 - no secret

    async def run(self):
        await asyncio.gather(*(self.school(*school) for school in self.plan["schools"]))

    async def school(self, session, pk):
        await asyncio.sleep(self.chance.uniform(0, self.options.seconds))
        try:
            self.answers[await self.register(session, pk)] += 1
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            self.answers[f"no answer: {type(error).__name__}"] += 1

    async def register(self, session, pk):
        path = f"/en/events/{self.plan['slug']}/register/"
        cookies = f"sessionid={session}"
        head, page = await self.timed("form", "GET", path, cookies)
        hidden = dict(HIDDEN.findall(page))
        cookies += f"; csrftoken={re.search('csrftoken=([^;]+)', head, re.IGNORECASE)[1]}"
        body = self.filled(pk, hidden)
        presses = 2 if self.chance.random() < self.options.doubles else 1
        sent = await asyncio.gather(*(self.timed("sent", "POST", path, cookies, body) for _press in range(presses)))
        places = {re.search(r"\r\nlocation: *(\S+)", head, re.IGNORECASE)[1] for head, _page in sent}
        if len(places) != 1:
            return "two registrations"
        _head, page = await self.timed("answer", "GET", places.pop(), cookies)
        return re.search(r'class="state state--(\w+)"', page)[1]

    def filled(self, pk, hidden):
        number = self.options.teachers
        form = {**hidden, "organization": pk, "teachers-TOTAL_FORMS": number, "teachers-INITIAL_FORMS": 0}
        for row in range(number):
            form |= {f"teachers-{row}-name": f"Teacher {row}", f"teachers-{row}-option": self.plan["option"]}
        return urlencode(form)

    async def timed(self, kind, method, path, cookies, body=""):
        began = time.perf_counter()
        answer = await fetch(self.options.port, method, path, cookies, body)
        self.times[kind].append(time.perf_counter() - began)
        return answer


async def fetch(port, method, path, cookies, body):
    """(head, body) of an answer, over a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Cookie: {cookies}", "Connection: close"]
    if body:
        head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    writer.write(("\r\n".join(head) + "\r\n\r\n" + body).encode())
    await writer.drain()
    answer = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(answer)
    page = await reader.readexactly(int(length[1])) if length else await reader.read()
    writer.close()
    if answer[9:10] not in b"23":
        raise ValueError(answer[:60])
    return answer.decode(), page.decode()


def percentile(times, percent):
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else 0


def report(rush, seconds, spent, withheld, judged):
    lines = [
        f"{rush.options.schools} schools in {seconds:.0f} s: {dict(rush.answers)}",
        "",
        "| | p50 ms | p95 ms | max ms |",
    ]
    lines.append("|---|---|---|---|")
    for kind, times in rush.times.items():
        figures = [percentile(times, 50), percentile(times, 95), max(times, default=0)]
        lines.append(f"| {kind} | {' | '.join(f'{figure * 1000:.0f}' for figure in figures)} |")
    lines += ["", "CPU s: " + ", ".join(f"{who} {cpu:.0f}" for who, cpu in spent.items())]
    lines += [f"Of the time this machine wanted, its host gave {withheld:.0%} to others."]
    return "\n".join([*lines, "", json.dumps(judged), ""])


if __name__ == "__main__":
    main()
