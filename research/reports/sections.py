"""The pages a manuscript is written on. A draft keeps what is typed as it is typed; to be sent, it must be whole."""

import hashlib
import json

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.citing.citation import words_of_list
from lessonstudy.content.dates import PartialDateFormField
from lessonstudy.content.machines import plain
from lessonstudy.content.models import SITE_LANGUAGES

from .ethics import unsafe
from .models import ABSTRACT, Licence, Report, TeamMember

MOST_LESSONS, MOST_ROWS = 12, 60
LONG = 5_000  # letters in one field


# --- Forms ----------------------------------------------------------------------------------------
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


# --- Sections -------------------------------------------------------------------------------------
class Section:
    """One page of a manuscript: a form and, perhaps, rows below it. `key` is where its form is kept."""

    def __init__(self, key, title, form, rows=None, row_form=None, fewest=0):
        self.key, self.title, self.form = key, title, form
        self.rows, self.row_form, self.fewest = rows, row_form, fewest

    def of(self, content):
        """The part of the content that this page holds."""
        part = {self.key: content.get(self.key, {})} if self.form else {}
        return part | ({self.rows: content.get(self.rows, [])} if self.rows else {})

    def mark(self, content):
        """Changes when anything that stands on this page does."""
        return digest([self.of(content), options(content)["letters"] if self.has_letters else []])

    @property
    def has_letters(self):
        return bool(self.row_form and self.row_form.by_letter)

    def put(self, content, part):
        content.update(part)

    def kept(self, content):
        """(the fields, the rows) that are kept."""
        part = self.of(content)
        return part.get(self.key, {}), part.get(self.rows, [])

    def parts(self, fields, rows):
        return ({self.key: fields} if self.form else {}) | ({self.rows: rows} if self.rows else {})

    def filled(self, content, data=None):
        """(form, rows): as kept, or as sent in `data`."""
        fields, rows = self.kept(content)
        more = options(content)
        form = self.form and self.form(data, initial=self.form.flat(fields), **more)
        if not self.rows:
            return form, None
        initial = [self.row_form.flat(row) for row in rows]
        blank = max(1, self.fewest - len(rows))
        limits = {"max_num": MOST_ROWS, "absolute_max": MOST_ROWS, "can_delete": True}
        made = forms.formset_factory(self.row_form, extra=0 if data else blank, **limits)
        return form, made(data, initial=initial, prefix="rows", form_kwargs=more)

    def typed(self, form, rows):
        """What was sent, as it is kept: rows that say nothing are left out."""
        typed = [row.typed() for row in rows] if rows else []
        kept = [{name: value for name, value in row.items() if name != "DELETE"} for row in typed if not row["DELETE"]]
        return self.parts(form.typed() if form else {}, [row for row in kept if says_something(row)])

    def problems(self, content):
        """Sentences about what is missing or wrong before it can be sent."""
        fields, rows = self.kept(content)
        found = problems_in(self.form, fields, content) if self.form else []
        for number, row in enumerate(rows, start=1):
            found += [f"{number}. {sentence}" for sentence in problems_in(self.row_form, row, content)]
        if self.rows and not rows:
            found.append(gettext("Fill in at least one row."))
        return found

    def cleaned(self, content):
        form = bound(self.form, self.kept(content)[0], content)
        form.full_clean()
        return form.cleaned_data


class FocusSection(Section):
    """A pupil who gets another letter keeps what was said of them in the lessons."""

    def put(self, content, part):
        renamed = renamed_pupils(content.get("pupils", []), part["pupils"])
        for lesson in content.get("lessons", []):
            for texts in texts_by_letter(lesson):
                moved = {renamed.get(letter, letter): text for letter, text in texts.items()}
                texts.clear()
                texts.update(moved)
        super().put(content, part)


def renamed_pupils(before, after):
    """{letter: the new one} of pupils who are the same: by the group they stand for, or as the only one to change."""
    old, new = ({row["letter"]: row["typifies"] for row in rows} for rows in (before, after))
    gone, come = [letter for letter in old if letter not in new], [letter for letter in new if letter not in old]
    if len(gone) == len(come) == 1 and len(before) == len(after):
        return {gone[0]: come[0]}
    same = {group: letter for letter, group in new.items() if letter in come and group}
    return {letter: same[old[letter]] for letter in gone if old[letter] in same}


def texts_by_letter(lesson):
    yield lesson.get("interviews", {})
    for stage in lesson.get("stages", []):
        yield from (stage.get(group, {}) for group in StageForm.by_letter)


