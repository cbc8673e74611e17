"""The public archive as data, under /api/v1/: lists with the filters of the pages, and single records.

It can only be read, by anybody and from any site. An answer says everything in three languages and is therefore the
same for all readers; only problems (RFC 9457) are told in the reader's own.
"""

import json
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from events.models import Event
from lessonstudy.content.languages import LANGUAGES, in_each_language
from lessonstudy.content.models import Status
from lessonstudy.content.related import fetch_related
from lessonstudy.search.models import Label
from lessonstudy.search.views import numbers_of

from .caching import digest
from .feeds import FEEDS
from .offered import OFFERED
from .openapi import MOST, PAGING, USUAL, description
from .registry import findable

READING = ("GET", "HEAD")


# --- Answers --------------------------------------------------------------------------------------
class Problem(Exception):
    """What is answered instead, as RFC 9457 says. `wrong` are (name, value, sentence) of parameters."""

    def __init__(self, status, detail="", wrong=(), **headers):
        self.status, self.wrong, self.headers = HTTPStatus(status), wrong, headers
        self.detail = detail or " ".join(sentence for _name, _value, sentence in wrong)

    def response(self):
        body = {"type": "about:blank", "title": self.status.phrase, "status": self.status, "detail": self.detail}
        if self.wrong:
            names = ("parameter", "value", "detail")
            body["errors"] = [dict(zip(names, one, strict=True)) for one in self.wrong]
        headers = {"Cache-Control": "no-cache", **self.headers}
        return HttpResponse(written(body), "application/problem+json", self.status, headers=headers)


def api(view):
    """For reading only, from any site (without credentials, so that `*` is right); a problem is answered as one."""

    @csrf_exempt  # else a POST would be told to bring a token before it is told that nothing can be posted
    @wraps(view)
    def answered(request, *args, **kwargs):
        try:
            if request.method not in READING:
                raise Problem(405, _("Here one can only read: GET or HEAD."), Allow=", ".join(READING))
            response = view(request, *args, **kwargs)
        except Problem as problem:
            response = problem.response()
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Robots-Tag"] = "noindex"  # search engines shall lead people to the pages
        return response

    return answered


def written(body):
    return json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False)


def document(request, body, languages=LANGUAGES):
    """The answer, or 304. Where whole pages are kept the page cache compares; the mark is the same there and here."""
    response = HttpResponse(written(body), "application/json", headers={"Cache-Control": "no-cache"})
    response["ETag"] = f'W/"{digest(response.content)}"'
    if not hasattr(request, "is_kept"):
        response = get_conditional_response(request, etag=response["ETag"], response=response)
    response["Content-Language"] = ", ".join(languages)
    return response


# --- Lists ----------------------------------------------------------------------------------------
@api
def records(request, word):
    offered = collection(word)
    chosen = offered.filter_class(request.GET, stamp=getattr(request, "stamp", None))
    check(request.GET, chosen)
    with override(settings.LANGUAGE_CODE):  # names stand in the order of one language, the same for all readers
        found = chosen.answer
    paginator = Paginator(found, whole_number(request.GET, "per_page", MOST) or USUAL)
    page = paginator.page(whole_number(request.GET, "page", paginator.num_pages) or 1)
    return document(request, envelope(request, offered, chosen, page))


def collection(word):
    if word not in OFFERED:
        raise Problem(404, nothing_here())
    return OFFERED[word]


def check(asked, chosen):
    """Refuse what a page would only leave out: a program does not read the sentence that says so."""
    wrong = [(name, asked[name], why_wrong(name, asked[name], chosen)) for name in asked]
    if wrong := [parameter for parameter in wrong if parameter[2]]:
        raise Problem(400, wrong=wrong)


def why_wrong(name, value, chosen):
    if name not in {*chosen.filters, *PAGING}:
        return _("There is no parameter “%s” here.") % name
    if name in chosen.wrong or (name == "sort" and value not in ("", chosen.order)):
        label = chosen.form.fields[name].label
        return _("“%(value)s” is not a choice for “%(filter)s”.") % {"value": value, "filter": label}
    return ""


