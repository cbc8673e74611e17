"""manage.py load_redirects: old addresses from a CSV file with two columns, old and new."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from lessonstudy.content.sheets import decoded
from lessonstudy.portal.actions import keep, plan


class Command(BaseCommand):
    help = "Load old addresses from a CSV file. If any row is wrong, nothing is written."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file, **options):
        try:
            lines = plan(decoded(file.read_bytes()))
        except (OSError, ValidationError) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from None
        wrong = [line for line in lines if line.problem]
        for line in wrong:
            self.stderr.write(f"Line {line.number}: {line.problem}")
        if wrong:
            raise CommandError(f"{len(wrong)} rows are wrong; nothing was written.")
        self.stdout.write(f"Wrote {keep(lines)} of {len(lines)} rows.")
