import os
import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from members.models import User

EMAIL = "staff@example.org"


class Command(BaseCommand):
    help = (
        "Makes the staff sign-in of a demonstration (only with DEBUG=1) and prints it. DEMO_PASSWORD sets the password."
    )

    @transaction.atomic
    def handle(self, **options):
        if not settings.DEBUG:
            raise CommandError("Only with DEBUG=1. In production use `manage.py createsuperuser`.")
        password = os.environ.get("DEMO_PASSWORD") or remembered_password()
        user = User.objects.filter(email=EMAIL).first() or User.objects.create_superuser(EMAIL)
        if not user.check_password(password):
            user.set_password(password)
            user.save()
        EmailAddress.objects.get_or_create(user=user, email=EMAIL, defaults={"verified": True, "primary": True})
        self.stdout.write(f"Staff sign-in: {EMAIL}  password: {password}")


def remembered_password():
    """One password for this checkout, kept beside its data."""
    path = settings.DATA_DIR / "demo_password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9))
    return path.read_text().strip()
