"""Forms of the admin for old addresses."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from lessonstudy.content.editing.forms import GuardedForm
from lessonstudy.content.sheets import MOST_BYTES, decoded

from . import actions
from .addresses import on_this_site, pages_at, written
from .models import Redirect


class RedirectForm(GuardedForm):
    old = forms.CharField(
        label=_("Old address"),
        help_text=_("As it was on the old site: /2021/11/26/title/ or /?p=123. You may paste the whole address."),
        widget=UnfoldAdminTextInputWidget({"autocomplete": "off"}),
    )
    new = forms.CharField(
        label=_("Leads to"),
        help_text=_(
            "Open the page on this site, copy its address and paste it here. If that page moves later, the old "
            "address follows it."
        ),
        widget=UnfoldAdminTextInputWidget({"autocomplete": "off"}),
    )

    class Meta:
        model = Redirect
        fields = ["old"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["new"] = self.instance.target

    def clean_old(self):
        return written(self.cleaned_data["old"])

    def clean_new(self):
        return on_this_site(self.cleaned_data["new"])

    def clean(self):
        cleaned = super().clean()
        old, new = cleaned.get("old", ""), cleaned.get("new", "")
        pages = pages_at(filter(None, (old, new)))
        if old and (problem := actions.why_old_is_wrong(old, pages)):
            self.add_error("old", problem)
        if new and (problem := actions.why_new_is_wrong(new, pages)):
            self.add_error("new", problem)
        elif new:
            self.instance.lead_to(pages[new])
        return cleaned


class TableForm(forms.Form):
    """A file of old and new addresses, or its rows as text. After a check the rows stand in the form, to be mended."""

    file = forms.FileField(
        label=_("CSV file"),
        required=False,
        help_text=_("Two columns: the old address and the address of the page on this site."),
        widget=UnfoldAdminFileFieldWidget({"accept": ".csv,.txt,text/csv"}),
    )
    rows = forms.CharField(
        label=_("Rows"),
        required=False,
        strip=False,
        help_text=_("Mend here what is wrong, or choose a mended file."),
        widget=UnfoldAdminTextareaWidget({"rows": 12, "spellcheck": "false"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    lines = ()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise ValidationError(_("This file is too large. Divide it."))
        return file

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if file:
            cleaned["rows"] = decoded(file.read())
            self.data = self.data.copy()
            self.data["rows"] = cleaned["rows"]
        if not self.errors:
            self.lines = actions.plan(cleaned.get("rows", ""))
        return cleaned

    def remember_what_is_shown(self):
        """Say whether the editor saw this outcome already; from now on they have."""
        mark = actions.mark_of(self.lines)
        was_seen = self.data.get("seen") == mark
        self.data = self.data.copy()
        self.data["seen"] = mark
        return was_seen
