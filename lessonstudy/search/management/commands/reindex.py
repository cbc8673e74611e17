"""manage.py reindex: the search index from scratch."""

import time

from django.core.management.base import BaseCommand

from lessonstudy.search.index import rebuild


class Command(BaseCommand):
    help = "Build the search index from scratch. Readers find things all the while."

    def handle(self, *args, **options):
        began = time.monotonic()
        number = rebuild(self.stdout.write)
        self.stdout.write(f"{number} things can be found, after {time.monotonic() - began:.1f} s.")
