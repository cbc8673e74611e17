"""Several files chosen at once in one field of a form: each is checked, and the good ones are never asked for twice.

A browser forgets chosen files when a form comes back with an error. So the good ones are kept in storage for a day,
and the form carries a signed token for each.
"""

from datetime import timedelta
from functools import partial
from uuid import uuid4

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SALT = "kept upload"
KEPT_FOR = timedelta(days=1)


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that takes many files, and shows those that are here already."""

    allow_multiple_selected = True
    takes_many = True
    template_name = "admin/widgets/many_files.html"

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.kept = []
        self.reopened = {}
        self.salt = SALT

    def value_from_datadict(self, data, files, name):
        tokens = data.getlist(f"{name}-kept")
        new = {token: reopened(token, self.salt) for token in tokens if token not in self.reopened}
        self.reopened = {**self.reopened, **new}  # a new one: widgets are copied shallowly for every form
        return [*(self.reopened[token] for token in tokens), *files.getlist(name)]

    def close(self):
        for upload in filter(None, self.reopened.values()):
            upload.close()

    def value_omitted_from_data(self, data, files, name):
        return name not in files and f"{name}-kept" not in data

    def render(self, name, value, attrs=None, renderer=None):
        # Not Django's form renderer: that one does not know the project's own templates.
        context = self.get_context(name, value, attrs)
        return render_to_string(self.template_name, {**context, "kept": self.kept, "takes_many": self.takes_many})


class ManyFilesField(forms.Field):
    """Files of one kind. `check` refuses a bad one (ValidationError); every bad one gets its sentence."""

    widget = ManyFilesInput

    def __init__(self, *, check, accept, **kwargs):
        super().__init__(required=False, **kwargs)
        self.check = check
        self.good = []
        self.widget.attrs["accept"] = accept
        self.widget.salt = f"{SALT} {check.__name__}"  # what one field found good another has not checked

    def has_changed(self, initial, data):
        return False  # the log names the rows that are made of the files

    def clean(self, value):
        errors = []
        self.good = []
        for upload in value or []:
            try:
                self._check_one(upload)
                self.good.append(upload)
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return self.good

    def _check_one(self, upload):
        if upload is None:
            raise ValidationError(_("A file that waited here is gone after a day. Choose it again."))
        if not hasattr(upload, "token"):  # what was kept was good
            self.check(upload)

    def keep(self):
        """Put the good files aside and let the form that is shown again carry them."""
        sweep()
        self.widget.kept = [(kept_token(upload, self.widget.salt), upload.name) for upload in self.good]
        self.widget.close()


class OneFileInput(ManyFilesInput):
    takes_many = False


class OneFileField(ManyFilesField):
    """One file, kept in the same way. A new one takes the place of the one that is here already."""

    widget = OneFileInput

    def clean(self, value):
        return super().clean((value or [])[-1:])


def kept_token(upload, salt):
    """Store the upload, unless it is stored already, and return the token to find it by."""
    if hasattr(upload, "token"):
        return upload.token
    upload.seek(0)
    path = default_storage.save(f"incoming/kept/{uuid4().hex}", upload)
    return signing.dumps([path, upload.name], salt=salt)


def reopened(token, salt):
    """The kept upload of a token; None if the token is forged or a day old, or the file is gone."""
    try:
        path, name = signing.loads(token, salt=salt, max_age=KEPT_FOR)
        upload = File(default_storage.open(path), name=name)
    except (signing.BadSignature, OSError):
        return None
    upload.token, upload.path_kept = token, path
    return upload


def forget(upload):
    """Delete the kept copy once the upload has found its place (and the transaction its end)."""
    if hasattr(upload, "token"):
        upload.close()
        transaction.on_commit(partial(default_storage.delete, upload.path_kept))


def sweep():
    """Delete what was put aside more than a day ago."""
    now, folder = timezone.now(), "incoming/kept"
    for name in default_storage.listdir(folder)[1] if default_storage.exists(folder) else []:
        path = f"{folder}/{name}"
        if default_storage.get_modified_time(path) < now - KEPT_FOR:
            default_storage.delete(path)
