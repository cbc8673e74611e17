"""Forms for the programme: rows in the event's form, and pages of their own for sessions and contributions."""

from django.contrib import admin
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from events.calendar.models import Event
from lessonstudy.content.admin import SharedModelAdmin
from lessonstudy.content.editing.forms import TranslatedForm
from lessonstudy.content.editing.inlines import DocumentInline, OrderedRows, in_languages
from members.admin import BranchMixin, RoleInline, in_all_languages

from .models import (
    AgendaItem,
    Contribution,
    ContributionDocument,
    ContributionRole,
    Session,
    SessionRole,
    Track,
    Visit,
)


class TrackInline(OrderedRows):
    model = Track
    lines = in_languages("title", "description")


class OfOneEventMixin:
    """Tracks and sessions are chosen among those of the same event, read once for all rows."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name in ("track", "session"):
            field.label_from_instance = str
            field.choices = list(field.choices)
        return field

    def get_formset(self, request, obj=None, **kwargs):
        request.event_in_form = obj
        return super().get_formset(request, obj, **kwargs)

    def get_field_queryset(self, db, db_field, request):
        if db_field.name in ("track", "session"):
            return db_field.remote_field.model.objects.filter(event=request.event_in_form)
        return super().get_field_queryset(db, db_field, request)


class SessionInline(OfOneEventMixin, OrderedRows):
    model = Session
    show_change_link = True
    lines = [("kind", "track"), ("start", "end", "minutes"), *in_languages("title")]


class ContributionInline(OfOneEventMixin, OrderedRows):
    model = Contribution
    show_change_link = True
    lines = [("kind", "language"), ("session", "track"), *in_languages("title")]


class VisitInline(OrderedRows):
    model = Visit
    autocomplete_fields = ["host", "place", "people"]
    lines = [("kind", "date"), ("host", "place"), "people", *in_languages("title", "studied")]


class AgendaInline(OrderedRows):
    model = AgendaItem
    lines = in_languages("title", "decision")


class PartOfEventAdmin(BranchMixin, SharedModelAdmin):
    """A part of an event with a page of its own. Saving it counts as a change of the event."""

    form = TranslatedForm
    branch_lookup = "event__branch"
    autocomplete_fields = ["event"]
    list_filter = ["kind"]
    list_select_related = ["event", "track"]
    ordering = ["-event__begins_at", "event", "position", "pk"]

    def choice_label(self, record):
        return f"{record} · {record.event}"

    def get_form(self, request, obj=None, change=False, **kwargs):
        request.event_in_form = obj and obj.event
        return super().get_form(request, obj, change=change, **kwargs)

    def get_field_queryset(self, db, db_field, request):
        if db_field.name in ("track", "session") and request.event_in_form:
            return db_field.remote_field.model.objects.filter(event=request.event_in_form)
        return super().get_field_queryset(db, db_field, request)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        Event.objects.filter(pk=form.instance.event_id).update(version=F("version") + 1)


class SessionRoleInline(RoleInline):
    model = SessionRole


@admin.register(Session)
class SessionAdmin(PartOfEventAdmin):
    fieldsets = [
        (_("Session"), {"fields": ["event", ("kind", "track"), ("start", "end"), "minutes"]}),
        (_("Text"), {"fields": in_languages("title", "room", "description")}),
    ]
    inlines = [SessionRoleInline]
    list_display = ["__str__", "kind", "event", "track"]
    search_fields = in_all_languages("title", "event__title")


class ContributionRoleInline(RoleInline):
    model = ContributionRole


class ContributionDocumentInline(DocumentInline):
    model = ContributionDocument

    def has_add_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


@admin.register(Contribution)
class ContributionAdmin(PartOfEventAdmin):
    fieldsets = [
        (_("Contribution"), {"fields": ["event", ("kind", "language"), ("session", "track"), "schools"]}),
        (_("For citation"), {"classes": ["collapse"], "fields": [("doi", "pages")]}),
        (_("Text"), {"fields": in_languages("title", "abstract", "keywords")}),
    ]
    autocomplete_fields = ["event", "schools"]
    inlines = [ContributionRoleInline, ContributionDocumentInline]
    list_display = ["__str__", "kind", "event", "session", "language"]
    list_select_related = ["event", "session"]
    list_filter = ["kind", "language"]
    search_fields = in_all_languages("title", "keywords", "event__title")
