"""Posters are narrowed down by subject, grade and award."""

import pytest
from django.utils import translation

from events.models import Award
from research.forms import PosterFilter
from tests.factories import make_event, make_poster

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    translation.activate("en")


def choices(name, **chosen):
    facets = {facet.name: facet.choices for facet in PosterFilter(chosen).facets}
    return [(str(choice.label), choice.count) for choice in facets.get(name, [])]


def make_award(event, kind="diploma"):
    return Award.objects.create(event=event, kind=kind)


def test_grades_are_offered_from_the_youngest_by_their_number():
    make_poster(grade_from=10)
    make_poster(grade_from=9, grade_to=11)
    make_poster(grade_from=0)
    assert choices("grade") == [("preschool", 1), ("9", 1), ("10", 2), ("11", 1)]


def test_a_poster_on_several_grades_is_found_by_each_of_them():
    poster, _other = make_poster(grade_from=5, grade_to=7), make_poster(grade_from=8)
    found = {grade: len(PosterFilter({"grade": grade}).answer) for grade in ("4", "5", "6", "7", "8")}
    assert found == {"4": 0, "5": 1, "6": 1, "7": 1, "8": 1}
    assert poster.grades_said == "5–7"


def test_subjects_are_offered_by_their_names():
    make_poster(subject="physics"), make_poster(subject="physics"), make_poster(subject="music"), make_poster()
    assert choices("subject") == [("physics", 2), ("music", 1)]


def test_awards_are_offered_by_their_kind():
    event = make_event()
    for kind in ("diploma", "diploma", "winner"):
        make_poster(event=event).awards.add(make_award(event, kind))
    make_poster(event=event)
    assert choices("award") == [("diploma", 2), ("winner", 1)]


def test_an_award_of_an_event_that_is_not_public_is_no_choice():
    event = make_event(status="draft")
    make_poster(event=event).awards.add(make_award(event))
    make_poster()
    assert choices("award") == []


def test_an_award_given_later_is_found_too():
    event = make_event()
    poster, given = make_poster(event=event), make_award(event)
    make_poster()
    assert choices("award") == []
    given.posters.add(poster)
    assert choices("award") == [("diploma", 1)]
    given.delete()
    assert choices("award") == []
