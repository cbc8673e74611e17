"""Records as plain data for programs: named fields, texts by language, and nothing that readers may not see.

Each room says in its `data.py` which fields its records have. A field holds what it reads of other records and its
JSON Schema (draft 2020-12, the one of OpenAPI 3.1), so that what is described, fetched and sent is the same. Every
field is always there: null, [] or {} where nothing is known. `absolute` makes an address whole, as in `metadata`.
"""

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models

from .dates import PartialDateField
from .languages import CONTENT_LANGUAGES, LANGUAGES, LanguagesField, in_each_language
from .metadata import identifier
from .models import Document, Photo, Video
from .related import follow

# --- Schemas --------------------------------------------------------------------------------------
STRING, NUMBER, ADDRESS = {"type": "string"}, {"type": "integer"}, {"type": "string", "format": "uri"}
MOMENT = {"type": "string", "format": "date-time"}


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def list_of(schema):
    return {"type": "array", "items": schema}


def or_null(schema):
    return {"anyOf": [schema, {"type": "null"}]}


def structure(properties, **more):
    return {"type": "object", "properties": properties, "required": [*properties], **more}


TEXT, HTML, DATE, LINK, NAMED = map(ref, ("Text", "Html", "Date", "Link", "Named"))
BY_LANGUAGE = {"type": "object", "properties": dict.fromkeys(LANGUAGES, STRING)}
COMMON_SCHEMAS = {
    "Text": {**BY_LANGUAGE, "description": "A text in the languages it exists in; {} if it exists in none."},
    "Html": {**BY_LANGUAGE, "description": "The same as HTML: paragraphs, lists, links, headings."},
    "Date": {
        "type": "string",
        "pattern": r"^(\d{4}|XXXX)(-\d\d(-\d\d(T\d\d:\d\d)?)?)?$",
        "description": "As precise as the source: 2021, 2021-11, 2021-11-26, 2021-11-26T10:00 in the local time of the "
        "place, or XXXX-11-11 if nobody stated the year (EDTF, ISO 8601-2).",
    },
    "Link": structure(
        {"id": ADDRESS, "title": TEXT}, description="Another record of the archive, by its permanent address."
    ),
    "Named": structure(
        {"id": or_null(ADDRESS), "name": TEXT},
        description="A person or an organization. Without a public page of its own it has a name and no address.",
    ),
}


# --- Fields and shapes ----------------------------------------------------------------------------
@dataclass(frozen=True)
class Field:
    name: str
    schema: dict
    read: Callable  # (absolute, record) -> what stands in the answer
    lookups: tuple = ()  # what it reads of other records, for `fetch_related`
    shapes: tuple = ()  # what its schema refers to


class Shape:
    """What one kind of thing looks like in an answer."""

    def __init__(self, name, *fields):
        self.name, self.fields = name, fields

    def data(self, absolute, record):
        return {field.name: field.read(absolute, record) for field in self.fields}

    @property
    def lookups(self):
        return tuple(dict.fromkeys(lookup for field in self.fields for lookup in field.lookups))

    def schemas(self):
        """{name: schema} of itself and of all that stands in it."""
        inner = [shape.schemas() for field in self.fields for shape in field.shapes]
        schemas = {name: schema for known in inner for name, schema in known.items()}
        return {self.name: structure({field.name: field.schema for field in self.fields}), **schemas}


def columns(model, *names):
    """What stands in these columns of the model, under the same names."""
    return [column(model, name) for name in names]


def column(model, name):
    field = model._meta.get_field(name)
    about = {"description": field.verbose_name}
    if name in getattr(model, "translated_fields", ()):
        text = HTML if getattr(field, "is_html", False) else TEXT
        return Field(name, {**text, **about}, lambda absolute, record: in_languages(record, name))
    schema, plain = kind_of(field)
    if isinstance(field, LanguagesField):
        return Field(name, {**schema, **about}, lambda absolute, record: getattr(record, name).split())
    schema = or_null(schema) if field.null or field.blank else schema
    return Field(name, {**schema, **about}, lambda absolute, record: known(getattr(record, name), plain))


KINDS = (
    (LanguagesField, list_of({"enum": [code for code, _name in CONTENT_LANGUAGES]}), str),
    (PartialDateField, DATE, str),
    (models.URLField, ADDRESS, str),
    (models.DateField, {"type": "string", "format": "date"}, lambda date: date.isoformat()),
    (models.DecimalField, {"type": "number"}, float),
    (models.BooleanField, {"type": "boolean"}, bool),
    (models.IntegerField, NUMBER, int),
    (models.Field, STRING, str),
)


