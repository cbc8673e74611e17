"""Who was there: noted at the door, from a list, or from the report of an online platform."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from lessonstudy.content.errors import Refused

from .models import Attendance, Participant, State


def note_attendance(participant, *, session=None, source, at, by, minutes=None):
    """Note that a teacher was at the event, or at one of its sessions that are checked; the earliest moment stays.

    The same again changes nothing. Refused for whoever has no confirmed place.
    """
    with transaction.atomic():
        person = locked(participant)
        check_session(person, session)
        said = {"source": source, "at": credible(person, at), "minutes": minutes, "by": by}
        noted, is_new = Attendance.objects.get_or_create(participant=person, session=session, defaults=said)
        if not is_new:
            noted.at = min(noted.at, said["at"])
            noted.minutes = noted.minutes if minutes is None else minutes
            noted.save(update_fields=["at", "minutes"])
    return noted


def undo_attendance(participant, *, session=None):
    """It was a mistake: the teacher was not there, as far as anybody noted."""
    Attendance.objects.filter(participant=participant, session=session).delete()


def note_report(found, *, session, by):
    """Note those whom a report of the platform names. `found`: [(participant, moment, minutes)]; all or nobody."""
    source = Attendance.Source.REPORT
    with transaction.atomic():
        for participant, at, minutes in found:
            note_attendance(participant, session=session, source=source, at=at, by=by, minutes=minutes)


def locked(participant):
    """The teacher as they are now; nobody cancels the place meanwhile."""
    present = Participant.objects.select_for_update(of=("self",)).select_related("registration__desk")
    person = present.get(pk=participant.pk)
    if person.state != State.CONFIRMED:
        about = {"name": person, "state": person.get_state_display()}
        raise Refused(_("%(name)s has no confirmed place: %(state)s.") % about)
    return person


def check_session(person, session):
    if session and not person.registration.desk.checked_in_sessions.filter(pk=session.pk).exists():
        raise Refused(no_check_in())


def no_check_in():
    return _("This session has no check-in of its own.")


def credible(person, at):
    """The clock of a device may be wrong: nobody came before the desk opened, or will have come tomorrow."""
    return at if person.registration.desk.opens_at <= at <= now() else now()
