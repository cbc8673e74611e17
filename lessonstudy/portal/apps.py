from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "lessonstudy.portal"
    verbose_name = _("Portal")

    def ready(self):
        from . import moving  # it needs the models, which are not loaded before this moment

        moving.connect()
