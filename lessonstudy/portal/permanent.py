"""Permanent addresses: /id/event/12 stands for the record itself, whatever its title, slug or language.

The answer is 303 See Other: the address names a thing (a person, a school, a conference), and a thing cannot be sent;
what can is a document about it (W3C, Cool URIs for the Semantic Web, 4; W3C TAG on httpRange-14, 15 June 2005). And
no cache keeps a 303 by itself (RFC 9110, 15.1), so every reader is led by their own language and wish.
"""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, is_valid_path, reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from lessonstudy.content.citing.formats import FORMATS

from .citations import can_cite
from .registry import NAMED, records_of

# The word for each kind in the addresses of the API.
COLLECTIONS = {
    "news": "news",
    "event": "events",
    "series": "series",
    "poster": "posters",
    "report": "reports",
    "journal": "journals",
    "issue": "issues",
    "article": "articles",
    "person": "people",
    "organization": "organizations",
    "council": "councils",
}


# --- Documents about a record: the address, or None if there is no such document --------------------
def page(record):
    return record.get_absolute_url()


def data(record):
    kind = record.address_kind()
    if kind not in COLLECTIONS:
        return None
    address = f"/api/v1/{COLLECTIONS[kind]}/{record.pk}/"
    return address if is_valid_path(address) else None


def calendar(record):
    if record.address_kind() != "event":
        return None
    try:
        return reverse("events:event-ics", args=[record.slug])
    except NoReverseMatch:
        return None


def citation_in(name):
    """In that format of citations."""
    return lambda record: (
        reverse("citation", args=[record.address_kind(), record.pk, name]) if can_cite(record) else None
    )


def front_matter(record):
    has_some = record.address_kind() == "article" and record.issue.journal.issn
    return reverse("article-jats", args=[record.pk]) if has_some else None


# The first is what everybody gets who asks for nothing in particular, or for something we do not have.
REPRESENTATIONS = {"text/html": page, "application/json": data, "text/calendar": calendar} | {
    known.content_type: citation_in(name) for name, known in FORMATS.items()
}
REPRESENTATIONS["application/jats+xml"] = front_matter


@require_safe
def permanent(request, kind, number):
    """To the document the reader asks for (`Accept`), in the reader's language."""
    record = records_of(NAMED[kind]).filter(pk=number).first() if kind in NAMED else None
    if record and record.is_withdrawn:
        response = render(request, "410.html", status=410)
    elif record and record.is_public:
        response = HttpResponseRedirect(document(request, record), status=303)
    else:
        raise Http404
    patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
    response["Access-Control-Allow-Origin"] = "*"  # a script of another site may follow it to the data
    return response


def document(request, record):
    """Not 406 where nothing fits: a page is better than an error (RFC 9110, 12.5.1 leaves us the choice)."""
    there = {kind: address for kind, find in REPRESENTATIONS.items() if (address := find(record))}
    return there[request.get_preferred_type(list(there)) or "text/html"]
