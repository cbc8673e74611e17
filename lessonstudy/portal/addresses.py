"""Addresses as people paste them and as browsers ask for them, in the one form in which they are compared.

The path is decoded (RFC 3986, 6.2.2.2: `%d0%b0`, `%D0%B0` and the letter are the same), in Unicode's NFC, begins with
one slash and ends without one. There is no host, no fragment and no mark of a campaign.
"""

import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from unicodedata import normalize
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http.request import validate_host
from django.urls import Resolver404, resolve
from django.utils.encoding import repercent_broken_unicode
from django.utils.translation import gettext as _
from django.utils.translation import override

from lessonstudy.content.addresses import permanent_path

from .registry import KINDS, PUBLIC_MODELS, records_of

LONGEST = 500
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
CAMPAIGN = re.compile(r"utm_\w+|\w*clid", re.I)  # put on links by mailings and social networks: utm_source, fbclid
LANGUAGE = re.compile(rf"^/(?:{'|'.join(code for code, _name in settings.LANGUAGES)})(?=[/?]|$)")


# --- The form in which addresses are compared -----------------------------------------------------
def comparable(path, pairs=()):
    """A decoded path and the (name, value) pairs of its query (encoded, as & and = mean something in it)."""
    kept = [(name, normalize("NFC", value)) for name, value in pairs if not CAMPAIGN.fullmatch(name)]
    return normalize("NFC", f"/{path.strip('/')}") + (f"?{urlencode(sorted(kept))}" if kept else "")


def without_language(address):
    """/ru/events/x -> /events/x"""
    return f"/{LANGUAGE.sub('', address).removeprefix('/')}"


def address_of(record):
    """The address of the record's page, the same for all languages."""
    return without_language(comparable(record.get_absolute_url()))


def written(text):
    """What somebody typed or pasted: an address or a part of one. Whatever stands before the path is left out."""
    parts = split(text)
    path = repercent_broken_unicode(unquote_to_bytes(parts.path)).decode()
    address = comparable(path, parse_qsl(parts.query, keep_blank_values=True))
    if CONTROL.search(address):
        raise ValidationError(_("An address has no line breaks or other invisible signs in it."))
    if len(address) > LONGEST:
        raise ValidationError(_("This is longer than the %d characters an address may have.") % LONGEST)
    return address


def on_this_site(text):
    """The same for a page of this site; other sites are refused, so that nobody can be led away by our address."""
    parts = split(text)
    if parts.netloc and not validate_host(parts.hostname or "", settings.ALLOWED_HOSTS):
        raise ValidationError(_("“%s” is another site. An old address leads to a page of this one.") % parts.netloc)
    return written(text)


def split(text):
    text = text.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = None
    if not text or parts is None or parts.scheme not in ("", "http", "https"):
        raise ValidationError(_("This is not the address of a page."))
    if CONTROL.search(text):  # urlsplit would drop them without a word
        raise ValidationError(_("An address has no line breaks or other invisible signs in it."))
    return parts


# --- What stands there ----------------------------------------------------------------------------
@dataclass(frozen=True)
class Page:
    """What of this site answers at an address: a record, or a page of the site's own."""

    path: str  # without the language
    record: object = None
    is_list: bool = False  # has nothing of a single record in its address

    def __str__(self):
        return str(self.record) if self.record else self.path


def pages_at(addresses):
    """The page at each of these addresses where there is one; one query for each kind of record."""
    matches = {address: match for address in addresses if (match := match_of(address))}
    records = records_at(match for _path, match in matches.values())
    pages = ((address, page_of(address, *match, records)) for address, match in matches.items())
    return {address: page for address, page in pages if page}


def match_of(address):
    """(path, what Django finds there), with or without the language and the last slash; None if it finds nothing."""
    path = address.partition("?")[0].rstrip("/")
    if address.startswith("/?"):  # the root answers everything, and WordPress named its pages so: /?p=123
        return None
    language = settings.LANGUAGE_CODE
    localised = f"/{language}{LANGUAGE.sub('', path)}"
    with override(language):
        for candidate in (f"{localised}/", localised, f"{path}/", path):
            with suppress(Resolver404):
                return candidate, resolve(candidate)
    return None


def model_of(match):
    """The kind of record whose pages answer there."""
    if match.view_name == "permanent":
        return KINDS.get(match.kwargs["kind"])
    queryset = getattr(getattr(match.func, "view_class", None), "queryset", None)
    model = getattr(queryset, "model", None)
    return model if "slug" in match.kwargs and model in PUBLIC_MODELS else None


def records_at(matches):
    """The records these pages may be of, by the address of their page and by their permanent one."""
    slugs, numbers = defaultdict(set), defaultdict(set)
    for match in matches:
        named = slugs if "slug" in match.kwargs else numbers
        named[model_of(match)].add(match.kwargs.get("slug") or match.kwargs.get("number"))
    found = {}
    for model in {*slugs, *numbers} - {None}:
        for record in records_of(model).filter(Q(slug__in=slugs[model]) | Q(pk__in=numbers[model])):
            found[address_of(record)] = found[permanent_path(record)] = record
    return found


def page_of(address, path, match, records):
    bare, query = without_language(comparable(path)), address.partition("?")[2]
    shown = without_language(path) + (f"?{query}" if query else "")
    if bare in records:
        return Page(shown, records[bare])
    belongs_to_record = match.view_name == "permanent" or model_of(match)
    if belongs_to_record and bare.rpartition("/")[0] not in records:  # else it is a second page of that record
        return None
    return Page(shown, is_list=not match.kwargs and LANGUAGE.match(path) is not None)
