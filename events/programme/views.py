"""The page of a contribution."""

from django.shortcuts import get_object_or_404

from lessonstudy.content.views import FullTextMixin, RecordView

from .chain import FROM_CONTRIBUTION, chain
from .metadata import contribution_page
from .models import Contribution


class ContributionView(RecordView):
    queryset = Contribution.objects.select_related("event")
    related = ("session", "track", *FROM_CONTRIBUTION)
    template_name = "events/contribution_detail.html"
    describe = staticmethod(contribution_page)

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), event__slug=self.kwargs["event"], pk=self.kwargs["number"])

    def get_context_data(self, **kwargs):
        more = {"chain": chain(self.object), "noindex": not self.object.is_worth_a_search}
        return super().get_context_data(**more, **kwargs)


class ContributionPdfView(FullTextMixin, ContributionView):
    pass
