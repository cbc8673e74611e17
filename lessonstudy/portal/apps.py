from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "lessonstudy.portal"
    verbose_name = _("Portal")

    def ready(self):
        # These modules need the models, which are not loaded before this moment.
        from lessonstudy.content.citing.formats import citable
        from lessonstudy.content.models import Photo
        from lessonstudy.search import index

        from . import harvest, moving, watching
        from .registry import CITABLE, FINDABLE, shown_models

        for model, describe, related, owners in FINDABLE:
            index.findable(model, describe, related, owners)
        for cited in CITABLE:
            citable(*cited)
        for model in shown_models():
            if not issubclass(model, Photo):  # nobody looks for the words of a picture
                index.watch(model)
        moving.connect()
        harvest.connect()
        pre_migrate.connect(watching.let_go, sender=self, dispatch_uid="let go of the tables")
        post_migrate.connect(watching.watch, sender=self, dispatch_uid="watch the tables")
