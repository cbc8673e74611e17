"""A desk, its schools and groups, for the tests of registration."""

import uuid
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from events.models import Desk, Option, Registration
from events.registration import actions, tasks
from events.registration.actions import Teacher
from lessonstudy.content.dates import PartialDate
from members.models import Representative, User
from tests.factories import make_event, make_school


def make_desk(onsite=4, online=None, event=None, **fields):
    """Open for a week; the event is in a month. `online=0` makes no such way to take part."""
    day = (now() + timedelta(days=30)).date()
    event = event or make_event(title_en="Test conference", start=PartialDate.parse(f"{day}"))
    moments = {"opens_at": now() - timedelta(days=1), "closes_at": now() + timedelta(days=7)}
    desk = Desk.objects.create(event=event, **{**moments, **fields})
    Option.objects.create(desk=desk, title_en="On site", capacity=onsite, position=1)
    if online != 0:
        Option.objects.create(desk=desk, title_en="Online", mode="online", capacity=online, position=2)
    return desk


def school(number, **fields):
    return make_school(name_en=f"Test school {number}", **fields)


def coordinator(*schools, email=""):
    """Someone confirmed for these schools."""
    user = User.objects.create_user(email or f"c{uuid.uuid4().hex[:8]}@example.org", "teach-me-please")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for each in schools:
        Representative.objects.create(
            organization=each, user=user, email=user.email, state=Representative.State.CONFIRMED, language="en"
        )
    return user


def teachers(desk, onsite=0, online=0, email=False, called="Teacher"):
    here, there = (desk.options.filter(mode=mode).first() for mode in ("onsite", "online"))
    ways = [here] * onsite + [there] * online
    return [
        Teacher(name=f"{called} {number}", option=way, email=f"t{uuid.uuid4().hex[:8]}@example.org" if email else "")
        for number, way in enumerate(ways, start=1)
    ]


def register(desk, organization, *, onsite=0, online=0, email=False, **words):
    words = {"token": uuid.uuid4(), "email": "school@example.org", "language": "en", "site": "https://ls.test", **words}
    people = teachers(desk, onsite, online, email)
    return actions.register_group(desk, organization=organization, teachers=people, **words)


def states(registration):
    return [person.state for person in fresh(registration).participants.all()]


def do_what_is_owed():
    """What the worker would do."""
    for owed in DBTaskResult.objects.ready():
        owed.task.func(*owed.args_kwargs["args"], **owed.args_kwargs["kwargs"])
    tasks.send_owed()


def fresh(registration):
    return Registration.objects.get(pk=registration.pk)


def taken(desk):
    """{title: seats taken}, as the database counts them; and it counts right."""
    for option in desk.options.all():
        assert option.taken == option.participants.filter(state__in=["confirmed", "offered"]).count()
    return {option.title_en: option.taken for option in desk.options.all()}
