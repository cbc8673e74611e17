"""Letters are owed in the transaction of what they tell, with what was so then, and sent by the worker.

A letter is the record of one fact. The worker looks every moment for what is due, takes a letter up for some minutes
(`due_at`), sends it, and marks it sent; a worker that is killed meanwhile, or a mail server that is down, leaves it
owed, and it is tried again.
"""

import smtplib
from datetime import timedelta

from django.core.mail import get_connection
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import override

from lessonstudy.content.mail import owe as owe_mail

from .desk import Kind
from .ical import invitation
from .links import register_token
from .mail import written
from .models import Letter, State

TAKEN_UP_FOR = timedelta(minutes=5)
GIVEN_UP_AFTER = timedelta(days=3)
AT_ONCE = 20  # are read together
OF_GROUP = (Kind.CONFIRMED, Kind.CHANGED, Kind.CANCELLED, Kind.REMINDER)


# --- Owing ----------------------------------------------------------------------------------------
def tell(registration, kind, people, fact=""):
    """Owe the school a mail on where its group stands now."""
    with override(registration.language):
        words = {
            "version": registration.version,
            "people": [[person.name, str(person.option), person.state] for person in people],
            "place": registration.place_in_queue(),
            "until": registration.offered_until and registration.offered_until.isoformat(),
            "reason": getattr(registration, "reason", ""),
        }
    owe(registration, kind, [(None, registration.email, words)], fact)


def tell_teachers(registration, people, kind, fact=""):
    """Owe a mail to each of these teachers who left an address."""
    words = {"version": registration.version, "reason": getattr(registration, "reason", "")}
    told = [(person, person.email, {**words, "name": person.name, "code": person.code}) for person in people]
    owe(registration, kind, told, fact)


def owe(registration, kind, addressed, fact=""):
    """`addressed`: [(teacher or None, e-mail, words)]. The same fact is told once to each."""
    fact = fact or f"{kind}-{registration.version}"
    letters = [
        Letter(
            registration=registration,
            participant=person,
            kind=kind,
            fact=f"{fact}-{person.pk}" if person else fact,
            to=email,
            language=registration.language,
            words=words,
        )
        for person, email, words in addressed
        if email
    ]
    Letter.objects.bulk_create(letters)


def send_again(letters):
    """Try those that could not be sent once more, now. Returns how many.

    What is due within some minutes may be on its way at this moment, and goes by itself.
    """
    waits = Q(state=Letter.State.OWED, due_at__gt=now() + TAKEN_UP_FOR)
    letters = letters.filter(waits | Q(state=Letter.State.FAILED)).exclude(to="")  # nobody is left in an erased one
    numbers = list(letters.values_list("pk", flat=True))
    return Letter.objects.filter(pk__in=numbers).update(state=Letter.State.OWED, due_at=now())


def tell_link(desk, email, language, site):
    """Owe an address the link by which it registers without an account."""
    with override(language):
        address = site + reverse("events:register-link", args=[desk.event.slug, register_token(desk, email)])
        owe_mail("registration_link", to=email, language=language, event=desk.event, address=address)


# --- Sending --------------------------------------------------------------------------------------
def send_owed(stopped=None, **kwargs):
    """Every moment: what is due, also what a killed worker left; until nothing is, or the worker is stopped."""
    while letters := list(due()[:AT_ONCE]):
        for letter in letters:
            if stopped and stopped.is_set():
                return
            if take_up(letter):
                send_one(letter)


def due():
    """The letters of one event share what is said of it."""
    owed = Letter.objects.filter(state=Letter.State.OWED, due_at__lte=now()).order_by("pk")
    return owed.select_related("registration__organization").prefetch_related(
        "registration__desk__event__places", "registration__desk__mail_texts"
    )


def take_up(letter):
    """Whether this worker sends the letter: only one does, and for some minutes nobody else tries."""
    mine = Letter.objects.filter(pk=letter.pk, state=Letter.State.OWED, due_at__lte=now())
    letter.tries += 1
    return mine.update(due_at=now() + TAKEN_UP_FOR, tries=F("tries") + 1) == 1


def send_one(letter):
    """Send it, or write down why not and when it is tried again: after 1, 2, 4 ... 60 minutes, for three days."""
    known = Letter.objects.filter(pk=letter.pk, state=Letter.State.OWED)  # not if it is erased meanwhile, or was sent
    try:
        mail = written(letter)
        if has_calendar(letter) and (calendar := invitation(letter)):
            mail.attach("event.ics", calendar.file, calendar.type)
        with get_connection() as mail.connection:
            mail.send()
            # At once, before the server is taken leave of: a worker killed between the two would send it again.
            known.update(state=Letter.State.SENT, sent_at=now(), problem="")
    except Exception as problem:  # whatever it was: the letter stays owed, and staff see why
        over = is_final(problem) or letter.owed_at < now() - GIVEN_UP_AFTER
        wait = timedelta(minutes=min(60, 2 ** (letter.tries - 1)))
        state = Letter.State.FAILED if over else Letter.State.OWED
        known.update(state=state, problem=f"{type(problem).__name__}: {problem}"[:300], due_at=now() + wait)


def is_final(problem):
    """Whether the address is refused for good (5xx). A server that wants it later says 4xx (RFC 5321, 4.2.1)."""
    refused = problem.recipients.values() if isinstance(problem, smtplib.SMTPRecipientsRefused) else ()
    return bool(refused) and all(code >= 500 for code, _said in refused)


def has_calendar(letter):
    """Whether it tells of a place: the teacher's own, or one that somebody of the group has or had."""
    states = {state for _name, _option, state in letter.words.get("people", [])}
    of_group = letter.kind in OF_GROUP and (letter.is_end or State.CONFIRMED in states)
    return of_group or letter.kind in (Kind.TICKET, Kind.LOST)
