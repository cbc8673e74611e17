"""Lists of records: a search restricted to one kind, with its filter and its pages."""

from django.views.generic import ListView

from lessonstudy.content.citing.formats import CITABLE, FORMATS, citation_file, citations
from lessonstudy.content.metadata import addresses_of
from lessonstudy.content.related import fetch, fetch_related

from .models import Entry

MOST_CITED = 2000  # in one file


class RecordListView(ListView):
    """A paged list of what is published. The address holds the filter's state.

    `related` names what the rows show of other records; without a `filter_class` the list is simply the queryset.
    """

    paginate_by = 20
    filter_class = None
    related = ()

    def get(self, request, *args, **kwargs):
        wanted = FORMATS.get(request.GET.get("cite"))
        return self.cite(wanted) if wanted and self.filter_class else super().get(request, *args, **kwargs)

    def cite(self, wanted):
        """All that was found, as far as it can be cited, in a format of citations."""
        records = public_records(self.get_queryset()[:MOST_CITED])
        return citation_file(wanted, citations(addresses_of(self.request), records), "citations")

    def get_queryset(self):
        if self.filter_class is None:
            self.filter = None
            return super().get_queryset().published()
        self.filter = self.filter_class(self.request.GET, stamp=getattr(self.request, "stamp", None))
        return self.filter.answer

    def paginate_queryset(self, queryset, page_size):
        """A page number that does not exist shows the nearest page instead of an error."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        page.object_list = self.records(page.object_list)
        return paginator, page, page.object_list, page.has_other_pages()

    def records(self, found):
        """The records of one page, with what their rows show."""
        if self.filter is None:
            return fetch_related(list(found), *self.related)
        return records_found(self.queryset.model, found, *self.related)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(filter=self.filter, **kwargs)
        if self.filter is not None:
            address = "" if self.filter.is_deep else self.filter.address().rstrip("?")
            context |= {"noindex": self.filter.is_deep, "canonical": self.request.path + address}
            context["citation_files"] = self.citation_files()
        return context

    def citation_files(self):
        """[(name of the format, address)], if anything of what was found can be cited."""
        what = dict(self.filter.answer.counts.get("what", ()))
        if not any(kind.what in what for kind in CITABLE.values()):
            return []
        return [(wanted.name, self.filter.address(cite=name)) for name, wanted in FORMATS.items()]


def records_found(model, entries, *related):
    """The public records of one kind that the entries stand for, in the same order."""
    numbers = numbers_of(entries)
    records = fetch(model, numbers)
    public = [records[number] for number in numbers if number in records and records[number].is_public]
    return fetch_related(public, *related)


def public_records(entries):
    """The records that the entries stand for, in the same order, of the models that can be cited."""
    known = {
        pk: (label, number)
        for pk, label, number in Entry.objects.filter(pk__in=entries).values_list("pk", "record", "number")
    }
    by_label = {model._meta.label_lower: model for model in CITABLE}
    records = {}
    for label, model in by_label.items():
        numbers = [number for of, number in known.values() if of == label]
        records |= {(label, number): record for number, record in fetch(model, numbers).items()}
    found = [records.get(known.get(entry)) for entry in entries]
    return [record for record in found if record]


def numbers_of(entries):
    """The numbers of the records that the entries stand for, in the same order."""
    known = dict(Entry.objects.filter(pk__in=entries).values_list("pk", "number"))
    return [known[entry] for entry in entries if entry in known]
