"""Filters of journals, issues and articles."""

from django.utils.translation import gettext_lazy as _

from lessonstudy.content.languages import CONTENT_LANGUAGES
from lessonstudy.search.filters import FacetFilter, RecordFilter, YearFilter
from lessonstudy.search.query import NAME


class JournalFilter(RecordFilter):
    scope = ("what:journal",)
    default_order = NAME


class IssueFilter(RecordFilter):
    year = YearFilter()
    language = FacetFilter(_("Language"), choices=CONTENT_LANGUAGES)

    scope = ("what:issue",)


class ArticleFilter(IssueFilter):
    person = FacetFilter(_("Person"), is_record=True)

    scope = ("what:article",)
