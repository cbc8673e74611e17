"""What templates say of dates, languages and addresses."""

from itertools import groupby

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from jinja2 import pass_context

from .dates import format_bound, format_date, format_range
from .languages import CONTENT_LANGUAGES, ShownText, path_in

CONSTANTS = {}
LANGUAGE_NAMES = dict(CONTENT_LANGUAGES)


def published(records):
    """Those of the records that the public may see now (for lists that were fetched whole)."""
    return [record for record in records if record.is_public]


def when(start, end=None):
    """A date or a span of dates, marked up for machines as precisely as it is known."""
    if not start:
        return ""
    if not end or end == start:
        return format_html('<time datetime="{}">{}</time>', start.html, format_date(start))
    return format_html('<time datetime="{}">{}</time>', start.html, format_range(start, end))


def term(since, until):
    """How long something was so: 2013–2014; since 2015; until 2016; nothing if nothing is known."""
    if since and until:
        return format_range(since, until)
    if since:
        return format_bound(since, "since")
    return format_bound(until, "until") if until else ""


def language_label(shown):
    """ "in Russian", when a text is not in the language of the page."""
    if not isinstance(shown, ShownText) or not shown.is_foreign:
        return ""
    return format_html('<span class="tag">{}</span>', shown.label)


def language_names(codes):
    """ "kk ru" -> Kazakh, Russian."""
    return ", ".join(str(LANGUAGE_NAMES.get(code, code)) for code in (codes or "").split())


@pass_context
def constant(context, component, *about):
    """A component that says the same on every page of a language and of the same `about`: drawn once, then kept."""
    key = (component, get_language(), *about)
    if key not in CONSTANTS or settings.DEBUG:
        drawn = context.environment.get_template(component).render(context.get_all())
        CONSTANTS[key] = mark_safe(drawn)  # noqa: S308 - a template's work
    return CONSTANTS[key]


@pass_context
def in_language(context, language):
    """The address of the present page in another language."""
    return path_in(context["request"].get_full_path(), language)


@pass_context
def at_page(context, number):
    """The present address with another page of the list."""
    query = context["request"].GET.copy()
    query["page"] = number
    return f"?{query.urlencode()}"


def grouped(rows, name):
    """[(value, rows)] of the rows that follow each other with the same value of the attribute or method."""

    def value(row):
        found = getattr(row, name)
        return found() if callable(found) else found

    return [(shared, list(group)) for shared, group in groupby(rows, value)]
