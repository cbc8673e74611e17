"""The archive page: the whole memory by year, kind and region. Every number on it leads to what it counts."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.models import Event, EventSeries
from journal.models import Journal
from lessonstudy.content.languages import sort_key
from lessonstudy.content.metadata import addresses_of, trail
from lessonstudy.search.describing import WITHOUT_YEAR
from lessonstudy.search.query import tally
from members.models import Body, Place

from .charts import Bar, Mark, Segment, draw_bars, draw_marks
from .map import is_on_map, land, project

HOME = "kazakhstan"  # the country on the map, by its address in the founding archive
TEXTURES = 5  # of bars; with more kinds of events the rare ones share the last

# What has a list of its own; the search page lists the rest.
LISTS = {
    "event": "events:event-list",
    "poster": "research:poster-list",
    "report": "research:report-list",
    "news": "news:post-list",
    "person": "members:person-list",
    "school": "members:school-list",
}


def archive(request):
    counts = tally(getattr(request, "stamp", None))
    places = list(Place.objects.exclude(kind=Place.Kind.VENUE))
    context = {
        "is_empty": not counts,
        "years": years_and_kinds(counts),
        "map": map_of_regions(counts, places),
        "places": [table for table in (at_home(counts, places), abroad(counts, places)) if table],
        "everything": everything_by_year(counts),
        "series": [(series, counts["event"][f"series:{series.slug}"]) for series in by_name(EventSeries)],
        "councils": by_name(Body),
        "journals": by_name(Journal),
        "people": counts["person"]["what:person"],
        "schools": counts["school"]["what:school"],
        "description": _("All of the archive by year, kind and region. Each number leads to what it counts."),
        "graph": [trail(addresses_of(request), (_("The archive"), request.path))],
    }
    return render(request, "portal/archive.html", context)


def by_name(model):
    return sorted(model.objects.published(), key=lambda record: sort_key(record.plain_title))


def address_of(what, **facets):
    """The list of all of a kind that have these facets."""
    facets = facets if what in LISTS else {"kind": what, **facets}
    return address(LISTS.get(what, "portal:search"), **facets)


def address(name, **facets):
    return reverse(name) + ("?" + urlencode(facets) if facets else "")


# --- Tables ---------------------------------------------------------------------------------------


@dataclass
class Column:
    """Counts one kind of thing, with a facet or without."""

    name: str
    what: str
    facets: dict = field(default_factory=dict)

    def cell(self, counts, **facets):
        """(number, address of what is counted)."""
        facets = self.facets | facets
        token = " ".join(f"{name}:{value}" for name, value in facets.items()) or f"what:{self.what}"
        number = counts[self.what][token]
        return number, address_of(self.what, **facets) if number else ""

    @property
    def address(self):
        return address_of(self.what, **self.facets)


@dataclass
class Row:
    name: str
    cells: list  # of (number, address)
    address: str = ""


@dataclass
class Table:
    caption: str
    corner: str
    heads: list  # of (name, address)
    rows: list
    total: Row | None


def row(counts, columns, name, address="", **facets):
    return Row(name, [column.cell(counts, **facets) for column in columns], address)


def table(caption, corner, columns, rows, total=None):
    """A table of the rows and columns that say anything; None if none does."""
    lines = [line for line in [*rows, total] if line and any(number for number, _address in line.cells)]
    kept = [place for place, _column in enumerate(columns) if any(line.cells[place][0] for line in lines)]
    for line in lines:
        line.cells = [line.cells[place] for place in kept]
    heads = [(columns[place].name, columns[place].address) for place in kept]
    said = [line for line in lines if line is not total]
    return Table(caption, corner, heads, said, total) if said else None


# --- Years ----------------------------------------------------------------------------------------


def dated_kinds():
    return [
        Column(_("events"), "event"),
        Column(pgettext("of a programme", "sessions"), "session"),
        Column(_("talks"), "talk"),
        Column(_("posters"), "poster"),
        Column(_("issues"), "issue"),
        Column(_("articles"), "article"),
        Column(_("files"), "file"),
        Column(_("news"), "news"),
    ]


def everything_by_year(counts):
    rows = [
        row(counts, dated_kinds(), name_of(year), address("portal:search", year=year), year=year)
        for year in years_of(counts, *(column.what for column in dated_kinds()))
    ]
    return table_of_years(_("Everything by year"), counts, dated_kinds(), rows)


def years_of(counts, *kinds):
    """The years there is something of, the newest first; the one that nobody stated comes last."""
    tokens = {token for what in kinds for token in counts[what] if token.startswith("year:")}
    years = {token.removeprefix("year:") for token in tokens}
    return [*sorted(years - {WITHOUT_YEAR}, reverse=True), *(years & {WITHOUT_YEAR})]


def name_of(year):
    return _("year not stated") if year == WITHOUT_YEAR else year


def table_of_years(caption, counts, columns, rows):
    """With all there is as the total, and a row for what has no date at all: no filter finds that by itself."""
    total = row(counts, columns, _("in all"))
    rest = [
        (every - sum(line.cells[place][0] for line in rows), "") for place, (every, _address) in enumerate(total.cells)
    ]
    return table(caption, _("Year"), columns, [*rows, Row(_("date not stated"), rest)], total)


def years_and_kinds(counts):
    """The chart of events by year and kind, its legend and its table; None without events that have a year."""
    events = counts["event"]
    kinds = [Column(name, "event", {"kind": kind}) for kind, name in Event.Kind.choices if events[f"kind:{kind}"]]
    kinds.sort(key=lambda column: -column.cell(counts)[0])
    years = years_of(counts, "event")
    bars = [bar(counts, kinds, year) for year in years if year != WITHOUT_YEAR]
    if not bars:
        return None
    columns = [Column(_("in all"), "event"), *kinds]
    rows = [row(counts, columns, name_of(year), year=year) for year in years]
    return {
        "height": draw_bars(bars),
        "bars": bars,
        "legend": [(texture(place), column.name, *column.cell(counts)) for place, column in enumerate(kinds)],
        "table": table_of_years(_("Events by year and kind"), counts, columns, rows),
    }


def texture(place):
    return min(place + 1, TEXTURES)


def bar(counts, kinds, year):
    segments = [
        Segment(texture(place), column.name, column.cell(counts, year=year)[0]) for place, column in enumerate(kinds)
    ]
    return Bar(year, address_of("event", year=year), [segment for segment in segments if segment.number])


# --- Regions --------------------------------------------------------------------------------------


def placed_kinds():
    return [Column(_("events"), "event"), Column(_("schools"), "school"), Column(_("posters"), "poster")]


def at_home(counts, places):
    home = [place for place in places if place.slug == HOME]
    total = next(iter(rows_of(counts, home)), None)
    return table(
        _("Regions of Kazakhstan"), _("Region"), placed_kinds(), rows_of(counts, regions_at_home(places)), total
    )


def regions_at_home(places):
    """The regions of the country; one of which nobody said where it lies is taken to be one of them."""
    home = {place.pk for place in places if place.slug == HOME}
    return [place for place in places if place.kind == Place.Kind.REGION and place.parent_id in {None, *home}]


def abroad(counts, places):
    countries = [place for place in places if place.kind == Place.Kind.COUNTRY and place.slug != HOME]
    return table(_("Other countries"), _("Country"), placed_kinds(), rows_of(counts, countries))


def rows_of(counts, places):
    """A row for each place, those with the most events first."""
    rows = [
        row(counts, placed_kinds(), place.shown.name, address("portal:search", region=place.slug), region=place.slug)
        for place in sorted(places, key=lambda place: sort_key(place.shown.name.text))
    ]
    return sorted(rows, key=lambda line: -line.cells[0][0])


def map_of_regions(counts, places):
    """The land, a mark for each region with events, and the names of those that could not be set on it."""
    held = [(place, counts["event"][f"region:{place.slug}"]) for place in regions_at_home(places)]
    held = sorted((pair for pair in held if pair[1]), key=lambda pair: -pair[1])
    found = [(place, number, where_is(place)) for place, number in held]
    marks = [mark(place, number, at) for place, number, at in found if at]
    draw_marks(marks)
    return {"land": land(), "marks": marks, "missing": [place.shown.name for place, _n, at in found if not at]}


def where_is(place):
    """Its own coordinates, else the middle of the region as the map knows it; None if it is nowhere on the map."""
    at = land().middles.get(place.slug)
    if place.latitude is not None and place.longitude is not None:
        at = (float(place.latitude), float(place.longitude))
    return at if at and is_on_map(*at) else None


def mark(place, number, at):
    x, y = project(*at)
    return Mark(place.shown.name.text, address_of("event", region=place.slug), number, round(x), round(y))
