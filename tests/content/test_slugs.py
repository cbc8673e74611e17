import pytest

from lessonstudy.content.slugs import slug_from
from tests.factories import make_event


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Сабақты зерттеу: №69 мектеп-гимназия", "sabaqty-zertteu-no69-mektep-gimnaziya"),
        ("Әғқңөұүһі", "agqnouuhi"),
        ("Щедрый объём", "shchedryi-obem"),
        ("Lesson Study — Zürich", "lesson-study-zurich"),
        ("???", ""),
    ],
)
def test_no_letter_is_dropped(title, slug):
    assert slug_from(title) == slug


@pytest.mark.django_db
def test_the_same_title_gets_a_number():
    slugs = [make_event(title_en="Lesson Study").slug for _ in range(3)]
    assert slugs == ["lesson-study", "lesson-study-2", "lesson-study-3"]


@pytest.mark.django_db
def test_a_title_of_signs_only_still_gets_an_address():
    assert make_event(title_en="???").slug == "event"
