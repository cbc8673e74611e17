"""What staff set for an event (its desk), and what schools register there. Seats are counted by the database itself."""

import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.calendar.models import Event
from events.programme.models import Session
from lessonstudy.content.dates import PartialDate
from lessonstudy.content.languages import Translated
from lessonstudy.content.models import SITE_LANGUAGES, Ordered
from members.models import Organization, Place, Representative


# --- What staff set -------------------------------------------------------------------------------
class Desk(models.Model):
    """Registration for an event: when, for whom, and by which rules."""

    class Access(models.TextChoices):
        OPEN = "open", _("every school")
        INVITED = "invited", _("only the schools named here")
        CODE = "code", _("who knows the code")

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="desk", verbose_name=_("event"))
    opens_at = models.DateTimeField(_("opens"), help_text=_("In the time of the place where the event is held."))
    closes_at = models.DateTimeField(_("closes"))
    access = models.CharField(_("who may register"), max_length=10, choices=Access.choices, default=Access.OPEN)
    code = models.CharField(
        _("code"), max_length=40, blank=True, help_text=_("You tell it to those who may register. Case is the same.")
    )
    invited = models.ManyToManyField(
        Organization, blank=True, related_name="desks_invited_to", verbose_name=_("invited schools")
    )
    without_account = models.BooleanField(
        _("also without an account"),
        default=False,
        help_text=_("Whoever has no account gets a link by e-mail. Nobody checks for which school they speak."),
    )
    has_waiting_list = models.BooleanField(_("waiting list"), default=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("an offer is kept for"),
        default=48,
        help_text=_("Hours. A group from the waiting list has so long to accept a place; then the next one is asked."),
    )
    school_quota = models.PositiveSmallIntegerField(
        _("places for one school"), null=True, blank=True, help_text=_("At most so many teachers. Empty: no limit.")
    )
    substitution_until = models.DateTimeField(
        _("teachers can be replaced until"), null=True, blank=True, help_text=_("Empty: until the event begins.")
    )
    cancellation_until = models.DateTimeField(
        _("schools can cancel until"), null=True, blank=True, help_text=_("Empty: until the event begins.")
    )
    online_link = models.URLField(
        _("link for those online"), blank=True, help_text=_("Shown and sent only to those who have a place online.")
    )
    reminder_days = models.PositiveSmallIntegerField(
        _("reminder"), default=2, help_text=_("So many days before the event those who take part are reminded. 0: not.")
    )
    keep_months = models.PositiveSmallIntegerField(
        _("names are kept for"),
        default=24,
        help_text=_("Months after the event. Then names and answers are erased, and only numbers stay."),
    )
    erased_at = models.DateTimeField(_("names erased"), null=True, editable=False)
    checked_in_sessions = models.ManyToManyField(
        Session,
        blank=True,
        related_name="+",
        verbose_name=_("sessions with a check-in of their own"),
        help_text=_("Besides the arrival at the event, which is always noted."),
    )

    rows_of_others = ("drafts",)

    class Meta:
        verbose_name = _("registration desk")
        verbose_name_plural = _("registration desks")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="desk_closes_after_it_opens",
                violation_error_message=_("Registration closes before it opens. Look at the two moments again."),
            ),
            models.CheckConstraint(
                condition=~Q(access="code") | ~Q(code=""),
                name="desk_with_code_has_one",
                violation_error_message=_("Write the code by which schools may register."),
            ),
        ]

    def __str__(self):
        return str(self.event)

    def get_absolute_url(self):
        return reverse("events:register", args=[self.event.slug])

    @property
    def is_open(self):
        return self.opens_at <= timezone.now() < self.closes_at

    @property
    def begins_at(self):
        """When it is too late for any change by a school: the event begins (or the desk closed, if nobody knows)."""
        return self.event.begins_at or self.closes_at

    @property
    def days(self):
        """The first and the last day it is open, where the event is held."""
        first, last = (timezone.localtime(moment, self.event.zone) for moment in (self.opens_at, self.closes_at))
        return PartialDate(first.year, first.month, first.day), PartialDate(last.year, last.month, last.day)

    @property
    def is_early(self):
        return timezone.now() < self.opens_at

    @property
    def is_over(self):
        return timezone.now() >= (self.event.ends_at or self.closes_at)

    @property
    def may_substitute(self):
        return timezone.now() < (self.substitution_until or self.begins_at)

    @property
    def may_cancel(self):
        return timezone.now() < (self.cancellation_until or self.begins_at)

    @cached_property
    def ways(self):
        return list(self.options.all())

    @cached_property
    def asked(self):
        return list(self.questions.all())

    @property
    def asks_for_files(self):
        return any(question.kind == Question.Kind.FILE for question in self.asked)

    @property
    def form_mark(self):
        """What the empty rows of the form depend on: they are drawn once for all schools."""
        asked = [
            (each.pk, each.kind, each.about, str(each), str(each.shown.text), each.required) for each in self.asked
        ]
        return tuple((option.pk, str(option)) for option in self.ways), tuple(asked)

    def offer_ends(self):
        return min(timezone.now() + timedelta(hours=self.offer_hours), self.begins_at)


class SeatCount(models.PositiveIntegerField):
    """How many seats are taken. Triggers count them (seats.py): what Python holds may be old, and is never written."""

    is_counted = True

    def __init__(self, **options):
        super().__init__(**{"default": 0, "editable": False, **options})

    def pre_save(self, instance, add):
        return 0 if add else F(self.attname)


