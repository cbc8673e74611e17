"""Old addresses and where they lead; the state of the archive; what harvesters are told; how often it is read."""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.languages import reader_language

from .addresses import LONGEST, without_language
from .registry import KINDS, records_of


class RedirectQuerySet(models.QuerySet):
    def write(self, redirects):
        """Keep them all; one that is there already leads from now on where the new one says."""
        columns = ["kind", "number", "path", "origin"]
        self.bulk_create(
            redirects, update_conflicts=True, unique_fields=["old"], update_fields=columns, batch_size=1000
        )


class Redirect(models.Model):
    """An address that was in use once. It leads to a record, whatever its address is now, or to a list.

    Asked only when nothing else answers, so it can never hide a page.
    """

    class Origin(models.TextChoices):
        HAND = "hand", _("by hand")
        CSV = "csv", _("from a CSV file")
        MOVED = "moved", _("the page moved")

    old = models.CharField(
        _("old address"),
        max_length=LONGEST,
        unique=True,
        error_messages={"unique": _("This old address is in the list already.")},
    )
    # A record by kind and number (as in /id/event/12), because its address may change; else the path of a list.
    kind = models.CharField(max_length=20, blank=True, default="", editable=False)
    number = models.PositiveBigIntegerField(null=True, editable=False)
    path = models.CharField(max_length=LONGEST, blank=True, default="", editable=False)
    origin = models.CharField(_("origin"), max_length=5, choices=Origin.choices, default=Origin.HAND, editable=False)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(old__startswith="/"), name="redirect_old_is_a_path"),
            models.CheckConstraint(
                condition=Q(kind="", number__isnull=True, path__startswith="/")
                | (~Q(kind="") & Q(number__isnull=False, path="")),
                name="redirect_leads_to_a_record_or_a_list",
            ),
        ]

    def __str__(self):
        return self.old

    def lead_to(self, page):
        """Lead to that page (`addresses.Page`)."""
        self.kind = page.record.address_kind() if page.record else ""
        self.number = page.record.pk if page.record else None
        self.path = "" if page.record else page.path
        self.record = page.record

    @cached_property
    def record(self):
        """The record it leads to; None if it leads to a list, or the record was deleted."""
        return records_of(KINDS[self.kind]).filter(pk=self.number).first() if self.kind else None

    @property
    def target(self):
        """Where it leads in the reader's language; empty if the record was deleted."""
        if self.kind:
            return self.record.get_absolute_url() if self.record else ""
        return f"/{reader_language()}{self.path}"

    @property
    def new(self):
        """Where it leads, the same in all languages."""
        return without_language(self.target) if self.target else ""


def attach_records(redirects):
    """Give each redirect of the list its record, by one query for each kind."""
    for kind in {redirect.kind for redirect in redirects} - {""}:
        of_kind = [redirect for redirect in redirects if redirect.kind == kind]
        records = records_of(KINDS[kind]).in_bulk({redirect.number for redirect in of_kind})
        for redirect in of_kind:
            redirect.record = records.get(redirect.number)
    return redirects


class ArchiveState(models.Model):
    """Numbers, of which one changes with every change to what readers may see (lessonstudy/portal/caching.py)."""

    number = models.BigIntegerField(default=0)

    def __str__(self):
        return str(self.number)


class HarvestLine(models.Model):
    """What harvesters are told of a record (lessonstudy/portal/harvest.py). Kept for ever, also without the record."""

    kind = models.CharField(max_length=20)
    number = models.PositiveBigIntegerField()
    datestamp = models.DateTimeField()  # when it last changed, to the second
    sets = models.CharField(max_length=500)  # " kind:poster event:sample year:2021 "
    is_deleted = models.BooleanField(default=False)
    dc = models.JSONField(default=list)  # [[element, text, language]]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="harvest_line_once")]
        indexes = [models.Index(fields=["datestamp", "id"], name="harvest_line_in_order")]

    def __str__(self):
        return f"{self.kind}/{self.number}"

    def tells(self, sets, dc):
        """Say this from now on. Whether that is anything new."""
        before = self.sets, self.dc, self.is_deleted, self.pk is None
        self.sets, self.dc, self.is_deleted = f" {' '.join(sets)} ", dc, False
        return before != (self.sets, self.dc, False, False)

    def ends(self):
        """Say from now on that nobody sees the record any more. Whether that is anything new."""
        was_there = not self.is_deleted
        self.is_deleted, self.dc = True, []
        return was_there


class ReadCount(models.Model):
    """How often a record was read in a month, and its files fetched (lessonstudy/portal/counting.py)."""

    kind = models.CharField(max_length=20)
    number = models.PositiveBigIntegerField()
    month = models.DateField()  # its first day
    views = models.PositiveIntegerField(default=0)
    downloads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number", "month"], name="read_count_once_a_month")]
        indexes = [models.Index(fields=["month"], name="read_count_by_month")]

    def __str__(self):
        return f"{self.kind}/{self.number} {self.month:%Y-%m}"
