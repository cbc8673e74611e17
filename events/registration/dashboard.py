"""The numbers of an event's registration. Each leads to the list of exactly what it counts."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lessonstudy.content.languages import sort_key

from .filters import NOWHERE
from .models import Letter, Participant, State
from .places import ABOVE, region_of

SEATED_AND_WAITING = (State.CONFIRMED, State.OFFERED, State.WAITING)
MOST_COLUMNS = 62  # days; a longer time is told by weeks
COLUMN, HEIGHT, SMALLEST = 14, 120, 2  # of the drawing, in its own units


@dataclass
class Number:
    number: int
    address: str


@dataclass
class Row:
    """A line of a table: its name, where that leads, and a number for each state."""

    name: str
    numbers: list
    address: str = ""
    limit: int | None = None
    limit_percent: int = 0
    bar: list = field(default_factory=list)


@dataclass
class Column:
    """Registrations of a day, or of a week."""

    name: str
    number: Number
    x: int = 0
    y: int = 0
    height: int = 0


def list_of(model, desk, **query):
    return reverse(f"admin:events_{model}_changelist") + "?" + urlencode({"desk": desk.pk, **query})


def dashboard(desk):
    people = list(
        Participant.objects.filter(registration__desk=desk)
        .values_list("option", "state", "registration__organization")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return {
        "groups": groups(desk),
        "ways": ways(desk, people),
        "schools": schools(desk, people),
        "regions": regions(desk, people),
        "time": registrations_over_time(desk),
        "letters": letters(desk),
        "everybody": list_of("participant", desk),
    }


def groups(desk):
    """[(state, Number)] of the groups."""
    return [
        (state.label, Number(desk.registrations.in_state(state).count(), list_of("registration", desk, state=state)))
        for state in State
    ]


def in_states(desk, counted, **query):
    """The Numbers of the states, of {state: number}."""
    return [
        Number(counted.get(state, 0), list_of("participant", desk, state__exact=state, **query))
        for state in SEATED_AND_WAITING
    ]


def sums(people, key):
    """{key: {state: number}}"""
    found = {}
    for option, state, school, number in people:
        counted = found.setdefault(key(option, school), {})
        counted[state] = counted.get(state, 0) + number
    return found


# --- Ways to take part ----------------------------------------------------------------------------
def ways(desk, people):
    """A row for each way to take part, with its bar; all bars are drawn to one scale."""
    counted = sums(people, lambda option, _school: option)
    options = list(desk.options.all())
    rows = [
        Row(str(option), in_states(desk, counted.get(option.pk, {}), option=option.pk), limit=option.capacity)
        for option in options
    ]
    most = max([1, *(row.limit or 0 for row in rows), *(sum(each.number for each in row.numbers) for row in rows)])
    for row in rows:
        row.bar = segments([each.number for each in row.numbers], most)
        row.limit_percent = percent(row.limit or 0, most)
    return rows


def segments(numbers, most):
    """[(state, where its part of a bar begins, how long it is)], in percent."""
    begin, found = 0, []
    for state, number in zip(SEATED_AND_WAITING, numbers, strict=True):
        length = percent(number, most)
        found.append((state.value, begin, length))
        begin += length
    return found


def percent(number, most):
    return round(100 * number / most)


# --- Where they come from -------------------------------------------------------------------------
def schools(desk, people):
    counted = sums(people, lambda _option, school: school)
    rows = [
        Row(
            str(each.organization),
            in_states(desk, counted.get(each.organization_id, {}), school=each.organization_id),
            reverse("admin:events_registration_change", args=[each.pk]),
        )
        for each in desk.registrations.live().select_related("organization")
    ]
    return sorted(rows, key=lambda row: sort_key(row.name))


def regions(desk, people):
    groups = desk.registrations.select_related(f"organization__{ABOVE}")
    lying = {each.organization_id: region_of(each.organization.place) for each in groups}
    counted = sums(people, lambda _option, school: lying[school])
    return [
        Row(str(region or _("not stated")), in_states(desk, numbers, region=region.pk if region else NOWHERE))
        for region, numbers in sorted(counted.items(), key=lambda each: (each[0] is None, sort_key(str(each[0]))))
    ]


# --- When -----------------------------------------------------------------------------------------
def registrations_over_time(desk):
    """Columns of days, by the clock of the event; of weeks where there are many."""
    zone = desk.event.zone
    days = sorted(localtime(moment, zone).date() for moment in desk.registrations.values_list("created_at", flat=True))
    if not days:
        return {"columns": []}
    step = 1 if (days[-1] - days[0]).days < MOST_COLUMNS else 7
    columns = [
        column_of(desk, first, step, sum(first <= day < first + timedelta(step) for day in days))
        for first in (days[0] + timedelta(n) for n in range(0, (days[-1] - days[0]).days + 1, step))
    ]
    draw(columns)
    return {"columns": columns, "width": COLUMN * len(columns), "height": HEIGHT, "is_weekly": step == 7}


def column_of(desk, first, step, number):
    begin, end = (midnight(day, desk.event.zone) for day in (first, first + timedelta(step)))
    query = {"created_at__gte": begin.isoformat(), "created_at__lt": end.isoformat()}
    return Column(f"{first:%d.%m.%Y}", Number(number, list_of("registration", desk, **query)))


def midnight(day, zone):
    return datetime.combine(day, time(), tzinfo=zone)


def draw(columns):
    most = max(column.number.number for column in columns)
    for place, column in enumerate(columns):
        number = column.number.number
        column.height = max(SMALLEST, round(HEIGHT * number / most)) if number else 0
        column.x, column.y = place * COLUMN, HEIGHT - column.height


# --- Mails ----------------------------------------------------------------------------------------
def letters(desk):
    """[(state, Number)] of the mails."""
    counted = dict(
        Letter.objects.filter(registration__desk=desk).values_list("state").annotate(number=Count("pk")).order_by()
    )
    return [
        (state.label, Number(counted.get(state.value, 0), list_of("letter", desk, state__exact=state.value)))
        for state in Letter.State
    ]
