"""A letter from staff to the groups they chose: to the schools, the teachers, or both."""

from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from lessonstudy.content.languages import IN_LANGUAGE, LANGUAGES

from .actions import hand_over
from .desk import Kind
from .tasks import owe


class NoteForm(forms.Form):
    """Subject and text in the languages of those who get it; in one at least."""

    to_schools = forms.BooleanField(
        label=_("to the coordinators"), required=False, initial=True, widget=UnfoldBooleanWidget
    )
    to_teachers = forms.BooleanField(
        label=_("to the teachers who left an address"), required=False, widget=UnfoldBooleanWidget
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            about = {"required": False, "help_text": IN_LANGUAGE[language]}
            attrs = {"lang": language}
            self.fields[f"subject_{language}"] = forms.CharField(
                label=pgettext_lazy("of a letter", "Subject"),
                max_length=200,
                widget=UnfoldAdminTextInputWidget(attrs),
                **about,
            )
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("Text"), max_length=10_000, widget=UnfoldAdminTextareaWidget({**attrs, "rows": 6}), **about
            )

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("to_schools") or cleaned.get("to_teachers")):
            self.add_error("to_schools", _("Say who gets the letter."))
        for language in LANGUAGES:
            subject, text = (cleaned.get(f"{name}_{language}") for name in ("subject", "text"))
            if bool(subject) != bool(text):
                missing = "text" if subject else "subject"
                self.add_error(f"{missing}_{language}", _("A letter needs both a subject and a text."))
        if not self.errors and not self.notes:
            self.add_error(f"subject_{LANGUAGES[0]}", _("Write it in at least one of the three languages."))
        return cleaned

    @property
    def notes(self):
        """{language: (subject, text)} of the languages it is written in."""
        said = {language: (self.cleaned_data[f"subject_{language}"], self.cleaned_data[f"text_{language}"])
                for language in LANGUAGES}  # fmt: skip
        return {language: note for language, note in said.items() if all(note)}

    def note_in(self, language):
        """In that language; else in the first that it is written in."""
        notes = self.notes
        return notes.get(language) or next(iter(notes.values()))

    def addressed(self, registration):
        """[(teacher or None, e-mail)] of those of a group who get it."""
        cleaned = self.cleaned_data
        schools = [(None, registration.email)] if cleaned["to_schools"] else []
        people = registration.people if cleaned["to_teachers"] else []
        return [*schools, *((person, person.email) for person in people if person.email)]


def send_note(registrations, form):
    """Owe the letter to everyone it is addressed to. The same form again sends nothing: False."""
    try:
        with transaction.atomic():
            for registration in registrations:
                hand_over(registration)
                subject, text = form.note_in(registration.language)
                words = {"version": registration.version, "subject": subject, "text": text}
                addressed = [(person, email, words) for person, email in form.addressed(registration)]
                owe(registration, Kind.NOTE, addressed, fact=f"note-{form.cleaned_data['token']}")
    except IntegrityError:  # fact_told_once
        return False
    return True
