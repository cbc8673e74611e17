"""What registration holds of one person: to show it to them, and to erase it when they ask."""

from functools import cached_property
from operator import attrgetter

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from lessonstudy.content.errors import Refused
from lessonstudy.content.words import equals, says

from .actions import locked
from .erasure import Deed, forget_groups, forget_letters, forget_teachers
from .models import AnswerFile, Change, Consent, Draft, Letter, Participant, Registration, State

OF_GROUP = ("letters", "consents", "changes")


# --- Looking --------------------------------------------------------------------------------------
def drafts(who):
    return Draft.objects.filter(equals("email", who.addresses)).select_related("desk__event")


def groups(who):
    """[Group] in which they are, were, or are spoken of."""
    rows = [
        answering(Participant).filter(
            equals("email", who.addresses) | equals("name", who.names) | says("said", who.words)
        ),
        Letter.objects.annotate(said=Cast("words", TextField())).filter(
            equals("to", who.addresses) | says("said", who.words)
        ),
        Consent.objects.filter(equals("given_by", who.addresses)),
        Change.objects.filter(says("before", who.words) | says("after", who.words) | says("reason", who.words)),
    ]
    known = {number for found in rows for number in found.order_by().values_list("registration", flat=True)}
    mine = Q(pk__in=known) | Q(coordinator__in=who.accounts) | equals("email", who.addresses)
    found = answering(Registration).filter(mine | says("said", who.words))
    found = found.select_related("desk__event", "organization", "coordinator")
    found = found.prefetch_related("participants__option", "participants__attendances", *OF_GROUP)
    together = [Group(registration, who) for registration in found]
    return [group for group in together if group.is_theirs]


def answering(model):
    """Its rows, with what they answered as one text."""
    return model.objects.annotate(said=Cast("answers", TextField()))


class Group:
    """A registration, as far as it is about the person."""

    def __init__(self, registration, who):
        self.registration, self.sought = registration, who
        everybody = registration.participants.all()
        self.teachers = [each for each in everybody if who.is_address(each.email) or who.is_name(each.name)]
        self.is_coordinator = who.is_address(registration.email) or registration.coordinator in who.accounts
        addresses = [registration.email] if self.is_coordinator else []
        addresses += [each.email for each in self.teachers]
        self.who = who.also(addresses, [each.name for each in self.teachers])
        self.numbers = {each.pk for each in self.teachers}
        self.others = {each.email.lower() for each in everybody if each.pk not in self.numbers}

    @property
    def is_theirs(self):
        return any((self.is_coordinator, self.teachers, self.letters, self.consents, self.changes, self.mentions))

    @property
    def is_ahead(self):
        """Whether the person is expected at the event, or brings others to it."""
        comes = [each for each in self.teachers if each.state != State.CANCELLED]
        brings = self.is_coordinator and not self.registration.cancelled_at
        return bool(comes or brings) and not self.registration.desk.is_over

    @cached_property
    def letters(self):
        """To the person, or written for them; not to a namesake in the group."""
        written = sorted(self.registration.letters.all(), key=attrgetter("pk"))
        return [each for each in written if self.is_to_them(each)]

    def is_to_them(self, letter):
        is_named = self.who.is_name(letter.words.get("name", "")) and letter.to.lower() not in self.others
        return is_named or self.who.is_address(letter.to)

    @cached_property
    def mentions(self):
        """Letters to others, and answers, that name the person."""
        others = [each.words for each in self.registration.letters.all() if each not in self.letters]
        answers = [each.answers for each in (self.registration, *self.registration.participants.all())]
        return [each for each in (*others, *answers) if without(each, self.who) != each]

    @cached_property
    def consents(self):
        given = sorted(self.registration.consents.all(), key=attrgetter("pk"))
        return [each for each in given if each.participant_id in self.numbers or self.who.is_address(each.given_by)]

    @cached_property
    def changes(self):
        """Of the person, or that speak of them."""
        done = self.registration.changes.all()
        return [each for each in done if each.participant_id in self.numbers or self.is_named(each)]

    def is_named(self, change):
        return any(map(self.who.is_named, (change.before, change.after, change.reason)))


# --- Showing --------------------------------------------------------------------------------------
def group_data(group):
    registration = group.registration
    data = {
        "event": str(registration.desk.event),
        "school": str(registration.organization),
        "as_teacher": [teacher_data(each) for each in group.teachers],
        "consents": [consent_data(each, group.who) for each in group.consents],
        "letters": [letter_data(each) for each in group.letters],
        "history": [change_data(each, group.who) for each in group.changes],
    }
    if group.is_coordinator:
        data["as_coordinator"] = coordinator_data(registration)
    return data


