import pytest
from django.utils import translation

from lessonstudy.content.languages import sort_key
from tests.factories import make_event, make_person


def shown(event, language):
    with translation.override(language):
        return event.shown.title.__html__(), str(event.shown.title.label), event.shown.summary.text


@pytest.mark.django_db
def test_a_group_is_shown_in_the_readers_language_if_it_has_it():
    event = make_event(title_en="Lesson", title_ru="Урок", summary_en="Short", summary_ru="")
    assert shown(event, "ru") == ("Урок", "", "")
    assert shown(event, "en") == ("Lesson", "", "Short")


@pytest.mark.django_db
def test_otherwise_in_its_original_language_labelled_and_marked():
    event = make_event(original_language="en", title_en="Lesson", title_ru="Урок", summary_en="Short")
    assert shown(event, "kk") == ('<span lang="en">Lesson</span>', "ағылшынша", "Short")


@pytest.mark.django_db
def test_otherwise_in_kazakh_russian_english():
    event = make_event(original_language="kk", title_kk="", title_en="Lesson", title_ru="Урок")
    with translation.override("en"):
        event.title_en = ""
        assert event.shown.title == "Урок"


@pytest.mark.django_db
def test_a_name_is_one_group():
    person = make_person(family_name_kk="Үлгілова", family_name_en="Sample", given_name_en="Anna")
    with translation.override("kk"):
        assert person.plain_title == "Үлгілова"
    with translation.override("en"):
        assert person.plain_title == "Anna Sample"


@pytest.mark.django_db
def test_text_is_escaped_and_rich_text_is_sanitised_whoever_saves_it():
    event = make_event(title_en="<b>x</b>", description_en="<p onclick='x'>a<script>alert(1)</script></p>")
    event.refresh_from_db()
    with translation.override("en"):
        assert event.shown.title.__html__() == "&lt;b&gt;x&lt;/b&gt;"
        assert event.shown.description.__html__() == "<p>a</p>"


def test_kazakh_letters_sort_where_a_kazakh_reader_looks():
    words = [
        "Яна",
        "Үміт",
        "Ұлан",
        "Улан",
        "Өмір",
        "Оспан",
        "Ілияс",
        "Ыбырай",
        "Қанат",
        "Камал",
        "Ғани",
        "Гани",
        "Әли",
        "Али",
    ]
    expected = [
        "Али",
        "Әли",
        "Гани",
        "Ғани",
        "Камал",
        "Қанат",
        "Оспан",
        "Өмір",
        "Улан",
        "Ұлан",
        "Үміт",
        "Ыбырай",
        "Ілияс",
        "Яна",
    ]
    assert sorted(words, key=sort_key) == expected
