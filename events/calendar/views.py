"""The list of events, the page of one, the page of a series; and each of them as a calendar."""

from django.http import Http404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from lessonstudy.content.machines import machine_file
from lessonstudy.content.views import RecordView
from lessonstudy.search.views import RecordListView

from .forms import EventFilter
from .ical import write_calendar
from .metadata import event_page, programme_page, series_page
from .models import Event, EventSeries

# What the page of an event shows. Names of later rooms are reverse accessors; the query-count test pins them.
ROW = ("places__names", "photos:first")
EVENT_PAGE = (
    "desk",
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
    "sessions__contributions__event",
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
    "reports",
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
    describe = staticmethod(event_page)


class ProgrammeView(EventView):
    template_name = "events/programme.html"
    describe = staticmethod(programme_page)


class SeriesView(RecordView):
    queryset = EventSeries.objects.all()
    related = ("owner", *(f"events__{name}" for name in ROW))
    template_name = "events/series_detail.html"
    describe = staticmethod(series_page)


@method_decorator(conditional_page, name="dispatch")
class EventCalendarView(RecordView):
    """One event for the reader's own calendar; not found if its days are not stated."""

    queryset = Event.objects.prefetch_related("places__names")

    def render_to_response(self, context):
        event = self.object
        if not event.has_exact_days:
            raise Http404
        body = write_calendar([event], self.request)
        return machine_file(body, "text/calendar", name=f"{event.slug}.ics", changed=event.updated_at)


@method_decorator(conditional_page, name="dispatch")
class SeriesCalendarView(RecordView):
    """All editions of a series, to subscribe to."""

    queryset = EventSeries.objects.all()

    def render_to_response(self, context):
        series = self.object
        events = series.events.published().prefetch_related("places__names").order_by("begins_at", "pk")
        body = write_calendar(events, self.request, name=series.plain_title)
        changed = max(filter(None, (series.updated_at, series.events.changed_at())))
        return machine_file(body, "text/calendar", name=f"{series.slug}.ics", changed=changed)


@conditional_page
def calendar(request):
    """Everything ahead and of the last year, to subscribe to."""
    events = Event.objects.published().around_now().prefetch_related("places__names")
    body = write_calendar(events, request, name=_("Lesson Study in Kazakhstan"))
    return machine_file(body, "text/calendar", name="events.ics", changed=Event.objects.changed_at())
