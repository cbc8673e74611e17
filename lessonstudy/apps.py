from django.contrib.admin.apps import AdminConfig


class SharedAdminConfig(AdminConfig):
    """django.contrib.admin with our one shared site."""

    default_site = "lessonstudy.admin.SharedAdmin"
