"""What staff set for an event: when and for whom its desk is open, the ways to take part, and what is asked."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.calendar.models import Event
from events.programme.models import Session
from lessonstudy.content.dates import PartialDate
from lessonstudy.content.languages import Translated
from lessonstudy.content.models import Ordered
from members.models import Organization, Place


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
            models.CheckConstraint(
                condition=Q(offer_hours__gte=1),
                name="offer_is_kept_an_hour",
                violation_error_message=_("Keep an offer for one hour at least: a school must have time to answer."),
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
        """The ways to take part, as they are called; how many seats are taken may be old (seats.py says it)."""
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
        return self.left(self.taken)

    def left(self, taken):
        """The same when so many are taken."""
        return None if self.capacity is None else max(0, self.capacity + self.overbooked - taken)


class Option(Translated, Ordered, Limited):
    """A way to take part, with its own seats: on site, online, a workshop room, a school visit."""

    class Mode(models.TextChoices):
        ONSITE = "onsite", _("on site")
        ONLINE = "online", _("online")

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="options")
    title = models.CharField(_("title"), max_length=200)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.ONSITE)

    translated_fields = ("title",)

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
