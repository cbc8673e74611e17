"""People, schools and other organizations, councils: their lists and pages."""

from django.db.models import F

from lessonstudy.content.views import RecordView
from lessonstudy.search.views import RecordListView

from .appearances import time_line
from .forms import PersonFilter, SchoolFilter
from .metadata import council_page, organization_page, person_page
from .models import Body, Organization, Person

# Reverse accessors of higher rooms; the query-count tests pin them.
# *_DID are the rows of events, *_MADE the ways to what was made.
PERSON_DID = ("eventroles", "sessionroles", "contributionroles", "visits", "event_documents", "awards")
ORGANIZATION_DID = (
    "event_organizations",
    "contributions",
    "visits",
    "videos",
    "awards",
    "eventroles",
    "sessionroles",
    "contributionroles",
)
PERSON_MADE = ("posterroles__poster", "team_places__report", "articleroles__article")
ORGANIZATION_MADE = ("posters", "reports")
GREW_OUT_OF = {
    "poster": ("event", "contribution__event"),
    "report": ("contribution__event", "poster"),
    "article": ("contribution__event", "report", "issue__journal"),
}


def made(way, kind):
    """What the time line reads of what was made."""
    return tuple(f"{way}__{lookup}" for lookup in GREW_OUT_OF[kind])


PERSON_PAGE = (
    "names",
    "photos",
    "affiliations__organization",
    "seats__body__organization",
    "seats__organization",
    "eventroles__event",
    "eventroles__organization",
    "sessionroles__session__event",
    "contributionroles__contribution__event",
    "visits__event",
    "event_documents__event",
    "awards__event",
    *made("posterroles__poster", "poster"),
    *made("team_places__report", "report"),
    *made("articleroles__article", "article"),
    "journalroles__journal",
)
ORGANIZATION_PAGE = (
    "names",
    "photos",
    "children",
    "bodies",
    "series",
    "journals",
    "affiliations__person",
    "seats__body",
    "seats__person",
    "event_organizations__event",
    "eventroles__event",
    "eventroles__person",
    "sessionroles__session__event",
    "sessionroles__person",
    "contributionroles__contribution__event",
    "contributionroles__person",
    "contributions__event",
    "posters__photos",
    *made("posters", "poster"),
    *made("reports", "report"),
    "visits__event",
    "videos__event",
    "awards__event",
)


class PersonListView(RecordListView):
    queryset = Person.objects.all()
    related = ("affiliations__organization",)
    filter_class = PersonFilter
    paginate_by = 60
    template_name = "members/person_list.html"


class PersonView(RecordView):
    queryset = Person.objects.all()
    related = PERSON_PAGE
    template_name = "members/person_detail.html"
    describe = staticmethod(person_page)

    def get_context_data(self, **kwargs):
        return super().get_context_data(moments=time_line(self.object, PERSON_DID, PERSON_MADE), **kwargs)


class SchoolListView(RecordListView):
    queryset = Organization.objects.schools()
    related = ("place__parent",)
    filter_class = SchoolFilter
    paginate_by = 40
    template_name = "members/school_list.html"


class OrganizationView(RecordView):
    queryset = Organization.objects.exclude(kind__in=Organization.SCHOOL_KINDS)
    related = ("parent", "place__parent", *ORGANIZATION_PAGE)
    template_name = "members/organization_detail.html"
    describe = staticmethod(organization_page)

    def get_context_data(self, **kwargs):
        moments = time_line(self.object, ORGANIZATION_DID, ORGANIZATION_MADE)
        return super().get_context_data(moments=moments, **kwargs)


class SchoolView(OrganizationView):
    queryset = Organization.objects.schools()


class CouncilListView(RecordListView):
    queryset = Body.objects.order_by("kind", F("stated_size").desc(nulls_last=True), "pk")
    related = ("organization",)
    template_name = "members/council_list.html"


class CouncilView(RecordView):
    queryset = Body.objects.all()
    related = ("organization", "memberships__person", "memberships__organization", "meetings__places__names")
    template_name = "members/council_detail.html"
    describe = staticmethod(council_page)
