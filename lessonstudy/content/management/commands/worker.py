import logging
import os
from threading import Event, Thread

from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from lessonstudy.content.queue import every_minute, every_moment, requeue_lost

MOMENT, MINUTE, PATIENCE = 2, 60, 60  # seconds
NICE = 10  # readers who wait come first
log = logging.getLogger(__name__)


class Command(DatabaseWorker):
    help = "Sends mails, sizes pictures and does all other slow work, and takes up what a killed worker left."

    def handle(self, **options):
        os.nice(NICE)
        requeue_lost()
        stopped = Event()
        threads = [
            Thread(target=self.watch, args=[signal, seconds, stopped], daemon=True)
            for signal, seconds in ((every_moment, MOMENT), (every_minute, MINUTE))
        ]
        for thread in threads:
            thread.start()
        try:
            super().handle(**{**options, "reload": False})
        finally:
            stopped.set()
            for thread in threads:
                thread.join(PATIENCE)  # a letter that is being sent is sent to its end

    def watch(self, signal, seconds, stopped):
        while not stopped.wait(seconds):
            for receiver, outcome in signal.send_robust(self, stopped=stopped):
                if isinstance(outcome, Exception):  # the next time tries again
                    log.error("%s failed", receiver.__name__, exc_info=outcome)
            close_old_connections()
