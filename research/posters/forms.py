"""The filter of the list of posters."""

from django.utils.translation import gettext_lazy as _

from events.models import Award
from lessonstudy.content.languages import CONTENT_LANGUAGES
from lessonstudy.search.filters import FacetFilter, RecordFilter, YearFilter
from research.filters import GradeFilter, SubjectFilter


class PosterFilter(RecordFilter):
    event = FacetFilter(_("Event"), is_record=True)
    year = YearFilter()
    school = FacetFilter(_("School"), is_record=True)
    region = FacetFilter(_("Region"), is_record=True)
    subject = SubjectFilter()
    grade = GradeFilter()
    language = FacetFilter(_("Language"), choices=CONTENT_LANGUAGES)
    award = FacetFilter(_("Award"), choices=Award.Kind.choices)

    scope = ("what:poster",)
