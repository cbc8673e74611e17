"""What people type and what stands in the archive become the same tokens."""

import sys
from contextlib import nullcontext

import pytest

from lessonstudy.search import words
from lessonstudy.search.words import any_of, asked_words, found_by, name_tokens, plain_tokens, sound, stems, words_in
from tests.races import at_once

RUSSIAN = """
урок урока уроки уроков урокам уроками уроке уроком
учитель учителя учителей учителям учителем
школа школы школе школу школ школами
конференция конференции конференцию конференций
исследование исследования исследований исследованиями
доклад доклады докладов докладе
лицей лицея лицеи лицеев лицее
область области областей
методика методики методику методик
городской городская городского
Туркестан Туркестане туркестанской
Казахстан Казахстана Казахстане казахстанский
ребёнок ребенка ребёнку
журнал журналы журналов
статья статьи статью
"""
ENGLISH = """
teacher teachers teacher's teachers'
lesson lessons lesson's
study studies studying studied
conference conferences
child children children's
teach teaching taught teaches
plan plans planning planned
observation observations
university universities
analysis analyses
curriculum curricula
"""
PLAIN = """
мугалим мұғалім мұғалімдер мұғалімдердің
мугалимдердин мұғалім мұғалімге
сабак сабақ сабағы сабақтарымызды
тажирибе тәжірибесі тәжірибенің
кенес кеңес кеңесінің
омир өмір өмірі
улги үлгі үлгілер
окушы оқушылардың
жумыс жұмысы жұмыстар
бiлiм білім білімі
"""
NAMES = """
Рахмаил Rahmail Rakhmail Рахмаилдың Рахмаилом
Құралай Kuralay Kuralai Quralai Qūralai Куралай Құралайға
Әйгерім Aigerim Aygerim Äigerım Айгерим Әйгерімнің
Шымкент Shymkent Şymkent Шымкентте
Жанна Zhanna Janna Жаннаға Жанной
Ұлжан Ulzhan Ūljan Улжан
Щербаков Shcherbakov Scherbakov Щербаковтың Щербаковым
Юлия Yulia Iuliia Юлией Юлияның
Цой Tsoy Tsoi
Хамитов Khamitov Hamitov Хамитовым Хамитова
Джамиля Jamilya Dzhamilya Жамиля
Евгений Evgeny Yevgeniy Evgenii Евгением
Наталья Natalia Natalya
Ғалым Galym Ghalym Ğalym Галым
Сергей Sergey Sergei Сергея
Татьяна Tatiana Tatyana
Жұлдыз Zhuldyz Juldyz Жулдыз
Үлгішев Ulgishev Ülgışev
"""


def pairs(text):
    lines = [line.split() for line in text.strip().splitlines()]
    return [(word, form) for word, *forms in lines for form in forms]


def tokens(text):
    """What a page with this text in its title is found by."""
    return {token for word in words_in(text) for token in found_by(word)}


def asked(text):
    return [set(any_of(word)) for word in asked_words(text)]


@pytest.mark.parametrize(("word", "form"), [*pairs(RUSSIAN), *pairs(ENGLISH)])
def test_a_word_is_found_by_its_forms_and_they_by_it(word, form):
    assert all(group & tokens(form) for group in asked(word))
    assert all(group & tokens(word) for group in asked(form))


@pytest.mark.parametrize(("typed", "word"), pairs(PLAIN))
def test_kazakh_typed_without_kazakh_letters_is_found(typed, word):
    heard = {token for token in tokens(word) if not token.startswith("~")}  # in running text there are no sounds
    assert all(group & heard for group in asked(typed))


def test_a_short_russian_word_is_not_taken_for_a_kazakh_one_in_running_text():
    assert asked("тур")[0] & {token for token in tokens("түрі") if not token.startswith("~")} == set()


@pytest.mark.parametrize(("name", "other"), pairs(NAMES))
def test_a_name_is_found_in_either_script(name, other):
    assert all(group & tokens(other) for group in asked(name))
    assert all(group & tokens(name) for group in asked(other))


@pytest.mark.parametrize(
    "two",
    "урок/уровень школа/школьник учитель/учёба доклад/доля study/student lesson/less conference/confidence "
    "Жанна/Жаннур Рахмаил/Рахим Құралай/Құрал Shymkent/Shymbulak Хамитов/Хамзин Цой/Чой Юлия/Жулия".split(),
)
def test_another_word_or_name_is_not_found(two):
    one, other = two.split("/")
    assert asked(one)[0] & tokens(other) == set()


def test_words_are_cut_and_written_alike():
    assert words_in("Ёлка – №25, «Lesson-Study» e\u0301t\u00e9 со\u00adглас_но!") == (
        ["елка", "25", "lesson", "study", "\u00e9t\u00e9", "соглас", "но"]
    )
    assert [len(word) for word in words_in("ы" * 500)] == [40]


def test_words_that_say_nothing_are_left_out_unless_there_is_nothing_else():
    assert asked_words("the lesson of the teacher") == ["lesson", "teacher"]
    assert asked_words("мен және") == ["мен", "және"]


def test_a_question_has_eight_words_at_most_and_each_once():
    assert asked_words("a1 a2 a1 a3 a4 a5 a6 a7 a8 a9") == [f"a{number}" for number in range(1, 9)]


def test_titles_are_kept_by_stem_and_sound_and_as_they_stand():
    assert name_tokens("Сабағы") == ["сабақ", "_сабак", "~sabagi", "~sabak"]
    assert plain_tokens("Сабағы") == ["=сабағы", "=~sabagi"]


def test_a_sound_is_plain_latin_letters():
    assert [sound(word) for word in ("щербаков", "құралай", "şymkent", "юлия")] == (
        ["sherbakov", "kuralai", "shimkent", "ula"]
    )


def test_a_latin_word_has_one_stem():
    assert stems("teachers") == ("teacher",)


def stems_made_at_once():
    """The stems of many words, made by four threads that take turns as often as can be."""
    many = [f"{word}{end}" for word in (RUSSIAN + ENGLISH).lower().split() for end in ("", "s", "ами", "ing")]
    stems.cache_clear()
    often, before = 1e-6, sys.getswitchinterval()
    sys.setswitchinterval(often)
    try:
        at_once(
            *[lambda start=start: [words.stems(word) for word in many[start:] + many[:start]] for start in range(4)]
        )
    except (AssertionError, IndexError):  # what the stemmer says when another thread changes its word
        return {}
    finally:
        sys.setswitchinterval(before)
    return {word: stems(word) for word in many}


def test_threads_do_not_mix_their_words():
    for _ in range(5):
        at_once_made = stems_made_at_once()
        stems.cache_clear()
        assert at_once_made == {word: stems(word) for word in at_once_made}
        assert at_once_made


def test_without_the_guard_they_would(monkeypatch):
    """The control."""
    monkeypatch.setattr(words, "stemming", nullcontext())
    mixed = False
    for _ in range(30):
        made = stems_made_at_once()
        stems.cache_clear()
        mixed = mixed or not made or made != {word: stems(word) for word in made}
    stems.cache_clear()
    assert mixed
