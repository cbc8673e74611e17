from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self):
        # These modules need the models, which are not loaded before this moment.
        from lessonstudy.content.queue import every_minute, every_moment

        from .registration import actions, erasure, reminders, seats, tasks

        pre_migrate.connect(seats.let_go, sender=self, dispatch_uid="let go of the seats")
        post_migrate.connect(seats.count_seats, sender=self, dispatch_uid="count the seats")
        every_minute.connect(actions.expire_offers, dispatch_uid="expire offers")
        every_minute.connect(reminders.send_reminders, dispatch_uid="remind")
        every_minute.connect(erasure.erase_old, dispatch_uid="erase what was kept long enough")
        every_moment.connect(tasks.send_owed, dispatch_uid="send what is owed")
