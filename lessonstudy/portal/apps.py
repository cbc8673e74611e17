from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "lessonstudy.portal"
    verbose_name = _("Portal")

    def ready(self):
        # These modules need the models, which are not loaded before this moment.
        from lessonstudy.content.models import Photo
        from lessonstudy.search import index

        from . import moving
        from .registry import FINDABLE

        for model, describe, related, owners in FINDABLE:
            index.findable(model, describe, related, owners)
        rooms = {model._meta.app_config for model, *_ in FINDABLE}
        for model in [model for room in rooms for model in room.get_models()]:
            if not issubclass(model, Photo) and not hasattr(model, "history_id"):
                index.watch(model)
        moving.connect()