def whole_number(asked, name, most):
    """The number asked for; None if none is."""
    value = asked.get(name)
    if not value:
        return None
    if value.isascii() and value.isdigit() and len(value) < 10 and 1 <= int(value) <= most:
        return int(value)
    sentence = _("“%(name)s” is a whole number from 1 to %(most)d.") % {"name": name, "most": most}
    raise Problem(400, wrong=[(name, value, sentence)])


def envelope(request, offered, chosen, page):
    absolute, per_page = request.build_absolute_uri, page.paginator.per_page

    def address(**changes):
        kept = {"per_page": None if per_page == USUAL else per_page}
        return absolute(request.path + chosen.address(**kept, **changes).rstrip("?"))

    return {
        "count": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "next": address(page=page.number + 1) if page.has_next() else None,
        "previous": address(page=page.number - 1) if page.has_previous() else None,
        "facets": facets(chosen, address),
        "items": items(absolute, offered, numbers_of(page.object_list)),
    }


def items(absolute, offered, numbers):
    found = findable(offered.model).in_bulk(numbers)
    shown = fetch_related([found[number] for number in numbers if number in found], *offered.item.lookups)
    return [offered.item.data(absolute, record) for record in shown]


def facets(chosen, address):
    """Those the page shows, with the names of their choices in each language."""
    values = {name: chosen.values(name) for name in chosen.facet_filters if name not in chosen.given}
    values = {name: pairs for name, pairs in values.items() if chosen.divides(pairs)}
    titles = titles_of(chosen, values)
    return {
        name: [
            {"value": value, "label": label, "count": count, "url": address(**{name: value})}
            for value, count in pairs
            if (label := label_of(chosen, name, value, titles))
        ]
        for name, pairs in values.items()
    }


def label_of(chosen, name, value, titles):
    """{language: text}; empty for a choice that is no more."""
    if chosen.filters[name].is_record:
        return titles.get(chosen.filters[name].token(name, value))
    labels = in_each_language(lambda: str(chosen.label(name, value, {})))
    return labels if all(labels.values()) else None


def titles_of(chosen, values):
    """{token: its titles} of the choices that are records."""
    named = {name: chosen.filters[name] for name in values if chosen.filters[name].is_record}
    tokens = [known.token(name, value) for name, known in named.items() for value, _count in values[name]]
    return {label.token: label.titles() for label in Label.objects.filter(token__in=tokens)} if tokens else {}


# --- One record -----------------------------------------------------------------------------------
@api
def record(request, word, number):
    offered = collection(word)
    found = findable(offered.model).filter(pk=number).first()
    if found:
        fetch_related([found], *offered.record.lookups)
        return document(request, offered.record.data(request.build_absolute_uri, found))
    if offered.model.objects.filter(pk=number, status=Status.WITHDRAWN).exists():
        raise Problem(410, _("This record was withdrawn."))
    raise Problem(404, _("There is no such record."))


@api
def missing(request, rest):
    raise Problem(404, nothing_here())


def nothing_here():
    return _("There is nothing at this address.")


# --- What there is --------------------------------------------------------------------------------
@api
def openapi(request):
    with override("en"):
        return document(request, description(request.build_absolute_uri), languages=["en"])


def page(request):
    """The same for people."""
    event = findable(Event).exclude(begins_at=None).latest_first().first()
    context = {
        "base": request.build_absolute_uri("/api/v1/"),
        "collections": OFFERED.values(),
        "example": event and example(request.build_absolute_uri, event),
        "subscriptions": subscriptions(),
    }
    return render(request, "portal/api.html", context)


def subscriptions():
    """(title, address, format) of what programs can subscribe to."""
    feeds = [(feed.title or _("Everything new"), reverse(feed.address), "Atom") for feed in FEEDS.values()]
    return [*feeds, (_("Events ahead and of the last year"), reverse("events:calendar"), "iCalendar")]


def example(absolute, event):
    """(address, some of what it answers) of a record of this archive."""
    item = OFFERED["events"].item
    fetch_related([event], *item.lookups)
    data = item.data(absolute, event)
    shown = {name: data[name] for name in ("id", "kind", "title", "start", "end", "series")}
    return data["self"], json.dumps(shown, indent=2, ensure_ascii=False)
