"""Measures what pages cost: python -m bench.bench (what and how is told in bench/README.md)."""

import argparse
import gzip
import json
import os
import secrets
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

from bench import figures
from bench.databases import DATABASES
from bench.servers import ROOT, Server
from bench.weight import first_visit
from tests.postgres import end_on_signals

SEED = 1
WARM_UP = 0.5  # seconds
BUSY = 0.8  # of a core: from here on the client may be what is slow
SECRET_KEY = secrets.token_urlsafe(50)

COMMON = "сабақ"
RARE = ("шаңырақ", "құмыра", "тұлпар")


def search(word):
    return f"search/?q={quote(word)}"


def samples(folder):
    """Ten records, asked for by turns."""
    return [f"{folder}sample-{SEED}-{number}/" for number in range(10)]


# What is asked of the portal and of bare Django. The bare list has no filter, so it stands beside both lists.
PAGES = {
    "home": (["/kk/"], ["/"]),
    "event list": (["/kk/events/"], ["/events/"]),
    "filtered list": (["/kk/events/?kind=conference&language=ru"], ["/events/"]),
    "search, common word": ([f"/kk/{search(COMMON)}"], [f"/{search(COMMON)}"]),
    "search, rare word": ([f"/kk/{search(word)}" for word in RARE], [f"/{search(word)}" for word in RARE]),
    "event page": (samples("/kk/events/"), samples("/events/")),
    "poster page": (samples("/kk/research/posters/"), samples("/posters/")),
}
WEIGHED = ("home", "event page")
APPLICATIONS = {"empty": "bench.empty:application", "bare": "bench.bare:application"}


def main():
    options = read_options()
    end_on_signals()
    results = {}
    for name in options.databases:
        with DATABASES[name]() as database:
            results[name] = {size: measure(name, database, size, options) for size in options.sizes}
    sys.stdout.write(report(results))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1, ensure_ascii=False))


def read_options():
    parser = argparse.ArgumentParser(prog="python -m bench.bench", description="What pages cost: bench/README.md.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[2000, 20000], help="items in the archive")
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=list(DATABASES))
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES))
    parser.add_argument("--seconds", type=float, default=2, help="of one run")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each page; the median counts")
    parser.add_argument("--folder", type=Path, default=ROOT / "var/bench", help="keeps archives for the next time")
    parser.add_argument("--port", type=int, default=8130, help="the first of four")
    parser.add_argument("--json", type=Path, help="write all figures to this file, too")
    return parser.parse_args()


def say(line):
    """Progress; the tables alone go to the output."""
    sys.stderr.write(f"{line}\n")


# --- One archive in one database ------------------------------------------------------------------
def measure(name, database, size, options):
    say(f"{name}, {size} items")
    data = (options.folder / f"{name}-{size}").resolve()
    environment = production(data) | database.environment(size)
    prepare(environment, size)
    database.settle(size)
    with ExitStack() as stack:
        servers = start(environment, options.port, database.processes, stack)
        pages = {page: measure_page(page, servers, options) for page in options.pages}
        add_statements(pages, environment)
        weights = first_visit({page: servers["cached"].address(PAGES[page][0][0]) for page in WEIGHED})
    started = {way: {"start": one.seconds_to_start, "memory": one.memory} for way, one in servers.items()}
    return {"pages": pages, "servers": started, "weights": weights}


