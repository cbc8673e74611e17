"""What schools register at a desk, and what comes of it: groups, teachers, consents, mails, attendance."""

import secrets
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.programme.models import Session
from lessonstudy.content.models import SITE_LANGUAGES
from members.models import Organization, Representative

from .desk import Desk, Kind, Option, Question, RegionQuota, SeatCount


class State(models.TextChoices):
    """Of a teacher. Seats are held by those who are confirmed, and by those who were offered one."""

    CONFIRMED = "confirmed", pgettext_lazy("registration", "confirmed")
    OFFERED = "offered", _("a place is offered")
    WAITING = "waiting", _("on the waiting list")
    CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")


SEATED = (State.CONFIRMED, State.OFFERED)
QUEUED = (State.OFFERED, State.WAITING)
GROUP_STATES = (State.OFFERED, State.CONFIRMED, State.WAITING)  # the first one that a teacher of the group is in


class RegistrationQuerySet(models.QuerySet):
    def live(self):
        return self.filter(cancelled_at__isnull=True)

    def with_people(self):
        return self.prefetch_related(Prefetch("participants", Participant.objects.select_related("option")))

    def queue(self):
        """Those who wait and were not offered anything yet, the first first."""
        return self.live().filter(queued_at__isnull=False, offered_until__isnull=True).order_by("queued_at", "pk")

    def in_state(self, state):
        """Those whose group is in that state, as `Registration.state` says it."""
        found, teachers = self, Participant.objects.filter(registration=OuterRef("pk"))
        for each in GROUP_STATES:
            is_there = Exists(teachers.filter(state=each))
            if each == state:
                return found.filter(is_there)
            found = found.filter(~is_there)
        return found

    def of(self, user):
        """Those of the schools a user represents."""
        represented = {"representatives__user": user, "representatives__state": Representative.State.CONFIRMED}
        return self.filter(**{f"organization__{name}": value for name, value in represented.items()})


class Registration(models.Model):
    """A school's group at an event."""

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("event"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("school")
    )
    region = models.ForeignKey(RegionQuota, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="registrations",
        verbose_name=_("coordinator"),
    )
    email = models.EmailField(_("e-mail"), help_text=_("Where the mails go."))
    language = models.CharField(_("language"), max_length=2, choices=SITE_LANGUAGES)
    allows_part = models.BooleanField(_("part of the group may come"), default=False)
    # Where mails lead: https://host, without a path.
    site = models.CharField(max_length=200, blank=True, editable=False)
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    answers = models.JSONField(default=dict, editable=False)
    created_at = models.DateTimeField(_("registered"), auto_now_add=True)
    cancelled_at = models.DateTimeField(pgettext_lazy("date", "cancelled"), null=True, editable=False)
    queued_at = models.DateTimeField(_("waits since"), null=True, editable=False)
    offered_until = models.DateTimeField(_("offered until"), null=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    quota = models.PositiveSmallIntegerField(null=True, editable=False)  # of the school, with what staff gave beyond
    taken = SeatCount(verbose_name=_("places"))

    shown_to_readers = False
    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["-pk"]
        permissions = [("overbook_registration", "Can overbook an event")]
        indexes = [models.Index(fields=["desk", "queued_at"], name="registration_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "organization"],
                condition=Q(cancelled_at__isnull=True),
                name="school_registers_once",
                violation_error_message=_("This school is registered already."),
            ),
            models.UniqueConstraint(fields=["desk", "token"], name="form_registers_once"),
            models.CheckConstraint(
                condition=Q(quota__isnull=True) | Q(taken__lte=F("quota")), name="registration_within_quota"
            ),
        ]

    def __str__(self):
        return f"{self.organization}: {self.desk}"

    def get_absolute_url(self):
        return reverse("events:registration", args=[self.desk.event.slug, self.pk])

    @property
    def host(self):
        """Of the site it was made at: it ends the names of mails and calendar entries."""
        return urlsplit(self.site).hostname or "localhost"

    @property
    def people(self):
        """The teachers who are not cancelled, in the order of the form."""
        return [teacher for teacher in self.participants.all() if teacher.state != State.CANCELLED]

    @property
    def state(self):
        """That of the group: confirmed as soon as one of it is; an offer waits for an answer."""
        states = {teacher.state for teacher in self.participants.all()}
        return next((state for state in GROUP_STATES if state in states), State.CANCELLED)

    @property
    def state_label(self):
        return self.state.label

    def place_in_queue(self):
        """1 for the group that is asked first; None if it does not wait."""
        if not self.queued_at or self.offered_until or self.cancelled_at:
            return None
        before = Q(queued_at__lt=self.queued_at) | Q(queued_at=self.queued_at, pk__lt=self.pk)
        return self.desk.registrations.queue().filter(before).count() + 1


def new_code():
    """Of a ticket: 12 signs nobody guesses, easy to read aloud."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _sign in range(12))


def ticket_path(code, event):
    return reverse("events:ticket", args=[event.slug, code])


class Participant(models.Model):
    """A teacher of a group. Once erased, only the number of those who came stays."""

    TOLD = ("name", "post", "subject", "email")  # what the school says of a teacher, besides answers

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="participants")
    option = models.ForeignKey(
        Option, on_delete=models.PROTECT, related_name="participants", verbose_name=_("takes part")
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    name = models.CharField(_("full name"), max_length=200, blank=True)
    post = models.CharField(_("post"), max_length=200, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    answers = models.JSONField(default=dict, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, editable=False)
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)

    shown_to_readers = False

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["registration_id", "position", "pk"]
        indexes = [models.Index(fields=["option", "state"], name="participant_seats")]

    def __str__(self):
        return self.name or str(_("erased"))

    @property
    def address(self):
        """Where the school changes or replaces the teacher."""
        registration = self.registration
        return reverse("events:registration-teacher", args=[registration.desk.event.slug, registration.pk, self.pk])

    @property
    def agreed(self):
        """The numbers of the questions they agreed to, in the words of now."""
        return set(self.consents.filter(version=F("question__version")).values_list("question", flat=True))

    @property
    def ticket_address(self):
        return ticket_path(self.code, self.registration.desk.event)


class AnswerFile(models.Model):
    """A file sent as the answer to a question. Only staff and the school see it."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="files")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, null=True, related_name="files")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(upload_to="registration")
    name = models.CharField(max_length=200)

    shown_to_readers = False

    def __str__(self):
        return self.name

    def address(self, registration):
        return reverse("events:registration-file", args=[registration.desk.event.slug, registration.pk, self.pk])


class Consent(models.Model):
    """Who agreed to what, when, in which language: the text as it was read then."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="consents")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, null=True, related_name="consents")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="consents")
    version = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=2, choices=SITE_LANGUAGES)
    given_by = models.EmailField(_("given by"))
    given_at = models.DateTimeField(_("given at"), auto_now_add=True)

    shown_to_readers = False

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.question} ({self.version})"


class Draft(models.Model):
    """What someone has typed into the form of an event and not sent yet."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="drafts")
    email = models.EmailField()
    content = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    shown_to_readers = False

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "email"], name="one_draft_of_each")]

    def __str__(self):
        return self.email


