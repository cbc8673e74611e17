"""Compares an answer with its JSON Schema: as much of draft 2020-12 as our description uses, and no field besides."""

import re
from datetime import date, datetime
from urllib.parse import urlsplit

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool}
UNDERSTOOD = {
    "$ref", "anyOf", "type", "enum", "pattern", "format", "properties", "required", "items", "minimum", "maximum",
    "maxLength", "default", "description", "additionalProperties",
}  # fmt: skip


def resolved(schema, document):
    if "$ref" not in schema:
        return schema
    target = document
    for step in schema["$ref"].removeprefix("#/").split("/"):
        target = target[step]
    return target


def faults(value, schema, document, where="$"):
    """What is wrong with the value, each as a line; empty if nothing is."""
    schema = resolved(schema, document)
    if strange := set(schema) - UNDERSTOOD:
        return [f"{where}: the schema says {strange}"]
    if "anyOf" in schema:
        tried = [faults(value, one, document, where) for one in schema["anyOf"]]
        return [] if [] in tried else tried[0]
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{where}: {value!r} is not in {schema['enum']}"]
    if schema["type"] == "null":
        return [] if value is None else [f"{where}: {value!r} is not null"]
    if not isinstance(value, TYPES[schema["type"]]):
        return [f"{where}: {value!r} is no {schema['type']}"]
    return [*faults_inside(value, schema, document, where), *faults_of_text(value, schema, where)]


def faults_inside(value, schema, document, where):
    if isinstance(value, list):
        pairs = enumerate(value)
        return [line for place, one in pairs for line in faults(one, schema["items"], document, f"{where}[{place}]")]
    if not isinstance(value, dict):
        return []
    if "additionalProperties" in schema:
        inner = schema["additionalProperties"]
        return [line for name, one in value.items() for line in faults(one, inner, document, f"{where}.{name}")]
    known, needed = schema["properties"], set(schema.get("required", ()))
    wrong = [f"{where}: {names}" for names in (needed - set(value), set(value) - set(known)) if names]
    inner = ((name, one) for name, one in value.items() if name in known)
    return wrong + [line for name, one in inner for line in faults(one, known[name], document, f"{where}.{name}")]


def faults_of_text(value, schema, where):
    readers = {"uri": absolute_address, "date": date.fromisoformat, "date-time": datetime.fromisoformat}
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return [f"{where}: {value!r} does not match {schema['pattern']}"]
    try:
        readers.get(schema.get("format"), str)(value)
    except ValueError as error:
        return [f"{where}: {error}"]
    return []


def absolute_address(text):
    parts = urlsplit(text)
    if not (parts.scheme in ("http", "https") and parts.netloc):
        raise ValueError(f"{text!r} is no whole address")
