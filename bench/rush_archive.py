"""Prepares a rush and judges it: python -m bench.rush_archive make SCHOOLS SEATS | judge | send | told

`make` writes an event with an open desk, and a signed-in coordinator for each school; `judge` counts what was sold.
`send` sends every letter that is still owed, at once; `told` says where each school stands, and which letters it was
owed. Each prints one line of JSON. A process of its own, with the settings of the server.
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402 - none of these can be imported before
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from events.models import Desk, Event, Letter, Option, Participant, Registration  # noqa: E402
from events.registration import tasks  # noqa: E402
from events.registration.mail import letter_name  # noqa: E402
from lessonstudy.content.dates import PartialDate  # noqa: E402
from members.models import Organization, Representative, User  # noqa: E402

SLUG = "rush"


def make(schools, seats):
    option = make_desk(SLUG, seats).options.get()
    coming = [coordinator(number) for number in range(schools)]
    return {"slug": SLUG, "option": option.pk, "schools": coming}


def make_desk(slug, seats):
    """Of an event in two months, open now."""
    now = timezone.now()
    day = (now + timedelta(days=60)).date()
    start = PartialDate(day.year, day.month, day.day)
    event = Event.objects.create(slug=slug, title_en="Rush", kind="conference", start=start, **published())
    window = {"opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(days=30)}
    desk = Desk.objects.create(event=event, **window)
    Option.objects.create(desk=desk, title_en="On site", capacity=seats)
    return desk


def make_school(number):
    return Organization.objects.create(name_en=f"School {number}", kind="school", **published())


def published():
    return {"status": "published", "published_at": timezone.now()}


def coordinator(number):
    """[the session of someone confirmed for a new school, the number of the school]."""
    school = make_school(number)
    user = User.objects.create_user(f"school{number}@example.org")
    confirmed = {"state": Representative.State.CONFIRMED, "email": user.email, "language": "en"}
    Representative.objects.create(organization=school, user=user, **confirmed)
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return [client.cookies[settings.SESSION_COOKIE_NAME].value, school.pk]


def judge():
    return judged(Desk.objects.get(event__slug=SLUG))


def judged(desk):
    """What the database holds: seats taken, beyond the capacity, groups divided, schools registered twice, mails."""
    option, live = desk.options.get(), desk.registrations.live()
    people = Participant.objects.filter(registration__desk=desk)
    seats = people.filter(state__in=["confirmed", "offered"]).count()
    states = {}
    for registration, state in people.values_list("registration", "state"):
        states.setdefault(registration, set()).add(state)
    letters = Letter.objects.filter(registration__desk=desk)
    return {
        "registrations": live.count(),
        "seats": seats,
        "counted": option.taken,
        "oversold": max(0, seats - option.capacity),
        "double": live.values("organization").annotate(number=Count("pk")).filter(number__gt=1).count(),
        "divided": sum(len(found) > 1 for found in states.values()),
        "letters": letters.count(),
        "unsent": letters.exclude(state="sent").count(),
    }


def send():
    """What a killed worker took up is due after some minutes: here they have passed."""
    Letter.objects.update(due_at=timezone.now())
    tasks.send_owed()


def told():
    """{school: state}, and the Message-IDs of all letters."""
    groups = Registration.objects.live().filter(desk__event__slug=SLUG)
    return {
        "states": {group.organization_id: str(group.state) for group in groups},
        "letters": [f"<{letter_name(letter)}>" for letter in Letter.objects.select_related("registration")],
    }


COMMANDS = {"make": make, "judge": judge, "send": send, "told": told}
if __name__ == "__main__":
    settings.ALLOWED_HOSTS.append("testserver")
    command, *words = sys.argv[1:]
    sys.stdout.write(json.dumps(COMMANDS[command](*map(int, words))))
