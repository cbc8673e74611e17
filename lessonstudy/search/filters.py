"""The filter of every list: words and facets in a readable address, with counts; a sentence for a wrong value."""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

import django_filters
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lessonstudy.content.languages import LANGUAGES, ShownText, reader_language

from .counting import MANY_VALUED
from .describing import WITHOUT_YEAR
from .engines import engine
from .models import Label
from .query import DATE, NAME, RELEVANCE, Query, find

LONGEST = 100
VALUE = re.compile(r"[A-Za-z0-9_.-]+")
SORTS = {RELEVANCE: gettext_lazy("best match"), DATE: gettext_lazy("newest first"), NAME: gettext_lazy("by name")}


class FacetFilter(django_filters.CharFilter):
    """One facet. With `choices` its values are theirs; with `is_record` they are records, named by their labels."""

    def __init__(self, label, facet=None, choices=None, is_record=False, **kwargs):
        super().__init__(label=label, max_length=120, **kwargs)
        self.facet, self.is_record = facet, is_record
        self.names = None if choices is None else dict(choices)

    def token(self, name, value):
        return f"{self.facet or name}:{value}"

    def is_possible(self, value):
        return self.names is None or value in self.names

    def name_of(self, name, value, labels):
        if self.is_record:
            return labels.get(self.token(name, value), "")
        return value if self.names is None else self.names.get(value, "")

    def in_order(self, pairs):
        """[(value, count)] in the order they are offered in: by how many there are, as they come."""
        return pairs

    def filter(self, query, value):
        return query.holding(self.token(self.field_name, value)) if value else query


class YearFilter(FacetFilter):
    """A year; or XXXX, for what has a day but no year that anyone stated."""

    def __init__(self):
        super().__init__(gettext_lazy("Year"))

    def is_possible(self, value):
        return value == WITHOUT_YEAR or (value.isascii() and value.isdigit() and len(value) == 4)

    def name_of(self, name, value, labels):
        return _("year not stated") if value == WITHOUT_YEAR else value

    def in_order(self, pairs):
        return sorted(pairs, reverse=True)


class WordsFilter(django_filters.CharFilter):
    def __init__(self):
        super().__init__(label=gettext_lazy("Words"), max_length=LONGEST, strip=True, widget=forms.TextInput)

    def filter(self, query, value):
        return replace(query, words=value) if value else query


@dataclass
class Choice:
    """A value of a facet, as a link."""

    label: str
    count: int
    address: str


@dataclass
class Facet:
    name: str
    label: str
    choices: list


