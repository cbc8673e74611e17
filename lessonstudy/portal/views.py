"""The front page, the way in by language, uploads, the styleguide, and whether the site is alive."""

import re

from django.core.paginator import Paginator
from django.db import connection
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import get_language_from_request

from events.forms import EventFilter
from events.models import Event, EventSeries
from lessonstudy.content.files import is_public_folder, stored_file
from lessonstudy.content.metadata import addresses_of, association, website
from lessonstudy.content.related import fetch_related
from lessonstudy.content.stored import is_owned_in_public
from lessonstudy.news.models import NewsPost
from lessonstudy.search.query import tally
from research.models import Poster, is_of_writer

from .preview import record_picture, site_picture
from .registry import NAMED


def root(request):
    """To the reader's language: by cookie, then by what the browser prefers, then Kazakh."""
    response = redirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def home(request):
    events, news = Event.objects.published(), NewsPost.objects.published().latest_first()[:5]
    upcoming = list(events.upcoming()[:4])
    latest = list(events.filter(begins_at__isnull=False).latest_first()[:4])
    fetch_related([*upcoming, *latest], "places__names", "photos:first")
    counts = tally(getattr(request, "stamp", None))
    context = {
        "news": fetch_related(list(news), "photos:first"),
        "upcoming": upcoming,
        "latest": latest,
        "years": years_of(counts["event"]),
        "kinds": kinds_of(counts["event"]),
        "series": EventSeries.objects.published(),
        "numbers": numbers(counts),
        "graph": [website(addresses_of(request)), association(addresses_of(request))],
    }
    return render(request, "portal/home.html", context)


def years_of(events):
    """(year, number of events), the newest first."""
    years = [token.removeprefix("year:") for token in events if re.fullmatch(r"year:\d{4}", token)]
    return [(year, events[f"year:{year}"]) for year in sorted(years, reverse=True)]


def kinds_of(events):
    """(kind, its name, number of events), the most frequent first."""
    kinds = [(kind, label, events[f"kind:{kind}"]) for kind, label in Event.Kind.choices]
    return sorted((kind for kind in kinds if kind[2]), key=lambda kind: -kind[2])


def numbers(counts):
    """Counted from the records of this archive, never written by hand."""
    names = {"events": "event", "people": "person", "schools": "school", "posters": "poster", "files": "file"}
    return {name: counts[what][f"what:{what}"] for name, what in names.items()}


def media(request, path):
    """An upload, to whom its owner is shown, with headers that let no browser run it."""
    if not is_public_folder(path):
        raise Http404
    if is_owned_in_public(path):
        return stored_file(path)
    if not (request.is_confirmed_staff or is_of_writer(path, request.user)):
        raise Http404
    response = stored_file(path)
    add_never_cache_headers(response)
    return response


def preview(request, kind, number):
    """The picture of a shared link to a public record."""
    if kind not in NAMED:
        raise Http404
    record = get_object_or_404(NAMED[kind].objects.published(), pk=number)
    try:
        return _picture(record_picture(record))
    except OSError:
        raise Http404 from None


def site_preview(request):
    return _picture(site_picture())


def _picture(file):
    # A changed record has another address for its picture, so this one may be kept for a month.
    return FileResponse(file, content_type="image/jpeg", headers={"Cache-Control": "public, max-age=2592000"})


def healthz(request):
    """Alive, and the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def styleguide(request):
    """Every component once, on real records. For staff."""
    if not request.is_confirmed_staff:
        return redirect("account_login")
    context = {
        "event": Event.objects.filter(photos__isnull=False, documents__isnull=False).for_list().first(),
        "post": NewsPost.objects.for_list().first(),
        "poster": Poster.objects.first(),
        "filter": EventFilter({"mode": "online", "year": "2o21"}),
        "page_obj": Paginator(range(60), 20).page(2),
    }
    return render(request, "portal/styleguide.html", context)


def robots(request):
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    rules = f"User-agent: *\nDisallow: /admin/\nDisallow: /accounts/\nDisallow: /*cite=\n\nSitemap: {sitemap}\n"
    return HttpResponse(rules, content_type="text/plain")
