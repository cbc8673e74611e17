from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "lessonstudy.content"

    def ready(self):
        # These modules need the models, which are not loaded before this moment.
        from . import queue, stored, tasks  # noqa: F401 - queue connects its receiver by itself

        stored.connect()
        tasks.connect_photos()