class Change(models.Model):
    """What happened to a registration: by whom, when and why."""

    class Deed(models.TextChoices):
        REGISTERED = "registered", pgettext_lazy("registration", "registered")
        ADDED = "added", _("teacher added")
        SUBSTITUTED = "substituted", _("teacher replaced")
        CORRECTED = "corrected", _("corrected")
        MOVED = "moved", _("takes part in another way")
        CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")
        OFFERED = "offered", _("a place is offered")
        ACCEPTED = "accepted", _("offer accepted")
        LEFT = "left", _("left the waiting list")
        EXPIRED = "expired", _("the offer expired")
        OVERBOOKED = "overbooked", _("overbooked on purpose")
        ERASED = "erased", _("names erased")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="changes")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, null=True, related_name="changes")
    deed = models.CharField(_("what"), max_length=12, choices=Deed.choices)
    before = models.CharField(_("before"), max_length=300, blank=True)
    after = models.CharField(_("after"), max_length=300, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("when"), auto_now_add=True)

    shown_to_readers = False

    class Meta:
        verbose_name = pgettext_lazy("of a registration", "change")
        verbose_name_plural = pgettext_lazy("of a registration", "changes")
        ordering = ["pk"]

    def __str__(self):
        return str(self.get_deed_display())


class Letter(models.Model):
    """A mail owed for one fact, written down in the transaction of the fact; the worker sends it once."""

    class State(models.TextChoices):
        OWED = "owed", _("to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="letters")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, null=True, related_name="letters")
    kind = models.CharField(_("mail"), max_length=10, choices=Kind.choices)
    fact = models.CharField(max_length=80, editable=False)  # what it tells, told once
    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2, choices=SITE_LANGUAGES)
    words = models.JSONField(default=dict, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OWED)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    due_at = models.DateTimeField(default=timezone.now, editable=False)  # of the next try; while one runs, of another
    tries = models.PositiveSmallIntegerField(_("tries"), default=0, editable=False)
    owed_at = models.DateTimeField(_("owed since"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    shown_to_readers = False

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="owed"), name="letters_owed")]
        constraints = [models.UniqueConstraint(fields=["registration", "fact"], name="fact_told_once")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.to}"

    @property
    def is_end(self):
        """Whether whoever gets it takes no part any more."""
        return self.kind in (Kind.CANCELLED, Kind.LOST)


class Attendance(models.Model):
    """That a teacher was there: at the event, or at one session of it."""

    class Source(models.TextChoices):
        DOOR = "door", _("at the door")
        LIST = "list", _("by staff, from a list")
        REPORT = "report", _("from the report of the online platform")

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="attendances")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, related_name="+")
    source = models.CharField(_("noted"), max_length=10, choices=Source.choices)
    at = models.DateTimeField(_("when"))
    minutes = models.PositiveIntegerField(pgettext_lazy("of time", "minutes"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    shown_to_readers = False

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "session"], name="attended_session_once"),
            models.UniqueConstraint(fields=["participant"], condition=Q(session__isnull=True), name="arrived_once"),
        ]

    def __str__(self):
        return str(self.participant)
