from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self):
        from .roles import set_up_roles  # models are not loaded before this moment

        post_migrate.connect(set_up_roles, dispatch_uid="set up roles")
