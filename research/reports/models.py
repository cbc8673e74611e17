"""Reports, as readers see them; and the manuscripts they are written in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Contribution, Event
from lessonstudy.content.addresses import link_to, page_of
from lessonstudy.content.dates import PartialDateField, day_of
from lessonstudy.content.errors import Refused
from lessonstudy.content.identifiers import DoiField
from lessonstudy.content.languages import CONTENT_LANGUAGES, LANGUAGES
from lessonstudy.content.models import Document, Ordered, Photo, Publishable
from lessonstudy.content.slugs import slug_from
from lessonstudy.content.stored import master_of
from members.models import Organization, Person
from research.posters.models import Poster
from research.taught import Taught

from .ethics import refuse_if_unsafe

ABOUT = ("subject", "grade_from", "grade_to", "class_size", "begins", "ends")
TEAM = ("role", "family_name", "given_name", "post")
TAKEN = ("compare", "mine", "join")  # addresses beside those of reports (urls.py)
ABSTRACT = ("context", "aims", "methods", "findings", "implications")


class Licence(models.TextChoices):
    """The Creative Commons licences, from the freest on (https://creativecommons.org/licenses/)."""

    BY = "CC-BY-4.0", _("CC BY 4.0: others may use and change it if they name you")
    BY_SA = "CC-BY-SA-4.0", _("CC BY-SA 4.0: the same, and what they make of it is as free")
    BY_NC = "CC-BY-NC-4.0", _("CC BY-NC 4.0: as CC BY, but nobody may sell it")
    BY_NC_ND = "CC-BY-NC-ND-4.0", _("CC BY-NC-ND 4.0: nobody may sell or change it")


class Report(Taught, Publishable):
    """A lesson study told whole, as its team wrote it in its own language; title and abstract may be translated.

    The text itself is in `body`: {"focus": {…}, "pupils": [{…}], "lessons": [{…}], "outcome": {…}}, each part what the
    form of that step holds (forms.py). It is written in a manuscript and comes here when staff accept that.
    """

    title = models.CharField(_("title"), max_length=400)
    context = models.TextField(_("context"), blank=True)
    aims = models.TextField(_("aims"), blank=True)
    methods = models.TextField(_("methods"), blank=True)
    findings = models.TextField(_("findings"), blank=True)
    implications = models.TextField(_("implications"), blank=True)
    keywords = models.CharField(_("keywords"), max_length=400, blank=True)
    language = models.CharField(_("language of the report"), max_length=2, choices=CONTENT_LANGUAGES)
    schools = models.ManyToManyField(Organization, blank=True, related_name="reports", verbose_name=_("schools"))
    class_size = models.PositiveSmallIntegerField(_("pupils in the class"), null=True, blank=True)
    begins = PartialDateField(_("from"), null=True, blank=True)
    ends = PartialDateField(_("until"), null=True, blank=True)
    body = models.JSONField(default=dict, editable=False)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, blank=True)
    ethics = models.TextField(
        _("ethics and consent"), blank=True, help_text=_("Who agreed to what, in the language of the report.")
    )
    consent = models.BooleanField(
        _("parents and the school agreed"),
        default=False,
        help_text=_("The school keeps the parents' consent in writing."),
    )
    doi = DoiField(_("DOI"), max_length=200, blank=True, help_text=_("10.1000/182"))
    event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("presented at"),
    )
    contribution = models.ForeignKey(
        Contribution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("grew out of the contribution"),
    )
    poster = models.ForeignKey(
        Poster,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("grew out of the poster"),
    )
    branch = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="branch_reports",
        verbose_name=_("belongs to the branch"),
        help_text=_("The branch whose editors may edit this."),
    )

    translated_fields = ("title", *ABSTRACT, "keywords")
    text_groups = (("title", *ABSTRACT, "keywords"),)

    class Meta(Publishable.Meta):
        verbose_name = _("lesson-study report")
        verbose_name_plural = _("lesson-study reports")
        permissions = [("publish_report", "Can publish reports")]
        constraints = [*Publishable.Meta.constraints, *Taught.Meta.constraints]

    def get_absolute_url(self):
        return page_of("research:report-detail", self.slug)

    def title_for_slug(self):
        """The addresses beside it are taken: a report called “Compare” is at compare-report."""
        title = super().title_for_slug()
        return f"{title} report" if slug_from(title) in TAKEN else title

    @property
    def told_on(self):
        return self.begins or day_of(self.published_at)

    @property
    def content(self):
        """What a manuscript holds of it: for the ethics gate, and to write it further."""
        own, others = self.original_language, [language for language in LANGUAGES if language != self.original_language]
        texts = ("title", *ABSTRACT, "keywords")
        return {
            **self.body,
            "about": {
                "title": self.text_in("title", own),
                "language": own,
                **{name: self.typed(name) for name in ABOUT},
            },
            "team": [{name: getattr(row, name) for name in TEAM} for row in self.team.all()],
            "abstract": {name: self.text_in(name, own) for name in texts[1:]},
            "translations": {f"{name}_{code}": self.text_in(name, code) for name in texts for code in others},
            "terms": {
                "licence": self.licence,
                "ethics": self.ethics,
                "consent": self.consent,
                "named": self.body.get("named", ""),
            },
        }

    def text_in(self, name, language):
        return getattr(self, f"{name}_{language}") or ""

    def typed(self, name):
        """The value as someone would have typed it."""
        value = getattr(self, name)
        return "" if value is None else str(value)

    def check_ready(self):
        """Only what editors accepted, and what does no harm to a pupil."""
        super().check_ready()
        if self.manuscript.is_open or self.manuscript.state == Manuscript.State.SUBMITTED:
            raise Refused(_("Its text is still being written. Accept it first: “Read and change the text”."))
        refuse_if_unsafe(self)