def coordinator_data(registration):
    return {
        "email": registration.email,
        "language": registration.language,
        "registered_at": registration.created_at,
        "cancelled_at": registration.cancelled_at,
        "answers": answers_data(registration, registration.desk),
        "files": [each.name for each in registration.files.filter(participant=None)],
    }


def teacher_data(person):
    return {
        "name": person.name,
        "post": person.post,
        "subject": person.subject,
        "email": person.email,
        "takes_part": str(person.option),
        "state": person.state,
        "ticket": person.code,
        "answers": answers_data(person, person.registration.desk),
        "files": [each.name for each in person.files.all()],
        "attendance": [attendance_data(each) for each in person.attendances.select_related("session")],
    }


def answers_data(owner, desk):
    asked = [question for question in desk.asked if question.name in owner.answers]
    return [{"question": str(question), "answer": owner.answers[question.name]} for question in asked]


def attendance_data(attendance):
    session = str(attendance.session or "")
    return {"session": session, "at": attendance.at, "noted": attendance.source, "minutes": attendance.minutes}


def consent_data(consent, who):
    """Whoever else gave it for them is not named."""
    given_by = consent.given_by if who.is_address(consent.given_by) else ""
    said = {"text": consent.text, "version": consent.version, "language": consent.language}
    return {**said, "given_by": given_by, "given_at": consent.given_at}


def letter_data(letter):
    said = {"kind": letter.kind, "to": letter.to, "language": letter.language, "state": letter.state}
    return {**said, "owed_at": letter.owed_at, "sent_at": letter.sent_at, "words": letter.words}


def change_data(change, who):
    """What it says of others is left out."""
    words = {name: getattr(change, name) for name in ("before", "after", "reason")}
    own = {name: text if who.is_named(text) else "" for name, text in words.items()}
    return {"what": change.deed, "at": change.at, **own}


def draft_data(draft):
    said = {"event": str(draft.desk.event), "email": draft.email}
    return {**said, "changed_at": draft.changed_at, "content": draft.content}


# --- Erasing --------------------------------------------------------------------------------------
def erase_in(group, *, by, reason):
    """Erase the person in one group; all others of it stay as they are, and so do the numbers.

    Refused while they are expected at an event: their place is cancelled first.
    """
    with transaction.atomic():
        locked(group.registration.desk)
        registration = Registration.objects.select_related("desk__event", "organization").get(pk=group.registration.pk)
        group = Group(registration, group.sought)  # as it is now
        check_over(group)
        theirs, letters = ([each.pk for each in rows] for rows in (group.teachers, group.letters))
        erase_consents(group)
        erase_changes(group)
        AnswerFile.objects.filter(participant__in=theirs).delete()
        forget_teachers(Participant.objects.filter(pk__in=theirs))
        forget_letters(Letter.objects.filter(pk__in=letters))
        if group.is_coordinator:
            registration.files.filter(participant=None).delete()
            forget_groups(Registration.objects.filter(pk=registration.pk))
        for rows, columns in mentioning(registration):
            leave_out(rows, columns, group.who)
        Change.objects.create(registration=registration, deed=Deed.ERASED, by=by, reason=reason[:300])


def check_over(group):
    if group.is_ahead:
        said = _("“%(event)s” is still ahead: cancel the place first (%(school)s), then erase.")
        about = {"event": group.registration.desk.event, "school": group.registration.organization}
        raise Refused(said % about)


def erase_consents(group):
    """That somebody agreed stays: to which text, when, in which language."""
    mine = [each.pk for each in group.consents if group.who.is_address(each.given_by)]
    Consent.objects.filter(pk__in=mine).update(given_by="")


def erase_changes(group):
    theirs = [each.pk for each in group.changes]
    Change.objects.filter(pk__in=theirs).update(before="", after="", reason="")


def mentioning(registration):
    """[(rows, columns)] in which others may speak of the person."""
    return [
        (Registration.objects.filter(pk=registration.pk), ["answers"]),
        (registration.participants.all(), ["answers"]),
        (registration.letters.all(), ["words", "problem"]),
        (registration.desk.drafts.all(), ["content"]),
    ]


def leave_out(rows, columns, who):
    for row in rows:
        before = {name: getattr(row, name) for name in columns}
        after = {name: without(value, who) for name, value in before.items()}
        if after != before:
            rows.model.objects.filter(pk=row.pk).update(**after)


def without(value, who):
    """The same without the texts that name the person."""
    if isinstance(value, str):
        return "" if who.is_named(value) else value
    if isinstance(value, dict):
        return {key: without(each, who) for key, each in value.items()}
    return [without(each, who) for each in value] if isinstance(value, list) else value
