from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResearchConfig(AppConfig):
    name = "research"
    verbose_name = _("Research")

    def ready(self):
        # It needs the models, which are not loaded before this moment; it connects its receiver by itself.
        from .posters import tasks  # noqa: F401
