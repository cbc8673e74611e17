"""What was newly published, as Atom (RFC 4287): everything, and by section."""

from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from events.models import Event
from journal.models import Article, Issue
from lessonstudy.content.addresses import permanent_path
from lessonstudy.content.languages import ShownText
from lessonstudy.content.machines import machine_file
from lessonstudy.content.xml import add, document
from lessonstudy.news.models import NewsPost
from research.models import Poster, Report

from .registry import findable

LENGTH = 30
NOTHING_YET = datetime.fromtimestamp(0, tz=UTC)
SUMMARIES = {NewsPost: "lead", Event: "summary", Poster: "aim", Report: "aims", Issue: "summary", Article: "abstract"}


@dataclass(frozen=True)
class Feed:
    title: str
    page: str
    models: tuple
    address: str


FEEDS = {
    "all": Feed("", "portal:home", tuple(SUMMARIES), "portal:feed"),
    "news": Feed(gettext_lazy("News"), "news:post-list", (NewsPost,), "portal:news-feed"),
    "events": Feed(gettext_lazy("Events"), "events:event-list", (Event,), "portal:event-feed"),
    "posters": Feed(gettext_lazy("Posters"), "research:poster-list", (Poster,), "portal:poster-feed"),
    "reports": Feed(gettext_lazy("Lesson-study reports"), "research:report-list", (Report,), "portal:report-feed"),
    "journal": Feed(gettext_lazy("Journal"), "journal:journal-list", (Issue, Article), "portal:journal-feed"),
}


@conditional_page
def feed(request, name):
    chosen = FEEDS[name]
    changed = max(filter(None, (model.objects.changed_at() for model in chosen.models)), default=NOTHING_YET)
    root = head(chosen, request, changed)
    for record in newest(chosen.models):
        add_entry(root, record, request)
    return machine_file(document(root), "application/atom+xml", name="feed.xml", changed=changed)


def newest(models):
    records = [record for model in models for record in findable(model).order_by("-published_at", "-pk")[:LENGTH]]
    return sorted(records, key=lambda record: record.published_at, reverse=True)[:LENGTH]


def head(chosen, request, changed):
    site, language = _("Lesson Study in Kazakhstan"), get_language()
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": language})
    add(root, "id", permanent(request, request.path))
    add(root, "title", " · ".join(filter(None, (str(chosen.title), site))))
    add(root, "updated", moment(changed))
    add_link(root, "self", "application/atom+xml", request.build_absolute_uri(request.path))
    add_link(root, "alternate", "text/html", request.build_absolute_uri(reverse(chosen.page)))
    add(root, "icon", request.build_absolute_uri(static("img/icon.svg")))
    add(add(root, "author"), "name", site)
    return root


def add_entry(root, record, request):
    entry = add(root, "entry")
    add(entry, "id", permanent(request, permanent_path(record)))
    add(entry, "title", headline(record))
    add_link(entry, "alternate", "text/html", request.build_absolute_uri(record.get_absolute_url()))
    add(entry, "published", moment(record.published_at))
    add(entry, "updated", moment(max(record.updated_at, record.published_at)))
    if summary := getattr(record.shown, SUMMARIES[type(record)]):
        add(entry, "summary", summary)


def add_link(parent, rel, kind, address):
    add(parent, "link", rel=rel, type=kind, hreflang=get_language(), href=address)


def headline(record):
    """The title; an issue is named by its journal and number."""
    named = record.journal if isinstance(record, Issue) else record
    return ShownText(str(record), named.title_shown.language)


def permanent(request, path):
    """An identifier that stays when the slug, the language or the scheme of the site change: never a locator."""
    return f"https://{request.get_host()}{path}"


def moment(value):
    return value.isoformat(timespec="seconds")
