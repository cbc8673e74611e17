"""manage.py reindex: the search index from scratch; files nobody has read yet are left to the worker."""

import time

from django.core.management.base import BaseCommand

from lessonstudy.search.index import rebuild
from lessonstudy.search.tasks import read_the_rest


class Command(BaseCommand):
    help = "Build the search index from scratch. Readers find things all the while."

    def handle(self, *args, **options):
        began = time.monotonic()
        number = rebuild(self.stdout.write)
        read_the_rest()
        self.stdout.write(f"{number} things can be found, after {time.monotonic() - began:.1f} s.")
