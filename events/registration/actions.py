"""Registering a group, the waiting list, and every change afterwards.

Each action locks the desk of its event, so that one at a time gives or frees seats; the triggers and checks of the
database (seats.py) would refuse the first seat too many even without that. Schools keep to the deadlines of the desk;
staff do everything at any time, with a reason.
"""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from functools import wraps

from django.db import transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import Greatest
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lessonstudy.content.editing.uploads import forget
from lessonstudy.content.errors import Refused
from lessonstudy.content.limits import HOUR, too_often
from members.models import Representative
from members.roles import reaches_branch

from .desk import Desk, Kind, Option, RegionQuota
from .models import QUEUED, SEATED, AnswerFile, Change, Consent, Draft, Participant, Registration, State, new_code
from .seating import Free, waiting
from .tasks import tell, tell_link, tell_teachers

Deed = Change.Deed
MOST_TEACHERS, MOST_CHANGES = 200, 400  # of one registration; of it in a day, by the school
MOST_LINKS = 3000  # to register for one event, in an hour: more schools than a country sends
LINK_AGAIN_AFTER = 10 * 60  # seconds


@dataclass
class Teacher:
    """What a school says of one teacher. `consents`: the questions agreed to; `files`: {question: upload}."""

    name: str
    option: Option
    post: str = ""
    subject: str = ""
    email: str = ""
    answers: dict = field(default_factory=dict)
    consents: list = field(default_factory=list)
    files: dict = field(default_factory=dict)


class AlreadyRegistered(Refused):
    def __init__(self, registration):
        self.registration = registration
        super().__init__(_("%s is registered already.") % registration.organization)


# --- Who may, and one at a time -------------------------------------------------------------------
def is_staff_of(desk, user):
    """Staff who keep registrations, with the second factor; one bound to a branch keeps those of its events."""
    if user is None or getattr(user, "lacks_factor", False):
        return False
    may = user.is_staff and user.has_perm("events.change_registration")
    return may and reaches_branch(user, desk.event.branch_id)


def locked(desk):
    """The desk as it is now, which nobody else gets before this transaction ends."""
    present = Desk.objects.select_for_update().get(pk=desk.pk)
    present.event = desk.event
    return present


def on_locked(action):
    """Runs an action on a registration as it is now, while nobody else changes a seat of its event."""

    @wraps(action)
    def run(registration, **words):
        with transaction.atomic():
            desk = locked(registration.desk)
            present = Registration.objects.select_related("organization").with_people().get(pk=registration.pk)
            present.desk = desk
            present.by, present.reason = words.get("by"), words.get("reason", "")
            hand_over(present)
            action(present, **words)
        return Registration.objects.get(pk=registration.pk)

    return run


def hand_over(registration):
    """Mails go to someone who represents the school.

    A group that came by a link, or by staff, is theirs as soon as they do anything with it. Whoever represents the
    school no more is followed by a colleague, or by nobody.
    """
    by, known = getattr(registration, "by", None), registration.coordinator_id
    if known is None and by is None and registration.email:
        return
    confirmed = Representative.objects.confirmed().filter(organization=registration.organization_id)
    users = {each.user_id: each.user for each in confirmed.select_related("user").order_by("pk")}
    if known in users or (known is None and registration.email and by.pk not in users):
        return
    keeper = users.get(by and by.pk) or next(iter(users.values()), None)
    registration.coordinator, registration.email = keeper, keeper.email if keeper else ""
    registration.save(update_fields=["coordinator", "email"])


def check_time(registration, allowed, sentence):
    """Schools are refused after a deadline, and when they change too much; staff go beyond it if they say why."""
    if is_staff_of(registration.desk, registration.by):
        if not registration.reason and not allowed:
            raise Refused(_("Say why: this is written into the history."))
    elif not allowed:
        raise Refused(sentence)
    elif registration.changes.filter(at__gt=now() - timedelta(days=1)).count() >= MOST_CHANGES:
        raise Refused(_("This registration was changed very often today. Go on tomorrow, or write to the organizers."))


def note(registration, deed, teacher=None, before="", after=""):
    words = {
        "before": str(before)[:300],
        "after": str(after)[:300],
        "reason": getattr(registration, "reason", "")[:300],
    }
    by = getattr(registration, "by", None)
    Change.objects.create(registration=registration, participant=teacher, deed=deed, by=by, **words)


