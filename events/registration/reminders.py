"""Those who have a place are reminded some days before the event, once."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now

from events.calendar.models import Event

from .actions import on_locked
from .desk import Desk, Kind
from .models import Letter, Participant, Registration, State
from .tasks import tell, tell_teachers

FACT = "reminder"


def send_reminders(**kwargs):
    """Every minute: one query while no event is near."""
    desks = [desk for desk in coming_desks() if is_near(desk)]
    for registration in to_remind(desks) if desks else ():
        remind(registration)


def coming_desks():
    held = Event.objects.published().exclude(state__in=Event.NOT_HELD_THEN)
    return Desk.objects.filter(event__in=held, event__begins_at__gt=now(), reminder_days__gt=0).select_related("event")


def is_near(desk):
    """Within the days that staff set. Nobody is reminded of “some day in May”."""
    return desk.event.start.is_exact and desk.event.begins_at <= now() + timedelta(days=desk.reminder_days)


def to_remind(desks):
    """Those with somebody confirmed who was not reminded, be it the school or a teacher with an address."""
    told = Letter.objects.filter(kind=Kind.REMINDER)
    of_school = Exists(told.filter(registration=OuterRef("registration"), participant=None))
    of_teacher = Exists(told.filter(participant=OuterRef("pk")))
    confirmed = Participant.objects.filter(registration__desk__in=desks, state=State.CONFIRMED)
    waits = confirmed.filter((~Q(registration__email="") & ~of_school) | (~Q(email="") & ~of_teacher))
    return Registration.objects.live().filter(pk__in=waits.values("registration")).select_related("desk__event")


@on_locked
def remind(registration):
    """Owe a reminder to the school and to each teacher who left an address; whoever had one gets none twice."""
    confirmed = [person for person in registration.people if person.state == State.CONFIRMED]
    told = set(registration.letters.filter(kind=Kind.REMINDER).values_list("participant", flat=True))
    if confirmed and None not in told:
        tell(registration, Kind.REMINDER, registration.people, fact=FACT)
    tell_teachers(registration, [each for each in confirmed if each.pk not in told], Kind.REMINDER, fact=FACT)
