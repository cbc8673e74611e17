"""Old addresses: asked only when nothing else answered."""

from contextlib import suppress

from django.db.models import Q
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, is_valid_path, resolve
from django.utils.cache import patch_cache_control, patch_vary_headers

from lessonstudy.content.languages import reader_language

from .addresses import LANGUAGE, LONGEST, comparable, model_of, without_language
from .models import Redirect


class OldAddressMiddleware:
    """Leads from an old address to where its page is now. Stands behind LocaleMiddleware, which chose the language."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        return (is_unanswered(request, response) and answer_to(request)) or response


def is_unanswered(request, response):
    """Nothing was found; or the root was asked for a page by number, as WordPress named them: /?p=123"""
    missing = response.status_code == 404 and not lacks_only_language(request.path_info)
    by_number = request.path_info == "/" and bool(request.GET)
    return request.method in ("GET", "HEAD") and (missing or by_number)


def lacks_only_language(path):
    """LocaleMiddleware leads /events/x/ to /kk/events/x/, where it is asked for again: a living page comes first."""
    localised = f"/{reader_language()}{path}"
    return not LANGUAGE.match(path) and (is_valid_path(localised) or is_valid_path(f"{localised}/"))


def answer_to(request):
    """301 to the page in the reader's language, 410 if it was withdrawn, None if the public may not see it (yet)."""
    redirect, rest = find(request)
    record = redirect and redirect.record
    if record and record.is_withdrawn:
        return varied(render(request, "410.html", status=410))
    if not redirect or (redirect.kind and not (record and record.is_public)):
        return None
    target = page_below(redirect.target, rest) if rest else redirect.target
    if not target or comparable(target) == comparable(request.path_info):
        return None
    return varied(HttpResponsePermanentRedirect(target))


def varied(response):
    """Browsers may keep a 301 for long (RFC 9110, 15.4.2). They must ask again: the page may move back one day."""
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    patch_cache_control(response, no_cache=True)
    return response


def find(request):
    """(redirect, "") for the address asked for; (redirect, the rest) below a page that moved, as contributions/5/."""
    asked = asked_for(request)
    path = without_language(comparable(request.path_info))
    above = list(ancestors(path))
    known = Redirect.objects.filter(Q(old__in=asked) | Q(old__in=above, origin=Redirect.Origin.MOVED)) if asked else ()
    found = {redirect.old: redirect for redirect in known}
    exact = next((found[address] for address in asked if address in found), None)
    nearest = next((address for address in above if address in found), None)
    if exact or not nearest:
        return exact, ""
    return found[nearest], path.removeprefix(f"{nearest}/")


def ancestors(path):
    """/events/x/contributions/5 -> /events/x/contributions, /events/x, /events"""
    while path := path.rpartition("/")[0]:
        yield path


def asked_for(request):
    """What the address may be on record as, the most exact first: with its query, without, without its language."""
    pairs = [(name, value) for name, values in request.GET.lists() for value in values]
    exact = [comparable(request.path_info, pairs), comparable(request.path_info)]
    addresses = dict.fromkeys([*exact, *map(without_language, exact)])
    return [address for address in addresses if len(address) <= LONGEST]


def page_below(page, rest):
    """Another page of the same record, or of what has no address of its own beside it, as a contribution.

    An issue below its journal has one: only its own old address leads there.
    """
    own = resolve(page)
    for target in (f"{page}{rest}/", f"{page}{rest}"):
        with suppress(Resolver404):
            found = resolve(target)
            if {*own.kwargs.values()} <= {*found.kwargs.values()} and model_of(found) in (None, model_of(own)):
                return target
    return None
