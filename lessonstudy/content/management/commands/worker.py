import logging
import os
from threading import Event, Thread

from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from lessonstudy.content.queue import every_minute, every_moment, requeue_lost

MOMENT, MINUTE = 2, 60  # seconds
NICE = 5  # readers who wait come first
log = logging.getLogger(__name__)


class Command(DatabaseWorker):
    help = "Does the slow work (sizing pictures, later mail) in the background, and takes up what a killed worker left."

    def handle(self, **options):
        os.nice(NICE)
        requeue_lost()
        stopped = Event()
        for signal, seconds in ((every_moment, MOMENT), (every_minute, MINUTE)):
            Thread(target=self.watch, args=[signal, seconds, stopped], daemon=True).start()
        try:
            super().handle(**{**options, "reload": False})
        finally:
            stopped.set()

    def watch(self, signal, seconds, stopped):
        while not stopped.wait(seconds):
            for receiver, outcome in signal.send_robust(self):
                if isinstance(outcome, Exception):  # the next time tries again
                    log.error("%s failed", receiver.__name__, exc_info=outcome)
            close_old_connections()
