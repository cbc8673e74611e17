import os
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from events.models import Desk, Event, Option
from lessonstudy.content.dates import PartialDate
from members.management.commands.demo_staff import remembered_password
from members.models import Organization, Representative, User

SLUG, SCHOOL = "example-conference", "example-school"
EMAIL = "coordinator@example.org"
AHEAD, NEAR = timedelta(days=45), timedelta(days=14)  # when it is held; when it is moved ahead again

TEXTS = {
    "title_kk": "Үлгі конференция: тіркелуді сынап көріңіз",
    "title_ru": "Пример конференции: попробуйте регистрацию",
    "title_en": "Example conference: try the registration",
    "summary_kk": "Бұл іс-шара өтпейді: ол мектептердің мұғалімдер тобын қалай тіркейтінін көрсетеді.",
    "summary_ru": "Это событие не состоится: оно показывает, как школы регистрируют группы учителей.",
    "summary_en": "This event is not held: it shows how schools register groups of teachers.",
}
SCHOOL_NAMES = {"name_kk": "Үлгі мектеп", "name_ru": "Школа-пример", "name_en": "Example school"}
WAYS = [
    {"title_kk": "Залда", "title_ru": "Очно", "title_en": "On site", "mode": "onsite", "capacity": 30},
    {"title_kk": "Онлайн", "title_ru": "Онлайн", "title_en": "Online", "mode": "online", "capacity": 100},
]


class Command(BaseCommand):
    help = (
        "Makes an example event with its registration open, and the sign-in of an example coordinator (only with "
        "DEBUG=1). Again, it only moves the event ahead when its date comes near. DEMO_PASSWORD sets the password."
    )

    @transaction.atomic
    def handle(self, **options):
        if not settings.DEBUG:
            raise CommandError("Only with DEBUG=1: a real site shows no example.")
        self.keep_ahead(self.desk())
        password = os.environ.get("DEMO_PASSWORD") or remembered_password()
        self.coordinator(password)
        self.stdout.write(f"Example coordinator: {EMAIL}  password: {password}")

    def desk(self):
        published = {"status": "published", "published_at": timezone.now()}
        event, _created = Event.objects.get_or_create(
            slug=SLUG, defaults={**TEXTS, **published, "kind": "conference", "mode": "mixed", "platform": "Zoom"}
        )
        moment = timezone.now()
        opened = {"opens_at": moment, "closes_at": moment + AHEAD, "online_link": "https://example.org/online"}
        desk, created = Desk.objects.get_or_create(event=event, defaults=opened)
        if created:
            for position, way in enumerate(WAYS, start=1):
                Option.objects.create(desk=desk, position=position, **way)
        return desk

    def keep_ahead(self, desk):
        event, moment = desk.event, timezone.now()
        if event.begins_at is None or event.begins_at < moment + NEAR:
            day = timezone.localdate() + AHEAD
            event.start = PartialDate(day.year, day.month, day.day, 10, 0)
            event.end = PartialDate(day.year, day.month, day.day, 17, 0)
            event.save()
            desk.opens_at, desk.closes_at = moment - timedelta(hours=1), event.begins_at - timedelta(days=1)
            desk.save()

    def coordinator(self, password):
        published = {"status": "published", "published_at": timezone.now()}
        school, _created = Organization.objects.get_or_create(
            slug=SCHOOL, defaults={**SCHOOL_NAMES, **published, "kind": "school"}
        )
        user = User.objects.filter(email=EMAIL).first() or User.objects.create_user(EMAIL)
        if not user.check_password(password):
            user.set_password(password)
            user.save()
        EmailAddress.objects.get_or_create(user=user, email=EMAIL, defaults={"verified": True, "primary": True})
        confirmed = {"state": Representative.State.CONFIRMED, "email": EMAIL, "language": "kk"}
        Representative.objects.get_or_create(organization=school, user=user, defaults=confirmed)
