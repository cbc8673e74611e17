"""The sitemap (sitemaps.org), with Google's extensions for languages and pictures.

An index of sections, one for the lists and one for each kind of record. A section has a page of `?p=` for every
5,000 addresses. The default of a page, for readers of other languages, is the Kazakh one; of the site, its front door.
"""

from functools import partial
from xml.etree.ElementTree import Element

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Count, Max, Prefetch
from django.http import Http404
from django.urls import reverse

from lessonstudy.content.languages import LANGUAGES, in_each_language
from lessonstudy.content.machines import machine_file
from lessonstudy.content.stored import agreed
from lessonstudy.content.xml import add, document

from .registry import KINDS, findable

ADDRESSES = 5000
RECORDS = ADDRESSES // len(LANGUAGES)
DEFAULT = LANGUAGES[0]
LISTS = (
    "portal:archive",
    "news:post-list",
    "events:event-list",
    "research:poster-list",
    "journal:journal-list",
    "members:person-list",
    "members:school-list",
    "members:council-list",
    "portal:api",
)
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NAMESPACES = {
    "xmlns": SITEMAP,
    "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
    "xmlns:image": "http://www.google.com/schemas/sitemap-image/1.1",
}


def index(request):
    root = Element("sitemapindex", {"xmlns": SITEMAP})
    add_section(root, request, "pages")
    for kind, model in KINDS.items():
        found = findable(model).aggregate(number=Count("pk"), changed=Max("updated_at"))
        for page in range(0, found["number"], RECORDS):
            add_section(root, request, kind, number=page // RECORDS + 1, changed=found["changed"])
    return machine_file(document(root), "application/xml", name="sitemap.xml")


def add_section(root, request, name, number=1, changed=None):
    address = request.build_absolute_uri(reverse("sitemap-section", args=[name]))
    sitemap = add(root, "sitemap")
    add(sitemap, "loc", address if number == 1 else f"{address}?p={number}")
    if changed:
        add(sitemap, "lastmod", changed.isoformat(timespec="seconds"))


def section(request, name):
    root = Element("urlset", NAMESPACES)
    if name == "pages":
        add_lists(root, request)
    elif name in KINDS:
        add_records(root, request, KINDS[name])
    else:
        raise Http404
    return machine_file(document(root), "application/xml", name=f"sitemap-{name}.xml")


def add_lists(root, request):
    add_page(root, request, in_each_language(partial(reverse, "portal:home")), default=reverse("root"))
    for name in LISTS:
        add_page(root, request, in_each_language(partial(reverse, name)))


def add_records(root, request, model):
    try:
        page = Paginator(with_pictures(model), RECORDS).page(request.GET.get("p", 1))
    except InvalidPage:
        raise Http404 from None
    for record in page:
        pictures = record.photos.all() if hasattr(model, "photos") else ()
        add_page(root, request, in_each_language(record.get_absolute_url), changed=record.updated_at, pictures=pictures)


def with_pictures(model):
    """By age, so that what is new comes last and pages stay as they are; with the pictures that are sized."""
    records = findable(model).order_by("pk")
    if not hasattr(model, "photos"):
        return records
    photos = model.photos.rel.related_model
    sized = photos.objects.filter(width__isnull=False, **agreed(photos)).order_by("position", "pk")
    return records.prefetch_related(Prefetch("photos", sized))


def add_page(root, request, paths, *, default="", changed=None, pictures=()):
    """One page in its languages. Each of them names all the others and itself, as Google asks."""
    addresses = {language: request.build_absolute_uri(path) for language, path in paths.items()}
    others = {**addresses, "x-default": request.build_absolute_uri(default or paths[DEFAULT])}
    for address in addresses.values():
        url = add(root, "url")
        add(url, "loc", address)
        if changed:
            add(url, "lastmod", changed.isoformat(timespec="seconds"))
        for language, other in others.items():
            add(url, "xhtml:link", rel="alternate", hreflang=language, href=other)
        for picture in pictures:
            add(add(url, "image:image"), "image:loc", request.build_absolute_uri(picture.large))
