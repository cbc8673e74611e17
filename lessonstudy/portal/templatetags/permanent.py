"""The permanent address of a record, for the foot of its page."""

from django import template

from lessonstudy.portal.addresses import permanent_path

register = template.Library()


@register.inclusion_tag("components/permanent.html", takes_context=True)
def permanent_address(context, record):
    return {"address": context["request"].build_absolute_uri(permanent_path(record))}
