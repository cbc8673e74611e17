"""Makes records of the founding archive's data files. What a file may say is described in archive/README.md.

A record whose slug exists already is left wholly alone: staff may have edited it. So a second run changes nothing, and
an interrupted run is continued by the next one. Every record is checked before anything of it is kept.
"""

import hashlib
import time
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from html import escape
from io import BytesIO
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from django.utils import translation

from events.models import Event, EventSeries
from journal.models import Article, Issue, Journal
from lessonstudy.content.files import safe_name
from lessonstudy.content.images import make_sizes
from lessonstudy.content.languages import CONTENT_LANGUAGES, LANGUAGES, LanguagesField
from lessonstudy.content.models import Document, Ordered, Photo, Publishable, Status
from lessonstudy.news.models import NewsPost
from members.models import Body, Organization, Person, Place
from research.models import Poster

from .standins import draw_photo, make_pdf, make_pptx

# In the order of loading: what is pointed to comes first.
KINDS = {
    "place": Place,
    "organization": Organization,
    "person": Person,
    "body": Body,
    "series": EventSeries,
    "event": Event,
    "poster": Poster,
    "journal": Journal,
    "issue": Issue,
    "article": Article,
    "news": NewsPost,
}
# A slug alone names a record of most kinds; an issue is named "journal/issue", an article "journal/issue/article".
ADDRESS = {Issue: ("journal__slug", "slug"), Article: ("issue__journal__slug", "issue__slug", "slug")}
OWNER = {"issue": "journal", "article": "issue"}
FORMATS = {"pdf": make_pdf, "pptx": make_pptx}
FOUNDED = datetime(2026, 11, 22, 4, tzinfo=UTC)
REASON = "founding archive"


class WrongData(Exception):
    """A data file says something that cannot be; the message is a sentence naming the file, record and key."""


# --- Reading --------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Entry:
    """One root record of a data file."""

    file: str
    kind: str
    data: dict

    @property
    def address(self):
        owner = self.data.get(OWNER.get(self.kind))
        return f"{owner}/{self.data['slug']}" if owner else self.data["slug"]

    def wrong(self, key, message):
        place = f", key {key}" if key else ""
        return WrongData(f"{self.file}, {self.kind} “{self.address}”{place}: {message}")


def read(folder):
    """Every record of every *.toml file of the folder; refused if two have the same kind and slug."""
    entries = [entry for path in sorted(Path(folder).glob("*.toml")) for entry in read_file(path)]
    seen = {}
    for entry in entries:
        first = seen.setdefault((entry.kind, entry.address), entry)
        if first is not entry:
            raise entry.wrong("slug", f"{first.file} has this {entry.kind} already.")
    return entries


def read_file(path):
    try:
        tables = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    except ValueError as error:
        raise WrongData(f"{path.name} cannot be read as TOML: {error}.") from None
    return [entry for kind, rows in tables.items() for entry in entries_of(path.name, kind, rows)]


def entries_of(file, kind, rows):
    if kind not in KINDS:
        raise WrongData(f"{file} has “{kind}”, which is no kind of record; the kinds are {', '.join(KINDS)}.")
    if not is_tables(rows) or not all(isinstance(row.get("slug"), str) for row in rows):
        raise WrongData(f"{file}: each [[{kind}]] must be a table with a slug.")
    return [Entry(file, kind, row) for row in rows]


def is_tables(value):
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


# --- Making records, not yet saved ----------------------------------------------------------------
@dataclass
class Node:
    """A record not saved yet, the key it stands under, and what waits until it is saved."""

    record: models.Model
    key: str
    format: str = ""
    many: dict = field(default_factory=dict)


