"""Forms for series and events. The event's form gets more rows from the other rooms: see events/admin.py."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.admin import PublishableAdmin, display
from lessonstudy.content.dates import format_range
from lessonstudy.content.editing.filters import StatusFilter, TranslationFilter, used
from lessonstudy.content.editing.inlines import DocumentInline, OrderedRows, PhotoInline, VideoInline, in_languages
from members.admin import BranchOwnedMixin, RoleInline, in_all_languages

from .models import (
    EventDocument,
    EventOrganization,
    EventPhoto,
    EventPoint,
    EventRole,
    EventSeries,
    EventVideo,
    ParticipationFigure,
)


@admin.register(EventSeries)
class EventSeriesAdmin(PublishableAdmin):
    fieldsets = [(_("Series"), {"fields": [("scope", "owner")]})]
    autocomplete_fields = ["owner"]
    list_filter = [StatusFilter, "scope", TranslationFilter]
    list_select_related = ["owner"]
    search_fields = in_all_languages("title")

    def subtitle(self, record):
        return str(record.get_scope_display())


class OrganizationInline(OrderedRows):
    model = EventOrganization
    autocomplete_fields = ["organization"]
    lines = [("organization", "role"), *in_languages("note")]


class EventRoleInline(RoleInline):
    model = EventRole


class FigureInline(OrderedRows):
    model = ParticipationFigure
    lines = [("category", "qualifier", "number"), *in_languages("label")]


class PointInline(OrderedRows):
    model = EventPoint
    lines = ["kind", *in_languages("text")]


class EventPhotoInline(PhotoInline):
    model = EventPhoto


class EventDocumentInline(DocumentInline):
    model = EventDocument
    autocomplete_fields = ["people"]
    lines = [*DocumentInline.lines, "people"]


class EventVideoInline(VideoInline):
    model = EventVideo
    autocomplete_fields = ["organization"]
    lines = [*VideoInline.lines, "organization"]


class EventAdmin(BranchOwnedMixin, PublishableAdmin):
    fieldsets = [
        (_("What"), {"fields": [("kind", "state"), ("series", "edition_number")]}),
        (
            _("When and where"),
            {"fields": [("start", "end"), ("time_zone", "days"), "places", ("mode", "platform")]},
        ),
        (
            _("What it belongs to"),
            {"classes": ["collapse"], "fields": [("parent", "grew_out_of"), ("body", "branch")]},
        ),
        (
            _("More"),
            {"classes": ["collapse"], "fields": [("access", "direction"), "working_languages", "website"]},
        ),
    ]
    autocomplete_fields = ["series", "parent", "grew_out_of", "body", "places", "branch"]
    list_display = ["title_column", "kind", "date_column", "status_column", "languages_column", "changed_column"]
    list_filter = [StatusFilter, "kind", used("series"), "mode", TranslationFilter, used("branch")]
    list_select_related = ["series"]
    date_hierarchy = "begins_at"
    search_fields = in_all_languages("title", "alternative_title", "edition_label", "theme")
    ordering = ["-begins_at", "-pk"]

    @display(description=_("date"), ordering="begins_at")
    def date_column(self, record):
        return format_range(record.start, record.end) if record.start else ""

    def subtitle(self, record):
        return record.series and str(record.series)

    def choice_label(self, record):
        """Titles repeat across unrelated events, so the date stands beside them."""
        return " · ".join(filter(None, (str(record), self.date_column(record))))
