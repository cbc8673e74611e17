import pytest

from lessonstudy.content.numbers import around


@pytest.mark.parametrize(
    ("number", "ending"),
    [(100, "ден"), (150, "ден"), (200, "ден"), (1000, "нан"), (40, "тан"), (46, "дан"), (530, "дан"), (28, "ден")],
)
def test_kazakh_more_than_stands_after_the_number_with_its_ending(number, ending):
    assert around(number, "more-than", "kk") == ("", f"-{ending} астам")


def test_other_languages_say_it_before():
    assert around(100, "more-than", "ru") == ("более", "")
    assert around(100, "about", "en") == ("about", "")


def test_an_exact_number_needs_no_words():
    assert around(28, "exact", "kk") == ("", "")