class RecordFilter(django_filters.FilterSet):
    """The filter of a list. `scope` is what its records have in common; `default_order` is the order without words."""

    q = WordsFilter()
    sort = django_filters.CharFilter(label=gettext_lazy("Order"), method="keep")

    scope = ()
    default_order = DATE

    def __init__(self, data=None, stamp=None):
        # The base class wants a queryset; what is filtered here is a question to the index.
        super().__init__({name: value for name, value in (data or {}).items() if value}, queryset=AskedLater())
        self.stamp = stamp

    def keep(self, query, name, value):
        return query

    @cached_property
    def given(self):
        """{name: value} of what was asked for and can be: wrong values are left out, and `problems` names them."""
        self.form.is_valid()
        given = {name: value for name, value in self.form.cleaned_data.items() if value}
        given.pop("sort", None)
        return {name: value for name, value in given.items() if name == "q" or self.is_known(name, value)}

    def is_known(self, name, value):
        if not VALUE.fullmatch(value):  # tokens are written into the question, so nothing else may be in them
            return False
        known = self.filters[name]
        return known.token(name, value) in self.chosen_labels if known.is_record else known.is_possible(value)

    @cached_property
    def chosen_labels(self):
        """What the chosen records are called, if something public stands under them."""
        values = (
            (name, self.form.cleaned_data.get(name)) for name, known in self.facet_filters.items() if known.is_record
        )
        tokens = [self.filters[name].token(name, value) for name, value in values if value and VALUE.fullmatch(value)]
        tokens = [token for token in tokens if engine().is_there([[token]])]
        return labels_of(tokens) if tokens else {}

    @cached_property
    def facet_filters(self):
        return {name: known for name, known in self.filters.items() if isinstance(known, FacetFilter)}

    @cached_property
    def order(self):
        wanted = self.data.get("sort")
        return wanted if wanted in self.sorts else self.sorts[0]

    @property
    def sorts(self):
        """The orders there are, the usual one first."""
        return (RELEVANCE, self.default_order) if "q" in self.given else (self.default_order,)

    @cached_property
    def query(self):
        many_valued = any(known.token(name, "").startswith(MANY_VALUED) for name, known in self.facet_filters.items())
        query = Query("", tuple(self.scope), self.order, many_valued)
        for name, value in self.given.items():
            query = self.filters[name].filter(query, value)
        return query

    @cached_property
    def answer(self):
        return find(self.query, self.stamp)

    @property
    def wrong(self):
        """The names of what was asked for and cannot be."""
        return [name for name in self.data if name in self.filters and name not in {*self.given, "sort"}]

    @property
    def problems(self):
        """A sentence for each value in the address that the filter does not know."""
        return [
            _("“%(value)s” is not a choice for “%(filter)s”, so that filter was left out.")
            % {"value": self.data[name], "filter": self.form.fields[name].label}
            for name in self.wrong
        ]

    @property
    def words(self):
        return self.given.get("q", "")

    @property
    def chosen_facets(self):
        return [name for name in self.given if name != "q"]

    @property
    def is_deep(self):
        """Whether crawlers should keep out: there are more combinations than they could ever read."""
        return "q" in self.given or len(self.chosen_facets) > 1 or "sort" in self.data

    # --- What the page shows ---

    @cached_property
    def chosen(self):
        """(what it is called, what was chosen, the address without it) for each filter in force."""
        return [
            (self.form.fields[name].label, self.label(name, value), self.address(**{name: None}))
            for name, value in self.given.items()
        ]

    @property
    def kept(self):
        """(name, value) of what a new search in the words keeps."""
        return [(name, self.given[name]) for name in self.chosen_facets]

    @cached_property
    def facets(self):
        """The facets that still divide what was found, with how many there are under each choice."""
        values = {name: self.values(name) for name in self.facet_filters if name not in self.given}
        records = [
            f"{name}:{value}" for name, pairs in values.items() if self.filters[name].is_record for value, _ in pairs
        ]
        labels = labels_of(records) if records else {}
        return [self.facet(name, pairs, labels) for name, pairs in values.items() if self.divides(pairs)]

    def divides(self, pairs):
        return len(pairs) > 1 or any(count < len(self.answer) for _, count in pairs)

    def values(self, name):
        """[(value, count)] of a facet."""
        known = self.filters[name]
        return known.in_order(self.answer.counts.get(known.facet or name, []))

    def facet(self, name, pairs, labels):
        choices = [
            Choice(self.label(name, value, labels), count, self.address(**{name: value})) for value, count in pairs
        ]
        return Facet(name, self.form.fields[name].label, [choice for choice in choices if choice.label])

    def label(self, name, value, labels=None):
        if name == "q":
            return value
        return self.filters[name].name_of(name, value, self.chosen_labels if labels is None else labels)

    @property
    def other_sorts(self):
        """(name of the order, address; None for the one in force)."""
        if len(self.sorts) < 2:
            return []
        return [
            (
                SORTS[order],
                None if order == self.order else self.address(sort=order if order != self.sorts[0] else None),
            )
            for order in self.sorts
        ]

    def address(self, **changes):
        """The address of this list with changes: from the first page, with nothing else in it."""
        sort = {"sort": self.order} if self.order != self.sorts[0] else {}
        values = {**self.given, **sort, **changes}
        query = urlencode({name: value for name, value in values.items() if value})
        return f"?{query}"


class AskedLater:
    """Stands where django-filter keeps a queryset."""

    model = None

    def all(self):
        return self


def labels_of(tokens):
    """{token: its name, for this reader}."""
    columns = [f"title_{language}" for language in LANGUAGES]  # not as records: there may be a hundred
    rows = Label.objects.filter(token__in=tokens).values_list("token", "original_language", *columns)
    return {token: name_of(dict(zip(LANGUAGES, titles, strict=True)), original) for token, original, *titles in rows}


def name_of(titles, original):
    """The title by the one rule of languages."""
    language = next(filter(titles.get, (reader_language(), original, *LANGUAGES)), original)
    return ShownText(titles[language] or "", language)
