"""What the mails of a desk look like, shown to staff: to a school that does not exist. Nothing is written down."""

from datetime import timedelta

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override

from lessonstudy.content.languages import in_each_language
from members.models import Organization

from .desk import Kind, MailText
from .mail import written
from .models import Letter, Participant, Registration, State

TO_TEACHERS = (Kind.TICKET, Kind.LOST)
KINDS = [*MailText.OWN, Kind.EXPIRED, Kind.LOST]
STATES = {Kind.WAITING: State.WAITING, Kind.OFFERED: State.OFFERED, Kind.CANCELLED: State.CANCELLED}


def sample_mail(desk, kind, language, site):
    """One kind of mail in a language, as `mail.written` gives it."""
    with override(language):
        letter = sample_letter(desk, kind, language, site)
    is_online = kind in (Kind.CONFIRMED, Kind.CHANGED, Kind.REMINDER, Kind.TICKET)
    return written(letter, online_link=desk.online_link if is_online else "")


def sample_letter(desk, kind, language, site):
    names = {f"name_{each}": name for each, name in in_each_language(lambda: _("Example School")).items()}
    registration = Registration(pk=0, desk=desk, organization=Organization(**names), language=language, site=site)
    teachers = [_("Example Teacher %d") % number for number in (1, 2)]
    letter = Letter(registration=registration, kind=kind, fact="sample", to="school@example.org", language=language)
    if kind in TO_TEACHERS:
        letter.participant = Participant(pk=0, registration=registration, name=teachers[0])
        letter.words = {"name": teachers[0], "version": 1, "code": "example23456"}
    else:
        state, way = STATES.get(kind, State.CONFIRMED), next(map(str, desk.ways), "")
        until = (now() + timedelta(hours=desk.offer_hours)).isoformat() if kind == Kind.OFFERED else None
        letter.words = {"version": 1, "people": [[name, way, state] for name in teachers], "place": 3, "until": until}
    return letter
