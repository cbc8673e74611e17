"""Lists and pages of publishable records: one preview rule, one way of paging, one answer for what was withdrawn."""

from django.contrib.admin import site
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.views.generic import DetailView, ListView


def may_preview(request, record):
    """Staff who signed in fully and may see the record in the admin (which knows branches) see its page too."""
    return request.is_confirmed_staff and site.get_model_admin(type(record)).has_view_permission(request, record)


class RecordListView(ListView):
    """A paged list of what is published. With a `filter_class`, the address holds the filter's state."""

    paginate_by = 20
    filter_class = None

    def get_queryset(self):
        queryset = super().get_queryset().published()
        if self.filter_class is None:
            return queryset
        self.filter = self.filter_class(self.request.GET, queryset=queryset)
        return self.filter.filtered()

    def paginate_queryset(self, queryset, page_size):
        """A page number that does not exist shows the nearest page instead of an error."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs):
        return super().get_context_data(filter=getattr(self, "filter", None), **kwargs)


class RecordView(DetailView):
    """The page of one record: the public sees it while it is published, staff always, marked and never cached."""

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
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
        graph = self.describe(self.request.build_absolute_uri, self.object) if self.object.is_public else []
        return super().get_context_data(**{"graph": graph, **kwargs})

    @staticmethod
    def describe(absolute, record):
        """The page for machines: the nodes of a schema.org graph, the record's own first (each room's metadata.py)."""
        return []
