from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "lessonstudy.search"

    def ready(self):
        # These modules need the models, which are not loaded before this moment.
        from . import tasks
        from .engines import engine

        # Not in a migration: the index belongs to the engine of the database, not to Django's picture of the tables.
        post_migrate.connect(lambda **kwargs: engine().prepare(), sender=self, weak=False, dispatch_uid="search index")
        tasks.connect()
