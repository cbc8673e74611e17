"""What harvesters of libraries are told: a line for each thing that can be cited, kept for ever.

The index says when something may have changed (a record, its authors, its event). The line is then written anew, in
the same transaction, if it would say anything else; its moment tells harvesters so. What is withdrawn or deleted stays
as a line that says just that.
"""

from django.utils import timezone
from django.utils.translation import override

from journal.models import Article
from lessonstudy.content.citing.dublin_core import dublin_core
from lessonstudy.content.citing.formats import CITABLE, citation, read_to_cite
from lessonstudy.content.languages import LANGUAGES
from lessonstudy.content.related import fetch_related
from lessonstudy.search.index import rewritten

from .models import HarvestLine
from .registry import NAMED


def connect():
    for model in NAMED.values():
        if model in CITABLE:
            rewritten.connect(refresh, sender=model, dispatch_uid=f"harvest {model._meta.label}")


def refresh(sender, numbers, shown, **kwargs):
    """Write the lines of these records anew. `shown` are those the world sees, or will: [(record, from when)].

    What is to appear has no line yet: the index describes it again when its hour has come.
    """
    kind, now = sender.address_kind(), timezone.now()
    known = {line.number: line for line in HarvestLine.objects.filter(kind=kind, number__in=numbers)}
    seen = fetch_related([record for record, appears in shown if appears <= now], *read_to_cite(sender))
    lines = {record: known.pop(record.pk, None) or HarvestLine(kind=kind, number=record.pk) for record in seen}
    changed = [line for record, line in lines.items() if line.tells(*told(record))]
    changed += [line for line in known.values() if line.ends()]
    for line in changed:
        line.datestamp = now.replace(microsecond=0)
    HarvestLine.objects.bulk_create(line for line in changed if line.pk is None)
    HarvestLine.objects.bulk_update([line for line in changed if line.pk], ["datestamp", "sets", "is_deleted", "dc"])


def told(record):
    """(the sets it is in, its Dublin Core): addresses are paths, to be made whole when asked."""
    language = getattr(record, "language", "")
    with override(language if language in LANGUAGES else record.original_language):
        found = citation(str, record)
    return sets_of(record, found), [list(element) for element in dublin_core(found)]


def sets_of(record, found):
    journal = record.issue.journal if isinstance(record, Article) else None
    event = getattr(record, "event", None)
    values = {
        "kind": record.address_kind(),
        "journal": journal and journal.slug,
        "event": event.slug if event and event.is_public else None,
        "year": found.year,
    }
    return [f"{name}:{value}" for name, value in values.items() if value]