class Limited(models.Model):
    """Something with so many seats. Beyond them only staff go, on purpose: each such seat raises `overbooked`."""

    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True, help_text=_("Empty: no limit."))
    overbooked = models.PositiveIntegerField(_("overbooked on purpose"), default=0, editable=False)
    taken = SeatCount(verbose_name=_("taken"))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity") + F("overbooked")),
                name="%(class)s_seats_are_there",
                violation_error_message=_("More places than these are taken already."),
            )
        ]

    @property
    def free(self):
        """Seats that are left; None if there is no limit."""
        return None if self.capacity is None else max(0, self.capacity + self.overbooked - self.taken)


class Option(Translated, Ordered, Limited):
    """A way to take part, with its own seats: on site, online, a workshop room, a school visit."""

    class Mode(models.TextChoices):
        ONSITE = "onsite", _("on site")
        ONLINE = "online", _("online")

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="options")
    title = models.CharField(_("title"), max_length=200)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.ONSITE)

    translated_fields = ("title",)
    shown_to_readers = False

    class Meta(Ordered.Meta):
        verbose_name = _("way to take part")
        verbose_name_plural = _("ways to take part")
        constraints = Limited.Meta.constraints

    def __str__(self):
        return str(self.shown.title)


class RegionQuota(Limited):
    """At most so many teachers from the schools of one region."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="regions")
    region = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("region"),
        limit_choices_to={"kind": Place.Kind.REGION},
    )

    shown_to_readers = False

    class Meta(Limited.Meta):
        verbose_name = _("places for a region")
        verbose_name_plural = _("places by region")
        constraints = [
            *Limited.Meta.constraints,
            models.UniqueConstraint(
                fields=["desk", "region"],
                name="region_has_one_quota",
                violation_error_message=_("This region is in the list already."),
            ),
        ]

    def __str__(self):
        return str(self.region)


class Question(Translated, Ordered):
    """What is asked of a school once, or of each teacher."""

    class About(models.TextChoices):
        GROUP = "group", _("of the group")
        TEACHER = "teacher", _("of each teacher")

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        CHOICE = "choice", _("choice")
        FILE = "file", _("file")
        CONSENT = "consent", _("consent")

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="questions")
    about = models.CharField(
        pgettext_lazy("question", "asked"), max_length=10, choices=About.choices, default=About.GROUP
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    label = models.CharField(_("question"), max_length=300)
    text = models.TextField(
        _("more about it"),
        blank=True,
        help_text=_("For a choice: the answers, each on a line. For a consent: what exactly is agreed to."),
    )
    required = models.BooleanField(_("must be answered"), default=False)
    version = models.PositiveSmallIntegerField(default=1, editable=False)

    translated_fields = ("label", "text")

    class Meta(Ordered.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self):
        return str(self.shown.label)

    @property
    def name(self):
        """Of its field in forms, and of its answers."""
        return f"q{self.pk}"

    @property
    def is_answered(self):
        """Whether anybody has answered it, agreed to it or sent a file."""
        desk, key = self.desk_id, {"answers__has_key": self.name}
        return (
            self.consents.exists()
            or self.files.exists()
            or Registration.objects.filter(desk=desk, **key).exists()
            or Participant.objects.filter(registration__desk=desk, **key).exists()
        )

    @property
    def choices(self):
        return [line.strip() for line in str(self.shown.text).splitlines() if line.strip()]


class Kind(models.TextChoices):
    """What a mail tells."""

    CONFIRMED = "confirmed", pgettext_lazy("registration", "confirmed")
    WAITING = "waiting", _("on the waiting list")
    OFFERED = "offered", _("a place is offered")
    EXPIRED = "expired", _("the offer expired")
    CHANGED = "changed", pgettext_lazy("registration", "changed")
    CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")
    REMINDER = "reminder", _("reminder")
    TICKET = "ticket", _("place of a teacher")
    LOST = "lost", _("a teacher takes no part any more")
    LINK = "link", _("link to register")
    NOTE = "note", _("letter from staff")


class MailText(Translated, models.Model):
    """Staff's own words at the beginning of one kind of mail. Who, when and the links are added by themselves."""

    OWN = [Kind.CONFIRMED, Kind.WAITING, Kind.OFFERED, Kind.CHANGED, Kind.CANCELLED, Kind.REMINDER, Kind.TICKET]

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="mail_texts")
    kind = models.CharField(_("mail"), max_length=10, choices=[(kind.value, kind.label) for kind in OWN])
    text = models.TextField(_("text"))

    translated_fields = ("text",)
    shown_to_readers = False

    class Meta:
        verbose_name = _("text of a mail")
        verbose_name_plural = _("texts of mails")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "kind"],
                name="mail_has_one_text",
                violation_error_message=_("There is a text for this mail already."),
            )
        ]

    def __str__(self):
        return str(self.get_kind_display())


# --- What schools register ------------------------------------------------------------------------
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
    site = models.CharField(
        max_length=200, blank=True, editable=False
    )  # where mails lead: https://host, without a path
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


class Participant(models.Model):
    """A teacher of a group. Once erased, only the number of those who came stays."""

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
        ordering = ["registration", "position", "pk"]
        indexes = [models.Index(fields=["option", "state"], name="participant_seats")]

    def __str__(self):
        return self.name or str(_("erased"))

    @property
    def address(self):
        """Where the school changes or replaces the teacher."""
        registration = self.registration
        return reverse("events:registration-teacher", args=[registration.desk.event.slug, registration.pk, self.pk])

    @property
    def ticket_address(self):
        return reverse("events:ticket", args=[self.registration.desk.event.slug, self.code])

    def clean(self):
        if self.option_id and self.option.desk_id != self.registration.desk_id:
            raise ValidationError({"option": _("Choose one of the ways to take part in this event.")})


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
