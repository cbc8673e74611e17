"""The language of our templates: Jinja, and the words every template may use besides."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.template import defaultfilters
from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import template_localtime
from django.utils.translation import gettext
from django_htmx.jinja import htmx_script
from jinja2 import ChainableUndefined, Environment, pass_context

from lessonstudy.content import sentences
from lessonstudy.content.addresses import link_to, page_of, permanent_path
from lessonstudy.content.citing import highwire
from lessonstudy.content.citing.formats import FORMATS
from lessonstudy.content.citing.styles import apa, gost
from lessonstudy.content.head import json_ld, machine_head
from lessonstudy.content.metadata import addresses_of
from lessonstudy.content.showing import (
    at_page,
    constant,
    grouped,
    in_language,
    language_label,
    language_names,
    published,
    term,
    when,
)

from .permanent import data, front_matter


@pass_context
def permanent_address(context, record):
    """The address of the record that stays."""
    return addresses_of(context["request"])(permanent_path(record))


@pass_context
def data_address(context, record):
    """The record in the API; empty if it is there only as a part of another."""
    address = data(record)
    return addresses_of(context["request"])(address) if address else ""


@pass_context
def scholar_tags(context, citation):
    """The `citation_*` tags of the page, in the language it is in."""
    return highwire.tags(citation, addresses_of(context["request"])(context["request"].path))


def citation_styles(citation):
    """[(name of the style, the citation in it)]."""
    return [("APA", apa(citation)), ("ГОСТ Р 7.0.5", gost(citation))]


def citation_addresses(record):
    """[(name of the format, address of the file)]."""
    kind = record.address_kind()
    known = [(known.name, reverse("citation", args=[kind, record.pk, name])) for name, known in FORMATS.items()]
    jats = front_matter(record)
    return [*known, ("JATS", jats)] if jats else known


def local_date(moment, form):
    """The moment in the words of the reader's language, by the clock of the site."""
    return defaultfilters.date(template_localtime(moment), form)


WORDS = {
    "_": gettext,
    "at_page": at_page,
    "citation_addresses": citation_addresses,
    "citation_styles": citation_styles,
    "constant": constant,
    "data_address": data_address,
    "grouped": grouped,
    "htmx_script": htmx_script,
    "in_language": in_language,
    "json_ld": json_ld,
    "language_label": language_label,
    "link": link_to,
    "machine_head": machine_head,
    "permanent_address": permanent_address,
    "say": sentences,
    "scholar_tags": scholar_tags,
    "static": static,
    "term": term,
    "url": page_of,
    "when": when,
}
FILTERS = {
    "capfirst": defaultfilters.capfirst,
    "date": local_date,
    "filesizeformat": defaultfilters.filesizeformat,
    "intcomma": intcomma,
    "language_names": language_names,
    "linebreaksbr": defaultfilters.linebreaksbr,
    "published": published,
}


def environment(**options):
    """What is not there shows nothing and may be asked further, as in Django's own language."""
    made = Environment(**{**options, "undefined": ChainableUndefined})  # noqa: S701 - Django asks for autoescape
    made.globals.update(WORDS)
    made.filters.update(FILTERS)
    return made
