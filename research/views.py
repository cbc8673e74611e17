"""The list of posters and the page of one."""

from lessonstudy.content.views import RecordListView, RecordView

from .metadata import poster_page
from .models import Poster


class PosterListView(RecordListView):
    queryset = (
        Poster.objects.select_related("event").prefetch_related("schools", "photos").order_by("-published_at", "pk")
    )
    template_name = "research/poster_list.html"


class PosterView(RecordView):
    queryset = Poster.objects.select_related("event", "contribution").prefetch_related(
        "schools", "photos", "documents", "roles__person", "roles__organization"
    )
    template_name = "research/poster_detail.html"
    describe = staticmethod(poster_page)
