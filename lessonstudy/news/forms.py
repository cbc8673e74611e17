"""The filter of the list of news."""

from django.utils.translation import gettext_lazy as _

from lessonstudy.search.filters import FacetFilter, RecordFilter, YearFilter

from .models import NewsPost


class NewsFilter(RecordFilter):
    kind = FacetFilter(_("Kind"), choices=NewsPost.Kind.choices)
    year = YearFilter()
    series = FacetFilter(_("Series"), is_record=True)
    region = FacetFilter(_("Region"), is_record=True)

    scope = ("what:news",)
