"""The programme of an event: tracks, sessions, contributions, visits, agenda, and the people in them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.calendar.models import Event
from lessonstudy.content.dates import PartialDateField
from lessonstudy.content.identifiers import DoiField, check_pages
from lessonstudy.content.languages import CONTENT_LANGUAGES, Translated
from lessonstudy.content.models import Document, Ordered, published
from members.models import Organization, Person, Place, Role


def check_same_event(row, field):
    """Refuse (ValidationError on `field`) a track or session of another event."""
    other = getattr(row, field)
    if other and row.event_id and other.event_id != row.event_id:
        raise ValidationError({field: _("This belongs to another event: choose one of the same event.")})


class Track(Translated, Ordered):
    """A thematic platform, section or strand."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="tracks")
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)

    translated_fields = ("title", "description")
    text_groups = (("title", "description"),)

    class Meta(Ordered.Meta):
        verbose_name = _("track")
        verbose_name_plural = _("tracks")

    def __str__(self):
        return str(self.shown.title)


class Session(Translated, Ordered):
    """A block of the programme."""

    class Kind(models.TextChoices):
        PLENARY = "plenary", _("plenary")
        SECTION = "section", _("section")
        POSTERS = "posters", _("poster session")
        PANEL = "panel", _("panel")
        CASE = "case", _("case session")
        DEBATE = "debate", _("debate")
        MASTER_CLASS = "master-class", _("master class")
        COACHING = "coaching", _("coaching")
        OPEN_MIC = "open-mic", _("open microphone")
        BREAKOUT = "breakout", _("breakout")
        WORKSHOP = "workshop", _("workshop")
        SYMPOSIUM = "symposium", _("symposium")
        EXHIBITION = "exhibition", _("exhibition")
        VIDEO = "video", _("videos")
        QUIZ = "quiz", _("quiz")
        WELCOME = "welcome", _("welcome")
        SUMMING_UP = "summing-up", _("summing-up")
        VISIT = "visit", _("visit")
        CULTURE = "culture", _("cultural programme")
        FORMAT = "format", _("session format")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions", verbose_name=_("event"))
    track = models.ForeignKey(
        Track, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions", verbose_name=_("track")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=400, blank=True)
    description = models.TextField(_("description"), blank=True)
    start = PartialDateField(_("begins"), null=True, blank=True)
    end = PartialDateField(_("ends"), null=True, blank=True)
    room = models.CharField(_("room"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), null=True, blank=True)

    translated_fields = ("title", "description", "room")
    text_groups = (("title", "description"),)

    class Meta(Ordered.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self):
        return str(self.shown.title or self.get_kind_display())

    def clean(self):
        check_same_event(self, "track")


class SessionRole(Role):
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="roles")

    @property
    def event(self):
        return self.session.event

    @property
    def in_what(self):
        return self.session.shown.title


class ContributionQuerySet(models.QuerySet):
    def published(self):
        """A contribution is public with its event."""
        return self.filter(published("event"))


class Contribution(Translated, Ordered):
    """A talk, poster, keynote, workshop or video, in its own language."""

    class Kind(models.TextChoices):
        TALK = "talk", _("talk")
        KEYNOTE = "keynote", _("keynote")
        POSTER = "poster", _("poster")
        WORKSHOP = "workshop", _("workshop")
        VIDEO = "video", _("video")
        SPEECH = "speech", _("speech")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="contributions", verbose_name=_("event"))
    session = models.ForeignKey(
        Session,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("session"),
    )
    track = models.ForeignKey(
        Track,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("track"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TALK)
    title = models.CharField(_("title"), max_length=400)
    abstract = models.TextField(_("abstract"), blank=True)
    keywords = models.CharField(_("keywords"), max_length=400, blank=True)
    language = models.CharField(_("given in"), max_length=2, choices=CONTENT_LANGUAGES, blank=True)
    schools = models.ManyToManyField(Organization, blank=True, related_name="contributions", verbose_name=_("schools"))

    doi = DoiField(_("DOI"), max_length=200, blank=True, help_text=_("10.1000/182"))
    pages = models.CharField(
        _("pages"), max_length=20, blank=True, validators=[check_pages], help_text=_("In the proceedings: 12–19")
    )

    translated_fields = ("title", "abstract", "keywords")
    text_groups = (("title", "abstract", "keywords"),)
    named_without_page = False
    objects = ContributionQuerySet.as_manager()

    class Meta(Ordered.Meta):
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")

    def __str__(self):
        return str(self.shown.title)

    def clean(self):
        check_same_event(self, "track")
        check_same_event(self, "session")

    @classmethod
    def address_kind(cls):
        return "contribution"

    def get_absolute_url(self):
        return f"{self.event.get_absolute_url()}contributions/{self.pk}/"

    @property
    def is_public(self):
        """A contribution is public with its event."""
        return self.event.is_public

    @property
    def is_withdrawn(self):
        return self.event.is_withdrawn

    @property
    def original_language(self):
        return self.event.original_language

    @property
    def version(self):
        return self.event.version

    @property
    def plain_title(self):
        return str(self.shown.title)

    @property
    def is_worth_a_search(self):
        """Whether its page says more than the programme does."""
        return bool(self.shown.abstract or self.parts.documents or self.parts.posters or self.parts.articles)

    @property
    def schools_not_in_roles(self):
        """Schools that no role names already, so that a page says each once."""
        named = {role.organization_id for role in self.roles.all()}
        return [school for school in self.schools.all() if school.pk not in named]

    @property
    def what(self):
        return self.get_kind_display()

    @property
    def in_what(self):
        return self.shown.title


class ContributionRole(Role):
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="roles")

    @property
    def event(self):
        return self.contribution.event

    @property
    def in_what(self):
        return self.contribution.title_shown


class ContributionDocument(Document):
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="documents")

    owned_by = "contribution__event"


class Visit(Translated, Ordered):
    """A stop of a tour: where, when, whom the group met and what it studied there."""

    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("ministry")
        SCHOOL = "school", _("school visit")
        LESSON = "lesson", _("school: lesson and discussion")
        WORKSHOP = "workshop", _("workshop")
        CULTURE = "culture", _("cultural programme")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="visits")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    date = PartialDateField(_("day"), null=True, blank=True)
    host = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("host"),
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("place")
    )
    people = models.ManyToManyField(Person, blank=True, related_name="visits", verbose_name=_("people met"))
    title = models.CharField(_("title"), max_length=300, blank=True)
    studied = models.TextField(_("what was studied"), blank=True)

    translated_fields = ("title", "studied")

    class Meta(Ordered.Meta):
        verbose_name = _("visit")
        verbose_name_plural = _("visits")

    def __str__(self):
        return str(self.shown.title or self.host or self.get_kind_display())

    @property
    def place_name(self):
        """The place by the name it had then."""
        return self.place.name_on(self.date or self.event.start) if self.place else ""

    @property
    def what(self):
        return self.get_kind_display()

    @property
    def in_what(self):
        return self.shown.title


class AgendaItem(Translated, Ordered):
    """A point of a meeting's agenda and what was decided."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="agenda")
    title = models.CharField(_("point"), max_length=400)
    decision = models.TextField(_("decision"), blank=True)

    translated_fields = ("title", "decision")

    class Meta(Ordered.Meta):
        verbose_name = _("point of the agenda")
        verbose_name_plural = _("agenda")

    def __str__(self):
        return str(self.shown.title)
