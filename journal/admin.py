"""Forms for journals, issues and articles."""

from contextlib import closing

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from lessonstudy.content.admin import PublishableAdmin
from lessonstudy.content.editing.depositing import DepositMixin
from lessonstudy.content.editing.filters import StatusFilter, TranslationFilter
from lessonstudy.content.editing.inlines import DocumentInline, PhotoInline
from lessonstudy.content.sheets import empty_table
from members.admin import RoleInline, in_all_languages

from . import actions
from .columns import offered_headings
from .crossref import issue_deposit
from .forms import ArticlesForm
from .importing import Deed
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
class IssueAdmin(DepositMixin, PublishableAdmin):
    deposit = staticmethod(issue_deposit)
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
    actions_detail = [*PublishableAdmin.actions_detail, "add_articles", "crossref"]

    def has_add_articles_permission(self, request, object_id=None):
        return self.has_view_permission(request) and request.user.has_perm("journal.add_article")

    @action(
        description=_("Add articles from a table"),
        url_path="add-articles",
        icon="playlist_add",
        permissions=["add_articles"],
    )
    def add_articles(self, request, object_id):
        """First what would happen to every row; then, confirmed, all good rows at once."""
        if "empty" in request.GET:
            return empty_articles_table()
        with transaction.atomic():
            issue = self.get_object(request, unquote(object_id))
            if issue is None:
                raise Http404
            with closing(ArticlesForm(issue, request.POST or None, request.FILES or None)) as form:
                if form.is_valid() and form.remember_what_is_shown() and "confirm" in request.POST:
                    self.write_articles(request, form)
                    if not form.plan.of(Deed.WRONG):
                        articles = reverse("admin:journal_article_changelist")
                        return HttpResponseRedirect(f"{articles}?issue__id__exact={issue.pk}")
                    form.plan_the_rest()
                return self.show_articles_form(request, issue, form)

    def write_articles(self, request, form):
        number = len(actions.add_articles(form.plan.lines, by=request.user))
        done = ngettext("%d article was added, as a draft.", "%d articles were added, as drafts.", number) % number
        self.message_user(request, done, messages.SUCCESS)
        if left := form.plan.of(Deed.WRONG):
            lines = ", ".join(str(line.number) for line in left)
            said = gettext("Left out: the lines %s. What is wrong is said below.") % lines
            self.message_user(request, said, messages.WARNING)

    def show_articles_form(self, request, issue, form):
        if form.is_bound:
            form.keep_uploads()
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Articles of %s") % issue,
            "opts": self.opts,
            "original": issue,
            "form": form,
            "plan": form.plan,
            "lines": sorted(form.plan.lines if form.plan else [], key=lambda line: line.deed != Deed.WRONG),
            "headings": offered_headings(),
            "may_confirm": form.is_valid() and form.plan.of(Deed.NEW),
        }
        return TemplateResponse(request, "admin/add_articles.html", context)


def empty_articles_table():
    return FileResponse(empty_table(offered_headings()), as_attachment=True, filename="articles.xlsx")


class ArticleRoleInline(RoleInline):
    model = ArticleRole


class ArticleDocumentInline(DocumentInline):
    model = ArticleDocument


@admin.register(Article)
class ArticleAdmin(PublishableAdmin):
    fieldsets = [
        (_("Article"), {"fields": [("issue", "position"), ("language", "pages"), ("contribution", "report")]}),
        (
            _("For citation"),
            {
                "classes": ["collapse"],
                "fields": [("doi", "udc"), "mrnti", ("received_on", "accepted_on"), "references"],
            },
        ),
    ]
    inlines = [ArticleRoleInline, ArticleDocumentInline]
    autocomplete_fields = ["issue", "contribution", "report"]
    list_display = ["title_column", "issue", "status_column", "languages_column", "changed_column"]
    list_filter = [StatusFilter, "language", TranslationFilter, "issue__journal"]
    list_select_related = ["issue__journal"]
    search_fields = [*in_all_languages("title", "keywords"), "doi"]
