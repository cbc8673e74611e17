"""The filter of the list of events."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.filters import RecordFilter
from lessonstudy.content.languages import CONTENT_LANGUAGES
from members.models import Place

from .models import Event, EventSeries

WITHOUT_YEAR = "XXXX"


def year_choices():
    starts = Event.objects.published().exclude(start=None).values_list("start", flat=True).distinct()
    years = sorted({start.year for start in starts if start.year}, reverse=True)
    unknown = [(WITHOUT_YEAR, _("year not stated"))] if any(start.year is None for start in starts) else []
    return [(str(year), str(year)) for year in years] + unknown


def region_choices():
    """Countries and regions in which something public was held."""
    held = Event.objects.published().values("places")
    inside = Q(pk__in=held) | Q(children__in=held) | Q(children__children__in=held)
    regions = Place.objects.filter(inside, kind__in=[Place.Kind.REGION, Place.Kind.COUNTRY]).distinct()
    return sorted(((place.slug, str(place)) for place in regions), key=lambda choice: choice[1])


def series_choices():
    return [(series.slug, str(series)) for series in EventSeries.objects.published()]


class EventFilter(RecordFilter):
    q = django_filters.CharFilter(label=_("Words"), method="filter_words", widget=forms.TextInput)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Event.Kind.choices, empty_label=_("any"))
    year = django_filters.ChoiceFilter(
        label=_("Year"), choices=year_choices, field_name="start", lookup_expr="startswith", empty_label=_("any")
    )
    series = django_filters.ChoiceFilter(
        label=_("Series"), choices=series_choices, field_name="series__slug", empty_label=_("any")
    )
    region = django_filters.ChoiceFilter(
        label=_("Region"), choices=region_choices, method="filter_region", empty_label=_("any")
    )
    mode = django_filters.ChoiceFilter(label=_("Mode"), choices=Event.Mode.choices, empty_label=_("any"))
    language = django_filters.ChoiceFilter(
        label=_("Language"),
        choices=CONTENT_LANGUAGES[:3],
        field_name="working_languages",
        lookup_expr="contains",
        empty_label=_("any"),
    )

    words_in = ("title", "alternative_title", "summary", "theme", "edition_label")

    class Meta:
        model = Event
        fields = []

    def filter_region(self, queryset, name, value):
        return queryset.in_region(value)
