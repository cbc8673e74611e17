"""Abstract bases: what is published, and the pictures, files and videos that belong to it."""

from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .errors import Refused
from .files import check_document, document_path, extension_of, kind_of
from .images import check_image, size_name, widths_for
from .languages import CONTENT_LANGUAGES, LanguagesField, Translated
from .slugs import free_slug


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


SITE_LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]


def published(owner=""):
    """The condition that the world may see a record now, or its owner: `published("event")`."""
    way = f"{owner}__" if owner else ""
    return Q(**{f"{way}status": Status.PUBLISHED, f"{way}published_at__lte": timezone.now()})


class PublishableQuerySet(models.QuerySet):
    def published(self):
        """What the world may see now: published, and its hour has come."""
        return self.filter(published())

    def scheduled(self):
        return self.filter(status=Status.PUBLISHED, published_at__gt=timezone.now())

    def changed_at(self):
        """When what the world sees of these last changed: one was edited, appeared or was withdrawn. None if never.

        Drafts and scheduled records do not count: nobody learns that somebody works on them.
        """
        appeared = Q(published_at__lte=timezone.now())
        seen = self.filter(appeared, status=Status.PUBLISHED) | self.filter(status=Status.WITHDRAWN)
        moments = seen.aggregate(edited=Max("updated_at"), appeared=Max("published_at", filter=appeared))
        return max(filter(None, moments.values()), default=None)


class Publishable(Translated):
    """A record with a page of its own: written as a draft, published at a moment, withdrawn when it must be.

    Only `content.actions` changes the status.
    """

    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        blank=True,
        help_text=_("The last part of the page's address, the same in all languages. Leave empty to make it."),
        error_messages={"unique": _("Another page has this address already. Choose another, or leave it empty.")},
    )
    original_language = models.CharField(
        _("original language"),
        max_length=2,
        choices=SITE_LANGUAGES,
        default="kk",
        help_text=_("The language this was first written in. Readers without a translation see this one."),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False, db_index=True
    )
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        blank=True,
        help_text=_("The moment it appears for readers. A future moment schedules it."),
    )
    stale_languages = LanguagesField(_("outdated translations"), editable=False, default="")
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    Status = Status

    # People and schools are named in programmes even without a page of their own; an event or a poster is not.
    named_without_page = False
    # Its kind in addresses for machines (/id/<kind>/<number>), where that is not the model's own name.
    kind_in_addresses = ""
    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="%(app_label)s_%(class)s_published_has_date",
                violation_error_message=_("Something published needs the date it was published at."),
            )
        ]

    def __str__(self):
        return self.plain_title

    @property
    def plain_title(self):
        return str(self.title_shown)

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = free_slug(self, self.title_for_slug(), within=self.slug_neighbours())
        super().save(*args, **kwargs)

    def title_for_slug(self):
        """English makes the address most people can type; else the original."""
        name = self.translated_fields[0]
        languages = ("en", self.original_language, "kk", "ru")
        return next(filter(None, (getattr(self, f"{name}_{language}") for language in languages)), "")

    def slug_neighbours(self):
        """The records among which the slug must be free."""
        return type(self)._default_manager.all()

    @property
    def is_public(self):
        return self.status == Status.PUBLISHED and self.published_at is not None and self.published_at <= timezone.now()

    def check_ready(self):
        """Refuse (`Refused`) to publish what readers could not use: here, what has no title in any language."""
        if not self.languages_present():
            raise Refused(_("Give it a title in at least one language before publishing."))

    @property
    def is_withdrawn(self):
        return self.status == Status.WITHDRAWN

    @property
    def is_scheduled(self):
        return self.status == Status.PUBLISHED and not self.is_public

    @classmethod
    def address_kind(cls):
        return cls.kind_in_addresses or cls._meta.model_name

    @property
    def edit_url(self):
        return reverse(f"admin:{self._meta.app_label}_{self._meta.model_name}_change", args=[self.pk])