# --- Registering ----------------------------------------------------------------------------------
def register_group(desk, *, organization, teachers, token, email, language, by=None, **words):
    """Register a school's group: confirmed whole, or waiting whole unless part of it may come.

    `words`: `allows_part`, `code`, and the `answers`, `consents` and `files` of the group. The same `token` again gives
    the same registration of the school. Refused outside the window, to whom the desk is not open, if the school is
    registered, and when there is neither a seat nor a waiting list.
    """
    with transaction.atomic():
        desk = locked(desk)
        known = list(desk.registrations.filter(Q(token=token) | Q(organization=organization, cancelled_at=None)))
        own = [registration for registration in known if registration.organization_id == organization.pk]
        if again := [registration for registration in own if registration.token == token]:
            return again[0]
        check_may_register(desk, organization, words.get("code", ""), by)
        if own:
            raise AlreadyRegistered(own[0])
        token = uuid.uuid4() if known else token  # the form went back, and registers another school
        free = Free(desk)
        registration = new_registration(desk, organization, by, email, language, token, words)
        registration.region = free.region_of(organization)
        check_size(registration, teachers, free)
        people = placed(registration, teachers, free)
        stand(registration, people)
        registration.save()
        keep_people(people, teachers)
        keep_agreed(registration, None, words.get("consents", ()), words.get("files", {}))
        note(registration, Deed.REGISTERED, after=len(people))
        tell_all(registration, Kind.CONFIRMED, people, people)
        Draft.objects.filter(desk=desk, email=by.email if by else email).delete()
    return registration


def new_registration(desk, organization, by, email, language, token, words):
    return Registration(
        site=words.get("site", ""),
        desk=desk,
        organization=organization,
        quota=desk.school_quota,
        coordinator=None if is_staff_of(desk, by) else by,
        email=email,
        language=language,
        token=token,
        allows_part=words.get("allows_part", False),
        answers=words.get("answers", {}),
    )


def check_may_register(desk, organization, code, by):
    if is_staff_of(desk, by):
        return
    if now() < desk.opens_at:
        raise Refused(_("Registration has not opened yet."))
    if now() >= desk.closes_at:
        raise Refused(_("Registration is closed. Write to the organizers."))
    if desk.event.state in desk.event.NOT_HELD_THEN:
        raise Refused(_("This event does not take place as announced: registration is closed."))
    if desk.access == Desk.Access.INVITED and not desk.invited.filter(pk=organization.pk).exists():
        raise Refused(_("%s is not among the invited schools. Write to the organizers.") % organization)
    if desk.access == Desk.Access.CODE and code.strip().casefold() != desk.code.strip().casefold():
        raise Refused(_("This is not the code of the event. Look at your invitation, or ask the organizers."))


def check_size(registration, teachers, free):
    """A group that could never be confirmed whole is told so at once."""
    if not teachers:
        raise Refused(_("Write the name of at least one teacher."))
    if len(teachers) > MOST_TEACHERS:
        raise Refused(_("One registration has at most %d teachers.") % MOST_TEACHERS)
    if registration.quota is not None and len(teachers) > registration.quota:
        said = ngettext(
            "One school may bring %d teacher to this event. Take the others out.",
            "One school may bring %d teachers to this event. Take the others out.",
            registration.quota,
        )
        raise Refused(said % registration.quota)
    wanted = [Participant(option=teacher.option) for teacher in teachers]
    for limit in [] if registration.allows_part else free.exceeded(registration, wanted):
        about = {"what": limit, "number": limit.capacity}
        raise Refused(_("“%(what)s” has %(number)d places in all. Register fewer teachers for it.") % about)


def placed(registration, teachers, free, after=0, waits=False):
    """The teachers as they will be kept: confirmed if they have seats, else waiting. Refused without a waiting list."""
    people = [
        Participant(
            registration=registration,
            option=teacher.option,
            position=after + number,
            answers=teacher.answers,
            **{name: getattr(teacher, name) for name in Participant.TOLD},
        )
        for number, teacher in enumerate(teachers, start=1)
    ]
    seated = [] if waits else free.fitting(registration, people)
    if len(seated) < len(people) and not registration.desk.has_waiting_list:
        raise Refused(no_seats(registration.desk))
    for number, person in enumerate(people):
        person.state = State.CONFIRMED if number in seated else State.WAITING
    return people


def keep_people(people, teachers):
    Participant.objects.bulk_create(people)
    for person, teacher in zip(people, teachers, strict=True):
        keep_agreed(person.registration, person, teacher.consents, teacher.files)


