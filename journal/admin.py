"""Forms for journals, issues and articles."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.admin import PublishableAdmin
from lessonstudy.content.editing.filters import StatusFilter, TranslationFilter
from lessonstudy.content.editing.inlines import DocumentInline, PhotoInline
from members.admin import RoleInline, in_all_languages

from .models import Article, ArticleDocument, ArticleRole, Issue, IssueDocument, IssuePhoto, Journal, JournalRole


class JournalRoleInline(RoleInline):
    model = JournalRole
    lines = [*RoleInline.lines, "since"]


@admin.register(Journal)
class JournalAdmin(PublishableAdmin):
    fieldsets = [
        (
            _("Journal"),
            {
                "fields": [
                    ("owner", "publisher"),
                    ("issn", "issn_since"),
                    ("registration", "registered_on"),
                    ("founded", "website"),
                ]
            },
        )
    ]
    inlines = [JournalRoleInline]
    autocomplete_fields = ["owner"]
    search_fields = [*in_all_languages("title"), "issn"]


class IssuePhotoInline(PhotoInline):
    model = IssuePhoto


class IssueDocumentInline(DocumentInline):
    model = IssueDocument


@admin.register(Issue)
class IssueAdmin(PublishableAdmin):
    fieldsets = [
        (
            _("Issue"),
            {"fields": ["journal", ("year", "number"), ("through_number", "volume"), "editions", "event"]},
        )
    ]
    inlines = [IssuePhotoInline, IssueDocumentInline]
    autocomplete_fields = ["journal", "event"]
    list_display = ["title_column", "status_column", "languages_column", "changed_column"]
    list_filter = [StatusFilter, "year", "journal"]
    list_select_related = ["journal"]
    search_fields = [*in_all_languages("title", "journal__title"), "year", "slug"]
    ordering = ["-year", "-number"]


class ArticleRoleInline(RoleInline):
    model = ArticleRole


class ArticleDocumentInline(DocumentInline):
    model = ArticleDocument


@admin.register(Article)
class ArticleAdmin(PublishableAdmin):
    fieldsets = [
        (_("Article"), {"fields": [("issue", "position"), ("language", "pages"), "contribution"]}),
        (
            _("For citation"),
            {
                "classes": ["collapse"],
                "fields": [("doi", "udc"), "mrnti", ("received_on", "accepted_on"), "references"],
            },
        ),
    ]
    inlines = [ArticleRoleInline, ArticleDocumentInline]
    autocomplete_fields = ["issue", "contribution"]
    list_display = ["title_column", "issue", "status_column", "languages_column", "changed_column"]
    list_filter = [StatusFilter, "language", TranslationFilter, "issue__journal"]
    list_select_related = ["issue__journal"]
    search_fields = [*in_all_languages("title", "keywords"), "doi"]
