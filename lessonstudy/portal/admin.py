"""Old addresses: one by one, from a table, and into one."""

from django.contrib import admin, messages
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.views import ChangeList

from lessonstudy.content.admin import SharedModelAdmin

from . import actions
from .forms import RedirectForm, TableForm
from .models import Redirect, attach_records
from .sheets import write_csv

MOST_SHOWN = 300


class RedirectChangeList(ChangeList):
    def get_results(self, request):
        super().get_results(request)
        self.result_list = attach_records(list(self.result_list))


@admin.register(Redirect)
class RedirectAdmin(SharedModelAdmin):
    form = RedirectForm
    fieldsets = [(None, {"fields": ["old", "new", "origin"]})]
    readonly_fields = ["origin"]
    list_display = ["old", "leads_to", "origin"]
    list_filter = ["origin"]
    search_fields = ["old", "path"]
    actions_list = ["import_csv", "export_csv"]

    def get_changelist(self, request, **kwargs):
        return RedirectChangeList

    @admin.display(description=_("where it leads"))
    def leads_to(self, redirect):
        if not redirect.target:
            return gettext("nowhere: the record was deleted")
        return format_html('<a href="{}">{}</a>', redirect.target, redirect.record or redirect.path)

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    @action(description=_("Import from CSV"), url_path="import", icon="upload", permissions=["import"])
    def import_csv(self, request):
        """First what would happen to every row; then, confirmed, all good rows at once."""
        form = TableForm(request.POST or None, request.FILES or None)
        if form.is_valid() and form.remember_what_is_shown() and "confirm" in request.POST:
            number = actions.keep(form.lines, by=request.user)
            done = ngettext("%d old address was written.", "%d old addresses were written.", number) % number
            self.message_user(request, done, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:portal_redirect_changelist"))
        lines = sorted(form.lines, key=lambda line: not line.problem)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Import old addresses"),
            "opts": self.opts,
            "form": form,
            "lines": lines[:MOST_SHOWN],
            "rest": max(len(lines) - MOST_SHOWN, 0),
            "numbers": actions.numbers_of(lines),
            "may_confirm": any(line.will_be_written for line in lines),
        }
        return TemplateResponse(request, "admin/redirect_import.html", context)

    @action(description=_("Export to CSV"), url_path="export", icon="download", permissions=["view"])
    def export_csv(self, request):
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="old-addresses.csv"'
        write_csv(attach_records(list(self.get_queryset(request).order_by("old"))), response)
        return response
