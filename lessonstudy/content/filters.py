"""The base of every list's filter: words in all languages, readable addresses, a sentence for a wrong value."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext as _

from .languages import LANGUAGES

MOST_WORDS, LONGEST = 8, 100


def spellings(word):
    """SQLite compares Cyrillic letters with their case, so a word is tried as typed, small, and with a capital."""
    return {word} if word.isascii() else {word, word.lower(), word.capitalize(), word.upper()}


def words_of(text):
    """The words looked for: each once, and no more of them than a person types (every one costs the database)."""
    return list(dict.fromkeys(text[:LONGEST].split()))[:MOST_WORDS]


class RecordFilter(django_filters.FilterSet):
    """`words_in` names the translated fields that the filter `q` looks into, in every language."""

    words_in = ("title",)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.form.auto_id = "filter_%s"

    def filtered(self):
        """The records that match. A wrong value matches everything, and `problems` says so."""
        queryset = self.queryset
        self.form.is_valid()
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @property
    def problems(self):
        """A sentence for each value in the address that the filter does not know."""
        self.form.is_valid()
        return [
            _("“%(value)s” is not a choice for “%(filter)s”, so that filter was left out.")
            % {"value": self.data.get(name, ""), "filter": self.form.fields[name].label}
            for name in self.form.errors
        ]

    @property
    def chosen(self):
        """(parameter, what it is called, what was chosen) for each filter in force."""
        self.form.is_valid()
        chosen = []
        for name, value in self.form.cleaned_data.items():
            if value:
                choices = dict(getattr(self.form.fields[name], "choices", []))
                chosen.append((name, self.form.fields[name].label, choices.get(value, value)))
        return chosen

    def filter_words(self, queryset, name, value):
        for word in words_of(value):
            anywhere = Q()
            for field in self.words_in:
                for language in LANGUAGES:
                    for spelling in spellings(word):
                        anywhere |= Q(**{f"{field}_{language}__icontains": spelling})
            queryset = queryset.filter(anywhere)
        return queryset
