"""Posters."""

from django.db import models
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from events.models import Award, Contribution, Event
from lessonstudy.content.addresses import page_of
from lessonstudy.content.dates import day_of
from lessonstudy.content.errors import Refused
from lessonstudy.content.files import extension_of
from lessonstudy.content.languages import CONTENT_LANGUAGES, LANGUAGES, ShownText, reader_language
from lessonstudy.content.models import Document, Photo, Publishable
from lessonstudy.search.models import FileText
from members.models import Organization, Role
from research.taught import Taught


class Poster(Publishable, Taught):
    """A study shown on one sheet: aim, model, results; its pictures and its file."""

    title = models.CharField(_("title"), max_length=400)
    aim = models.TextField(_("aim"), blank=True)
    model = models.TextField(_("model"), blank=True, help_text=_("How the study was done."))
    results = models.TextField(_("results"), blank=True)
    transcript = models.TextField(_("transcript"), blank=True, help_text=_("The text on the poster itself."))
    language = models.CharField(_("language of the poster"), max_length=2, choices=CONTENT_LANGUAGES, blank=True)
    board_number = models.CharField(_("board number"), max_length=20, blank=True)
    event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posters",
        verbose_name=_("shown at"),
    )
    contribution = models.ForeignKey(
        Contribution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posters",
        verbose_name=_("grew out of the contribution"),
    )
    awards = models.ManyToManyField(
        Award,
        blank=True,
        related_name="posters",
        verbose_name=_("awards"),
        help_text=_("Of the event it was shown at. Choose the event and save; then its awards stand here."),
    )
    schools = models.ManyToManyField(Organization, blank=True, related_name="posters", verbose_name=_("schools"))
    branch = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="branch_posters",
        verbose_name=_("belongs to the branch"),
        help_text=_("The branch whose editors may edit this."),
    )

    translated_fields = ("title", "aim", "model", "results", "transcript")
    text_groups = (("title", "aim", "model", "results"),)

    class Meta(Publishable.Meta):
        verbose_name = _("poster")
        verbose_name_plural = _("posters")
        permissions = [("publish_poster", "Can publish posters")]
        constraints = [*Publishable.Meta.constraints, *Taught.Meta.constraints]

    def get_absolute_url(self):
        return page_of("research:poster-detail", self.slug)

    @property
    def told_on(self):
        """The day it stands under in a time line."""
        return self.event.start if self.event and self.event.is_public else day_of(self.published_at)

    def check_ready(self):
        """A picture must be there for those who cannot see it, too: described, or the text of the poster written."""
        super().check_ready()
        if not self.is_transcribed and any(photo.is_silent for photo in self.photos.select_related("document")):
            raise Refused(
                _(
                    "Some of its pictures say nothing to those who cannot see them. Describe each picture, or write "
                    "down the text of the poster in its transcript; then publish."
                )
            )

    @property
    def is_transcribed(self):
        return any(getattr(self, f"transcript_{language}") for language in LANGUAGES)


class PosterRole(Role):
    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="roles")


class PosterDocument(Document):
    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="documents")
    drawn = models.CharField(max_length=270, blank=True, editable=False)

    owned_by = "poster"
    drawn_kinds = (Document.Kind.POSTER, Document.Kind.FULL_VERSION, Document.Kind.OTHER)

    @property
    def to_draw(self):
        """As what and from which file pages are to be drawn; empty if none are. `drawn`: as what they were."""
        is_drawn = self.kind in self.drawn_kinds and extension_of(self.file.name) == "pdf"
        return f"{self.kind} {self.file.name}" if is_drawn else ""


class PosterPhoto(Photo):
    """A picture that was uploaded, or a page that was drawn from a file."""

    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="photos")
    document = models.ForeignKey(
        PosterDocument, on_delete=models.CASCADE, null=True, editable=False, related_name="pages"
    )
    page = models.PositiveSmallIntegerField(null=True, editable=False)

    owned_by = "poster"

    class Meta(Photo.Meta):
        constraints = [models.UniqueConstraint(fields=["document", "page"], name="research_page_drawn_once")]

    @property
    def alternative(self):
        """Of a page nobody described, which page it is."""
        return super().alternative or ShownText(self.page_said, reader_language())

    @property
    def page_said(self):
        return _("Page %(number)s of the file") % {"number": self.page} if self.page else ""

    @property
    def is_silent(self):
        """Whether it says nothing to those who cannot see it: no words in any language, no text in the file drawn."""
        described = any(getattr(self, f"{name}_{language}") for name in ("alt", "caption") for language in LANGUAGES)
        return not described and not (self.document and text_of([self.document]))


MOST_TEXT = 20_000  # characters of a file that a page shows; a poster has a tenth of it


def text_of(documents):
    """What the worker read in those of the files whose pages are drawn: [(the file, the beginning of its text)]."""
    drawn = {document.file.name: document for document in documents if document.to_draw}
    if not drawn:
        return []
    texts = FileText.objects.filter(name__in=drawn).exclude(text="").values_list("name", Left("text", MOST_TEXT))
    read = dict(texts)
    return [(document, read[name]) for name, document in drawn.items() if name in read]
