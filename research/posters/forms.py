"""The filter of the list of posters."""

from django.utils.translation import gettext_lazy as _

from lessonstudy.content.languages import CONTENT_LANGUAGES
from lessonstudy.search.filters import FacetFilter, RecordFilter, YearFilter


class PosterFilter(RecordFilter):
    event = FacetFilter(_("Event"), is_record=True)
    year = YearFilter()
    school = FacetFilter(_("School"), is_record=True)
    region = FacetFilter(_("Region"), is_record=True)
    language = FacetFilter(_("Language"), choices=CONTENT_LANGUAGES)

    scope = ("what:poster",)