class TeamMember(Ordered):
    """Someone of the team, by the name printed on the report; staff may say which person of the archive it is."""

    class Role(models.TextChoices):
        TEACHER = "teacher", _("teacher")
        KNOWLEDGEABLE_OTHER = "knowledgeable-other", _("knowledgeable other")
        OBSERVER = "observer", _("observer")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="team")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.TEACHER)
    family_name = models.CharField(_("family name"), max_length=100)
    given_name = models.CharField(_("given name or initials"), max_length=100, blank=True)
    post = models.CharField(_("post"), max_length=300, blank=True, help_text=_("Teacher of mathematics"))
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="team_places", verbose_name=_("person")
    )

    class Meta(Ordered.Meta):
        verbose_name = pgettext_lazy("lesson study", "member of the team")
        verbose_name_plural = pgettext_lazy("lesson study", "team")

    def __str__(self):
        return f"{self.name} ({self.get_role_display()})"

    @property
    def name(self):
        return " ".join(filter(None, (self.given_name, self.family_name)))

    @property
    def is_author(self):
        """The teachers are; those who only watched or advised are not."""
        return self.role == self.Role.TEACHER

    @property
    def line(self):
        """What a row of people says."""
        who = link_to(self.person, self.name) if self.person else self.name
        return {"who": who, "what": self.get_role_display(), "post": self.post, "of": ""}


class ReportPhoto(Photo):
    """A picture of pupils' work or of the team: shown only if everyone in it agreed."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="photos")

    owned_by = "report"
    needs_consent = True

    @property
    def all_words(self):
        texts = [getattr(self, f"{name}_{language}") for name in self.translated_fields for language in LANGUAGES]
        return list(filter(None, texts))


class ReportDocument(Document):
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="documents")

    owned_by = "report"


# --- What is being written: never shown to readers ------------------------------------------------
class ManuscriptQuerySet(models.QuerySet):
    def of(self, user):
        """Those a user writes, the last changed first."""
        return self.filter(writers__user=user).select_related("report").order_by("-changed_at")


class Manuscript(models.Model):
    """What the writers of a report have typed so far, section by section, exactly as they typed it."""

    class State(models.TextChoices):
        WRITING = "writing", _("being written")
        SUBMITTED = "submitted", _("sent to the editors")
        RETURNED = "returned", _("returned with remarks")
        ACCEPTED = "accepted", pgettext_lazy("manuscript", "accepted")

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="manuscript")
    content = models.JSONField(default=dict)
    state = models.CharField(_("manuscript"), max_length=10, choices=State.choices, default=State.WRITING)
    changed_at = models.DateTimeField(auto_now=True)

    shown_to_readers = False
    objects = ManuscriptQuerySet.as_manager()

    def __str__(self):
        return str(self.report)

    @property
    def language(self):
        """The language it is written in, as chosen there."""
        return self.content.get("about", {}).get("language") or self.report.original_language

    def page(self, key="check"):
        """The address of one of the pages it is written on."""
        return reverse("research:report-write", args=[self.pk, key])

    @property
    def is_open(self):
        """Whether its writers may write."""
        return self.state in (self.State.WRITING, self.State.RETURNED)


class Writer(models.Model):
    """Someone who writes a manuscript, or was asked to by e-mail and has not come yet."""

    manuscript = models.ForeignKey(Manuscript, on_delete=models.CASCADE, related_name="writers")
    email = models.EmailField(_("e-mail"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="manuscript_places"
    )
    asked_at = models.DateTimeField(auto_now_add=True)

    shown_to_readers = False

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["manuscript", "email"], name="writer_asked_once"),
            models.UniqueConstraint(
                fields=["manuscript", "user"], condition=Q(user__isnull=False), name="writer_once_in_manuscript"
            ),
        ]

    def __str__(self):
        return self.email


class Remark(models.Model):
    """What staff said when they returned a manuscript."""

    manuscript = models.ForeignKey(Manuscript, on_delete=models.CASCADE, related_name="remarks")
    text = models.TextField(_("remarks"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField(auto_now_add=True)

    shown_to_readers = False

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.text[:60]


def is_of_writer(path, user):
    """Whether an upload belongs to a report that the user writes: its writers see it before anybody else does."""
    if not user.is_authenticated:
        return False
    mine = {"report__manuscript__writers__user": user}
    photos, files = ReportPhoto.objects.filter(image=master_of(path), **mine), ReportDocument.objects.filter(**mine)
    return photos.exists() or files.filter(file=path).exists()
