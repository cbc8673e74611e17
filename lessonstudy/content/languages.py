"""In which language a record is shown.

One rule (docs/languages.md): a group of fields is shown in the reader's language if the record has it;
otherwise in the record's original language, then Kazakh, Russian, English. It is then labelled and marked
with `lang`. A page is never hidden, and never a silent mix, because a translation is missing.
"""

from functools import cache
from unicodedata import normalize

from django import forms
from django.conf import settings
from django.db import models
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("kk", "ru", "en")

# Languages a talk, a file or an event can be in. Wider than the languages of the site.
CONTENT_LANGUAGES = [
    ("kk", _("Kazakh")),
    ("ru", _("Russian")),
    ("en", _("English")),
    ("ja", _("Japanese")),
    ("ky", _("Kyrgyz")),
    ("uz", _("Uzbek")),
    ("tr", _("Turkish")),
    ("zh", _("Chinese")),
    ("de", _("German")),
    ("fr", _("French")),
]

# "In Russian": how the label of a text in another language reads.
IN_LANGUAGE = {"kk": _("in Kazakh"), "ru": _("in Russian"), "en": _("in English")}


def reader_language():
    """The language of the page, one of kk, ru, en."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    return language if language in LANGUAGES else settings.LANGUAGE_CODE


def in_each_language(say):
    """{language: what the function says to a reader of it}."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = say()
    return said


def path_in(path, language):
    """The same address in another language; one without a language in it stays as it is."""
    prefix, slash, rest = path[1:].partition("/")
    return f"/{language}/{rest}" if slash and prefix in LANGUAGES else path


class ShownText(str):
    """A text that knows its language. In a template it marks itself with `lang` when that is not the page's."""

    def __new__(cls, text, language, is_html=False, reader=None):
        shown = super().__new__(cls, text)
        shown.language = language
        shown.is_html = is_html
        shown.is_foreign = bool(text) and language != (reader or reader_language())
        return shown

    def __html__(self):
        text = mark_safe(self.text) if self.is_html else self.text  # noqa: S308 - rich text is sanitised when stored
        if self.is_foreign:
            return format_html('<{0} lang="{1}">{2}</{0}>', "div" if self.is_html else "span", self.language, text)
        return conditional_escape(text)

    @property
    def text(self):
        """Without the mark, for attributes."""
        return str.__str__(self)

    @property
    def label(self):
        """ "in Russian" if the reader's language is missing, else an empty string."""
        return IN_LANGUAGE[self.language] if self.is_foreign else ""


class Shown:
    """`record.shown.title`: the title in the language this reader gets."""

    def __init__(self, record, reader):
        self._record, self._reader = record, reader

    def __getattr__(self, field):
        record, reader = self._record, self._reader
        if field not in record.translated_fields:
            raise AttributeError(field)
        language = record.language_of(field, reader)
        text = getattr(record, f"{field}_{language}") or ""
        return ShownText(text, language, is_html_in(type(record), field), reader)


class Parts:
    """What belongs to a record, by name."""

    def __init__(self, record):
        self._record = record

    def __getattr__(self, name):
        fetched = getattr(self._record, "_prefetched_objects_cache", {})
        return fetched[name] if name in fetched else getattr(self._record, name).all()


@cache
def is_html_in(model, field):
    return getattr(model._meta.get_field(field), "is_html", False)


@cache
def group_of(model, field):
    """The fields that are always shown in one language together with this one."""
    return next((group for group in model.text_groups if field in group), (field,))


@cache
def choices_of(field):
    return dict(field.flatchoices)


class Translated(models.Model):
    """A record with text in three languages.

    `translated_fields` names the fields that get a column per language; `text_groups` those that
    are always shown in one language together (every other field is a group of its own).
    """

    translated_fields = ()
    text_groups = ()

    class Meta:
        abstract = True

    @property
    def shown(self):
        return Shown(self, reader_language())

    @property
    def parts(self):
        """`parts.roles` in a template: the rows of `roles`, without a manager if they were fetched."""
        return Parts(self)

    def _get_FIELD_display(self, field):  # noqa: N802 - Django's name; its own way takes the choices apart each time
        value = getattr(self, field.attname)
        return str(choices_of(field).get(value, value))

    @property
    def title_shown(self):
        """The name of the thing for a heading, a card or a link."""
        return getattr(self.shown, self.translated_fields[0])

    def titles(self):
        """{language: the name of the thing in it}, of the languages it has one in."""
        texts = {language: getattr(self, f"{self.translated_fields[0]}_{language}") for language in LANGUAGES}
        return {language: text for language, text in texts.items() if text}

    def shown_language(self, field):
        """The language in which the group of `field` is shown to the present reader."""
        return self.language_of(field, reader_language())

    def language_of(self, field, reader):
        """The same for a reader of that language."""
        order = (reader, getattr(self, "original_language", None), *LANGUAGES)
        for name in group_of(type(self), field):
            for language in order:
                if language and getattr(self, f"{name}_{language}", None):
                    return language
        return reader

    def languages_present(self):
        """The site's languages in which this record's leading text exists."""
        return [language for language in LANGUAGES if getattr(self, f"{self.translated_fields[0]}_{language}")]


DIGITS = "0123456789"
LATIN = "abcdefghijklmnopqrstuvwxyz"
KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
POSITIONS = {letter: number for number, letter in enumerate(DIGITS + LATIN + KAZAKH, start=1)}


def sort_key(text):
    """A key of hex digits that sorts Kazakh, Russian and Latin text by alphabet in any database collation."""
    letters = [letter if letter in POSITIONS else normalize("NFD", letter)[0] for letter in text.casefold()]
    return "".join(f"{POSITIONS.get(letter, 0):02x}" for letter in letters)[:200]


class LanguagesFormField(forms.MultipleChoiceField):
    """Check boxes for language codes, kept as one string: "kk ru"."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(choices=CONTENT_LANGUAGES, **kwargs)

    def prepare_value(self, value):
        return value.split() if isinstance(value, str) else value

    def clean(self, value):
        return " ".join(super().clean(value))

    def has_changed(self, initial, data):
        return set((initial or "").split()) != set(data or [])


class LanguagesField(models.CharField):
    """Language codes separated by spaces ("kk ru"), chosen as check boxes. Filter with `contains`."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return LanguagesFormField(label=self.verbose_name, help_text=self.help_text, required=not self.blank)
