"""The form of a report: what stands around its text. The text itself is written on the pages of its manuscript."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from lessonstudy.content.admin import PublishableAdmin
from lessonstudy.content.editing.filters import StatusFilter, TranslationFilter, used
from lessonstudy.content.editing.forms import PublishableForm
from lessonstudy.content.editing.inlines import DocumentInline, OrderedRows, PhotoInline
from members.admin import BranchOwnedMixin, in_all_languages

from .models import Report, ReportDocument, ReportPhoto, TeamMember


class TeamInline(OrderedRows):
    model = TeamMember
    form = ModelForm  # nothing in it is translated
    autocomplete_fields = ["person"]
    lines = [("role", "person"), ("family_name", "given_name"), "post"]


class ReportPhotoInline(PhotoInline):
    model = ReportPhoto


class ReportDocumentInline(DocumentInline):
    model = ReportDocument


class ReportForm(PublishableForm):
    def clean_consent(self):
        """Whoever takes back their consent takes the report from the readers first."""
        consent = self.cleaned_data["consent"]
        if not consent and self.instance.status == Report.Status.PUBLISHED:
            raise ValidationError(_("Readers see this report. Withdraw it first, then take the consent away."))
        return consent


@admin.register(Report)
class ReportAdmin(BranchOwnedMixin, PublishableAdmin):
    form = ReportForm
    fieldsets = [
        (
            _("Report"),
            {
                "fields": [
                    "schools",
                    ("subject", "language"),
                    ("grade_from", "grade_to", "class_size"),
                    ("begins", "ends"),
                    ("event", "contribution"),
                    ("poster", "branch"),
                ]
            },
        ),
        (_("Consent and licence"), {"fields": [("licence", "doi"), "ethics", "consent"]}),
    ]
    inlines = [TeamInline, ReportPhotoInline, ReportDocumentInline]
    autocomplete_fields = ["schools", "event", "contribution", "poster", "branch"]
    list_display = ["title_column", "manuscript_column", "status_column", "languages_column", "changed_column"]
    list_filter = [StatusFilter, "manuscript__state", "subject", TranslationFilter, used("branch")]
    list_select_related = ["manuscript"]
    search_fields = in_all_languages("title", "schools__name")
    actions_detail = ["preview", "manuscript"]

    @admin.display(description=_("manuscript"), ordering="manuscript__state")
    def manuscript_column(self, report):
        return report.manuscript.get_state_display()

    def add_view(self, request, form_url="", extra_context=None):
        """A report begins with its manuscript."""
        return HttpResponseRedirect(reverse("research:report-mine"))

    @action(description=_("Read and change the text"), icon="edit_note")
    def manuscript(self, request, object_id):
        report = self.get_object(request, unquote(object_id))
        if report is None:
            raise Http404
        return HttpResponseRedirect(reverse("research:report-check", args=[report.manuscript.pk]))
