"""Asking: ranking, suggestions, and what was perhaps meant. Nothing of it gives away what is not public."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Event
from lessonstudy.content.dates import PartialDate
from lessonstudy.search import counting
from lessonstudy.search.engines import engine
from lessonstudy.search.models import Card, Entry, Word
from lessonstudy.search.query import DATE, RELEVANCE, Query, did_you_mean, distance, find, suggest
from lessonstudy.search.views import numbers_of
from tests.factories import make_event, make_person, make_post, make_poster

pytestmark = pytest.mark.django_db
TOMORROW = timezone.now() + timedelta(days=1)


def found(words="", *tokens, order=RELEVANCE):
    return titles(find(Query(words, tokens, order)).found)


def titles(entries):
    cards = Card.objects.in_bulk(entries)
    return [cards[entry].title_en for entry in entries]


def hidden_events(word):
    """Three events with the word that nobody may find."""
    make_event(title_en=f"{word} draft", status="draft")
    make_event(title_en=f"{word} withdrawn", status="withdrawn")
    make_event(title_en=f"{word} scheduled", published_at=TOMORROW)


def tokens_of(answer):
    return {f"{facet}:{value}": number for facet, values in answer.counts.items() for value, number in values}


def counts_of(query):
    return tokens_of(find(query))


def test_every_word_must_match():
    make_event(title_en="Sample lesson")
    make_event(title_en="Sample study")
    both = make_event(title_en="Another", summary_en="A lesson, then a study")
    assert found("lesson study") == [both.title_en]
    assert found("lesson nowhere") == []


def test_words_in_the_title_come_before_words_in_the_text():
    make_event(title_en="One", description_en="<p>lesson lesson lesson</p>")
    make_event(title_en="A lesson")
    make_event(title_en="Two", description_en="<p>lesson</p>")
    assert found("lesson") == ["A lesson", "One", "Two"]


def test_a_name_is_found_in_either_script_and_by_its_other_spellings():
    person = make_person(family_name_kk="Үлгішев", given_name_kk="Рахмаил", family_name_en="", original_language="kk")
    person.names.create(name="Rachmail Sampleson")
    for typed in ("Рахмаил", "Rakhmail", "rahmail үлгішев", "Рахмаилдың", "Рахмаилом", "Ulgishev", "sampleson"):
        assert numbers_of(find(Query(typed, ("what:person",))).found) == [person.pk], typed
    assert find(Query("Rahim")).found == []


def test_lists_are_in_the_order_wanted():
    for title, year in (("B", 2020), ("A", 2022), ("C", 2021)):
        make_event(title_kk=title, title_en=title, start=PartialDate(year))
    assert found("", "what:event", order=DATE) == ["A", "C", "B"]
    assert found("", "what:event", order="name") == ["A", "B", "C"]


def test_nothing_asked_is_nothing_found():
    make_event()
    assert len(find(Query())) == 0
    assert len(find(Query("«…» —"))) == 0


@pytest.mark.parametrize("typed", ['"', "a* OR b", "NEAR(a b)", "title:x", "'; --", "a & | !", "=~:@.-_", "\\", "%s"])
def test_what_means_something_to_an_engine_is_only_words(typed):
    find(Query(typed))
    suggest(typed)
    did_you_mean(typed)


def test_what_is_not_public_is_neither_found_nor_counted_nor_suggested_nor_meant():
    hidden_events("Zanzibar")
    assert Entry.objects.count() == 1  # the scheduled one waits in the index
    assert found("zanzibar") == []
    assert counts_of(Query("", ("what:event",))) == {}
    assert titles(suggest("zanz")) == []
    assert did_you_mean("zanzibat") is None
    make_event(title_en="Zanzibar public")
    assert found("zanzibar") == ["Zanzibar public"]
    assert counts_of(Query("", ("what:event",)))["what:event"] == 1
    assert titles(suggest("zanz")) == ["Zanzibar public"]
    assert did_you_mean("zanzibat") == "zanzibar"


def test_what_is_scheduled_is_found_from_its_hour_on(monkeypatch):
    make_event(title_en="Zanzibar", published_at=TOMORROW)
    make_event(title_en="Zanzibar today")
    assert found("zanzibar") == ["Zanzibar today"]
    monkeypatch.setattr(timezone, "now", lambda: TOMORROW)
    assert sorted(found("zanzibar")) == ["Zanzibar", "Zanzibar today"]
    assert counts_of(Query("zanzibar"))["what:event"] == 2


def test_among_very_many_facets_are_counted_just_as_among_few(monkeypatch):
    for number in range(12):
        make_event(kind=("seminar", "tour", "meeting")[number % 3], start=PartialDate(2019 + number % 4))
    make_poster()
    Event.objects.first().delete()
    Event.objects.last().save()
    make_event(kind="tour", published_at=TOMORROW)
    few = find(Query("sample", (), RELEVANCE))
    monkeypatch.setattr(counting, "MANY", 0)
    many = find(Query("sample", (), RELEVANCE))
    assert sorted(many.found) == sorted(few.found)
    assert tokens_of(many) == tokens_of(few)
    make_event(kind="tour")  # what is new is counted, too
    assert counts_of(Query("sample"))["kind:tour"] == tokens_of(few)["kind:tour"] + 1


def test_among_very_many_people_are_not_counted(monkeypatch):
    make_person(family_name_en="Sample")
    assert [token for token in counts_of(Query("sample")) if token.startswith("person:")] == ["person:sample"]
    monkeypatch.setattr(counting, "MANY", 0)
    assert counts_of(Query("sample")) == {"what:person": 1}


def test_suggestions_begin_as_what_is_typed_the_shortest_first():
    make_event(title_en="Conference of samples and more")
    make_event(title_en="Conference")
    make_post(title_en="A confusion")
    make_post(title_en="Beside it", lead_en="Conference")
    assert titles(suggest("conf")) == ["Conference", "A confusion", "Conference of samples and more"]
    assert titles(suggest("conf more")) == ["Conference of samples and more"]
    assert suggest("c") == []
    assert suggest("") == []


def test_a_title_is_suggested_in_the_other_script():
    make_event(title_kk="Құралай кеші", title_en="")
    assert [Card.objects.get(pk=entry).title_kk for entry in suggest("kural")] == ["Құралай кеші"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("конфиренция", "конференция"),
        ("конференцыя", None),  # a wrong letter that sounds the same: found without a question
        ("kонференция", None),
        ("конференция", None),
        ("rjyathtywbz", "конференция"),
        ("симпазиум лекция", "симпозиум лекция"),
        ("мұгалім", None),
        ("мұғалм", "мұғалім"),
        ("абракадабра", None),
        ("абракадабра конфиренция", None),
        ("конфиренция симпозеум лекцыя", "конференция симпозиум лекция"),
        ("конфиренция симпозеум лекцыя мұғалм", None),  # too many at once are no slips of a finger
    ],
)
def test_a_mistyped_word_is_put_right(typed, meant):
    make_event(title_ru="Конференция и симпозиум", description_ru="<p>лекция</p>", title_kk="Мұғалім")
    assert did_you_mean(typed) == meant


@pytest.mark.parametrize("typed", ["Улгиспаева", "Ulgisbaeva"])
def test_a_mistyped_name_is_put_right_in_either_script(typed):
    make_person(family_name_kk="Ulgizbayeva", given_name_kk="Sample")
    assert did_you_mean(typed) == "ulgizbayeva"


@pytest.mark.parametrize("typed", ["Улгисалтан", "улги салтан", "Үлгі-Салтанда", "ulgi-saltan"])
def test_a_word_with_a_hyphen_is_found_in_one_word_and_in_two(typed):
    make_event(title_kk="Үлгі-Салтан кеші")
    assert len(find(Query(words=typed))) == 1


def test_the_nearest_word_is_proposed():
    make_event(title_en="Planner and planter")
    assert did_you_mean("plantr") == "planter"


def test_a_word_no_longer_in_use_is_not_proposed():
    event = make_event(title_en="Zanzibar")
    event.title_en = "Sample"
    event.save()
    assert Word.objects.filter(text="zanzibar").exists()
    assert did_you_mean("zanzibat") is None


@pytest.mark.parametrize(
    ("one", "other", "slips"), [("ab", "ab", 0), ("ab", "ba", 1), ("abc", "ac", 1), ("abc", "xabd", 2), ("", "abc", 3)]
)
def test_slips_of_a_finger_are_counted(one, other, slips):
    assert distance(one, other) == distance(other, one) == slips


def test_of_very_many_the_ones_with_the_word_in_the_title_come_first(monkeypatch):
    monkeypatch.setattr("lessonstudy.search.engines.RANKED", 2)
    for title in ("lesson one", "lesson two", "lesson three", "other"):
        make_event(title_en=title, summary_en="lesson")
    shown = found("lesson")
    assert sorted(shown[:2]) == ["lesson three", "lesson two"]
    assert sorted(shown) == ["lesson one", "lesson three", "lesson two", "other"]


def test_each_engine_is_the_one_of_its_database():
    assert engine().is_there([["nothing"]]) is False
