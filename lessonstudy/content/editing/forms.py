"""What the forms of the admin have in common: two editors, three languages, many files."""

from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.files import DOCUMENT_EXTENSIONS, check_document
from lessonstudy.content.images import check_image
from lessonstudy.content.languages import LANGUAGES
from lessonstudy.content.models import Status

from .history import changes_since
from .uploads import ManyFilesField, forget

OVERTAKEN = _(
    "While you were writing, someone else saved this. Nothing of yours is lost: everything you typed stands below. "
    "Look at what they changed, then press the button again to save what you see."
)


class SeenField(forms.CharField):
    """The state of the record the editor was looking at, carried by the form."""

    def __init__(self):
        super().__init__(required=False, widget=forms.HiddenInput)

    def has_changed(self, initial, data):
        return False


def state_of(record):
    """A mark that is another one after every change: the version, or what stands for it where none is counted."""
    if record.pk is None:
        return ""
    if hasattr(record, "version"):
        return str(record.version)
    marks = "\n".join(map(repr, (_values(record), *_rows(record))))
    return sha256(marks.encode()).hexdigest()[:20]


def _values(record):
    """What people write; a number that the database counts changes while a form is open."""
    written = [field for field in record._meta.concrete_fields if not getattr(field, "is_counted", False)]
    return [field.value_to_string(record) for field in written]


def _rows(record):
    """The values of the rows that belong to the record, and the keys of what it points to.

    `rows_of_others` of a model names those that readers write, whatever staff do.
    """
    of_others = getattr(record, "rows_of_others", ())
    for field in record._meta.many_to_many:
        yield sorted(getattr(record, field.name).values_list("pk", flat=True))
    for relation in record._meta.related_objects:
        name = relation.get_accessor_name()
        if relation.one_to_many and relation.on_delete is models.CASCADE and name not in of_others:
            yield list(map(_values, getattr(record, name).order_by("pk")))


class GuardedForm(forms.ModelForm):
    """Tells the second of two editors what the first one saved, and keeps what the second typed."""

    seen = SeenField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = state_of(self.instance)

    def clean(self):
        cleaned = super().clean()
        now = state_of(self.instance) if self.instance.pk else ""
        seen = self.data.get(self.add_prefix("seen"), "")
        if seen != now:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = now
            sentences = [OVERTAKEN, *changes_since(self.instance, seen)]
            self.add_error(None, [format_html('<span class="ls-sentence">{}</span>', each) for each in sentences])
        return cleaned

    def _post_clean(self):
        """Check the database's rules here, also those about columns that are not in the form (as the status is)."""
        super()._post_clean()
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self._update_errors(error)


class TranslatedFormMixin:
    """A form over the columns of three languages: `title_kk`, `title_ru`, `title_en`."""

    def column_fields(self):
        """(field, name without language, language) of every translated field in the form."""
        for language in LANGUAGES:
            for name in self._meta.model.translated_fields:
                if field := self.fields.get(f"{name}_{language}"):
                    yield field, self._meta.model._meta.get_field(name), language

    def check_title(self, cleaned):
        """What the record is called must be written in at least one language."""
        title = self._meta.model.translated_fields[0]
        columns = [f"{title}_{language}" for language in LANGUAGES]
        required = not self._meta.model._meta.get_field(title).blank and columns[0] in self.fields
        if required and not any(cleaned.get(column) for column in columns):
            language = cleaned.get("original_language") or LANGUAGES[0]
            self.add_error(f"{title}_{language}", _("Write it in at least one of the three languages."))


