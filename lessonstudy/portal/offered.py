"""What the API offers: its collections, and what a record of each looks like in a list and on its own."""

from dataclasses import dataclass

from django.urls import reverse

from events import data as events
from events.forms import EventFilter, SeriesFilter
from events.models import Event, EventSeries
from journal import data as journal
from journal.forms import ArticleFilter, IssueFilter, JournalFilter
from journal.models import Article, Issue, Journal
from lessonstudy.content.data import ADDRESS, MOMENT, Field, Shape, columns, structure
from lessonstudy.content.languages import LANGUAGES, in_each_language
from lessonstudy.content.metadata import identifier
from lessonstudy.news import data as news
from lessonstudy.news.forms import NewsFilter
from lessonstudy.news.models import NewsPost
from lessonstudy.search.filters import RecordFilter
from members import data as members
from members.forms import CouncilFilter, OrganizationFilter, PersonFilter
from members.models import Body, Organization, Person
from research import data as research
from research.forms import PosterFilter, ReportFilter
from research.models import Poster, Report

from .permanent import COLLECTIONS as WORDS


# --- What every record says first -----------------------------------------------------------------
def api_address(record):
    return reverse("api-record", args=[WORDS[record.address_kind()], record.pk])


def page_addresses(absolute, record):
    return {language: absolute(path) for language, path in in_each_language(record.get_absolute_url).items()}


def moment(value):
    return value.isoformat(timespec="seconds")


def head(model):
    """The address that never changes, those of the record here and of its page, and when it was written."""
    permanent, here = {"description": "never changes"}, {"description": "the whole record, as data"}
    return (
        Field("id", {**ADDRESS, **permanent}, identifier),
        Field("self", {**ADDRESS, **here}, lambda absolute, record: absolute(api_address(record))),
        Field("url", structure(dict.fromkeys(LANGUAGES, ADDRESS)), page_addresses),
        *columns(model, "slug", "original_language"),
        Field("published", MOMENT, lambda absolute, record: moment(record.published_at)),
        Field("changed", MOMENT, lambda absolute, record: moment(max(record.updated_at, record.published_at))),
    )


# --- The collections ------------------------------------------------------------------------------
@dataclass(frozen=True)
class Collection:
    word: str
    model: type
    filter_class: type[RecordFilter]
    item: Shape
    record: Shape

    @property
    def title(self):
        return self.model._meta.verbose_name_plural

    @property
    def filters(self):
        """The names of its facets in addresses."""
        return [name for name in self.filter_class.base_filters if name not in ("q", "sort")]


def collection(model, filter_class, brief, whole):
    """`brief` is what a list says of a record; the record itself says that and the rest."""
    name = model.address_kind().capitalize()
    item = Shape(f"{name}Item", *head(model), *brief)
    return Collection(WORDS[model.address_kind()], model, filter_class, item, Shape(name, *item.fields, *whole))


EVENT = (*events.EVENT, *research.EVENT, *news.EVENT, *journal.EVENT)
PERSON = (*members.PERSON, *events.PERSON, *research.PERSON, *journal.PERSON)
ORGANIZATION = (*members.ORGANIZATION, *events.ORGANIZATION, *research.ORGANIZATION)

OFFERED = {
    offered.word: offered
    for offered in (
        collection(Event, EventFilter, events.EVENT_BRIEF, EVENT),
        collection(EventSeries, SeriesFilter, events.SERIES_BRIEF, events.SERIES),
        collection(Person, PersonFilter, members.PERSON_BRIEF, PERSON),
        collection(Organization, OrganizationFilter, members.ORGANIZATION_BRIEF, ORGANIZATION),
        collection(Body, CouncilFilter, members.COUNCIL_BRIEF, members.COUNCIL),
        collection(Poster, PosterFilter, research.POSTER_BRIEF, research.POSTER),
        collection(Report, ReportFilter, research.REPORT_BRIEF, research.REPORT),
        collection(NewsPost, NewsFilter, news.NEWS_BRIEF, news.NEWS),
        collection(Journal, JournalFilter, journal.JOURNAL_BRIEF, journal.JOURNAL),
        collection(Issue, IssueFilter, journal.ISSUE_BRIEF, journal.ISSUE),
        collection(Article, ArticleFilter, journal.ARTICLE_BRIEF, journal.ARTICLE),
    )
}
