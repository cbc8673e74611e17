"""Whole pages for readers without a session, kept by each process and always exact.

Numbers in the database change with everything that readers see (watching.py), in the transaction of the change. Every
request reads them; a page made under other numbers is never served. Time changes pages too (a scheduled post appears,
an event is over), so a page is kept no longer than until the next such moment.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from threading import Lock
from time import perf_counter_ns

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, OperationalError, connections
from django.http import HttpResponse
from django.http.response import ResponseHeaders
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_http_date_safe

from events.models import Event
from lessonstudy.content.citing.formats import FORMATS
from lessonstudy.content.memory import memory
from lessonstudy.content.models import Status

from .registry import PUBLIC_MODELS

# --- The state of the archive ---------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """What this process knows: the state, and until when pages made now stay right."""

    state: str | None = None
    until: float = 0


class Clock:
    """Gives the stamp under which a page made now may be kept."""

    known = Known()

    def __init__(self):
        self.state = Shared(state_of_archive)

    def stamp(self):
        known, state, now = self.known, self.state(), timezone.now().timestamp()
        if state != known.state or now >= known.until:
            # Not read from there again: another, slower thread may just be putting there what it knew.
            self.known = known = Known(state, next_moment())
        return f"{known.state}-{known.until}"


class Shared:
    """What `ask` answers. Those who come while it is being asked share the next answer: one asks for all of them."""

    def __init__(self, ask):
        self.ask, self.lock, self.began, self.answer = ask, Lock(), 0, None

    def __call__(self):
        came = perf_counter_ns()
        with self.lock:
            if self.began <= came:  # what was asked before may be out of date
                began = perf_counter_ns()
                self.answer, self.began = self.ask(), began
            return self.answer


def state_of_archive():
    """The numbers of all rows: as many rows as transactions have ever written at the same moment."""
    database = connections[DEFAULT_DB_ALIAS]  # looked up once: that takes as long as the rest
    database.health_check_done = True  # the question itself shows whether the connection is alive
    try:
        numbers = ask_for_numbers(database)
    except (InterfaceError, OperationalError):
        database.close()
        numbers = ask_for_numbers(database)
    return "-".join(sorted(str(number) for (number,) in numbers))


READ = "SELECT number FROM portal_archivestate"


def ask_for_numbers(database):
    """Asked of the database's own driver, and planned once for each connection: half the time of Django's cursor."""
    database.ensure_connection()
    plans = database.vendor == "postgresql"  # SQLite's driver remembers by itself
    with database.wrap_database_errors:
        cursor = getattr(database, "archive_state", None)
        if cursor is None or cursor.connection is not database.connection:
            cursor = database.archive_state = database.connection.cursor()
            if plans:
                cursor.execute(f"PREPARE archive_state AS {READ}")
        cursor.execute("EXECUTE archive_state" if plans else READ)
        return cursor.fetchall()


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
    """A page as it was sent: its body packed, and its headers."""

    packed: bytes
    headers: ResponseHeaders

    @property
    def size(self):
        return len(self.packed) + 5000  # with the headers


class PageCacheMiddleware:
    """Answers readers without a session from what was made before, and says 304 to those who have it already."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.META["PATH_INFO"].startswith(KEPT_PATHS):
            request.stamp = clock.stamp()
        if not may_keep(request.META):
            return self.get_response(request)
        request.is_kept = True
        key = key_of(request.META)
        page = memory.get(request.stamp, key) if settings.PAGE_CACHE else None
        if page is None:
            response = self.whole(request)
            if not is_same_for_all(request, response):
                return conditional(request, response)
            page = packed(response)
            if settings.PAGE_CACHE and request.method == "GET":
                memory.keep(request.stamp, key, page, page.size + len(str(key)))
        return answer(request, page)

    def whole(self, request):
        """The page, even for those who ask for it only if it has changed: that is found out here."""
        conditions = {name: request.META.pop(name) for name in CONDITIONS if name in request.META}
        try:
            return self.get_response(request)
        finally:
            request.META.update(conditions)


