"""The frame of our pages around those that libraries draw in Django's own template language (sign-in)."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

register = template.Library()


class CaptureNode(template.Node):
    def __init__(self, nodelist, name):
        self.nodelist, self.name = nodelist, name

    def render(self, context):
        context[self.name] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308 - rendered by templates
        return ""


@register.tag
def capture(parser, token):
    """{% capture as name %}…{% endcapture %}: what stands between, for `frame`."""
    _tag, _as, name = token.split_contents()
    nodelist = parser.parse(["endcapture"])
    parser.delete_first_token()
    return CaptureNode(nodelist, name)


@register.simple_tag(takes_context=True)
def frame(context):
    """The page, with what was captured in its places (templates/frame.html)."""
    page = render_to_string("frame.html", context.flatten(), context["request"])
    return mark_safe(page)  # noqa: S308 - a template's work
