"""Template words every page uses. They are builtins: templates need no {% load %} for them."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language

from lessonstudy.content.addresses import link_to
from lessonstudy.content.dates import format_bound, format_date, format_range
from lessonstudy.content.languages import CONTENT_LANGUAGES, ShownText, path_in

register = template.Library()
CONSTANTS = {}
LANGUAGE_NAMES = dict(CONTENT_LANGUAGES)


@register.filter
def published(records):
    """Those of the records that the public may see now (for lists that were fetched whole)."""
    return [record for record in records if record.is_public]


register.simple_tag(link_to, name="link")


@register.simple_tag
def when(start, end=None):
    """A date or a span of dates, marked up for machines as precisely as it is known."""
    if not start:
        return ""
    if not end or end == start:
        return format_html('<time datetime="{}">{}</time>', start.html, format_date(start))
    return format_html('<time datetime="{}">{}</time>', start.html, format_range(start, end))


@register.simple_tag
def term(since, until):
    """How long something was so: 2013–2014; since 2015; until 2016; nothing if nothing is known."""
    if since and until:
        return format_range(since, until)
    if since:
        return format_bound(since, "since")
    return format_bound(until, "until") if until else ""


@register.simple_tag
def language_label(shown):
    """ "in Russian", when a text is not in the language of the page."""
    if not isinstance(shown, ShownText) or not shown.is_foreign:
        return ""
    return format_html('<span class="tag">{}</span>', shown.label)


@register.filter
def language_names(codes):
    """ "kk ru" -> Kazakh, Russian."""
    return ", ".join(str(LANGUAGE_NAMES.get(code, code)) for code in (codes or "").split())


@register.simple_tag
def site_languages():
    """(code, the language's own name) of each language of the site."""
    return settings.LANGUAGES


@register.simple_tag(takes_context=True)
def constant(context, component, *about):
    """A component that says the same on every page of a language and of the same `about`: drawn once, then kept."""
    key = (component, get_language(), *about)
    if key not in CONSTANTS or settings.DEBUG:
        CONSTANTS[key] = context.template.engine.get_template(component).render(context)
    return CONSTANTS[key]


@register.simple_tag(takes_context=True)
def in_language(context, language):
    """The address of the present page in another language."""
    return path_in(context["request"].get_full_path(), language)


@register.simple_tag(takes_context=True)
def without(context, name):
    """The present address without one filter, and from the first page."""
    query = context["request"].GET.copy()
    query.pop(name, None)
    query.pop("page", None)
    return f"{context['request'].path}?{query.urlencode()}" if query else context["request"].path
