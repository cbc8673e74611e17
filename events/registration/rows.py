"""The rows inside the form of a desk: ways to take part, places by region, questions, texts of mails."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.editing.forms import RowForm
from lessonstudy.content.editing.inlines import OrderedRows, Rows, TableRows, in_languages

from .desk import MailText, Option, Question, RegionQuota
from .models import Participant, Registration


class RefusingMixin:
    """A row that is in use stays: who ticks "delete" is told why, and the other rows are kept as typed."""

    def refusal(self):
        """A sentence, or nothing if the row may go."""
        raise NotImplementedError

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and cleaned.get("DELETE") and (sentence := self.refusal()):
            cleaned["DELETE"] = False
            self.add_error(None, sentence)
        return cleaned


class SeatsMixin(RefusingMixin):
    """Places are never fewer than are taken; the database says so, and here it says it before it is asked."""

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self._update_errors(error)


class OptionForm(SeatsMixin, RowForm):
    def refusal(self):
        if self.instance.participants.exists():
            return gettext("Teachers are registered for “%s”: it cannot be deleted.") % self.instance
        return ""


class RegionForm(SeatsMixin, forms.ModelForm):
    def refusal(self):
        if Registration.objects.filter(region=self.instance).exists():
            return gettext("Schools of “%s” are registered: it cannot be deleted.") % self.instance
        return ""

    def clean_region(self):
        if "region" in self.changed_data and self.instance.pk and self.refusal():
            raise ValidationError(_("Schools of this region are registered: its row stays. Add another one."))
        return self.cleaned_data["region"]


class QuestionForm(RefusingMixin, RowForm):
    def refusal(self):
        if is_answered(self.instance):
            return gettext("“%s” was answered already: it cannot be deleted.") % self.instance
        return ""

    def clean_kind(self):
        return self.unless_answered("kind", _("This question was answered already: its kind stays as it is."))

    def clean_about(self):
        return self.unless_answered("about", _("This question was answered already: it stays where it is asked."))

    def unless_answered(self, name, sentence):
        if name in self.changed_data and self.instance.pk and is_answered(self.instance):
            raise ValidationError(sentence)
        return self.cleaned_data[name]

    def save(self, commit=True):
        """Who agreed to the words of before did not agree to these: they are another version."""
        columns = {f"{column.name}_{language}" for _field, column, language in self.column_fields()}
        if self.instance.pk and self.instance.kind == Question.Kind.CONSENT and columns & set(self.changed_data):
            self.instance.version += 1
        return super().save(commit)


def is_answered(question):
    """Whether anybody has answered it, agreed to it or sent a file."""
    desk, key = question.desk_id, {"answers__has_key": question.name}
    return (
        question.consents.exists()
        or question.files.exists()
        or Registration.objects.filter(desk=desk, **key).exists()
        or Participant.objects.filter(registration__desk=desk, **key).exists()
    )


class OptionInline(OrderedRows):
    model = Option
    form = OptionForm
    readonly_fields = ["taken_now"]
    lines = [("mode", "capacity", "taken_now"), *in_languages("title")]

    @admin.display(description=_("taken"))
    def taken_now(self, option):
        beyond = gettext("%d beyond the places") % option.overbooked if option.overbooked else ""
        return " · ".join(filter(None, (str(option.taken or 0), beyond)))


class RegionInline(TableRows):
    model = RegionQuota
    form = RegionForm
    autocomplete_fields = ["region"]
    fields = ["region", "capacity", "taken"]
    readonly_fields = ["taken"]


class QuestionInline(OrderedRows):
    model = Question
    form = QuestionForm
    readonly_fields = ["version"]
    lines = [("about", "kind"), ("required", "version"), *in_languages("label", "text")]


class MailTextInline(Rows):
    model = MailText
    lines = ["kind", *in_languages("text")]