class RowForm(TranslatedFormMixin, forms.ModelForm):
    """A row of a list inside a record's form: all three languages side by side."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field, column, language in self.column_fields():
            field.label = f"{capfirst(column.verbose_name)} · {language}"
            field.help_text = field.help_text if language == LANGUAGES[0] else ""
            field.widget.attrs["lang"] = language

    def clean(self):
        cleaned = super().clean()
        self.check_title(cleaned)
        return cleaned

    def _get_validation_exclusions(self):
        """A file that stays is not opened and checked again."""
        stored = {name for name in ("file", "image") if name not in self.changed_data}
        return super()._get_validation_exclusions() | stored


class TranslatedForm(TranslatedFormMixin, GuardedForm):
    """A record with a tab per language: the tab says the language, so the labels need not."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field, column, language in self.column_fields():
            field.label = capfirst(column.verbose_name)
            field.widget.attrs["lang"] = language

    def clean(self):
        cleaned = super().clean()
        self.check_title(cleaned)
        return cleaned


class PublishableForm(TranslatedForm):
    """What is published: it notices translations that fell behind, and takes many pictures and files at once."""

    add_pictures = ManyFilesField(
        check=check_image,
        accept="image/jpeg,image/png,image/webp",
        label=_("Add pictures"),
        help_text=_("Choose as many as you like at once: JPEG, PNG or WebP. They are put after those already here."),
    )
    add_files = ManyFilesField(
        check=check_document,
        accept=",".join(f".{extension}" for extension in DOCUMENT_EXTENSIONS),
        label=_("Add files"),
        help_text=_("Choose as many as you like at once. Their languages, kinds and titles are filled in afterwards."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, owned in (("add_pictures", "photos"), ("add_files", "documents")):
            if not hasattr(self._meta.model, owned):
                del self.fields[name]
        for language in LANGUAGES:
            if language in self.instance.stale_languages.split():
                self.fields[f"fresh_{language}"] = fresh_field()

    def clean(self):
        cleaned = super().clean()
        self._check_date(cleaned)
        self.instance.stale_languages = " ".join(self.languages_fallen_behind())
        return cleaned

    def _check_date(self, cleaned):
        published = self.instance.status == Status.PUBLISHED
        if published and "published_at" in cleaned and not cleaned["published_at"]:
            self.add_error("published_at", _("It is published, so it needs its date. To take it away, withdraw it."))

    def languages_fallen_behind(self):
        """Languages whose text was there and stayed while the original changed; a language saved anew is up to date."""
        original = self.cleaned_data.get("original_language") or self.instance.original_language
        changed = {language for language in LANGUAGES if self._text_changed(language)}
        stale = set(self.instance.stale_languages.split())
        if original in changed:
            stale |= {language for language in LANGUAGES if self._has_text(language)}
        fresh = {language for language in LANGUAGES if self.cleaned_data.get(f"fresh_{language}")}
        return [language for language in LANGUAGES if language in stale - changed - fresh - {original}]

    def _text_changed(self, language):
        return any(f"{name}_{language}" in self.changed_data for name in self._meta.model.translated_fields)

    def _has_text(self, language):
        return any(self.cleaned_data.get(f"{name}_{language}") for name in self._meta.model.translated_fields)

    def keep_uploads(self):
        """The form goes back to the editor: put the good files aside, so they need not be chosen again."""
        for name in ("add_pictures", "add_files"):
            if name in self.fields:
                self.fields[name].keep()

    def save_uploads(self, record):
        """A row for each picture and file, after those the record has already. Returns the new rows."""
        pictures = _append(record, "photos", "image", self.cleaned_data.get("add_pictures"))
        return [*pictures, *_append(record, "documents", "file", self.cleaned_data.get("add_files"))]


def fresh_field():
    return forms.BooleanField(
        required=False,
        label=_("This translation is up to date"),
        help_text=_("The original was changed after it. Tick this if nothing needs to change here."),
    )


def _append(record, owned, column, uploads):
    if not uploads:
        return []
    rows = getattr(record, owned)
    last = rows.aggregate(last=models.Max("position"))["last"] or 0
    created = [rows.create(position=last + n, **{column: upload}) for n, upload in enumerate(uploads, start=1)]
    for upload in uploads:
        forget(upload)
    return created
