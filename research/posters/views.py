"""The list of posters and the page of one."""

from events.chain import READS as CHAIN
from events.chain import chain
from lessonstudy.content.views import FullTextMixin, RecordView
from lessonstudy.search.views import RecordListView

from .forms import PosterFilter
from .metadata import poster_page
from .models import Poster


class PosterListView(RecordListView):
    queryset = Poster.objects.all()
    related = ("schools", "photos:first")
    filter_class = PosterFilter
    template_name = "research/poster_list.html"


class PosterView(RecordView):
    queryset = Poster.objects.all()
    related = ("event", *CHAIN, "schools", "photos", "documents", "roles__person", "roles__organization")
    template_name = "research/poster_detail.html"
    describe = staticmethod(poster_page)

    def get_context_data(self, **kwargs):
        return super().get_context_data(chain=chain(self.object), **kwargs)


class PosterPdfView(FullTextMixin, PosterView):
    pass
