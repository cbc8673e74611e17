"""What staff narrow their lists by, whatever the list is of."""

from django.contrib.admin import RelatedOnlyFieldListFilter, SimpleListFilter
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.languages import LANGUAGES
from lessonstudy.content.models import Status

NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


class StatusFilter(SimpleListFilter):
    title = _("status")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [*Status.choices, ("scheduled", _("scheduled"))]

    def queryset(self, request, queryset):
        if self.value() == "scheduled":
            return queryset.scheduled()
        return queryset.filter(status=self.value()) if self.value() in Status.values else queryset


class TranslationFilter(SimpleListFilter):
    """What still wants a translation, or has one that fell behind the original."""

    title = _("translations")
    parameter_name = "translation"

    def lookups(self, request, model_admin):
        missing = [(language, _("missing: %s") % NAMES[language]) for language in LANGUAGES]
        outdated = [(f"old-{language}", _("outdated: %s") % NAMES[language]) for language in LANGUAGES]
        return [*missing, ("old", _("outdated: any")), *outdated]

    def queryset(self, request, queryset):
        value = self.value() or ""
        if value in LANGUAGES:
            return queryset.filter(lacking(queryset.model, value))
        if value == "old":
            return queryset.exclude(stale_languages="")
        if value.removeprefix("old-") in LANGUAGES:
            return queryset.filter(stale_languages__contains=value.removeprefix("old-"))
        return queryset


def lacking(model, language):
    """The condition that a record is not written in the language: its title is empty there."""
    column = f"{model.translated_fields[0]}_{language}"
    return Q(**{column: ""}) | Q(**{f"{column}__isnull": True})


def used(field):
    """A filter by the related records that occur in the list, and no others."""
    return field, RelatedOnlyFieldListFilter
