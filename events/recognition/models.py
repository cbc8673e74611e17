"""Diplomas, certificates, letters of appreciation, winners and prizes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.calendar.models import Event
from events.programme.models import Contribution
from lessonstudy.content.languages import Translated
from lessonstudy.content.models import Ordered
from members.models import Organization, Person


class Award(Translated, Ordered):
    """What a person or an organization received. Without either, the source names no one: say so in the note."""

    class Kind(models.TextChoices):
        DIPLOMA = "diploma", _("diploma")
        CERTIFICATE = "certificate", _("certificate")
        LETTER = "letter", _("letter of appreciation")
        WINNER = "winner", _("winner")
        PRIZE = "prize", _("prize")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="awards", verbose_name=_("event"))
    contribution = models.ForeignKey(
        Contribution,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("contribution"),
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=300, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="awards", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("organization"),
    )
    note = models.CharField(_("note"), max_length=400, blank=True, help_text=_("For example who, if not named."))

    translated_fields = ("title", "note")

    class Meta(Ordered.Meta):
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(organization__isnull=True),
                name="award_has_one_receiver",
                violation_error_message=_("An award goes to a person or to an organization: leave one of them empty."),
            )
        ]

    def __str__(self):
        return str(self.shown.title or self.get_kind_display())

    @property
    def receiver(self):
        return self.person or self.organization

    @property
    def what(self):
        return self.get_kind_display()

    @property
    def in_what(self):
        return self.shown.title
