"""Filters of journals, issues and articles; and the form that takes a table of articles with their PDFs."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from lessonstudy.content.editing.uploads import ManyFilesField, OneFileField
from lessonstudy.content.files import check_document, extension_of
from lessonstudy.content.languages import CONTENT_LANGUAGES
from lessonstudy.content.sheets import ACCEPT, table_of
from lessonstudy.search.filters import FacetFilter, RecordFilter, YearFilter
from lessonstudy.search.query import NAME

from .importing import Deed, file_key, plan


class JournalFilter(RecordFilter):
    scope = ("what:journal",)
    default_order = NAME


class IssueFilter(RecordFilter):
    year = YearFilter()
    language = FacetFilter(_("Language"), choices=CONTENT_LANGUAGES)

    scope = ("what:issue",)


class ArticleFilter(IssueFilter):
    person = FacetFilter(_("Person"), is_record=True)

    scope = ("what:article",)


def check_pdf(upload):
    if extension_of(upload.name) != "pdf":
        raise ValidationError(
            _("“%(name)s” is not a PDF. Save it as PDF and choose that."), params={"name": upload.name}
        )
    check_document(upload)


class ArticlesForm(forms.Form):
    """A table of articles and their PDFs. What was chosen is kept while the outcome is looked at."""

    table = OneFileField(check=table_of, accept=ACCEPT, label=_("Table"), help_text=_("Excel (.xlsx) or CSV."))
    files = ManyFilesField(
        check=check_pdf, accept=".pdf", label=_("PDFs"), help_text=_("Choose all of them at once, in their folder.")
    )
    language = forms.ChoiceField(
        choices=[("", _("The table says it")), *CONTENT_LANGUAGES],
        required=False,
        label=_("Language of the articles whose row does not say it"),
        widget=UnfoldAdminSelectWidget,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    plan = None

    def __init__(self, issue, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.issue = issue
        editions = issue.editions.split()
        self.initial["language"] = editions[0] if len(editions) == 1 else ""

    def clean_files(self):
        """Of two with the same name the one chosen last is meant."""
        newest = {file_key(upload.name): upload for upload in self.cleaned_data["files"]}
        return list(newest.values())

    def clean(self):
        """The outcome is shown of what is good, also if a PDF was refused."""
        cleaned = super().clean()
        self.uploads = cleaned.get("files", self.fields["files"].good)
        if "table" not in self.errors:
            self.make_plan()
        return cleaned

    def make_plan(self):
        try:
            if not self.cleaned_data["table"]:
                raise ValidationError(_("Choose the table."))
            rows = table_of(self.cleaned_data["table"][0])
            self.plan = plan(self.issue, rows, self.uploads, self.cleaned_data.get("language", ""))
        except ValidationError as error:
            self.add_error("table", error)

    def plan_the_rest(self):
        """After the good rows were written: what is left, and the PDFs that are still to find their place."""
        wanted = [upload for line in self.plan.of(Deed.WRONG) for upload, _language in line.files]
        self.uploads = [*wanted, *self.plan.unclaimed]
        self.make_plan()
        self.remember_what_is_shown()

    def remember_what_is_shown(self):
        """Say whether the editor saw this outcome already; from now on they have."""
        was_seen = self.data.get("seen") == self.plan.mark
        self.data = self.data.copy()
        self.data["seen"] = self.plan.mark
        return was_seen

    def keep_uploads(self):
        self.fields["files"].good = self.uploads
        self.fields["files"].keep()
        self.fields["table"].keep()

    def close(self):
        for name in ("table", "files"):
            self.fields[name].widget.close()
