"""The filters of the lists of people and schools."""

from django.utils.translation import gettext_lazy as _

from lessonstudy.search.filters import FacetFilter, RecordFilter
from lessonstudy.search.query import NAME

from .models import Organization


class PersonFilter(RecordFilter):
    school = FacetFilter(_("School"), is_record=True)

    scope = ("what:person",)
    default_order = NAME


class SchoolFilter(RecordFilter):
    kind = FacetFilter(_("Kind"), choices=Organization.Kind.choices)
    region = FacetFilter(_("Region"), is_record=True)

    scope = ("what:school",)
    default_order = NAME


class OrganizationFilter(SchoolFilter):
    """Schools and all other organizations."""

    scope = ("what:school|what:organization",)


class CouncilFilter(RecordFilter):
    scope = ("what:council",)
    default_order = NAME
