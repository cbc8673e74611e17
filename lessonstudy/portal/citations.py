"""Citations as files: of one record, and of all articles of an issue; and what registers DOIs."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from events.crossref import event_deposit
from journal.crossref import article_deposit, issue_deposit
from journal.jats import jats
from journal.models import Article, Issue
from lessonstudy.content.citing.formats import CITABLE, FORMATS, citation_file, citations, read_to_cite
from lessonstudy.content.machines import machine_file
from lessonstudy.content.metadata import addresses_of
from lessonstudy.content.related import fetch_related

from .registry import NAMED, findable

DEPOSITS = {"article": article_deposit, "issue": issue_deposit, "event": event_deposit}


def can_cite(record):
    return type(record) in CITABLE or isinstance(record, Issue)


@require_safe
def article_jats(request, number):
    """The front matter of a public article as JATS; its schema asks for the ISSN of the journal."""
    article = get_object_or_404(findable(Article).exclude(issue__journal__issn=""), pk=number)
    fetch_related([article], *read_to_cite(Article))
    response = machine_file(jats(addresses_of(request), article), "application/jats+xml", name=f"article-{number}.xml")
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def crossref(request, kind, number):
    """All of a public record that has a DOI, as a file to be given to Crossref."""
    record = get_object_or_404(findable(NAMED[kind]), pk=number)
    body = DEPOSITS[kind](addresses_of(request), record)
    if body is None:
        raise Http404
    name = f"{kind}-{number}.crossref.xml"
    response = machine_file(body, "application/vnd.crossref.deposit+xml", name=name)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


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
