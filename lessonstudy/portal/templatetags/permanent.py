"""The addresses of a record that its page names: the permanent one, and that of its data."""

from django import template

from lessonstudy.content.addresses import permanent_path
from lessonstudy.portal.permanent import data

register = template.Library()


@register.inclusion_tag("components/permanent.html", takes_context=True)
def permanent_address(context, record):
    return {"address": context["request"].build_absolute_uri(permanent_path(record))}


@register.simple_tag(takes_context=True)
def data_address(context, record):
    """The record in the API."""
    return context["request"].build_absolute_uri(data(record))
