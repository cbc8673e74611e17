"""What staff learn in the admin of how often something was read."""

from django import template
from django.contrib.admin import site
from django.utils.text import capfirst

from lessonstudy.portal import counting
from lessonstudy.portal.registry import NAMED

register = template.Library()


@register.simple_tag
def counted(record):
    """The numbers of a record that has a page and was ever read; None of any other."""
    numbers = counting.counted(record) if type(record) in NAMED.values() else {}
    return numbers if any(numbers.values()) else None


@register.simple_tag(takes_context=True)
def most_read(context):
    """[(name of the kind, what of it is read most)], of what this user may see."""
    request = context["request"]

    def within_reach(model):
        model_admin = site.get_model_admin(model)
        return model_admin.get_queryset(request) if model_admin.has_view_or_change_permission(request) else None

    return [(capfirst(model._meta.verbose_name_plural), reads) for model, reads in counting.most_read(within_reach)]
