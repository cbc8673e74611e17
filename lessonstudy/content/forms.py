"""What the forms of the admin have in common: two editors, three languages, many files."""

from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .files import DOCUMENT_EXTENSIONS, check_document
from .history import changes_since
from .images import check_image
from .languages import LANGUAGES
from .models import Status
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
    return [field.value_to_string(record) for field in record._meta.concrete_fields]


def _rows(record):
    """The values of the rows that belong to the record, and the keys of what it points to."""
    for field in record._meta.many_to_many:
        yield sorted(getattr(record, field.name).values_list("pk", flat=True))
    for relation in record._meta.related_objects:
        if relation.one_to_many and relation.on_delete is models.CASCADE:
            yield list(map(_values, getattr(record, relation.get_accessor_name()).order_by("pk")))


class GuardedForm(forms.ModelForm):
    """Tells the second of two editors what the first one saved, and keeps what the second typed."""

    seen = SeenField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = state_of(self.instance)
        self.past_record = self.instance.pk

    def clean(self):
        cleaned = super().clean()
        now = state_of(self.instance) if self.instance.pk else ""
        seen = self.data.get(self.add_prefix("seen"), "")
        if seen != now:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = now
            self.add_error(None, [OVERTAKEN, *changes_since(self.instance, seen)])
        return cleaned
