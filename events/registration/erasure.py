"""Names and answers are kept as long as the desk says; then they are erased, and only numbers stay.

What stays of a group: its school, how many took part in which way and in what state, who (a number now) was there, and
that somebody agreed to which text, when, in which language. What stays of a letter: of what kind, and whether it went.
"""

from calendar import monthrange

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.timezone import now

from .actions import locked
from .desk import Desk
from .models import AnswerFile, Change, Consent, Draft, Letter, Participant, new_code

Deed = Change.Deed
MOST_AT_ONCE = 500


# --- After some months ----------------------------------------------------------------------------
def erase_old(**kwargs):
    """Every minute: the desks whose time is over. What staff wrote there since is erased, too."""
    over = Desk.objects.annotate(over_at=Coalesce(F("event__ends_at"), F("closes_at"))).filter(over_at__lt=now())
    for desk in over.filter(to_erase()).select_related("event"):
        if months_after(desk.over_at, desk.keep_months) < now():
            erase_desk(desk)


def to_erase():
    written = Change.objects.filter(registration__desk=OuterRef("pk"), at__gt=OuterRef("erased_at"))
    return Q(erased_at=None) | Exists(written.exclude(deed=Deed.ERASED))


def months_after(moment, number):
    year, month = divmod(moment.year * 12 + moment.month - 1 + number, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


def erase_desk(desk):
    """All groups of an event at once."""
    with transaction.atomic():
        desk = locked(desk)
        registrations = desk.registrations.all()
        forget_groups(registrations)
        forget_teachers(Participant.objects.filter(registration__in=registrations))
        AnswerFile.objects.filter(registration__in=registrations).delete()
        Consent.objects.filter(registration__in=registrations).update(given_by="")
        forget_letters(Letter.objects.filter(registration__in=registrations))
        Change.objects.filter(registration__in=registrations).update(before="", after="", reason="")
        Draft.objects.filter(desk=desk).delete()
        Change.objects.bulk_create(Change(registration=each, deed=Deed.ERASED) for each in registrations)
        Desk.objects.filter(pk=desk.pk).update(erased_at=now())


# --- Row by row -----------------------------------------------------------------------------------
def forget_groups(registrations):
    registrations.update(email="", coordinator=None, answers={})


def forget_teachers(participants):
    """Their tickets are good no longer, either."""
    people = list(participants.only("pk"))
    for person in people:
        person.name = person.post = person.subject = person.email = ""
        person.answers, person.code = {}, new_code()
    Participant.objects.bulk_update(people, [*Participant.TOLD, "answers", "code"], batch_size=MOST_AT_ONCE)


def forget_letters(letters):
    """What was not sent is not sent any more."""
    letters.filter(state=Letter.State.OWED).update(state=Letter.State.FAILED)
    letters.update(to="", words={}, problem="")


@receiver(post_delete, sender=AnswerFile)
def forget_file(instance, **kwargs):
    """A file goes with its row."""
    name = instance.file.name
    transaction.on_commit(lambda: default_storage.delete(name))
