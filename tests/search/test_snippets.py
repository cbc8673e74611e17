"""Snippets show where the words stand, mark just them, and let nothing through as HTML."""

import pytest

from lessonstudy.search.snippets import AROUND, marked, place_of, snippet

LONG = "Алдыңғы сөйлем жай ғана үлгі. " * 40


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Ашық сабақтарымызда және сабан", "сабақ", "Ашық <mark>сабақтарымызда</mark> және сабан"),
        ("Мектебіміз үлгілі", "мектеп", "<mark>Мектебіміз</mark> үлгілі"),
        ("Мұғалімдерге арналған", "мугалим", "<mark>Мұғалімдерге</mark> арналған"),
        ("Открытые уроки, уровень", "урок", "Открытые <mark>уроки</mark>, уровень"),
        ("Подъём, ёлки", "елка", "Подъём, <mark>ёлки</mark>"),
        ("The teachers' lessons, less", "lesson teacher", "The <mark>teachers</mark>&#x27; <mark>lessons</mark>, less"),
        ("Рахмаил Үлгішев", "Rakhmail", "<mark>Рахмаил</mark> Үлгішев"),
        ("Nothing of it", "сабақ", "Nothing of it"),
        ("A text", "", "A text"),
    ],
)
def test_the_words_asked_for_are_marked_and_no_others(text, words, shown):
    assert marked(text, words) == shown


def test_nothing_in_a_text_is_html():
    assert marked('<script>alert("lesson")</script> & lesson', "lesson script") == (
        "&lt;<mark>script</mark>&gt;alert(&quot;<mark>lesson</mark>&quot;)&lt;/<mark>script</mark>&gt; &amp; "
        "<mark>lesson</mark>"
    )
    assert snippet("<b onclick=x>lesson</b>", "lesson") == "&lt;b onclick=x&gt;<mark>lesson</mark>&lt;/b&gt;"


@pytest.mark.parametrize("words", ["[a-z]*", "(lesson", "\\", "^$", "'\"<>"])
def test_words_that_look_like_a_pattern_are_only_words(words):
    assert "lesson" in snippet("A lesson here", words)


def test_a_snippet_is_the_passage_with_the_first_match():
    text = f"{LONG}Мына жерде ізделген баяндамалар тұр. {LONG}"
    shown = snippet(text, "баяндама")
    assert "<mark>баяндамалар</mark>" in shown
    assert (shown[:2], shown[-2:]) == ("… ", " …")
    assert len(shown) < 4 * AROUND
    assert shown[2:].split()[0] in LONG.split()


def test_a_snippet_without_a_match_is_the_beginning():
    assert snippet(LONG, "баяндама").startswith("Алдыңғы сөйлем")
    assert snippet("", "баяндама") == ""


def test_the_place_is_that_of_a_form_of_the_word_not_of_one_that_begins_alike():
    assert place_of("саба сабан сабағы", "сабақ") == 11
    assert place_of("саба сабан", "сабақ") == -1


def test_a_text_of_one_endless_word_is_cut():
    assert len(snippet("ы" * 20_000, "баяндама")) < 3 * AROUND
