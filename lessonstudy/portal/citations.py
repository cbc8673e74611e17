"""Citations as files: of one record, and of all articles of an issue."""

from django.http import Http404
from django.views.decorators.http import require_safe

from journal.models import Issue
from lessonstudy.content.citing.formats import CITABLE, FORMATS, citation_file, citations
from lessonstudy.content.metadata import addresses_of

from .registry import NAMED, findable


def can_cite(record):
    return type(record) in CITABLE or isinstance(record, Issue)


@require_safe
def citation(request, kind, number, name):
    """What it takes to cite one public record; of an issue, each of its articles."""
    record = findable(NAMED[kind]).filter(pk=number).first() if kind in NAMED else None
    if record is None or not can_cite(record):
        raise Http404
    records = record.public_articles if isinstance(record, Issue) else [record]
    response = citation_file(FORMATS[name], citations(addresses_of(request), records), f"{kind}-{number}")
    response["Access-Control-Allow-Origin"] = "*"  # what the permanent address leads to, scripts of others may read
    return response