def production(data):
    """The portal's environment as in production, but without HTTPS; nothing of ours slips in."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "CHROMIUM") if name in os.environ}
    own = {"DEBUG": "0", "HTTPS": "0", "LOG_LEVEL": "ERROR", "SECRET_KEY": SECRET_KEY, "DATA_DIR": str(data)}
    return kept | own


def prepare(environment, size):
    """Database, archive, static files; what an earlier run left is used again."""
    manage(environment, "migrate", "--verbosity=0")
    manage(environment, "createcachetable")
    manage(environment | {"DEBUG": "1"}, "grow_archive", f"--items={size}", f"--seed={SEED}")
    manage(environment, "collectstatic", "--noinput", "--verbosity=0")


def manage(environment, *command):
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, stdout=sys.stderr, check=True)  # noqa: S603


def start(environment, port, also, stack):
    """The two yardsticks, and the portal with and without its page cache."""
    servers = {}
    for number, way in enumerate(figures.SERVED):
        portal = {"PAGE_CACHE": "0" if way == "uncached" else "1"}
        first_path = "/" if way in APPLICATIONS else "/kk/"
        application = APPLICATIONS.get(way, "lessonstudy.wsgi")
        servers[way] = Server(application, port + number, environment | portal, first_path, also)
        stack.callback(servers[way].stop)
    return servers


# --- One page -------------------------------------------------------------------------------------
def measure_page(page, servers, options):
    """Runs of all four by turns, so that a busy machine disturbs them alike; the median of each figure."""
    say(f"  {page}")
    ways = {way: (server, paths_for(way, page)) for way, server in servers.items()}
    failed = {way: failures for way, asked in ways.items() if (failures := load(*asked, WARM_UP)["failures"])}
    runs = {way: [] for way in ways if way not in failed}
    for _ in range(options.rounds):
        for way, own in runs.items():
            own.append(run(*ways[way], options.seconds))
    measured = {way: figures.middle(own) | size_of(*ways[way]) for way, own in runs.items()}
    return {way: measured.get(way) or {"failed": told(failed[way])} for way in ways}


def paths_for(way, page):
    portal, bare = PAGES[page]
    return {"empty": ["/"], "bare": bare}.get(way, portal)


def load(server, paths, seconds):
    """Ask for the pages from a process of its own."""
    command = [sys.executable, "-m", "bench.client", str(server.port), str(seconds), *paths]
    return json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout)  # noqa: S603


def run(server, paths, seconds):
    before = server.cpu_seconds()
    answer = load(server, paths, seconds)
    if answer["failures"]:
        raise SystemExit(f"{paths[0]} failed under load: {told(answer['failures'])}")
    server.note_memory()
    return figures.run_figures(answer, server.cpu_seconds() - before)


def told(failures):
    return ", ".join(f"{kind} ({number} times)" for kind, number in failures.items())


def size_of(server, paths):
    body = server.get(paths[0])
    return {"bytes": len(body), "gzipped": len(gzip.compress(body, 6))}


def add_statements(pages, environment):
    """SQL statements of the portal's pages, counted in a process of its own."""
    paths = [PAGES[page][0][0] for page in pages]
    for way, cache in (("cached", "1"), ("uncached", "0")):
        command = [sys.executable, "-m", "bench.queries", *paths]
        answer = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=environment | {"PAGE_CACHE": cache}, stdout=subprocess.PIPE, check=True
        )
        for page, number in zip(pages, json.loads(answer.stdout), strict=True):
            pages[page][way]["queries"] = number


# --- The report -----------------------------------------------------------------------------------
def report(results):
    return "\n".join(part for name, sizes in results.items() for part in report_database(name, sizes))


def report_database(name, sizes):
    for size, result in sizes.items():
        yield f"## {name}, {size} items\n"
        yield figures.table(figures.PAGE_HEAD, figures.page_rows(result["pages"])) + "\n"
        yield figures.table(figures.SERVER_HEAD, figures.server_rows(result["servers"])) + "\n"
        yield figures.table(figures.WEIGHT_HEAD, figures.weight_rows(result["weights"])) + "\n"
        yield saturation(result["pages"])
    if len(sizes) > 1:
        small, *_, large = sizes
        rows = figures.growth_rows(sizes[small]["pages"], sizes[large]["pages"])
        yield f"## {name}, growth\n\n{figures.table(figures.growth_head(small, large), rows)}\n"


def saturation(pages):
    """Where the client itself was busy: there, requests a second say less than CPU a request."""
    busy = [
        f"{page} ({figures.SERVED[way]}: {one['client']:.0%} of a core)"
        for page, ways in pages.items()
        for way, one in ways.items()
        if one.get("client", 0) > BUSY
    ]
    return f"The client was busy for {', '.join(busy)}.\n" if busy else "The client was never busy.\n"


if __name__ == "__main__":
    main()
