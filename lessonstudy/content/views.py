"""Pages of publishable records: one preview rule, and one answer for what was withdrawn."""

from django.contrib.admin import site
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.views.generic import DetailView

from .metadata import addresses_of
from .related import fetch_related


def may_preview(request, record):
    """Staff who signed in fully and may see the record in the admin (which knows branches) see its page too."""
    return request.is_confirmed_staff and site.get_model_admin(type(record)).has_view_permission(request, record)


class RecordView(DetailView):
    """The page of one record: the public sees it while it is published, staff always, marked and never cached.

    `related` names what the page shows of other records.
    """

    related = ()

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if self.object.is_public or may_preview(request, self.object):
            fetch_related([self.object], *self.related)
        if self.object.is_public:
            return self.render_to_response(self.get_context_data())
        if may_preview(request, self.object):
            response = self.render_to_response(self.get_context_data(is_preview=True))
            add_never_cache_headers(response)
            return response
        if self.object.is_withdrawn:
            return render(request, "410.html", status=410)
        raise Http404

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs):
        graph = self.describe(addresses_of(self.request), self.object) if self.object.is_public else []
        return super().get_context_data(**{"graph": graph, **kwargs})

    @staticmethod
    def describe(absolute, record):
        """The page for machines: the nodes of a schema.org graph, the record's own first (each room's metadata.py)."""
        return []
