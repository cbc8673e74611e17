"""The shared admin site: the order of its boxes, and its front page."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from lessonstudy.content.editing.filters import lacking
from members.roles import may_see_persons


class SharedAdmin(UnfoldAdminSite):
    """The one admin site of all subjects."""

    index_template = "admin/front_page.html"

    def autocomplete_view(self, request):
        return Choices.as_view(admin_site=self)(request)


class Choices(AutocompleteJsonView):
    """What is offered while someone types, under the name by which it is told from others."""

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        if hasattr(self.model_admin, "choice_label"):
            result["text"] = self.model_admin.choice_label(obj)
        return result


# The order in which staff think: what is said, what is held, what was found, what is printed, who we are.
BOXES = [
    (_("News"), [("news.newspost", "newspaper")]),
    (
        _("Events"),
        [
            ("events.event", "event"),
            ("events.eventseries", "event_repeat"),
            ("events.session", "view_agenda"),
            ("events.contribution", "co_present"),
        ],
    ),
    (
        _("Registration"),
        [
            ("events.desk", "how_to_reg"),
            ("events.registration", "diversity_3"),
            ("events.participant", "badge"),
            ("events.letter", "mail"),
            ("events.consent", "verified_user"),
        ],
    ),
    (_("Research"), [("research.poster", "science"), ("research.report", "history_edu")]),
    (
        _("Journal"),
        [("journal.journal", "menu_book"), ("journal.issue", "auto_stories"), ("journal.article", "article")],
    ),
    (
        _("Members"),
        [
            ("members.person", "person"),
            ("members.organization", "school"),
            ("members.representative", "how_to_reg"),
            ("members.body", "groups"),
            ("members.place", "location_on"),
        ],
    ),
    (
        _("Administration"),
        [
            ("members.user", "manage_accounts"),
            ("auth.group", "badge"),
            ("portal.redirect", "alt_route"),
            ("django_tasks_database.dbtaskresult", "pending_actions"),
        ],
    ),
]


def navigation(request):
    """The boxes, with what this user may see."""
    boxes = [(title, [link(request, *item) for item in items]) for title, items in BOXES]
    boxes[-1][1].append(link_to_persons(request))
    return [
        {"title": title, "separator": True, "items": [item for item in items if item]}
        for title, items in boxes
        if any(items)
    ]


def link(request, label, icon):
    model = apps.get_model(label)
    if not admin.site.get_model_admin(model).has_view_or_change_permission(request):
        return None
    return {"title": capfirst(model._meta.verbose_name_plural), "icon": icon, "link": list_address(model)}


def link_to_persons(request):
    if not may_see_persons(request.user):
        return None
    return {"title": _("Personal data"), "icon": "privacy_tip", "link": reverse("personal-data")}


def list_address(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@dataclass
class Waiting:
    """A number that waits for someone, and the list that shows what it counts."""

    number: int
    address: str


def dashboard(request, context):
    """What waits for each kind of record, and what was changed last."""
    rows = [waiting_row(request, model) for model in publishable_models()]
    context["waiting"] = [row for row in rows if row]
    context["asking"] = asking(request)
    context["recent"] = recent_changes(request)
    return context


def publishable_models():
    models = [apps.get_model(label) for _title, items in BOXES for label, _icon in items]
    return [model for model in models if hasattr(model, "stale_languages")]


def waiting_row(request, model):
    model_admin = admin.site.get_model_admin(model)
    if not model_admin.has_view_or_change_permission(request):
        return None
    filters = waiting_filters(model)
    numbers = model_admin.get_queryset(request).aggregate(
        **{name: Count("pk", filter=condition) for name, (condition, _query) in filters.items()}
    )
    cells = {name: Waiting(numbers[name], f"{list_address(model)}?{query}") for name, (_c, query) in filters.items()}
    return {"title": capfirst(model._meta.verbose_name_plural), "address": list_address(model), **cells}


def asking(request):
    """How many people wait to be told whether they represent their school; None if this user is not to tell them."""
    model = apps.get_model("members.representative")
    model_admin = admin.site.get_model_admin(model)
    if not model_admin.has_view_or_change_permission(request):
        return None
    number = model_admin.get_queryset(request).filter(state="asked").count()
    return Waiting(number, f"{list_address(model)}?state__exact=asked")


def waiting_filters(model):
    """Name: (condition, the query of the list that shows the same)."""
    future = Q(status="published", published_at__gt=timezone.now())
    languages = {
        f"missing_{language}": (lacking(model, language), f"translation={language}") for language in ("kk", "ru", "en")
    }
    return {
        "drafts": (Q(status="draft"), "state=draft"),
        "scheduled": (future, "state=scheduled"),
        **languages,
        "outdated": (~Q(stale_languages=""), "translation=old"),
    }


def recent_changes(request):
    """The last ten changes by anybody to kinds this user may see; one bound to a branch sees their own changes."""
    entries = LogEntry.objects.select_related("content_type", "user")
    if not request.user.is_superuser and request.user.branch_id:
        entries = entries.filter(user=request.user)
    seen = [
        ContentType.objects.get_for_model(model).pk
        for model, model_admin in admin.site._registry.items()
        if model_admin.has_view_or_change_permission(request)
    ]
    return entries.filter(content_type__in=seen)[:10]
