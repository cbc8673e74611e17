"""How often what is public was read, and its files fetched: numbers by month, and nothing of who it was.

Pages are handed out before Django sees them, so the reader's browser says it, once something has been in sight for a
while (static/js/site.js): no cookie, no address and no browser is kept. Robots run no scripts, or say what they are.
"""

import csv
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import F, Q, Sum, Window
from django.db.models.functions import RowNumber
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from lessonstudy.content.metadata import addresses_of

from .models import ReadCount
from .registry import NAMED, findable

ROBOTS = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|preview|headless|lighthouse|monitor|scan|fetch|curl|wget|python|java/",
    re.IGNORECASE,  # a Cubot is a telephone
)
RECORD = re.compile(r"([a-z]+)/([1-9][0-9]{0,17})")
COLUMNS = {"view": "views", "download": "downloads"}


# --- Counting -------------------------------------------------------------------------------------
@csrf_exempt  # readers have no session, and nothing but a number can be changed
@require_POST
def count(request):
    """Always the same answer: whoever asks learns nothing by it."""
    found = RECORD.fullmatch(request.GET.get("record", ""))
    column = COLUMNS.get(request.GET.get("what"))
    if found and column and is_reader(request) and is_public(kind=found[1], number=found[2]):
        one_more(column, kind=found[1], number=found[2])
    return HttpResponse(status=204)


def is_reader(request):
    """Someone at a page of this site: no robot, no other site's script, no staff at work."""
    agent, origin = request.headers.get("User-Agent", ""), urlsplit(request.headers.get("Origin", ""))
    is_robot = not agent or ROBOTS.search(agent)
    return not is_robot and origin.netloc == request.get_host() and not request.user.is_staff


def is_public(*, kind, number):
    return kind in NAMED and findable(NAMED[kind]).filter(pk=number).exists()


def one_more(column, *, kind, number):
    """The database adds: of two at the same moment both are counted."""
    row, _is_new = ReadCount.objects.get_or_create(kind=kind, number=number, month=this_month())
    ReadCount.objects.filter(pk=row.pk).update(**{column: F(column) + 1})


def this_month():
    return timezone.localdate().replace(day=1)


def last_year():
    """The condition for the twelve months that end with this one."""
    now = this_month()
    return Q(month__gt=now.replace(year=now.year - 1))


# --- Telling --------------------------------------------------------------------------------------
@dataclass
class Read:
    """A record with its numbers of the last twelve months."""

    record: object
    views: int
    downloads: int

    @property
    def edit_url(self):
        meta = self.record._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.record.pk])


def counted(record):
    """{number: how many} of one record, of the last twelve months and of all."""
    lines = ReadCount.objects.filter(kind=record.address_kind(), number=record.pk)
    sums = {f"all_{column}": Sum(column, default=0) for column in COLUMNS.values()}
    sums |= {f"year_{column}": Sum(column, filter=last_year(), default=0) for column in COLUMNS.values()}
    return lines.aggregate(**sums)


def most_read(records_of, most=10):
    """[(model, what of it was read most in the last twelve months)], of the kinds and records `records_of` gives.

    `records_of(model)` is a queryset, or None for what is not to be told.
    """
    place = Window(RowNumber(), partition_by="kind", order_by=["-read", "-fetched", "number"])
    lines = ReadCount.objects.filter(last_year()).values("kind", "number")
    lines = lines.annotate(read=Sum("views"), fetched=Sum("downloads")).annotate(place=place).filter(place__lte=most)
    found = [(model, [line for line in lines if line["kind"] == kind]) for kind, model in NAMED.items()]
    told = [(model, read_records(records_of(model), of_kind)) for model, of_kind in found if of_kind]
    return [(model, reads) for model, reads in told if reads]


def read_records(records, lines):
    known = {} if records is None else records.in_bulk([line["number"] for line in lines])
    return [
        Read(known[line["number"]], line["read"], line["fetched"])
        for line in sorted(lines, key=lambda line: line["place"])
        if line["number"] in known
    ]


@require_safe
def counts(request):
    """All numbers of what is public now, as a table."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="counts.csv"'
    response["Access-Control-Allow-Origin"] = "*"
    table, absolute = csv.writer(response), addresses_of(request)
    table.writerow(["id", "month", "views", "downloads"])
    for kind, model in NAMED.items():
        lines = ReadCount.objects.filter(kind=kind, number__in=findable(model).values("pk")).order_by("number", "month")
        for number, month, *numbers in lines.values_list("number", "month", "views", "downloads"):
            table.writerow([absolute(f"/id/{kind}/{number}"), f"{month:%Y-%m}", *numbers])
    return response
