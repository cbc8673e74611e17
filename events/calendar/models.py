"""Series and events: what, when, where, by whom, with how many; pictures, files and videos."""

import zoneinfo
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lessonstudy.content.addresses import page_of
from lessonstudy.content.dates import PartialDateField
from lessonstudy.content.languages import LanguagesField, Translated
from lessonstudy.content.models import Document, Ordered, Photo, Publishable, PublishableQuerySet, Video, check_no_loop
from lessonstudy.content.numbers import around
from lessonstudy.content.richtext import RichTextField
from members.models import Body, Organization, Person, Place, Role, check_time_zone


def is_public(record):
    return record.is_public


def by_moment(event):
    """Sorts events by time; those whose year nobody stated are the earliest."""
    return event.begins_at.timestamp() if event.begins_at else float("-inf"), event.pk


class EventSeries(Publishable):
    """A row of editions under one name: the city conference, the WALS conferences."""

    class Scope(models.TextChoices):
        WORLD = "world", pgettext_lazy("scope", "world")
        NATIONAL = "national", pgettext_lazy("scope", "national")
        REGIONAL = "regional", pgettext_lazy("scope", "regional")
        CITY = "city", pgettext_lazy("scope", "city")

    title = models.CharField(_("title"), max_length=300)
    description = RichTextField(_("description"), blank=True)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices)
    owner = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="series",
        verbose_name=_("held by"),
    )

    kind_in_addresses = "series"
    translated_fields = ("title", "description")

    class Meta(Publishable.Meta):
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("plural", "series")
        permissions = [("publish_eventseries", "Can publish series")]

    @property
    def editions(self):
        """The public events of the series, the latest first."""
        return sorted(filter(is_public, self.events.all()), key=by_moment, reverse=True)

    def get_absolute_url(self):
        return page_of("events:series-detail", self.slug)


class EventQuerySet(PublishableQuerySet):
    def upcoming(self):
        """What has not ended yet, the nearest first."""
        return self.filter(ends_at__gt=timezone.now()).order_by("begins_at", "pk")

    def latest_first(self):
        """By time; events whose year nobody stated come last."""
        return self.order_by(F("begins_at").desc(nulls_last=True), "-pk")

    def around_now(self):
        """What lies ahead, and what ended within the last year."""
        return self.filter(ends_at__gte=timezone.now() - timedelta(days=365)).order_by("begins_at", "pk")

    def in_region(self, slug):
        """Held in the region, or in a city or venue that lies in it."""
        inside = Q(slug=slug) | Q(parent__slug=slug) | Q(parent__parent__slug=slug)
        return self.filter(places__in=Place.objects.filter(inside)).distinct()

    def for_list(self):
        """What a row in a list shows: series, places with the names of then, the cover."""
        covers = EventPhoto.objects.filter(width__isnull=False).order_by("position", "pk")
        return self.select_related("series", "parent").prefetch_related("places__names", Prefetch("photos", covers))


