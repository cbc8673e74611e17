"""The filter of the list of news."""

import django_filters
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.filters import RecordFilter

from .models import NewsPost


class NewsFilter(RecordFilter):
    q = django_filters.CharFilter(label=_("Words"), method="filter_words")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=NewsPost.Kind.choices, empty_label=_("any"))

    words_in = ("title", "lead", "body")

    class Meta:
        model = NewsPost
        fields = []
