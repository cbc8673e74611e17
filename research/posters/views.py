"""The list of posters, the page of one, and the exhibition of an event."""

from django.http import Http404

from events.chain import OF_POSTER, chain
from events.models import Event
from lessonstudy.content.languages import reader_language
from lessonstudy.content.metadata import addresses_of
from lessonstudy.content.printing import pdf_response
from lessonstudy.content.related import fetch_related
from lessonstudy.content.views import FullTextMixin, RecordView
from lessonstudy.search.views import RecordListView

from .exhibition import wall
from .forms import PosterFilter
from .metadata import exhibition_page, poster_page
from .models import Poster, text_of
from .pdf import catalogue

MORE = 4
CARD = ("schools", "photos:first")


class PosterListView(RecordListView):
    queryset = Poster.objects.all()
    related = CARD
    filter_class = PosterFilter
    template_name = "research/poster_list.html"


class PosterView(RecordView):
    queryset = Poster.objects.all()
    related = ("event", *OF_POSTER, "awards", "schools", "photos", "documents", "roles__person", "roles__organization")
    template_name = "research/poster_detail.html"
    describe = staticmethod(poster_page)

    def get_context_data(self, **kwargs):
        poster = self.object
        texts = [] if poster.is_transcribed else text_of(poster.documents.all())
        return super().get_context_data(chain=chain(poster), texts=texts, more=more_of(poster), **kwargs)


def more_of(poster):
    """Other posters of its schools, the newest first."""
    schools = [school.pk for school in poster.schools.all()]
    if not schools:
        return []
    others = Poster.objects.published().filter(schools__in=schools).exclude(pk=poster.pk).distinct()
    return fetch_related(list(others.order_by("-published_at", "-pk")[:MORE]), *CARD)


class PosterPdfView(FullTextMixin, PosterView):
    pass


class ExhibitionView(RecordView):
    """The wall of an event; not found if none of its posters is public."""

    queryset = Event.objects.all()
    related = (
        "videos__organization",
        "awards__person",
        "awards__organization",
        "posters__awards",
        *(f"posters__{name}" for name in CARD),
    )
    template_name = "research/exhibition.html"
    describe = staticmethod(exhibition_page)

    def get_context_data(self, **kwargs):
        posters = wall(self.object)
        if not posters:
            raise Http404
        return super().get_context_data(posters=posters, **kwargs)


class CatalogueView(ExhibitionView):
    """The exhibition as a PDF to print."""

    related = (*ExhibitionView.related, "places__names", "posters__roles__person")

    def render_to_response(self, context):
        mark, pdf = catalogue(addresses_of(self.request), self.object, context["posters"])
        return pdf_response(mark, pdf, f"{self.object.slug}-{reader_language()}.pdf")
