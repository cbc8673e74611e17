"""The filter of the list of events."""

from django.utils.translation import gettext_lazy as _

from lessonstudy.content.languages import CONTENT_LANGUAGES
from lessonstudy.search.filters import FacetFilter, RecordFilter, YearFilter
from lessonstudy.search.query import NAME

from .models import Event


class EventFilter(RecordFilter):
    kind = FacetFilter(_("Kind"), choices=Event.Kind.choices)
    year = YearFilter()
    series = FacetFilter(_("Series"), is_record=True)
    region = FacetFilter(_("Region"), is_record=True)
    mode = FacetFilter(_("Mode"), choices=Event.Mode.choices)
    language = FacetFilter(_("Language"), choices=CONTENT_LANGUAGES)

    scope = ("what:event",)


class SeriesFilter(RecordFilter):
    scope = ("what:series",)
    default_order = NAME
