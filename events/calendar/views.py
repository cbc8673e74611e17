"""The list of events, the page of one, and the page of a series."""

from lessonstudy.content.views import RecordView
from lessonstudy.search.views import RecordListView

from .forms import EventFilter
from .models import Event, EventSeries

# What the page of an event shows. Names of later rooms are reverse accessors; the query-count test pins them.
ROW = ("series", "parent", "places__names", "photos")
EVENT_PAGE = (
    "series",
    "parent",
    "grew_out_of",
    "body",
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
    *(f"children__{name}" for name in ROW),
)


class EventListView(RecordListView):
    queryset = Event.objects.all()
    related = ROW
    filter_class = EventFilter
    template_name = "events/event_list.html"


class EventView(RecordView):
    queryset = Event.objects.all()
    related = EVENT_PAGE
    template_name = "events/event_detail.html"


class ProgrammeView(EventView):
    template_name = "events/programme.html"


class SeriesView(RecordView):
    queryset = EventSeries.objects.all()
    related = ("owner", *(f"events__{name}" for name in ROW))
    template_name = "events/series_detail.html"
