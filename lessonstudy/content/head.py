"""What machines read in the head of a page: its one address, its languages, its words and picture, its graph."""

import json
import re
from html import unescape

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from jinja2 import pass_context

from .languages import path_in, reader_language
from .metadata import (
    addresses_of,
    collection,
    preview_path,
    site_description,
    summary,
    trail,
    wide_photo,
)

LOCALES = {"kk": "kk_KZ", "ru": "ru_RU", "en": "en_GB"}
# https://ogp.me/#types; all else is a website. What can be cited is an article: reference managers believe it.
OPEN_GRAPH_KINDS = {"NewsArticle": "article", "Person": "profile"}
DESCRIPTION_LENGTH = 300
# No title may end the element it stands in; U+2028 and U+2029 end a line for older readers of scripts.
UNSAFE = re.compile("[<>&\u2028\u2029]")


def json_ld(graph):
    """The graph as a block of data, which no browser runs (https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents)."""
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    text = UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


@pass_context
def machine_head(context, title):
    """A view may set `canonical` (path), `description`, `noindex`, `graph` (schema.org nodes, the main one first)."""
    absolute = addresses_of(context["request"])
    path = canonical_path(context)
    graph = [node for node in context.get("graph") or list_graph(context, absolute, path, unescape(title)) if node]
    main = graph[0] if graph else {}
    return {
        "title": title,
        "description": description(context, main, unescape(title)),
        "canonical": absolute(path),
        "alternates": alternates(absolute, path),
        "noindex": context.get("noindex"),
        "kind": "article" if context.get("citation") else OPEN_GRAPH_KINDS.get(main.get("@type"), "website"),
        "locale": LOCALES[reader_language()],
        "other_locales": [locale for language, locale in LOCALES.items() if language != reader_language()],
        "published": main.get("datePublished"),
        "modified": main.get("dateModified"),
        "graph": graph,
        **shared_picture(context, absolute, title),
    }


def canonical_path(context):
    """The path, and the page of a long list: what else stands in the address is not another page."""
    page = context.get("page_obj")
    path = context.get("canonical") or context["request"].path
    return f"{path}{'&' if '?' in path else '?'}page={page.number}" if page and page.number > 1 else path


def alternates(absolute, path):
    """(hreflang, address) of the page in each language; for readers of any other, in Kazakh, or the door to all."""
    pairs = [(language, absolute(path_in(path, language))) for language, _name in settings.LANGUAGES]
    default = "/" if path == reverse("portal:home") else path_in(path, settings.LANGUAGE_CODE)
    return [*pairs, ("x-default", absolute(default))]


def description(context, main, title):
    """What the view or the record says; else the title and what the site is."""
    said = context.get("description") or main.get("description")
    return summary(said or f"{title}. {site_description()}", limit=DESCRIPTION_LENGTH)


def list_graph(context, absolute, path, title):
    """The graph of a list of records; none for what machines should not keep."""
    page = context.get("page_obj")
    if page is None or "object_list" not in context or context.get("noindex"):
        return []
    return [collection(absolute, path, title, page), trail(absolute, (title, context["request"].path))]


def shared_picture(context, absolute, title):
    """The picture of a shared link: of the record the page is about, else of the site."""
    record = context.get("object")
    if record is None:
        return {"image": absolute(reverse("portal:site-preview")), "image_alt": title}
    photo = wide_photo(record)
    words = photo.alternative.text if photo else ""
    return {"image": absolute(preview_path(record)), "image_alt": words or title}
