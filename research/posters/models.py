"""Posters."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Contribution, Event
from lessonstudy.content.addresses import page_of
from lessonstudy.content.languages import CONTENT_LANGUAGES
from lessonstudy.content.models import Document, Photo, Publishable
from members.models import Organization, Role


class Poster(Publishable):
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

    def get_absolute_url(self):
        return page_of("research:poster-detail", self.slug)


class PosterRole(Role):
    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="roles")


class PosterPhoto(Photo):
    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="photos")

    owned_by = "poster"


class PosterDocument(Document):
    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="documents")

    owned_by = "poster"