class LessonSection(Section):
    """A research lesson: the one with this number."""

    def __init__(self, number):
        super().__init__(f"lesson-{number}", _("Research lesson %d") % number, LessonForm, "stages", StageForm, 3)
        self.number = number

    def of(self, content):
        lessons = content.get("lessons", [])
        return {"lesson": lessons[self.number - 1] if self.number <= len(lessons) else {}}

    def put(self, content, part):
        """A lesson that says nothing is none: so one is taken away."""
        lessons = content.setdefault("lessons", [])
        lessons[self.number - 1 : self.number] = [part["lesson"]] if says_something(part["lesson"]) else []

    def kept(self, content):
        lesson = dict(self.of(content)["lesson"])
        return lesson, lesson.pop("stages", [])

    def parts(self, fields, rows):
        return {"lesson": {**fields, "stages": rows}}


BEFORE = [
    Section("about", _("The study"), AboutForm),
    Section("team", _("Team"), None, "team", MemberForm, 3),
    FocusSection("focus", _("Focus and pupils"), FocusForm, "pupils", PupilForm, 3),
]
AFTER = [
    Section("outcome", _("Outcome"), OutcomeForm),
    Section("abstract", _("Abstract"), AbstractForm),
    Section("translations", _("In other languages"), TranslationsForm),
    Section("terms", _("Consent and licence"), TermsForm),
]


def sections(content):
    """The pages in their order; a page for each research lesson."""
    number = max(1, len(content.get("lessons", [])))
    return [*BEFORE, *map(LessonSection, range(1, number + 1)), *AFTER]


def section_of(content, key):
    """The page of that name; of lessons, also the next one. None if there is no such page."""
    known = {section.key: section for section in sections(content)}
    number = len(content.get("lessons", [])) + 1
    if number <= MOST_LESSONS:
        known.setdefault(f"lesson-{number}", LessonSection(number))
    return known.get(key)


def problems_of(content, photos=()):
    """[(section or None, sentence)] of all that stands between a manuscript and the editors."""
    missing = [(section, sentence) for section in sections(content) for sentence in section.problems(content)]
    return missing + [(None, sentence) for sentence in unsafe(content, photos)]


def digest(part):
    """Changes when anything in this part of a content does."""
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:16]


def options(content):
    letters = [pupil["letter"] for pupil in content.get("pupils", []) if pupil.get("letter")]
    return {"letters": list(dict.fromkeys(letters)), "language": content.get("about", {}).get("language", "")}


def bound(form, kept, content, **more):
    return form(form.flat(kept), **options(content), **more)


def problems_in(form, kept, content):
    checked = bound(form, kept, content, whole=True)
    empty = [name for name in checked.errors if checked.has_error(name, "required")]
    missing = [gettext("Fill in: %s.") % ", ".join(str(checked.fields[name].label) for name in empty)] if empty else []
    wrong = {name: errors for name, errors in checked.errors.items() if name not in empty}
    return missing + [f"{checked.fields[name].label}: {' '.join(errors)}" for name, errors in wrong.items()]


def says_something(row):
    """Whether anything is typed in it; rows inside it, such as stages, count too."""
    texts = [value for name, value in row.items() if name != "role"]
    return any(any(text.values()) if isinstance(text, dict) else text for text in texts)


def body_of(content):
    """The text of a report: its known parts, and of the lessons what is said of the pupils there are."""
    letters = options(content)["letters"]
    body = {part: content.get(part, {}) for part in ("focus", "outcome")}
    body["pupils"] = [{name: pupil[name] for name in ("letter", "typifies")} for pupil in content.get("pupils", [])]
    body["named"] = content.get("terms", {}).get("named", "")
    body["lessons"] = [lesson_of(lesson, letters) for lesson in content.get("lessons", [])]
    return body


def lesson_of(lesson, letters):
    plain_fields = {name: lesson.get(name, "") for name in ("date", "objective", "discussion", "revision")}
    stages = [
        {"title": stage.get("title", ""), **{group: only(stage, group, letters) for group in StageForm.by_letter}}
        for stage in lesson.get("stages", [])
    ]
    return {**plain_fields, "interviews": only(lesson, "interviews", letters), "stages": stages}


def only(said, group, letters):
    return {letter: text for letter, text in said.get(group, {}).items() if letter in letters and text}


def team_of(content):
    """The rows of the team, as clean as the form makes them."""
    section = BEFORE[1]
    rows = [bound(section.row_form, row, content) for row in section.kept(content)[1]]
    return [row.cleaned_data for row in rows if row.is_valid()]


def columns_of(content):
    """The columns of a report that a whole manuscript fills."""
    about, abstract, terms = (section.cleaned(content) for section in (BEFORE[0], AFTER[1], AFTER[3]))
    terms.pop("named")  # with the text: see body_of
    translated = AFTER[2].cleaned(content)
    title, language, _school = about.pop("title"), about.pop("language"), about.pop("school")
    own = {f"{part}_{language}": text for part, text in {"title": title, **abstract}.items()}
    return {**about, **terms, **translated, **own, "language": language, "original_language": language}
