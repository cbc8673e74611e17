"""News posts and what they speak about."""

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from events.models import Event
from lessonstudy.content.addresses import page_of
from lessonstudy.content.models import Document, Photo, Publishable, PublishableQuerySet
from lessonstudy.content.richtext import RichTextField
from members.models import Organization


class NewsQuerySet(PublishableQuerySet):
    def latest_first(self):
        """Pinned posts first, then the newest."""
        return self.order_by("-pinned", "-published_at", "-pk")

    def for_list(self):
        covers = NewsPhoto.objects.filter(width__isnull=False).order_by("position", "pk")
        return self.prefetch_related(Prefetch("photos", covers))


class NewsPost(Publishable):
    """An announcement, invitation, report or statement."""

    class Kind(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("announcement")
        INVITATION = "invitation", _("invitation")
        REPORT = "report", _("report")
        STATEMENT = "statement", _("statement")

    title = models.CharField(_("title"), max_length=300)
    lead = models.TextField(_("lead"), blank=True, help_text=_("One or two sentences, shown in lists."))
    body = RichTextField(_("text"), blank=True)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices, default=Kind.REPORT)
    pinned = models.BooleanField(_("pinned"), default=False, help_text=_("Stays on top of the list."))
    events = models.ManyToManyField(Event, blank=True, related_name="news", verbose_name=_("about the events"))
    branch = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="branch_news",
        verbose_name=_("belongs to the branch"),
        help_text=_("The branch whose editors may edit this."),
    )

    kind_in_addresses = "news"
    translated_fields = ("title", "lead", "body")
    text_groups = (("title", "lead", "body"),)
    objects = NewsQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("news post")
        verbose_name_plural = _("news")
        permissions = [("publish_newspost", "Can publish news")]

    def get_absolute_url(self):
        return page_of("news:post-detail", self.slug)


class NewsPhoto(Photo):
    post = models.ForeignKey(NewsPost, on_delete=models.CASCADE, related_name="photos")

    owned_by = "post"


class NewsDocument(Document):
    post = models.ForeignKey(NewsPost, on_delete=models.CASCADE, related_name="documents")

    owned_by = "post"
