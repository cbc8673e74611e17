"""Facets combine, and every count is what the list then shows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.forms import EventFilter
from lessonstudy.content.dates import PartialDate
from lessonstudy.news.forms import NewsFilter
from lessonstudy.portal.finding import SearchFilter
from lessonstudy.search import counting
from lessonstudy.search.views import numbers_of
from members.forms import PersonFilter, SchoolFilter
from research.forms import PosterFilter
from tests.factories import (
    make_contribution,
    make_event,
    make_organization,
    make_person,
    make_place,
    make_post,
    make_poster,
    make_school,
    make_series,
    pdf,
)
from tests.search.building import found_afterwards

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(own_uploads):
    with found_afterwards():
        make_archive()


def make_archive():
    regions = [make_place(), make_place()]
    cities = [make_place(kind="city", parent=region) for region in regions]
    series = [make_series(), make_series(status="withdrawn")]
    people = [make_person(), make_person(), make_person(status="draft")]
    schools = [make_school(place=cities[0]), make_school(place=cities[1], status="draft")]
    make_organization(kind="lyceum", place=regions[0])
    people[0].affiliations.create(organization=schools[0])
    for number in range(4):
        event = make_event(
            kind=("seminar", "tour")[number % 2],
            start=PartialDate(2020 + number // 2),
            series=series[number % 2],
            mode="online" if number else "",
            working_languages=("kk ru", "en")[number % 2],
            status="draft" if number == 3 else "published",
        )
        event.places.add(*cities[: number % 3])
        talk = make_contribution(event, language=("kk", "ru", "")[number % 3])
        talk.roles.create(person=people[number % 3], role="speaker")
        talk.schools.add(schools[number % 2])
        talk.documents.create(file=pdf(), language="ru")
        post, poster = make_post(), make_poster(event=event, language="kk")
        post.events.add(event)
        poster.roles.create(person=people[0], role="author")
        poster.schools.add(schools[0])


def value_of(choice, name):
    return dict(pair.split("=") for pair in choice.address[1:].split("&"))[name]


@pytest.mark.parametrize(
    ("kind", "words", "many"),
    [
        (SearchFilter, "sample", counting.MANY),
        (SearchFilter, "sample", 0),
        (EventFilter, "", 0),
        *((kind, "", counting.MANY) for kind in (EventFilter, NewsFilter, PosterFilter, PersonFilter, SchoolFilter)),
    ],
)
def test_in_every_combination_each_count_is_what_the_list_then_shows(archive, monkeypatch, kind, words, many):
    monkeypatch.setattr(counting, "MANY", many)
    monkeypatch.setattr(counting, "FEW", min(many, counting.FEW))
    waiting, promised = [{"q": words} if words else {}], {}
    while waiting:
        chosen = waiting.pop()
        here = kind(chosen)
        assert here.problems == []
        assert len(here.answer) == promised.get(frozenset(chosen.items()), len(here.answer)), chosen
        for facet in here.facets:
            for choice in facet.choices:
                then = {**chosen, facet.name: value_of(choice, facet.name)}
                if frozenset(then.items()) not in promised:
                    waiting.append(then)
                assert choice.count == promised.setdefault(frozenset(then.items()), choice.count) > 0
    assert len(promised) >= 1


def test_the_facets_of_a_list_are_counted(archive):
    facets = {facet.name: [(choice.label, choice.count) for choice in facet.choices] for facet in EventFilter().facets}
    assert facets["year"] == [("2021", 1), ("2020", 2)]
    assert facets["kind"] == [("семинар", 2), ("білім сапары", 1)]
    assert [count for _, count in facets["series"]] == [2]  # the withdrawn one is no choice


@pytest.mark.parametrize(("name", "status"), [("person", "draft"), ("series", "withdrawn"), ("school", "draft")])
def test_what_is_not_public_is_no_choice_even_by_its_address(name, status):
    make = {"person": make_person, "series": make_series, "school": make_school}[name]
    record = make()
    make_event()
    known = SearchFilter({name: record.slug})
    assert ([label for _, label, _ in known.chosen], known.problems) == ([record.plain_title], [])
    record.status = status
    record.save()
    wrong = SearchFilter({name: record.slug, "q": "sample"})
    assert wrong.chosen_facets == []
    assert len(wrong.problems) == 1
    assert record.plain_title not in str(wrong.problems)


def test_what_is_scheduled_is_no_choice_before_its_hour():
    series = make_series(published_at=timezone.now() + timedelta(days=1))
    make_event(series=series)
    assert SearchFilter({"series": series.slug}).given == {}


def test_an_address_says_the_choices_and_taking_one_away_keeps_the_others(archive):
    here = EventFilter({"kind": "seminar", "year": "2020", "sort": "date", "page": "3", "foreign": "x"})
    assert here.address() == "?kind=seminar&year=2020"
    assert {label: address for _, label, address in here.chosen} == {"семинар": "?year=2020", "2020": "?kind=seminar"}
    assert here.kept == [("kind", "seminar"), ("year", "2020")]


def test_words_are_answered_by_rank_unless_by_date_is_asked_for(archive):
    here = SearchFilter({"q": "sample"})
    assert [address for _, address in here.other_sorts] == [None, "?q=sample&sort=date"]
    by_date = SearchFilter({"q": "sample", "sort": "date"})
    assert [address for _, address in by_date.other_sorts] == ["?q=sample", None]
    assert sorted(by_date.answer.found) == sorted(here.answer.found)


def test_crawlers_are_kept_from_combinations_and_words_only():
    deep = [{"q": "x"}, {"kind": "tour", "year": "2020"}, {"kind": "tour", "sort": "date"}]
    flat = [{}, {"kind": "tour"}, {"kind": "no such kind", "year": "2020"}]
    assert [EventFilter(given).is_deep for given in deep + flat] == [True] * 3 + [False] * 3


def test_a_list_is_the_same_from_the_memory_as_from_the_index(archive):
    first = EventFilter({"kind": "seminar"}, stamp="1")
    again = EventFilter({"kind": "seminar"}, stamp="1")
    assert numbers_of(first.answer.found) == numbers_of(again.answer.found)
    make_event(kind="seminar")
    assert len(EventFilter({"kind": "seminar"}, stamp="2").answer) == len(first.answer) + 1