class Draft:
    """A root record with all that belongs to it, made and checked; `nodes` are in the order of saving."""

    def __init__(self, entry):
        self.entry, self.nodes = entry, []
        self.make(KINDS[entry.kind], entry.data, owners=[], key="", position=0)
        for node in self.nodes:
            self.check(node)

    @property
    def root(self):
        return self.nodes[0].record

    def of(self, base):
        return [node for node in self.nodes if isinstance(node.record, base)]

    def make(self, model, data, *, owners, key, position):
        """One record from its table; then what belongs to it, in the order the models are defined."""
        node = Node(model(), key)
        self.nodes.append(node)
        set_given(node.record, owners, position)
        children = children_of(model, [*owners, node.record])
        for name, value in data.items():
            if name not in children:
                self.set(node, name, value, f"{key}.{name}" if key else name)
        if not owners and isinstance(node.record, Publishable):
            self.publish(node.record, data)
        for name in filter(data.get, children):
            self.make_children(children[name], data[name], [*owners, node.record], f"{key}.{name}" if key else name)

    def make_children(self, model, rows, owners, key):
        if not is_tables(rows):
            raise self.entry.wrong(key, f"write each of them as a table [[{self.entry.kind}.{key}]].")
        for position, row in enumerate(rows):
            self.make(model, row, owners=owners, key=f"{key}[{position}]", position=position)

    def publish(self, record, data):
        """Published at the moment given, or at the founding of the archive; a draft stays one."""
        record.original_language = data.get("original_language", "en")
        if data.get("status") != Status.DRAFT:
            record.status, record.published_at = Status.PUBLISHED, record.published_at or FOUNDED

    def set(self, node, name, value, key):
        """Give the record the value of one key."""
        model = type(node.record)
        known = settable(model)
        if name == "format" and issubclass(model, Document):
            node.format = self.chosen(value, FORMATS, key)
        elif name == "status" and not node.key and issubclass(model, Publishable):
            self.chosen(value, (Status.DRAFT.value, Status.PUBLISHED.value), key)
        elif name not in known:
            raise self.entry.wrong(
                key, f"there is no such key; it can be {', '.join([*known, *self.other_keys(node)])}."
            )
        elif name in getattr(model, "translated_fields", ()):
            self.set_text(node.record, known[name], value, key)
        elif known[name].many_to_many:
            node.many[name] = [self.found(known[name].remote_field.model, one, key) for one in self.listed(value, key)]
        elif known[name].is_relation:
            setattr(node.record, name, self.found(known[name].remote_field.model, value, key))
        else:
            setattr(node.record, name, self.plain(known[name], value, key))

    def other_keys(self, node):
        """Keys that are no fields: what can belong to the record, and how its file or status is said."""
        children = list(children_of(type(node.record), [other.record for other in self.nodes]))
        if isinstance(node.record, Document):
            children.append("format")
        return children if node.key else [*children, "status"]

    def chosen(self, value, choices, key):
        if value not in choices:
            raise self.entry.wrong(key, f"“{value}” is not one of {', '.join(map(str, filter(None, choices)))}.")
        return value

    def listed(self, value, key):
        if not isinstance(value, list):
            raise self.entry.wrong(key, "write a list of slugs.")
        return value

    def set_text(self, record, column, value, key):
        """A translated text: a table of kk, ru and en, any of which may be missing."""
        if not isinstance(value, dict):
            raise self.entry.wrong(key, 'write a table of languages: { kk = "…", ru = "…", en = "…" }.')
        for language, text in value.items():
            self.chosen(language, LANGUAGES, f"{key}.{language}")
            if not isinstance(text, str):
                raise self.entry.wrong(f"{key}.{language}", "write a text.")
            is_html = getattr(column, "is_html", False)
            setattr(record, f"{column.name}_{language}", paragraphs(text) if is_html else text.strip())

    def plain(self, column, value, key):
        """A date, number, choice or text, as its column wants it."""
        if isinstance(value, list | dict):
            raise self.entry.wrong(key, "write a single value.")
        if column.choices:
            self.chosen(value, dict(column.flatchoices), key)
        if isinstance(column, LanguagesField):
            for code in str(value).split():
                self.chosen(code, dict(CONTENT_LANGUAGES), key)
        try:
            return column.to_python(value)
        except ValidationError as error:
            raise self.entry.wrong(key, " ".join(error.messages)) from None

    def found(self, model, value, key):
        """The record that a value names: by its address, or by its number among those above it in this record."""
        name = model._meta.verbose_name
        if "slug" not in {column.name for column in model._meta.fields}:
            others = [node.record for node in self.nodes if type(node.record) is model]
            if not isinstance(value, int) or not 0 <= value < len(others):
                raise self.entry.wrong(key, f"there is no {name} number {value} here; the first is 0.")
            return others[value]
        path, parts = ADDRESS.get(model, ("slug",)), str(value).split("/")
        record = model._default_manager.filter(**dict(zip(path, parts, strict=False))).first()
        if record is None or len(parts) != len(path):
            raise self.entry.wrong(key, f"there is no {name} “{value}”.")
        return record

    def check(self, node):
        """Refuse what the admin would refuse. Owners are not saved yet, and files not made."""
        waiting = [column.name for column in relations(type(node.record)) if is_unsaved(node.record, column)]
        try:
            node.record.full_clean(exclude=["image", "file", *waiting])
        except ValidationError as error:
            name, messages = next(iter(error.message_dict.items()))
            name = "" if name == NON_FIELD_ERRORS else name
            raise self.entry.wrong(".".join(filter(None, (node.key, name))), " ".join(messages)) from None
        if isinstance(node.record, Document) and not (node.format and node.record.label):
            raise self.entry.wrong(node.key, "a file needs its label and its format.")


def settable(model):
    """The fields a data file may name, by name; a translated field stands for its three columns."""
    columns = [*model._meta.fields, *model._meta.many_to_many]
    return {
        column.name: column
        for column in columns
        if column.editable
        and not column.primary_key
        and not isinstance(column, models.FileField)
        and not hasattr(column, "translated_field")
        and not (column.name == "position" and issubclass(model, Ordered))
    }


def relations(model):
    return [column for column in model._meta.fields if column.many_to_one]


def is_unsaved(record, column):
    target = getattr(record, column.name) if column.is_cached(record) else None
    return target is not None and target.pk is None


