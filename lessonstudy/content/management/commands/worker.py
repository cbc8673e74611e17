from threading import Event, Thread

from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from lessonstudy.content.queue import requeue_lost

MINUTE = 60


class Command(DatabaseWorker):
    help = "Does the slow work (sizing pictures, later mail) in the background, and takes up what a killed worker left."

    def handle(self, **options):
        requeue_lost()
        stopped = Event()
        Thread(target=self.watch, args=[stopped], daemon=True).start()
        try:
            super().handle(**{**options, "reload": False})
        finally:
            stopped.set()

    def watch(self, stopped):
        while not stopped.wait(MINUTE):
            requeue_lost()
