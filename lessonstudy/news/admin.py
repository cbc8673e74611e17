"""Forms for news."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.admin import PublishableAdmin, display
from lessonstudy.content.editing.filters import StatusFilter, TranslationFilter, used
from lessonstudy.content.editing.inlines import DocumentInline, PhotoInline
from members.admin import BranchOwnedMixin, in_all_languages

from .models import NewsDocument, NewsPhoto, NewsPost


class NewsPhotoInline(PhotoInline):
    model = NewsPhoto


class NewsDocumentInline(DocumentInline):
    model = NewsDocument


@admin.register(NewsPost)
class NewsPostAdmin(BranchOwnedMixin, PublishableAdmin):
    fieldsets = [(_("What"), {"fields": [("kind", "pinned"), "events", "branch"]})]
    inlines = [NewsPhotoInline, NewsDocumentInline]
    autocomplete_fields = ["events", "branch"]
    list_display = ["title_column", "kind", "pinned", "status_column", "published_column", "languages_column"]
    list_filter = [StatusFilter, "kind", "pinned", TranslationFilter, used("branch")]
    date_hierarchy = "published_at"
    search_fields = in_all_languages("title", "lead")
    ordering = ["-created_at"]

    @display(description=_("published"), ordering="published_at")
    def published_column(self, record):
        return record.published_at
