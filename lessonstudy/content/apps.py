from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "lessonstudy.content"

    def ready(self):
        from .tasks import connect_photos  # models are not loaded before this moment

        connect_photos()
