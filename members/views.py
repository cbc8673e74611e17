"""People, schools and other organizations, councils: their lists and pages."""

from django.db.models import F

from lessonstudy.content.views import RecordListView, RecordView

from .appearances import appearances
from .forms import PersonFilter, SchoolFilter
from .models import Body, Organization, Person

# Reverse accessors of higher rooms; the query-count tests pin them. Those of *_DID are the rows of `appearances`.
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
    "posterroles__poster__event",
    "articleroles__article__issue__journal",
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
    "posters__event",
    "visits__event",
    "videos__event",
    "awards__event",
)


class PersonListView(RecordListView):
    # As an attribute: the column of the reader's language is chosen with each request.
    queryset = Person.objects.prefetch_related("affiliations__organization")
    ordering = ("sort_key", "pk")
    filter_class = PersonFilter
    paginate_by = 60
    template_name = "members/person_list.html"


class PersonView(RecordView):
    queryset = Person.objects.prefetch_related(*PERSON_PAGE)
    template_name = "members/person_detail.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(appearances=appearances(self.object, PERSON_DID), **kwargs)


class SchoolListView(RecordListView):
    queryset = Organization.objects.schools().select_related("place__parent")
    ordering = ("sort_key", "pk")
    filter_class = SchoolFilter
    paginate_by = 40
    template_name = "members/school_list.html"


ORGANIZATIONS = Organization.objects.select_related("parent", "place__parent").prefetch_related(*ORGANIZATION_PAGE)


class OrganizationView(RecordView):
    queryset = ORGANIZATIONS.exclude(kind__in=Organization.SCHOOL_KINDS)
    template_name = "members/organization_detail.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(appearances=appearances(self.object, ORGANIZATION_DID), **kwargs)


class SchoolView(OrganizationView):
    queryset = ORGANIZATIONS.schools()


class CouncilListView(RecordListView):
    queryset = Body.objects.select_related("organization").order_by(
        "kind", F("stated_size").desc(nulls_last=True), "pk"
    )
    template_name = "members/council_list.html"


class CouncilView(RecordView):
    queryset = Body.objects.select_related("organization").prefetch_related(
        "memberships__person", "memberships__organization", "meetings__places__names"
    )
    template_name = "members/council_detail.html"
