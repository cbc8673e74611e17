"""manage.py grow_archive: a large synthetic archive for benchmarks and load tests."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lessonstudy.content.errors import Refused
from lessonstudy.portal.growing import grow
from lessonstudy.search.index import rebuild


class Command(BaseCommand):
    help = "Grow a large archive of made-up records for benchmarks and load tests. Only with DEBUG=1."

    def add_arguments(self, parser):
        parser.add_argument("--items", type=int, required=True, help="how many published records")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same archive (default: 1)")

    def handle(self, *args, items, seed, **options):
        if not settings.DEBUG:
            raise CommandError("This makes thousands of made-up records, so it runs only with DEBUG=1.")
        settings.DEBUG = False  # Django remembers every statement while it is on: too many for the memory
        began = time.monotonic()
        try:
            grown = grow(items, seed, self.say)
        except Refused as refused:
            raise CommandError(refused.message) from None
        if not grown:
            self.say(f"Nothing to do: the {items} records of seed {seed} are here already.")
            return
        self.say(f"Grown: {items} records in {time.monotonic() - began:.0f} s.")
        rebuild(self.say)

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()
