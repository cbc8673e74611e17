import logging
import os
from threading import Event, Thread

from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from lessonstudy.content.queue import every_minute, requeue_lost

MINUTE = 60
NICE = 15  # readers who wait come first
log = logging.getLogger(__name__)


class Command(DatabaseWorker):
    help = "Does the slow work (sizing pictures, later mail) in the background, and takes up what a killed worker left."

    def handle(self, **options):
        os.nice(NICE)
        requeue_lost()
        stopped = Event()
        Thread(target=self.watch, args=[stopped], daemon=True).start()
        try:
            super().handle(**{**options, "reload": False})
        finally:
            stopped.set()

    def watch(self, stopped):
        while not stopped.wait(MINUTE):
            for receiver, outcome in every_minute.send_robust(self):
                if isinstance(outcome, Exception):  # the next minute tries again
                    log.error("%s failed", receiver.__name__, exc_info=outcome)
            close_old_connections()
