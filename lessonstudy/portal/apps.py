from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "lessonstudy.portal"
    verbose_name = _("Portal")

    def ready(self):
        # These modules need the models, which are not loaded before this moment.
        from lessonstudy.content.models import Photo
        from lessonstudy.search import index

        from . import caching, moving
        from .registry import FINDABLE, shown_models

        for model, describe, related, owners in FINDABLE:
            index.findable(model, describe, related, owners)
        for model in shown_models():
            caching.watch(model)
            if not issubclass(model, Photo):  # nobody looks for the words of a picture
                index.watch(model)
        moving.connect()
