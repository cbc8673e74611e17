"""What the files for machines (calendars, feeds, sitemaps) have in common."""

import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header, http_date

# Old documents carry them into the forms by copy and paste; neither XML 1.0 nor iCalendar can hold them.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def plain(text):
    """The text without the control characters that XML 1.0 and iCalendar (RFC 5545, 3.1) forbid."""
    return FORBIDDEN.sub("", str(text))


def machine_file(body, content_type, *, name, changed=None):
    """A file that opens where it is fetched, and says when it last changed; `conditional_page` does the rest."""
    response = HttpResponse(body, content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(False, name)
    if changed:
        response["Last-Modified"] = http_date(changed.timestamp())
    return response