class Front:
    """Stands before Django and hands out what is kept to those who just ask for it: most requests of a reader's day."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        page = self.kept(environ) if settings.PAGE_CACHE and just_asks(environ) else None
        if page is None:
            return self.application(environ, start_response)
        start_response("200 OK", list(page.headers.items()))
        return [page.packed]

    def kept(self, environ):
        try:
            return memory.get(clock.stamp(), key_of(environ))
        except DatabaseError:
            return None  # Django has a page for this


def just_asks(environ):
    """For a whole page, packed, under no condition."""
    return (
        environ["REQUEST_METHOD"] == "GET"
        and not any(name in environ for name in CONDITIONS)
        and TAKES_GZIP.search(environ.get("HTTP_ACCEPT_ENCODING", ""))
        and may_keep(environ)
    )


CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")
IN_A_LANGUAGE = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)
KEPT_PATHS = (*IN_A_LANGUAGE, "/sitemap", "/api/")  # files for machines are in the language the reader prefers


def may_keep(environ):
    """Readers without a session asking for a page in a language, or for a file for machines."""
    cookies, path = names_of_cookies(environ), environ["PATH_INFO"]
    chosen = () if path.startswith(IN_A_LANGUAGE) else (settings.LANGUAGE_COOKIE_NAME,)  # the address says it there
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and path.startswith(KEPT_PATHS)
        and "HTTP_AUTHORIZATION" not in environ
        and cookies.isdisjoint((*PERSONAL_COOKIES, *chosen))
    )


def names_of_cookies(environ):
    return {part.partition("=")[0].strip() for part in environ.get("HTTP_COOKIE", "").split(";")}


KEY = (
    "wsgi.url_scheme",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_HOST",
    "SERVER_NAME",
    "SERVER_PORT",
    "PATH_INFO",
    "QUERY_STRING",
)


def key_of(environ):
    """All of a request that a page may depend on: no other header is read where pages are made."""
    language = "" if environ["PATH_INFO"].startswith(IN_A_LANGUAGE) else environ.get("HTTP_ACCEPT_LANGUAGE", "")
    return language, *map(environ.get, KEY)


CITATIONS = tuple(known.content_type for known in FORMATS.values())
KEPT_TYPES = ("text/html", "application/xml", "application/atom+xml", "application/json", *CITATIONS)


def is_same_for_all(request, response):
    """Nothing in it is about this reader: no cookie is set, and the view did not forbid keeping it."""
    cache_control = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.get("Content-Type", "").startswith(KEPT_TYPES)
        and not any(word in cache_control for word in ("no-store", "private"))
        and "nonce-" not in response.get("Content-Security-Policy", "")  # good for one answer only
        and not other_reasons_to_vary(request, response)
    )


def other_reasons_to_vary(request, response):
    """Headers that the view read besides those of the key."""
    known = {"", "cookie", "accept-encoding"}
    if not request.path_info.startswith(IN_A_LANGUAGE):
        known.add("accept-language")
    return {name.strip().lower() for name in response.get("Vary", "").split(",")} - known


def digest(data):
    return hashlib.blake2b(data, digest_size=12).hexdigest()


def packed(response):
    body = response.content
    headers = response.headers
    headers.setdefault("Cache-Control", "no-cache")  # keep it, but ask each time whether it is still right
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    compressed = gzip.compress(body, 5, mtime=0)
    headers["ETag"] = f'W/"{digest(body)}"'
    headers["Content-Encoding"], headers["Content-Length"] = "gzip", len(compressed)
    return Page(compressed, headers)


TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)


def answer(request, page):
    response = HttpResponse(page.packed)
    response.headers = copy_of(page.headers)
    if not TAKES_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        response.content = gzip.decompress(page.packed)
        del response.headers["Content-Encoding"]
        response.headers["Content-Length"] = str(len(response.content))
    return conditional(request, response)


def copy_of(headers):
    """Without checking each of them again, as setting them one by one would."""
    copy = ResponseHeaders({})
    copy._store = headers._store.copy()
    return copy


def conditional(request, response):
    """The answer; 304 for those who have it, and said by which mark or since when."""
    if not any(name in request.META for name in CONDITIONS):
        return response
    etag, modified = response.get("ETag"), parse_http_date_safe(response.get("Last-Modified", ""))
    return get_conditional_response(request, etag, modified, response) if etag or modified else response
