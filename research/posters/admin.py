"""Forms for posters."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.admin import PublishableAdmin
from lessonstudy.content.editing.filters import StatusFilter, TranslationFilter, used
from lessonstudy.content.editing.inlines import DocumentInline, PhotoInline
from members.admin import BranchOwnedMixin, RoleInline, in_all_languages

from .models import Poster, PosterDocument, PosterPhoto, PosterRole


class PosterRoleInline(RoleInline):
    model = PosterRole


class PosterPhotoInline(PhotoInline):
    model = PosterPhoto


class PosterDocumentInline(DocumentInline):
    model = PosterDocument


@admin.register(Poster)
class PosterAdmin(BranchOwnedMixin, PublishableAdmin):
    fieldsets = [
        (
            _("Poster"),
            {"fields": [("language", "board_number"), "schools", ("event", "contribution"), "branch"]},
        )
    ]
    inlines = [PosterRoleInline, PosterPhotoInline, PosterDocumentInline]
    autocomplete_fields = ["schools", "event", "contribution", "branch"]
    list_display = ["title_column", "event", "status_column", "languages_column", "changed_column"]
    list_filter = [StatusFilter, "language", TranslationFilter, used("branch")]
    list_select_related = ["event"]
    search_fields = in_all_languages("title", "schools__name")
