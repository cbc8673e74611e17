from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "lessonstudy.content"

    def ready(self):
        # These modules need the models, which are not loaded before this moment.
        from . import queue  # noqa: F401 - connects its receiver
        from .tasks import connect_photos

        connect_photos()
