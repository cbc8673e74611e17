"""Pages of publishable records: one preview rule, and one answer for what was withdrawn."""

from django.contrib.admin import site
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.views.generic import DetailView

from .citing.citation import full_text
from .citing.formats import citation, read_to_cite
from .files import stored_file
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
        if self.object.is_public:
            return self.show()
        if may_preview(request, self.object):
            response = self.show(is_preview=True)
            add_never_cache_headers(response)
            return response
        if self.object.is_withdrawn:
            return render(request, "410.html", status=410)
        raise Http404

    def show(self, **more):
        fetch_related([self.object], *self.related, *read_to_cite(type(self.object)))
        return self.render_to_response(self.get_context_data(**more))

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs):
        absolute, about = addresses_of(self.request), {}
        if self.object.is_public:
            about = {"graph": self.describe(absolute, self.object), "citation": citation(absolute, self.object)}
        return super().get_context_data(**about, **kwargs)

    @staticmethod
    def describe(absolute, record):
        """The page for machines: the nodes of a schema.org graph, the record's own first (each room's metadata.py)."""
        return []


class FullTextMixin:
    """The PDF of a record, at an address beside its page."""

    def show(self, **more):
        document = full_text(self.object)
        if document is None:
            raise Http404
        return stored_file(document.file.name)