def no_seats(desk):
    """What is left, said for each option."""
    left = ", ".join(f"{option}: {_('full') if option.free == 0 else option.free}" for option in desk.options.all())
    return _("There are not enough places for all of the group (%s). Nobody was registered.") % left


def keep_agreed(registration, participant, consents, files):
    """Into the ledger: who agreed to which text, in which language. Files are kept where only staff and school see."""
    for question in consents:
        Consent.objects.create(
            registration=registration,
            participant=participant,
            question=question,
            version=question.version,
            text=f"{question.shown.label}\n\n{question.shown.text}".strip(),
            language=registration.language,
            given_by=registration.email,
        )
    for question, upload in files.items():
        owner = {"registration": registration, "participant": participant, "question": question}
        AnswerFile.objects.create(file=upload, name=upload.name[:200], **owner)
        forget(upload)


def send_link(desk, *, email, language, site):
    """Send a link to register without an account. Refused too soon after the last one."""
    if too_often("link", desk.pk, email, most=1, within=LINK_AGAIN_AFTER):
        said = _("A link to %s was asked for a moment ago. If it does not come, ask again in ten minutes.")
        raise Refused(said % email)
    if too_often("links", desk.pk, most=MOST_LINKS, within=HOUR):
        raise Refused(_("Very many ask for a link now. Try again in an hour, or sign up."))
    tell_link(desk, email, language, site)


# --- After every change ---------------------------------------------------------------------------
def settle(registration, kind, told=()):
    """Write down where a changed registration stands, and owe the mails: to the school, and to each teacher `told`."""
    people = list(registration.participants.all())
    stand(registration, people)
    registration.save()
    tell_all(registration, kind, people, told)


def stand(registration, people):
    """Whether the group waits, since when, until when an offer holds, and whether anybody is left of it."""
    states = {person.state for person in people}
    if State.WAITING in states and registration.queued_at is None:
        registration.queued_at = now()
    elif not states & set(QUEUED):
        registration.queued_at = None
    if State.OFFERED not in states:
        registration.offered_until = None
    if not states - {State.CANCELLED}:
        registration.cancelled_at = now()
    registration.version += 1


def tell_all(registration, kind, people, told):
    """The school learns where its group stands; of the teachers `told`, those who have a place get their tickets."""
    has_place = any(person.state == State.CONFIRMED for person in people)
    tell(registration, Kind.WAITING if kind == Kind.CONFIRMED and not has_place else kind, people)
    tell_teachers(registration, [person for person in told if person.state == State.CONFIRMED], Kind.TICKET)


def pass_on(desk):
    """Offer free seats of a locked desk to the first groups of the waiting list that fit into them."""
    forget_overbooking(desk)
    if now() >= desk.begins_at or desk.event.state in desk.event.NOT_HELD_THEN:
        return
    free = Free(desk)
    for registration in desk.registrations.queue().select_related("organization").with_people():
        if seated := free.seat(registration, waiting(registration)):
            registration.desk = desk
            hand_over(registration)
            set_state(seated, State.OFFERED)
            registration.offered_until = desk.offer_ends()
            note(registration, Deed.OFFERED, after=len(seated))
            settle(registration, Kind.OFFERED)


def forget_overbooking(desk):
    """A seat beyond the capacity is given once: when someone leaves it, it is gone."""
    beyond = Q(overbooked__gt=0, taken__lt=F("capacity") + F("overbooked"))
    for model in (Option, RegionQuota):
        for limit in model.objects.filter(beyond, desk=desk):
            limit.overbooked = max(0, limit.taken - limit.capacity)
            limit.save(update_fields=["overbooked"])


def set_state(people, state):
    for person in people:
        person.state = state
    Participant.objects.filter(pk__in=[person.pk for person in people]).update(state=state)


# --- The waiting list -----------------------------------------------------------------------------
@on_locked
def accept_offer(registration, *, by=None):
    """The school takes the seats it was offered. Refused when the offer is over, or was answered."""
    offered = [person for person in registration.participants.all() if person.state == State.OFFERED]
    if not offered or registration.offered_until <= now():
        raise Refused(_("This offer is over: it was answered, or its time has passed."))
    set_state(offered, State.CONFIRMED)
    note(registration, Deed.ACCEPTED, after=len(offered))
    settle(registration, Kind.CONFIRMED, told=offered)
    pass_on(registration.desk)  # those of the group who still wait are asked again


