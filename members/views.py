"""People, schools and other organizations, councils: their lists and pages; and the schools one represents."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F, Prefetch
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from lessonstudy.content.errors import Refused
from lessonstudy.content.languages import reader_language
from lessonstudy.content.mail import page_in
from lessonstudy.content.views import RecordView
from lessonstudy.search.views import RecordListView, records_found

from . import representing
from .appearances import time_line
from .forms import AskForm, InviteForm, NewSchoolForm, PersonFilter, SchoolFilter
from .metadata import council_page, organization_page, person_page
from .models import Body, Organization, Person, Representative

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


# --- The schools one represents -------------------------------------------------------------------
MOST_FOUND = 20


@never_cache
@login_required
def school_mine(request):
    """The schools one represents or asked for, the colleagues there, and the ways to another school.

    Whoever came from a page that needs a school (`?next=`) goes back there after asking.
    """
    sent, mine = request.POST, mine_of(request)
    found = schools_found(request.GET.get("q", ""))
    ask = AskForm(sent if "ask" in sent else None, auto_id="ask_%s", label_suffix="")
    new = NewSchoolForm(sent if "new" in sent else None, auto_id="new_%s", label_suffix="")
    try:
        if address := asked(request, ask, new) or invited(request, mine) or stopped(request, mine):
            return HttpResponseRedirect(address)
    except Refused as refusal:
        messages.error(request, refusal.message)
    context = {"mine": mine, "found": found, "ask": ask, "new": new, "back": way_back(request), "noindex": True}
    return render(request, "members/school_mine.html", context)


def mine_of(request):
    """One's rows; those confirmed with their colleagues, invitations, and a form to invite."""
    there = Representative.objects.filter(state__in=("confirmed", "invited")).select_related("user")
    rows = request.user.represents.select_related("organization__place")
    mine = list(rows.prefetch_related(Prefetch("organization__representatives", there)))
    for row in mine:
        if row.is_confirmed:
            sent = request.POST if request.POST.get("invite") == str(row.organization_id) else None
            row.invite = InviteForm(sent, auto_id=f"invite_{row.organization_id}_%s", label_suffix="")
            row.others = [other for other in row.organization.representatives.all() if other != row]
    return mine


def schools_found(words):
    words = words.strip()[:100]
    entries = SchoolFilter({"q": words}).answer[:MOST_FOUND] if words else []
    return records_found(Organization, entries, "place")


def asked(request, ask, new):
    """The address to go on to, if one asked for a school."""
    absolute = page_in(request, reader_language())
    if ask.is_valid():
        said = ask.cleaned_data
        representing.ask_to_represent(said["ask"], position=said["position"], by=request.user, absolute=absolute)
    elif new.is_valid():
        said = {"language": reader_language(), **new.cleaned_data}
        representing.ask_for_new_school(**said, by=request.user, absolute=absolute)
    else:
        return ""
    messages.success(request, _("Staff have been asked. You get a mail when they have answered."))
    return way_back(request) or request.path


def invited(request, mine):
    """The same, if one invited a colleague."""
    if "invite" not in request.POST:
        return ""
    row = next((row for row in mine if row.is_confirmed and row.invite.is_bound), None)
    if row is None:
        raise Http404
    if not row.invite.is_valid():
        return ""
    email, absolute = row.invite.cleaned_data["email"], page_in(request, reader_language())
    representing.invite_colleague(row.organization, email=email, by=request.user, absolute=absolute)
    messages.success(request, _("An invitation is on its way to %s.") % email)
    return request.get_full_path()


def stopped(request, mine):
    """The same, if one went, or took an invitation back."""
    if "stop" not in request.POST:
        return ""
    known = {str(row.pk): row for own in mine for row in (own, *getattr(own, "others", ()))}
    if request.POST["stop"] not in known:
        raise Http404
    representing.stop_representing(known[request.POST["stop"]], by=request.user)
    return request.get_full_path()


def way_back(request):
    """The page of this site one came from; empty if there is none."""
    address = request.GET.get("next", "")
    return address if address.startswith("/") and url_has_allowed_host_and_scheme(address, None) else ""


@never_cache
@login_required
def school_join(request, token):
    """What a link in an invitation leads to: one comes in by a button, so that no mail program does."""
    representative = representing.invited(token)
    if representative is None:
        return render(request, "members/school_join.html", {"noindex": True}, status=410)
    if request.method == "POST":
        try:
            representing.join_school(representative, by=request.user)
            return HttpResponseRedirect(reverse("members:school-mine"))
        except Refused as refusal:
            messages.error(request, refusal.message)
    return render(request, "members/school_join.html", {"representative": representative, "noindex": True})
