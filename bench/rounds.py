"""Many rounds of too many schools for too few seats: python -m bench.rounds (told in bench/README.md)."""

import argparse
import json
import sys
from tempfile import TemporaryDirectory

from bench.databases import DATABASES
from bench.rush import ask, environment_in, manage
from tests.postgres import end_on_signals


def main():
    options = read_options()
    end_on_signals()
    for name in options.databases:
        with DATABASES[name]() as database, TemporaryDirectory(prefix="rounds-") as folder:
            environment = environment_in(folder, database)
            for command in (["migrate", "-v0"], ["createcachetable"]):
                manage(environment, *command)
            plan = {word: value for word, value in vars(options).items() if word != "databases"}
            figures = ask(environment, json.dumps(plan), module="bench.rounds_played")
            sys.stdout.write(f"{name}{', unguarded' * options.unguarded}: {json.dumps(figures)}\n")
            sys.stdout.flush()


def read_options():
    parser = argparse.ArgumentParser(prog="python -m bench.rounds", description="Seats are never sold twice.")
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=list(DATABASES))
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--schools", type=int, default=300)
    parser.add_argument("--teachers", type=int, default=1, help="of each school")
    parser.add_argument("--seats", type=int, default=100)
    parser.add_argument("--doubles", type=float, default=0.2, help="share of those who press the button twice")
    parser.add_argument("--processes", type=int, default=6, help="that register at the same time")
    parser.add_argument("--unguarded", action="store_true", help="the control: neither the lock nor the check")
    return parser.parse_args()


if __name__ == "__main__":
    main()