def children_of(model, owners):
    """What can stand inside a record: by accessor, each model that dies with it or with one of its owners."""
    inside = {
        link.get_accessor_name(): link.related_model
        for link in model._meta.related_objects
        if link.one_to_many and any(isinstance(owner, owner_of(link.related_model)) for owner in owners)
    }
    defined = list(apps.get_models())
    return dict(sorted(inside.items(), key=lambda item: defined.index(item[1])))


def owner_of(model):
    return tuple(
        column.remote_field.model for column in relations(model) if column.remote_field.on_delete is models.CASCADE
    )


def set_given(record, owners, position):
    """What no data file writes: the place in the list, and the records this one stands inside."""
    if isinstance(record, Ordered):
        record.position = position
    for column in relations(type(record)):
        for owner in owners:
            if type(owner) is column.remote_field.model:
                setattr(record, column.name, owner)


def paragraphs(text):
    """HTML stays; plain text becomes paragraphs, divided at its empty lines."""
    if text.lstrip().startswith("<"):
        return text.strip()
    return "".join(f"<p>{escape(' '.join(part.split()))}</p>" for part in text.split("\n\n") if part.strip())


# --- Pictures and files ---------------------------------------------------------------------------
def make_files(draft):
    """Draw and write the stand-ins. They are named by their content: a run that was cut short leaves nothing double."""
    for node in draft.of(Photo):
        draw(node.record, f"{draft.entry.kind}/{draft.entry.address}/{node.record.position}")
    for node in draft.of(Document):
        write(node.record, node.format, titles(draft.root))


def draw(photo, seed):
    photo.image, photo.width, photo.height = make_sizes(BytesIO(draw_photo(seed)))


def write(document, kind, lines):
    """The folder is the digest of the content, not a secret one as for uploads: a stand-in hides nothing."""
    name = document.label if document.label.lower().endswith(f".{kind}") else f"{document.label}.{kind}"
    data = FORMATS[kind](document.label, lines)
    path = f"documents/{hashlib.sha256(data).hexdigest()[:20]}/{safe_name(name)}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(data))
    document.file, document.size, document.original_name = path, len(data), name[-255:]


def titles(record):
    """(language, title) in every language there is."""
    texts = [(language, getattr(record, f"{record.translated_fields[0]}_{language}")) for language in LANGUAGES]
    return [(language, text) for language, text in texts if text]


# --- Loading --------------------------------------------------------------------------------------
@dataclass
class Outcome:
    """What a run did."""

    loaded: int = 0
    present: int = 0
    pictures: int = 0
    files: int = 0
    refused: list = field(default_factory=list)


def load_archive(folder, say):
    """Load what is not there yet; `say` gets a line of progress. A wrong record is refused, the others are loaded."""
    entries, outcome = read(folder), Outcome()
    for kind in KINDS:
        load_kind(kind, [entry for entry in entries if entry.kind == kind], outcome, say)
    return outcome


def load_kind(kind, entries, outcome, say):
    began = time.monotonic()
    there = present_addresses(KINDS[kind])
    missing = [entry for entry in entries if entry.address not in there]
    outcome.present += len(entries) - len(missing)
    before = outcome.loaded
    for entry in in_order(missing):
        try:
            load_one(entry, outcome, say)
        except WrongData as wrong:
            outcome.refused.append(str(wrong))
    if missing:
        say(f"{kind:<13}{outcome.loaded - before:>4} of {len(entries)} loaded in {time.monotonic() - began:.1f} s")


def present_addresses(model):
    rows = model._default_manager.values_list(*ADDRESS.get(model, ("slug",)))
    return {"/".join(row) for row in rows}


def in_order(entries):
    """The records in the order of the files, but each after those of its kind that it points to."""
    waiting, ordered = {entry.address: entry for entry in entries}, []

    def place(entry):
        if waiting.pop(entry.address, None):
            for target in own_kind(entry):
                if target in waiting:
                    place(waiting[target])
            ordered.append(entry)

    for entry in entries:
        place(entry)
    return ordered


def own_kind(entry):
    model = KINDS[entry.kind]
    return [entry.data.get(column.name) for column in relations(model) if column.remote_field.model is model]


def load_one(entry, outcome, say):
    """Check the whole record, make its files, then save it in one transaction."""
    with translation.override("en"):  # the language of what is refused
        draft = Draft(entry)
    pictures, files = len(draft.of(Photo)), len(draft.of(Document))
    if pictures or files:
        say(f"  {entry.address}: {pictures} pictures, {files} files")
    make_files(draft)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            save(draft)
    except IntegrityError as error:
        raise entry.wrong("", f"the database refuses it: {error}.") from None
    outcome.loaded += 1
    outcome.pictures += pictures
    outcome.files += files


@transaction.atomic
def save(draft):
    for node in draft.nodes:
        node.record._change_reason = REASON
        node.record.save()
        for name, targets in node.many.items():
            getattr(node.record, name).set(targets)