def kind_of(field):
    """(the schema of the column's values, what makes one of them plain)"""
    if field.choices:
        return {"enum": [value for value, _label in field.choices if value]}, str
    return next((schema, plain) for kind, schema, plain in KINDS if isinstance(field, kind))


def known(value, plain):
    return None if value in (None, "") else plain(value)


def in_languages(record, name):
    texts = {language: getattr(record, f"{name}_{language}") for language in LANGUAGES}
    return {language: text for language, text in texts.items() if text}


def in_each(shown):
    """{language: text} of what a function shows to a reader of that language, where it has a text in it."""
    texts = in_each_language(shown)
    return {language: text.text for language, text in texts.items() if text and text.language == language}


def titles(name="title"):
    """What the record is called, for those whose name stands in more than one column."""
    return Field(name, TEXT, lambda absolute, record: record.titles())


# --- What belongs to a record ---------------------------------------------------------------------
def everything(record):
    return True


def is_public(record):
    return record.is_public


def rows_of(record, name):
    """The rows behind a relation, or those a property gives in its own order."""
    found = getattr(record, name)
    return found.all() if hasattr(found, "all") else found


def rows(name, shape, of="", only=everything):
    of = of or name
    return Field(
        name,
        list_of(ref(shape.name)),
        lambda absolute, record: [shape.data(absolute, row) for row in rows_of(record, of) if only(row)],
        (of, *(f"{of}__{lookup}" for lookup in shape.lookups)),
        (shape,),
    )


def part(name, shape, of="", lookup="", only=everything):
    of = of or name
    lookup = lookup or of

    def read(absolute, record):
        found = follow(record, of)
        return shape.data(absolute, found) if found and only(found) else None

    lookups = (lookup, *(f"{lookup}__{inner}" for inner in shape.lookups))
    return Field(name, or_null(ref(shape.name)), read, lookups, (shape,))


def mention(absolute, record, inside=()):
    """A record named in another; None if readers may not learn of it.

    `inside` are the ways to those records that must be public, too, for its page to be found. Of what is not public
    only people and organizations are named, without an address.
    """
    if not record:
        return None
    is_found = record.is_public and all(follow(record, way).is_public for way in inside)
    if record.named_without_page:
        return {"id": identifier(absolute, record) if is_found else None, "name": record.titles()}
    return {"id": identifier(absolute, record), "title": record.titles()} if is_found else None


def link(name, of="", inside=(), schema=LINK):
    of = of or name
    lookups = (of, *(f"{of}__{way}" for way in inside))
    return Field(name, or_null(schema), lambda absolute, record: mention(absolute, follow(record, of), inside), lookups)


def links(name, of="", lookup="", then="", inside=(), schema=LINK, only=everything):
    """Several, each once; `then` is the way from a row to the record it is about."""
    of = of or name
    lookup = "__".join(filter(None, (lookup or of, then)))

    def read(absolute, record):
        found = dict.fromkeys(follow(row, then) if then else row for row in rows_of(record, of))
        mentions = (mention(absolute, each, inside) for each in found if only(each))
        return [said for said in mentions if said]

    return Field(name, list_of(schema), read, (lookup, *(f"{lookup}__{way}" for way in inside)))


def named(name, of=""):
    """A person or an organization."""
    return link(name, of, schema=NAMED)


def all_named(name, of="", only=everything):
    return links(name, of, schema=NAMED, only=only)


# --- Pictures, files, videos ----------------------------------------------------------------------
def media_type(document):
    return mimetypes.guess_type(document.file.name)[0] or "application/octet-stream"


def copies(absolute, photo):
    return [{"width": width, "url": absolute(url)} for width, url in photo.copies]


PHOTO = Shape(
    "Photo",
    Field("url", ADDRESS, lambda absolute, photo: absolute(photo.large)),
    Field("copies", list_of(structure({"width": NUMBER, "url": ADDRESS})), copies),
    *columns(Photo, "caption", "alt", "credit", "taken_on"),
)
FILE = Shape(
    "File",
    *columns(Document, "label", "title", "note", "kind", "language", "licence", "size"),
    Field("url", ADDRESS, lambda absolute, document: absolute(document.file.url)),
    Field("media_type", STRING, lambda absolute, document: media_type(document)),
)
VIDEO = Shape("Video", *columns(Video, "title", "url", "language", "minutes", "captions"))
PHOTOS = rows("photos", PHOTO, only=lambda photo: photo.width and photo.may_be_shown)
FILES = rows("files", FILE, of="documents")