class Ordered(models.Model):
    """A row of an ordered list that belongs to something."""

    position = models.PositiveSmallIntegerField(_("order"), default=0, db_index=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


def incoming_path(photo, name):
    # The name says nothing of the person who chose it; the folder is never served.
    return f"incoming/{timezone.now():%Y%m%d}/{photo._meta.model_name}.{extension_of(name) or 'bin'}"


@lru_cache(maxsize=2000)
def address_of_copy(storage, name, width):
    """A page names the same copies several times: for readers, for search engines, for shared links."""
    return storage.url(size_name(name, width))


class Photo(Translated, Ordered):
    """A picture of its owner. Until the worker has sized it, `width` is empty and the page shows a quiet field."""

    image = models.FileField(
        _("picture"), upload_to=incoming_path, max_length=200, validators=[check_image], db_index=True
    )
    width = models.PositiveIntegerField(_("width"), null=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, editable=False)
    caption = models.CharField(_("caption"), max_length=400, blank=True, help_text=_("What the reader sees below."))
    alt = models.CharField(
        _("description for those who cannot see it"),
        max_length=400,
        blank=True,
        help_text=_("What the picture shows, in a sentence. Screen readers read it instead of the picture."),
    )
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who made the picture."))
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    consent = models.BooleanField(
        _("people in it agreed"),
        default=False,
        help_text=_("Tick when everyone who can be recognised (for pupils: their parents) agreed to publication."),
    )

    translated_fields = ("caption", "alt")
    owned_by = ""  # the way to the publishable owner: "event", "contribution__event"
    needs_consent = False  # whether it is shown only once its box says that everyone agreed

    class Meta(Ordered.Meta):
        abstract = True
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self):
        return str(self.shown.caption) or self.image.name

    def save(self, *args, **kwargs):
        if not self.image._committed:
            self.width = self.height = None
        super().save(*args, **kwargs)

    @property
    def may_be_shown(self):
        return self.consent or not self.needs_consent

    @property
    def line(self):
        """What a gallery shows of the picture, worked out once."""
        caption, alternative, copies = self.shown.caption, self.alternative, self.copies if self.width else []
        return {
            "copies": copies,
            "small": copies[0][1] if copies else "",
            "large": copies[-1][1] if copies else "",
            "sizes": ", ".join(f"{url} {width}w" for width, url in copies),
            "alt": alternative.text,
            "alt_language": alternative.language if alternative.is_foreign else "",
            "caption": caption,
        }

    @property
    def alternative(self):
        """What stands for the picture where it cannot be seen: its description, else its caption."""
        return self.shown.alt or self.shown.caption

    @property
    def copies(self):
        """(width, address) of every WebP copy, smallest first."""
        return [(width, self.copy(width)) for width in widths_for(self.width)]

    @property
    def small(self):
        return self.copy(widths_for(self.width)[0])

    @property
    def large(self):
        return self.copy(widths_for(self.width)[-1])

    def copy(self, width):
        return address_of_copy(self.image.storage, self.image.name, width)


class Document(Translated, Ordered):
    """A file of its owner, under the label it was handed out with."""

    class Kind(models.TextChoices):
        SLIDES = "slides", _("slides")
        PAPER = "paper", _("paper")
        POSTER = "poster", _("poster")
        ABSTRACT = "abstract", _("abstract")
        RECORDING = "recording", _("recording")
        FULL_VERSION = "full", _("full version")
        PROGRAMME = "programme", _("programme")
        MINUTES = "minutes", _("minutes")
        OTHER = "other", _("other")

    class Licence(models.TextChoices):
        NONE = "", _("not stated")
        BY = "CC-BY-4.0", "CC BY 4.0"
        BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
        BY_NC = "CC-BY-NC-4.0", "CC BY-NC 4.0"
        BY_NC_ND = "CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0"
        RESERVED = "reserved", _("all rights reserved")

    file = models.FileField(
        _("file"), upload_to=document_path, max_length=255, validators=[check_document], db_index=True
    )
    label = models.CharField(
        _("label as printed"),
        max_length=300,
        blank=True,
        help_text=_("Exactly as it was handed out. Leave empty to take it from the file's name."),
    )
    title = models.CharField(
        _("title"), max_length=300, blank=True, help_text=_("A clearer title, if the label needs one.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    original_name = models.CharField(_("original file name"), max_length=255, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), default=0, editable=False)
    language = models.CharField(
        _("language of the file"), max_length=2, choices=CONTENT_LANGUAGES, blank=True, help_text=_("If known.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.OTHER)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, blank=True, default="")

    translated_fields = ("title", "note")
    owned_by = ""  # as for pictures

    class Meta(Ordered.Meta):
        abstract = True
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self):
        return self.label or str(self.shown.title) or self.original_name

    def save(self, *args, **kwargs):
        if not self.file._committed:
            self.size = self.file.size
            self.original_name = self.file.name[-255:]
            self.label = self.label or self.file.name.rsplit(".", 1)[0][:300]
        super().save(*args, **kwargs)

    @property
    def format(self):
        return kind_of(self.file.name)

    @property
    def line(self):
        """What a row of files says, worked out once."""
        return {
            "title": self.shown.title,
            "note": self.shown.note,
            "kind": self.get_kind_display() if self.kind != self.Kind.OTHER else "",
            "licence": self.get_licence_display() if self.licence else "",
        }


class Video(Translated, Ordered):
    """A video kept elsewhere: a title and the address to watch it at."""

    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("address"), max_length=400, help_text=_("Where it is watched, for example on YouTube."))
    language = models.CharField(_("language"), max_length=2, choices=CONTENT_LANGUAGES, blank=True)
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), null=True, blank=True)
    captions = LanguagesField(_("captions in"), help_text=_("Languages it has subtitles in."))

    translated_fields = ("title",)

    class Meta(Ordered.Meta):
        abstract = True
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    def __str__(self):
        return str(self.shown.title)


def check_no_loop(record, field, message):
    """Refuse (ValidationError on `field`) a chain of `field` that comes back to the record."""
    seen, ancestor = {record.pk} if record.pk else set(), getattr(record, field)
    while ancestor is not None:
        if ancestor.pk in seen:
            raise ValidationError({field: message})
        seen.add(ancestor.pk)
        ancestor = getattr(ancestor, field)
