"""Whole pages for readers without a session, kept by each process and always exact.

One number in the database grows with every change to what readers see, in the same transaction as the change. Every
request reads it; a page made under another number is never served. Time changes pages too (a scheduled post appears, an
event is over), so a page is kept no longer than until the next such moment.
"""

import gzip
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe

from events.models import Event
from lessonstudy.content.models import Status
from lessonstudy.search.index import changed as index_changed

from .models import ArchiveState
from .registry import PUBLIC_MODELS

KEPT_TYPES = ("text/html", "application/xml", "application/atom+xml", "application/json")
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")

# --- The state of the archive ---------------------------------------------------------------------


def something_changed(**kwargs):
    """Let no page outlive this moment: in the transaction of the change, so that nobody sees one without the other."""
    if not ArchiveState.objects.update(number=F("number") + 1):
        ArchiveState.objects.create(number=1)


def watch(model):
    """Let every change of the model's rows be a change of the archive."""
    for signal in (post_save, post_delete):
        signal.connect(something_changed, sender=model, dispatch_uid=f"state {model._meta.label} {id(signal)}")
    for column in model._meta.many_to_many:
        m2m_changed.connect(something_changed, sender=column.remote_field.through, dispatch_uid=f"state {column}")


index_changed.connect(something_changed, dispatch_uid="state of the index")


@dataclass(frozen=True)
class Known:
    """What this process knows: the number, and until when pages made now stay right."""

    number: int = -1
    until: float = 0


class Clock:
    """Gives the stamp under which a page made now may be kept."""

    def __init__(self):
        self.known = Known()

    def stamp(self):
        number, now = archive_number(), timezone.now().timestamp()
        if number != self.known.number or now >= self.known.until:
            self.known = Known(number, next_moment())
        return f"{self.known.number}-{self.known.until}"


def archive_number():
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM portal_archivestate")
        row = cursor.fetchone()
    return row[0] if row else 0


def next_moment():
    """When time alone will next change what readers see: something scheduled appears, or an event is over."""
    now = timezone.now()
    moments = [
        model.objects.filter(status=Status.PUBLISHED, published_at__gt=now).order_by().values_list("published_at")
        for model in PUBLIC_MODELS
    ]
    over = Event.objects.published().filter(ends_at__gt=now).order_by().values_list("ends_at")
    first = moments[0].union(*moments[1:], over).order_by("published_at").first()
    return first[0].timestamp() if first else float("inf")


clock = Clock()


# --- Pages ----------------------------------------------------------------------------------------


@dataclass
class Page:
    """A page as it was sent: its headers, its body packed, and the mark by which a reader can say they have it."""

    headers: dict
    packed: bytes
    etag: str
    modified: int | None


class PageCacheMiddleware:
    """Answers readers without a session from what was made before, and says 304 to those who have it already."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.pages = caches["memory"]

    def __call__(self, request):
        if not may_keep(request):
            return self.get_response(request)
        request.stamp = clock.stamp()
        key = digest(f"{request.stamp} {request.scheme} {request.get_host()} {request.get_full_path()}".encode())
        page = self.pages.get(key) if settings.PAGE_CACHE else None
        if page is None:
            response = self.get_response(request)
            if not is_same_for_all(request, response):
                return response
            page = packed(response)
            if settings.PAGE_CACHE:
                self.pages.set(key, page)
        return answer(request, page)


KEPT_PATHS = ("/kk/", "/ru/", "/en/", "/sitemap", "/api/")


def may_keep(request):
    """Readers without a session asking for a page in a language, or for a file for machines."""
    return (
        request.method == "GET"
        and not any(name in request.COOKIES for name in PERSONAL_COOKIES)
        and "HTTP_AUTHORIZATION" not in request.META
        and request.path_info.startswith(KEPT_PATHS)
    )


def is_same_for_all(request, response):
    """Nothing in it is about this reader: no cookie is set, and the view did not forbid keeping it."""
    cache_control = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.get("Content-Type", "").startswith(KEPT_TYPES)
        and not any(word in cache_control for word in ("no-store", "private"))
    )


def digest(data):
    return hashlib.blake2b(data, digest_size=12).hexdigest()


def packed(response):
    body = response.content
    response.headers.setdefault("Cache-Control", "no-cache")  # keep it, but ask each time whether it is still right
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    etag = f'W/"{digest(body)}"'
    headers = {name: value for name, value in response.items() if name not in ("Content-Length", "ETag")}
    modified = parse_http_date_safe(headers.get("Last-Modified", ""))
    return Page({**headers, "ETag": etag}, gzip.compress(body, 6, mtime=0), etag, modified)


def answer(request, page):
    response = HttpResponse(headers=page.headers)
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response.content = page.packed
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.content = gzip.decompress(page.packed)
    return get_conditional_response(request, etag=page.etag, last_modified=page.modified, response=response)
