"""The filters of the lists of people and schools."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.filters import LONGEST, RecordFilter, spellings

from .models import Organization, Person, Place


def region_choices():
    """Countries and regions in which there is a published organization."""
    published = Organization.objects.published().values("place")
    inside = Q(pk__in=published) | Q(children__in=published) | Q(children__children__in=published)
    regions = Place.objects.filter(inside, kind__in=[Place.Kind.REGION, Place.Kind.COUNTRY]).distinct()
    return sorted(((place.slug, str(place)) for place in regions), key=lambda choice: choice[1])


class PersonFilter(RecordFilter):
    q = django_filters.CharFilter(label=_("Name"), method="filter_words")

    words_in = ("family_name", "given_name", "patronymic")

    class Meta:
        model = Person
        fields = []

    def filter_words(self, queryset, name, value):
        """In the name or in any other spelling of it."""
        by_variant = Q()
        for spelling in spellings(value.strip()[:LONGEST]):
            by_variant |= Q(names__name__icontains=spelling)
        by_name = super().filter_words(queryset, name, value).values("pk")
        return queryset.filter(by_variant | Q(pk__in=by_name)).distinct()


class SchoolFilter(RecordFilter):
    q = django_filters.CharFilter(label=_("Name"), method="filter_words")
    region = django_filters.ChoiceFilter(
        label=_("Region"), choices=region_choices, method="filter_region", empty_label=_("any")
    )

    words_in = ("name", "short_name")

    class Meta:
        model = Organization
        fields = []

    def filter_region(self, queryset, name, value):
        return queryset.filter(
            Q(place__slug=value) | Q(place__parent__slug=value) | Q(place__parent__parent__slug=value)
        )
