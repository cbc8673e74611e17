"""Opening the registration of an event: with defaults by which an ordinary event needs nothing more."""

from datetime import timedelta

from django.db import transaction
from django.utils.text import capfirst
from django.utils.timezone import now
from django.utils.translation import gettext as _

from lessonstudy.content.errors import Refused
from lessonstudy.content.languages import in_each_language
from members.roles import reaches_branch

from .desk import Desk, Option

OPEN_FOR = timedelta(days=30)  # where nobody has said when the event begins


def may_open(event, user):
    """Who opens the registration of an event; one bound to a branch that of its events."""
    if not (user.is_staff and user.has_perm("events.add_desk")):
        return False
    return reaches_branch(user, event.branch_id)


def check_can_open(event):
    if event.ends_at and event.ends_at <= now():
        raise Refused(_("This event is over. Correct its date if that is wrong, then open the registration."))


def closing(event):
    """When registration closes unless staff say otherwise: the event begins, or, if it has begun, ends."""
    moments = (event.begins_at, event.ends_at, now() + OPEN_FOR)
    return next(moment for moment in moments if moment and moment > now())


def modes(event):
    """In which ways one can take part: as the event says, both if it does not."""
    return [event.mode] if event.mode in Option.Mode.values else Option.Mode.values


@transaction.atomic
def open_desk(event, *, by):
    """Open the registration at once: until the event begins, for every school, without a limit of places.

    The desk that is there already is given as it is. Refused for an event that is over, and to whom it is not to open.
    """
    if not may_open(event, by):
        raise Refused(_("You may not open the registration of this event. Ask an editor."))
    check_can_open(event)
    moments = {"opens_at": now(), "closes_at": closing(event)}
    desk, is_new = Desk.objects.get_or_create(event=event, defaults=moments)
    for position, mode in enumerate(modes(event) if is_new else ()):
        titles = in_each_language(lambda mode=mode: capfirst(Option.Mode(mode).label))
        columns = {f"title_{language}": title for language, title in titles.items()}
        Option.objects.create(desk=desk, mode=mode, position=position, **columns)
    return desk
