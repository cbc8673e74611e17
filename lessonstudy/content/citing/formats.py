"""The formats in which citations are handed out, and which models can be cited."""

from dataclasses import dataclass

from lessonstudy.content.machines import machine_file
from lessonstudy.content.related import fetch_related

from .bibtex import bibtex
from .csl import csl
from .ris import ris


@dataclass(frozen=True)
class Format:
    name: str
    extension: str
    content_type: str
    write: object


FORMATS = {
    "bib": Format("BibTeX", "bib", "application/x-bibtex", bibtex),
    "ris": Format("RIS", "ris", "application/x-research-info-systems", ris),
    "csl": Format("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl),
}


@dataclass(frozen=True)
class Citable:
    """A model whose records can be cited: what search calls them, how they are cited, and what that reads."""

    what: str
    cite: object
    read: tuple


CITABLE = {}


def citable(model, what, cite, read):
    CITABLE[model] = Citable(what, cite, read)


def citation(absolute, record):
    """None if it cannot be cited."""
    return CITABLE[type(record)].cite(absolute, record) if type(record) in CITABLE else None


def read_to_cite(model):
    return CITABLE[model].read if model in CITABLE else ()


def citations(absolute, records):
    """Of those of the records that can be cited and are public, in their order."""
    for model, known in CITABLE.items():
        fetch_related([record for record in records if type(record) is model], *known.read)
    return [citation(absolute, record) for record in records if type(record) in CITABLE and record.is_public]


def citation_file(wanted, found, name):
    """The citations as a file in the format wanted."""
    return machine_file(wanted.write(found), wanted.content_type, name=f"{name}.{wanted.extension}")
