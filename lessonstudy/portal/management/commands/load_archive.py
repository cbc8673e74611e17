"""manage.py load_archive: the founding archive from its data files."""

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from lessonstudy.portal.loading import WrongData, load_archive

ARCHIVE = Path(__file__).resolve().parents[2] / "archive"


class Command(BaseCommand):
    help = "Load the founding archive. What is there already is left alone: run again, it changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--folder", default=ARCHIVE, help="the folder of the data files")

    def handle(self, *args, folder, **options):
        began = time.monotonic()
        try:
            outcome = load_archive(folder, self.say)
        except WrongData as wrong:
            raise CommandError(str(wrong)) from None
        for sentence in outcome.refused:
            self.stderr.write(sentence)
        self.say(summary(outcome, time.monotonic() - began))
        if outcome.refused:
            raise CommandError(f"{len(outcome.refused)} records were refused. Mend the data and run it again.")

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()


def summary(outcome, seconds):
    if not outcome.loaded and not outcome.refused:
        return f"Nothing to do: the archive is complete ({outcome.present} records)."
    return (
        f"Loaded {outcome.loaded} records ({outcome.present} were there already) "
        f"with {outcome.pictures} pictures and {outcome.files} files in {seconds:.0f} s."
    )