class Event(Publishable):
    """A conference, symposium, tour, meeting ...; it may stand inside another and have others inside it."""

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("conference")
        SYMPOSIUM = "symposium", _("symposium")
        CASE_SESSION = "case-session", _("case session")
        WORKSHOP = "workshop", _("workshop")
        SEMINAR = "seminar", _("seminar")
        TOUR = "tour", _("educational tour")
        EXHIBITION = "exhibition", _("exhibition")
        FESTIVAL = "festival", _("festival")
        WEBINAR = "webinar", _("webinar")
        MEETING = "meeting", _("meeting")

    class Mode(models.TextChoices):
        ONSITE = "onsite", _("on site")
        ONLINE = "online", _("online")
        MIXED = "mixed", _("on site and online")

    class State(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")
        MOVED_ONLINE = "moved-online", _("moved online")
        POSTPONED = "postponed", _("postponed")

    CHANGED = (State.CANCELLED, State.POSTPONED, State.MOVED_ONLINE)
    NOT_HELD_THEN = (State.CANCELLED, State.POSTPONED)

    class Access(models.TextChoices):
        OPEN = "open", _("open to all")
        INVITATION = "invitation", _("by invitation")

    class Direction(models.TextChoices):
        INBOUND = "inbound", _("guests came to us")
        OUTBOUND = "outbound", _("we went abroad")

    title = models.CharField(_("title"), max_length=400, help_text=_("As printed, without the edition."))
    alternative_title = models.CharField(_("also called"), max_length=400, blank=True)
    summary = models.TextField(_("summary"), blank=True, help_text=_("Two or three sentences for lists and previews."))
    theme = models.CharField(_("theme"), max_length=400, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    description = RichTextField(_("description"), blank=True)
    audience = models.TextField(_("audience"), blank=True, help_text=_("Who it was for."))
    composition = models.TextField(_("who travelled"), blank=True, help_text=_("For tours: who was in the group."))
    edition_label = models.CharField(
        _("edition as printed"), max_length=200, blank=True, help_text=_("“IV city scientific-practical conference”")
    )
    edition_number = models.PositiveSmallIntegerField(
        _("edition number"), null=True, blank=True, help_text=_("For tours: the second tour is 2.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, db_index=True)
    series = models.ForeignKey(
        EventSeries,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("series"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
        help_text=_("A symposium inside a conference is part of that conference."),
    )
    grew_out_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outgrowths",
        verbose_name=_("grew out of"),
        help_text=_("The event where this one was agreed on."),
    )
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("meeting of the council"),
    )
    start = PartialDateField(_("begins"), null=True, blank=True, db_index=True)
    end = PartialDateField(_("ends"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="Asia/Almaty", help_text=_("Of the place it is held in.")
    )
    # What start and end mean at the earliest and latest; empty while the year is not known. For order and "upcoming".
    begins_at = models.DateTimeField(null=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(null=True, editable=False, db_index=True)
    days = models.PositiveSmallIntegerField(
        _("stated number of days"), null=True, blank=True, help_text=_("Only if the exact days are not known.")
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, blank=True)
    platform = models.CharField(_("platform"), max_length=100, blank=True, help_text=_("Zoom"))
    working_languages = LanguagesField(_("working languages"))
    state = models.CharField(_("state"), max_length=15, choices=State.choices, default=State.ANNOUNCED)
    access = models.CharField(_("access"), max_length=10, choices=Access.choices, blank=True)
    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction.choices, blank=True, help_text=_("For tours.")
    )
    website = models.URLField(_("website"), blank=True)
    places = models.ManyToManyField(Place, blank=True, related_name="events", verbose_name=_("places"))
    branch = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="branch_events",
        verbose_name=_("belongs to the branch"),
        help_text=_("The branch whose editors may edit this."),
    )

    translated_fields = (
        "title",
        "alternative_title",
        "summary",
        "theme",
        "purpose",
        "description",
        "audience",
        "composition",
        "edition_label",
    )
    text_groups = (("title", "alternative_title", "summary", "edition_label"),)
    objects = EventQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        permissions = [("publish_event", "Can publish events")]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="event_not_in_itself",
                violation_error_message=_("An event cannot be part of itself."),
            ),
            models.CheckConstraint(
                condition=Q(begins_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gte=F("begins_at")),
                name="event_ends_after_it_begins",
                violation_error_message=_("The event ends before it begins. Look at the two dates again."),
            ),
        ]

    def save(self, *args, **kwargs):
        self.set_moments()
        super().save(*args, **kwargs)

    def set_moments(self):
        last = self.end or self.start
        self.begins_at = self.start.first_moment(self.zone) if self.start else None
        self.ends_at = last.last_moment(self.zone) if last else None

    def clean(self):
        check_no_loop(self, "parent", _("This event would be part of itself: choose another “part of”."))
        check_no_loop(self, "grew_out_of", _("This event would grow out of itself: choose another event."))
        check_time_zone(self.time_zone)
        if self.end and not self.start:
            raise ValidationError({"start": _("Say when it begins, too.")})
        self.set_moments()
        if self.begins_at and self.ends_at and self.ends_at < self.begins_at:
            raise ValidationError({"end": _("The event ends before it begins. Look at the two dates again.")})

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone or settings.TIME_ZONE)

    @property
    def inside(self):
        """The public events inside this one, in the order they were held."""
        return sorted(filter(is_public, self.children.all()), key=by_moment)

    @property
    def utc_offset(self):
        """UTC+6, of the moment it begins; empty if that moment is not known."""
        if not (self.start and self.start.time and self.begins_at):
            return ""
        return f"UTC{self.start.first_moment(self.zone).utcoffset().total_seconds() / 3600:+g}"

    @property
    def has_exact_days(self):
        """Whether a calendar can hold it: its first and last day are stated. A month or a year is not a day."""
        return self.start is not None and self.start.is_exact and (self.end or self.start).is_exact

    @property
    def line(self):
        """What a row of a list says of the event, worked out once: a list has many rows."""
        shown, places = self.shown, ", ".join(map(str, self.place_names))
        return {
            "title": self.title_shown,
            "edition": shown.edition_label,
            "summary": shown.summary,
            "where": " · ".join(filter(None, [places, self.get_mode_display()])),
            "changed": self.get_state_display() if self.state in self.CHANGED else "",
            "cover": next(iter(self.photos.all()), None),
        }

    @property
    def place_names(self):
        """The places, by the names they had when it was held."""
        return [place.name_on(self.start) for place in self.places.all()]

    @property
    def places_then(self):
        """(name it had then, the region to filter events by) of each place."""
        return [(place.name_on(self.start), place.filter_region) for place in self.places.all()]

    def get_absolute_url(self):
        return page_of("events:event-detail", self.slug)


