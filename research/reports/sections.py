"""The pages of a manuscript: which part of its content each holds, and what it still lacks."""

import hashlib
import json

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .ethics import unsafe
from .steps import (
    AboutForm,
    AbstractForm,
    FocusForm,
    LessonForm,
    MemberForm,
    OutcomeForm,
    PupilForm,
    StageForm,
    TermsForm,
    TranslationsForm,
)

MOST_LESSONS, MOST_ROWS = 12, 60


class Section:
    """One page of a manuscript: a form and, perhaps, rows below it. `key` is where its form is kept."""

    number = 0  # of a research lesson

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


ABOUT = Section("about", _("The study"), AboutForm)
TEAM = Section("team", _("Team"), None, "team", MemberForm, 3)
FOCUS = FocusSection("focus", _("Focus and pupils"), FocusForm, "pupils", PupilForm, 3)
OUTCOME = Section("outcome", _("Outcome"), OutcomeForm)
ABSTRACT = Section("abstract", _("Abstract"), AbstractForm)
TRANSLATIONS = Section("translations", _("In other languages"), TranslationsForm)
TERMS = Section("terms", _("Consent and licence"), TermsForm)


def sections(content, upto=1):
    """The pages in their order; a page for each research lesson, and for one that is just being added."""
    number = max(1, len(content.get("lessons", [])), upto)
    lessons = map(LessonSection, range(1, number + 1))
    return [ABOUT, TEAM, FOCUS, *lessons, OUTCOME, ABSTRACT, TRANSLATIONS, TERMS]


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