@on_locked
def leave_queue(registration, *, by=None):
    """Those of the group who wait, or were offered a seat, no longer want one."""
    if give_up(registration, Deed.LEFT):
        settle(registration, Kind.CHANGED if registration.people else Kind.CANCELLED)
        pass_on(registration.desk)


@on_locked
def expire(registration, *, at):
    """Nobody answered the offer until `at`: the seats go to the next, and the group waits no longer."""
    if registration.offered_until and registration.offered_until <= at and give_up(registration, Deed.EXPIRED):
        settle(registration, Kind.EXPIRED)
        pass_on(registration.desk)


def expire_offers(desks=None, **kwargs):
    """Every minute, and before someone looks at a waiting list. Returns how many there were."""
    over = Registration.objects.live().filter(offered_until__lte=now())
    over = list(over if desks is None else over.filter(desk__in=desks))
    for registration in over:
        expire(registration, at=now())
    return len(over)


def give_up(registration, deed):
    people = [person for person in registration.participants.all() if person.state in QUEUED]
    set_state(people, State.CANCELLED)
    if people:
        note(registration, deed, before=len(people))
    return people


# --- Changes --------------------------------------------------------------------------------------
@on_locked
def add_teachers(registration, *, teachers, by=None, reason=""):
    """More teachers of the same school, while registration is open. They wait along with a group that waits whole."""
    check_time(registration, registration.desk.is_open, _("Registration is closed: nobody can be added any more."))
    check_live(registration)
    free, before = Free(registration.desk), list(registration.participants.all())
    check_names(registration.people, teachers)
    everyone = [Teacher(name=person.name, option=person.option) for person in registration.people]
    check_size(registration, [*everyone, *teachers], free)
    waits = bool(waiting(registration)) and not registration.allows_part
    added = placed(registration, teachers, free, after=len(before), waits=waits)
    keep_people(added, teachers)
    for person in added:
        note(registration, Deed.ADDED, person, after=person.name)
    registration._prefetched_objects_cache["participants"] = [*before, *added]
    settle(registration, Kind.CHANGED, told=added)


def check_names(people, teachers):
    """One teacher has one place. The form compares its own rows."""
    names = {person.name.casefold() for person in people}
    for teacher in teachers:
        if teacher.name.casefold() in names:
            raise Refused(_("“%s” is in this group already. Tell the two apart, or leave one out.") % teacher.name)


def check_live(registration):
    if registration.cancelled_at:
        raise Refused(_("This registration is cancelled. Register anew."))


@on_locked
def substitute(registration, *, participant, teacher, by=None, reason=""):
    """Another teacher takes the place of one, with a ticket of their own, or one in another way if there is a seat.

    Under the same name only what is said of the teacher is corrected.
    """
    person = member(registration, participant)
    check_names([each for each in registration.people if each is not person], [teacher])
    if is_same := person.name == teacher.name:
        check_time(
            registration, now() < registration.desk.begins_at, _("The event has begun: write to the organizers.")
        )
    else:
        sentence = _("The time to replace teachers is over. Write to the organizers.")
        check_time(registration, registration.desk.may_substitute, sentence)
        clear_place(registration, person)
    note(registration, Deed.CORRECTED if is_same else Deed.SUBSTITUTED, person, person.name, teacher.name)
    for name in (*Participant.TOLD, "answers"):
        setattr(person, name, getattr(teacher, name))
    person.save(update_fields=[*Participant.TOLD, "answers", "code"])
    has_moved = teacher.option.pk != person.option_id
    told = moved(registration, person, teacher.option) if has_moved else [person]
    keep_new(registration, person, teacher)  # last of what may be refused: files stay where they were put
    settle(registration, Kind.CHANGED, told=told)
    if has_moved:
        pass_on(registration.desk)


def clear_place(registration, person):
    """The ticket of whoever is replaced is good no more, and nothing they gave stays with the place."""
    tell_teachers(registration, [person] if person.state == State.CONFIRMED else [], Kind.LOST)
    person.code = new_code()
    person.consents.update(participant=None)
    person.files.all().delete()
    person.attendances.all().delete()


def keep_new(registration, person, teacher):
    """What was not agreed to before, and files instead of those before."""
    agreed = person.agreed
    new = [question for question in teacher.consents if question.pk not in agreed]
    person.files.filter(question__in=teacher.files).delete()
    keep_agreed(registration, person, new, teacher.files)


def member(registration, participant):
    """The teacher as the locked registration has them."""
    check_live(registration)
    for person in registration.people:
        if person.pk == participant.pk:
            return person
    raise Refused(_("This teacher does not take part any more."))


