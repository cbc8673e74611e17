"""The forms a manuscript is written in. A draft keeps what is typed as it is typed; to be sent, it must be whole."""

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.citing.citation import words_of_list
from lessonstudy.content.dates import PartialDateFormField
from lessonstudy.content.machines import plain
from lessonstudy.content.models import SITE_LANGUAGES

from .models import ABSTRACT, Licence, Report, TeamMember

LONG = 5_000  # letters in one field


class Text(forms.CharField):
    def __init__(self, label, rows=3, help_text=""):
        area = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, widget=area, max_length=LONG, help_text=help_text)


class Line(forms.CharField):
    def __init__(self, label, help_text="", longest=300):
        super().__init__(label=label, max_length=longest, help_text=help_text)


class StepForm(forms.Form):
    """`needed` must be there before the manuscript is sent; `by_letter` are the fields that each case pupil has."""

    needed = ()
    by_letter = {}

    def __init__(self, *args, whole=False, letters=(), language="", **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.language = language
        for group, label in self.by_letter.items():
            self.fields |= {f"{group}_{letter}": Text(label % {"letter": letter}, rows=2) for letter in letters}
        for name, field in self.fields.items():
            field.required = whole and name in self.needed

    @classmethod
    def flat(cls, kept):
        """What was kept, by the names of the fields: {"predicted": {"A": …}} -> {"predicted_A": …}."""
        plain = {name: value for name, value in kept.items() if name not in cls.by_letter}
        groups = {group: kept.get(group, {}) for group in cls.by_letter}
        return plain | {f"{group}_{letter}": text for group, texts in groups.items() for letter, text in texts.items()}

    def typed(self):
        """What stands in the fields, right or wrong, as it is kept; with what is kept of pupils who have no field."""
        kept = {group: {} for group in self.by_letter}
        for name, text in self.initial.items():
            group, _underline, letter = name.rpartition("_")
            if group in kept and name not in self.fields:
                kept[group][letter] = text
        for name in self.fields:
            value = self[name].data
            group, _underline, letter = name.rpartition("_")
            if group in self.by_letter:
                kept[group][letter] = plain(value or "")
            else:
                kept[name] = value if isinstance(value, bool) else plain(value or "")
        return kept


class AboutForm(StepForm):
    title = Line(_("Title"), longest=400)
    language = forms.ChoiceField(label=_("Language of the report"), choices=SITE_LANGUAGES)
    school = Line(_("School"), _("Its official name, and the town or village."))

    needed = ("title", "language", "school", "subject", "grade_from", "begins")

    def __init__(self, *args, whole=False, **kwargs):
        super().__init__(*args, **kwargs)
        columns = ["subject", "grade_from", "grade_to", "class_size", "begins", "ends"]
        self.fields |= forms.fields_for_model(Report, columns)
        self.fields["class_size"].max_value = 200
        self.fields["class_size"].validators.append(MaxValueValidator(200))
        self.fields["begins"].label = _("The study began")
        self.fields["ends"].label = _("and ended")
        for name, field in self.fields.items():
            field.required = whole and name in self.needed

    def clean(self):
        first, last = self.cleaned_data.get("grade_from"), self.cleaned_data.get("grade_to")
        if last is not None and (first is None or last < first):
            self.add_error("grade_to", _("Grades go from the first to the last: from 5 to 7."))


class MemberForm(StepForm):
    role = forms.ChoiceField(label=_("Role"), choices=TeamMember.Role.choices)
    family_name = Line(_("Family name"), longest=100)
    given_name = Line(_("Given name"), longest=100)
    post = Line(_("Post"))

    needed = ("role", "family_name")


class FocusForm(StepForm):
    rationale = Text(_("Why this study"), 4, _("What pupils find hard, and how you know it."))
    question = Text(_("Research question"), 2, _("How to improve … for … by …?"))
    known = Text(_("What was known"), 4, _("From books, from other studies, from your own lessons."))

    needed = ("rationale", "question")


class PupilForm(StepForm):
    letter = forms.CharField(label=_("Letter"), max_length=1, widget=forms.TextInput(attrs={"size": 2}))
    typifies = Line(_("The group this pupil stands for"), _("Never a name: “quick at sums, slow to explain”."))

    needed = ("letter", "typifies")


class LessonForm(StepForm):
    date = PartialDateFormField(label=_("Date"))
    objective = Text(_("What pupils were to learn"), 2)
    discussion = Text(_("Discussion after the lesson"), 4)
    revision = Text(_("What was changed for the next lesson"), 3)

    needed = ("date", "objective", "discussion")
    by_letter = {"interviews": _("Pupil %(letter)s said after the lesson")}


class StageForm(StepForm):
    title = Line(_("Stage of the lesson"))

    needed = ("title",)
    by_letter = {"predicted": _("%(letter)s: expected"), "observed": _("%(letter)s: seen")}


class OutcomeForm(StepForm):
    findings_pupils = Text(_("What pupils gained"), 4)
    findings_teachers = Text(_("What teachers learned"), 4)
    changes = Text(_("What changes in practice"), 3)
    limits = Text(_("Limits of the study"), 3)
    shared = Text(_("How it was shared"), 2)
    next_question = Text(_("The next question"), 2)

    needed = ("findings_pupils", "findings_teachers", "changes")


class AbstractForm(StepForm):
    context = Text(_("Context"))
    aims = Text(_("Aims"))
    methods = Text(_("Methods"))
    findings = Text(_("Findings"))
    implications = Text(_("Implications"))
    keywords = Line(_("Keywords"), _("Three to seven, with commas between them."))

    needed = (*ABSTRACT, "keywords")

    def clean_keywords(self):
        return ", ".join(words_of_list(self.cleaned_data["keywords"]))


class TranslationsForm(StepForm):
    """Title and abstract in the two other languages; nothing of it is needed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for language, name in SITE_LANGUAGES:
            if language != self.language:
                for part in ("title", *ABSTRACT, "keywords"):
                    field = Report._meta.get_field(part).formfield(required=False)
                    field.label, field.max_length = f"{capfirst(field.label)} ({name})", field.max_length or LONG
                    self.fields[f"{part}_{language}"] = field
                    field.widget.attrs["lang"] = language


class TermsForm(StepForm):
    licence = forms.ChoiceField(
        label=_("Licence"),
        choices=Licence.choices,
        widget=forms.RadioSelect,
        help_text=_("What others may do with the report: the licences are Creative Commons."),
    )
    ethics = Text(_("Ethics and consent"), 4, _("Who was asked, who agreed, and how the pupils are protected."))
    named = Line(
        _("Names in the text that are no pupils'"),
        _("Writers, scholars, heroes of books: Pushkin, Abai. The check for pupils' names lets them pass."),
    )
    consent = forms.BooleanField(
        label=_(
            "The parents and the school agreed to the study and to its publication. The school keeps it in writing."
        )
    )

    needed = ("licence", "ethics")  # consent is asked for by the ethics gate
