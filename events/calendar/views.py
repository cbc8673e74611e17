"""The list of events, the page of one, and the page of a series."""

from django.db.models import Prefetch

from lessonstudy.content.views import RecordListView, RecordView

from .forms import EventFilter
from .metadata import event_page, programme_page, series_page
from .models import Event, EventSeries

# What the page of an event shows. Names of later rooms are reverse accessors; the query-count test pins them.
EVENT_PAGE = (
    "places__names",
    "places__parent",
    "event_organizations__organization",
    "roles__person",
    "roles__organization",
    "points",
    "figures",
    "photos",
    "documents__people",
    "videos__organization",
    "tracks",
    "sessions__roles__person",
    "sessions__roles__organization",
    "sessions__contributions__roles__person",
    "sessions__contributions__roles__organization",
    "sessions__contributions__schools",
    "sessions__contributions__documents",
    "contributions__roles__person",
    "contributions__roles__organization",
    "contributions__schools",
    "contributions__documents",
    "visits__host",
    "visits__place__names",
    "visits__people",
    "agenda",
    "awards__person",
    "awards__organization",
    "posters__photos",
    "posters__schools",
    "news",
    "issues__journal",
    "outgrowths",
)


class EventListView(RecordListView):
    queryset = Event.objects.latest_first().for_list()
    filter_class = EventFilter
    template_name = "events/event_list.html"


class EventView(RecordView):
    queryset = Event.objects.select_related("series", "parent", "grew_out_of", "body").prefetch_related(
        *EVENT_PAGE, Prefetch("children", Event.objects.for_list().order_by("begins_at", "pk"))
    )
    template_name = "events/event_detail.html"
    describe = staticmethod(event_page)


class ProgrammeView(EventView):
    template_name = "events/programme.html"
    describe = staticmethod(programme_page)


class SeriesView(RecordView):
    queryset = EventSeries.objects.select_related("owner").prefetch_related(
        Prefetch("events", Event.objects.latest_first().for_list())
    )
    template_name = "events/series_detail.html"
    describe = staticmethod(series_page)