class EventOrganization(Translated, Ordered):
    """What an organization was to an event."""

    class Role(models.TextChoices):
        ORGANIZER = "organizer", _("organizer")
        HOST = "host", _("host")
        PARTNER = "partner", _("partner")
        SPONSOR = "sponsor", _("sponsor")
        DELEGATION = "delegation", _("delegation")
        PARTICIPANT = "participant", _("participant")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="event_organizations")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="event_organizations", verbose_name=_("organization")
    )
    role = models.CharField(_("role"), max_length=15, choices=Role.choices, default=Role.ORGANIZER)
    note = models.CharField(_("note"), max_length=300, blank=True)

    translated_fields = ("note",)

    class Meta(Ordered.Meta):
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")

    def __str__(self):
        return f"{self.organization} ({self.get_role_display()})"

    @property
    def what(self):
        return self.get_role_display()

    @property
    def in_what(self):
        return self.shown.note


class EventPoint(Translated, Ordered):
    """One line of an ordered list: an objective, a key question, a topic."""

    class Kind(models.TextChoices):
        OBJECTIVE = "objective", _("objective")
        QUESTION = "question", _("key question")
        TOPIC = "topic", _("topic")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("text"))

    translated_fields = ("text",)

    class Meta(Ordered.Meta):
        verbose_name = _("objective or question")
        verbose_name_plural = _("objectives and key questions")

    def __str__(self):
        return str(self.shown.text)


class ParticipationFigure(Translated, Ordered):
    """A number the source states, with its qualifier. Never computed: 632 adds up, “more than 200” does not."""

    class Category(models.TextChoices):
        TOTAL = "total", _("in all")
        PARTICIPANTS = "participants", _("participants")
        SPEAKERS = "speakers", _("speakers")
        TALKS = "talks", _("talks")
        PLENARY_TALKS = "plenary-talks", _("plenary talks")
        POSTERS = "posters", _("posters")
        POSTER_SPEAKERS = "poster-speakers", _("poster speakers")
        ORGANIZERS = "organizers", _("organizers")
        TEACHERS = "teachers", _("teachers")
        TRAINERS = "trainers", _("trainers")
        EXPERTS = "experts", _("experts")
        ONLINE = "online", _("online")
        STUDIO = "studio", _("in the studio")
        SCHOOLS = "schools", _("schools")
        ROOMS = "rooms", _("session rooms")
        SESSIONS = "sessions", pgettext_lazy("of a programme", "sessions")
        PLATFORMS = "platforms", _("thematic platforms")
        QUESTIONS = "questions", _("key questions")
        DAYS = "days", _("days")
        COUNTRIES = "countries", _("countries")
        ABSTRACTS = "abstracts", _("abstracts")
        MEMBERS = "members", _("members")
        OTHER = "other", _("other")

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("exactly")
        MORE_THAN = "more-than", _("more than")
        ABOUT = "about", _("about")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="figures")
    category = models.CharField(_("what is counted"), max_length=20, choices=Category.choices)
    label = models.CharField(
        _("in other words"), max_length=200, blank=True, help_text=_("Instead of the category's own name.")
    )
    number = models.PositiveIntegerField(_("number"))
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT)

    translated_fields = ("label",)

    class Meta(Ordered.Meta):
        verbose_name = _("stated figure")
        verbose_name_plural = _("stated figures")

    def __str__(self):
        return f"{self.number} {self.shown.label or self.get_category_display()}"

    @property
    def around(self):
        """The qualifier's words before and after the number, in the reader's language."""
        return around(self.number, self.qualifier)


class EventRole(Role):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="roles")


class EventPhoto(Photo):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="photos")

    owned_by = "event"


class EventDocument(Document):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="documents")

    owned_by = "event"
    people = models.ManyToManyField(Person, blank=True, related_name="event_documents", verbose_name=_("people"))

    @property
    def what(self):
        return _("file")

    @property
    def in_what(self):
        return self.label


class EventVideo(Video):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="videos")
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="videos",
        verbose_name=_("school"),
    )

    @property
    def what(self):
        return _("video")

    @property
    def in_what(self):
        return self.shown.title