@on_locked
def move(registration, *, participant, option, by=None, reason=""):
    """A teacher takes part in another way, if there is a seat; who waits may have one at once."""
    person = member(registration, participant)
    if option.pk != person.option_id:
        settle(registration, Kind.CHANGED, told=moved(registration, person, option))
        pass_on(registration.desk)


def moved(registration, person, option):
    """Change the way a teacher takes part. Gives them, and all of the group who have a seat by that."""
    sentence = _("The time to change this is over. Write to the organizers.")
    check_time(registration, registration.desk.may_substitute, sentence)
    if option.desk_id != registration.desk_id:
        raise Refused(_("Choose one of the ways to take part in this event."))
    before, person.option = person.option, option
    if person.state in SEATED and Free(registration.desk).left["option", option.pk] < 1:
        raise Refused(_("“%(there)s” is full. %(name)s keeps the place.") % {"there": option, "name": person.name})
    person.save(update_fields=["option"])
    note(registration, Deed.MOVED, person, before, option)
    seated = []
    if person.state == State.WAITING:  # a seat that was left goes to the first of the queue instead
        seated = Free(registration.desk).seat(registration, waiting(registration))
    set_state(seated, State.CONFIRMED)
    return [person, *(each for each in seated if each != person)]


@on_locked
def cancel(registration, *, participants=None, by=None, reason=""):
    """Cancel these teachers, or the whole registration. Their seats go to the waiting list."""
    check_live(registration)
    sentence = _("The time to cancel is over. Write to the organizers.")
    check_time(registration, registration.desk.may_cancel, sentence)
    leaving = registration.people
    if participants is not None:
        chosen = {participant.pk for participant in participants}
        leaving = [person for person in leaving if person.pk in chosen]
    if not leaving:
        raise Refused(_("Choose at least one teacher."))
    tell_teachers(registration, [person for person in leaving if person.state == State.CONFIRMED], Kind.LOST)
    set_state(leaving, State.CANCELLED)
    for person in leaving:
        note(registration, Deed.CANCELLED, person, before=person.name)
    settle(registration, Kind.CHANGED if registration.people else Kind.CANCELLED)
    pass_on(registration.desk)


@on_locked
def overbook(registration, *, by, reason):
    """Confirm all who wait, beyond the capacity if need be. Only staff who may, and with a reason; it is logged."""
    if not (is_staff_of(registration.desk, by) and by.has_perm("events.overbook_registration")):
        raise Refused(_("You may not overbook this event. Ask an administrator."))
    if not reason:
        raise Refused(_("Say why: this is written into the history."))
    check_live(registration)
    queued = waiting(registration)
    if not queued:
        raise Refused(_("Nobody of this group waits."))
    for (what, pk), number in Free(registration.desk).lacking(registration, queued).items():
        if what == "school":
            registration.quota += number
            Registration.objects.filter(pk=pk).update(quota=registration.quota)
        else:
            limits = {"option": Option, "region": RegionQuota}[what].objects.filter(pk=pk)
            limits.update(overbooked=F("overbooked") + number)
    set_state(queued, State.CONFIRMED)
    note(registration, Deed.OVERBOOKED, after=len(queued))
    settle(registration, Kind.CONFIRMED, told=queued)


def capacity_changed(desk):
    """Staff set other limits: they hold for the groups that are registered, too, and the waiting list is asked.

    A school that has more places than its quota says now keeps them.
    """
    with transaction.atomic():
        desk = locked(desk)
        quota = None if desk.school_quota is None else Greatest(desk.school_quota, F("taken"))
        desk.registrations.live().update(quota=quota)
        count_regions(desk)
        pass_on(desk)


def count_regions(desk):
    """Schools that came before their region had places of its own count for it, beyond the places if need be."""
    free = Free(desk)
    if not desk.regions.exists():
        return
    for registration in desk.registrations.filter(region=None).select_related("organization__place__parent__parent"):
        if quota := free.region_of(registration.organization):
            desk.registrations.filter(pk=registration.pk).update(region=quota)
    for quota in desk.regions.all():
        taken = desk.registrations.filter(region=quota).aggregate(sum=Sum("taken"))["sum"] or 0
        beyond = 0 if quota.capacity is None else max(0, taken - quota.capacity)
        RegionQuota.objects.filter(pk=quota.pk).update(taken=taken, overbooked=beyond)
