import zoneinfo

import pytest
from django.core.exceptions import ValidationError

from events.models import Event
from lessonstudy.content.dates import PartialDate, PartialDateFormField, format_bound, format_date, format_range
from tests.factories import make_event


def plain(text):
    """Without the marks that keep a day and its month on one line."""
    return text.replace("\xa0", " ").replace("\u2060", "")


ALMATY = zoneinfo.ZoneInfo("Asia/Almaty")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("26.11.2021 10:00", "2021-11-26T10:00"),
        ("26.11.2021", "2021-11-26"),
        ("11.2021", "2021-11"),
        ("2021", "2021"),
        ("11.11.????", "XXXX-11-11"),
        ("2021-11-26", "2021-11-26"),
        ("29.02.????", "XXXX-02-29"),
    ],
)
def test_a_date_is_stored_as_precisely_as_it_was_typed(typed, stored):
    date = PartialDate.parse(typed)
    assert str(date) == stored
    assert PartialDate.parse(date.as_typed()) == date


@pytest.mark.parametrize("wrong", ["31.02.2021", "26/11/2021", "yesterday", "13.2021", "26.11.2021 25:00", "2", ""])
def test_what_is_no_date_is_refused(wrong):
    with pytest.raises(ValueError):  # noqa: PT011 - its words are for programmers
        PartialDate.parse(wrong)


def test_the_form_says_how_to_write_a_date():
    with pytest.raises(ValidationError) as refusal:
        PartialDateFormField().clean("next week")
    assert "26.11.2021" in refusal.value.messages[0]


@pytest.mark.parametrize(
    ("text", "kk", "ru", "en"),
    [
        ("2021", "2021 жыл", "2021 год", "2021"),
        ("2021-11", "2021 жылғы қараша", "ноябрь 2021 г.", "November 2021"),
        ("2021-11-26", "2021 жылғы 26 қараша", "26 ноября 2021 г.", "26 November 2021"),
        (
            "2021-11-26T10:00",
            "2021 жылғы 26 қараша, 10:00",
            "26 ноября 2021 г., 10:00",
            "26 November 2021, 10:00",
        ),
        (
            "XXXX-11-11",
            "11 қараша (жылы көрсетілмеген)",
            "11 ноября (год не указан)",
            "11 November (year not stated)",
        ),
    ],
)
def test_each_language_writes_the_date_its_own_way(text, kk, ru, en):
    date = PartialDate.parse(text)
    assert [plain(format_date(date, language)) for language in ("kk", "ru", "en")] == [kk, ru, en]


@pytest.mark.parametrize(
    ("start", "end", "kk", "ru", "en"),
    [
        ("2022-07-12", "2022-07-15", "2022 жылғы 12–15 шілде", "12–15 июля 2022 г.", "12–15 July 2022"),
        (
            "2018-10-31",
            "2018-11-02",
            "2018 жылғы 31 қазан – 2 қараша",
            "31 октября – 2 ноября 2018 г.",
            "31 October – 2 November 2018",
        ),
        ("2011", "2016", "2011–2016 жылдар", "2011–2016 годы", "2011–2016"),
        (
            "2021-11-26T10:00",
            "2021-11-26T12:30",
            "2021 жылғы 26 қараша, 10:00–12:30",
            "26 ноября 2021 г., 10:00–12:30",
            "26 November 2021, 10:00–12:30",
        ),
    ],
)
def test_a_span_says_once_what_its_ends_share(start, end, kk, ru, en):
    span = PartialDate.parse(start), PartialDate.parse(end)
    assert [plain(format_range(*span, language)) for language in ("kk", "ru", "en")] == [kk, ru, en]


@pytest.mark.parametrize(
    ("text", "kk", "ru", "en"),
    [
        ("2015", "2015 жылдан бері", "с 2015 года", "since 2015"),
        ("2021-04", "2021 жылғы сәуірден бері", "с апреля 2021 года", "since April 2021"),
        ("2021-09-05", "2021 жылғы 5 қыркүйектен бері", "с 5 сентября 2021 г.", "since 5 September 2021"),
    ],
)
def test_since_puts_the_date_in_its_case(text, kk, ru, en):
    date = PartialDate.parse(text)
    assert [plain(format_bound(date, "since", language)) for language in ("kk", "ru", "en")] == [kk, ru, en]
    assert plain(format_bound(date, "until", "kk")).endswith(" дейін")


def test_a_date_means_a_span_of_moments_in_its_zone():
    month = PartialDate.parse("2024-02")
    assert month.first_moment(ALMATY).isoformat() == "2024-02-01T00:00:00+06:00"
    assert month.last_moment(ALMATY).isoformat() == "2024-02-29T23:59:00+06:00"
    assert PartialDate.parse("2024-03-01").first_moment(ALMATY).isoformat() == "2024-03-01T00:00:00+05:00"
    assert PartialDate.parse("XXXX-11-11").first_moment(ALMATY) is None


@pytest.mark.django_db
def test_events_stand_by_time_and_those_without_a_year_come_last():
    for text in ("2021-11", "XXXX-11-11", "2022", "2021-11-26T10:00", "2021"):
        make_event(title_en=text, start=PartialDate.parse(text))
    titles = [event.title_en for event in Event.objects.latest_first()]
    assert titles == ["2022", "2021-11-26T10:00", "2021-11", "2021", "XXXX-11-11"]


@pytest.mark.django_db
def test_the_offset_shown_is_the_one_in_force_then():
    before = make_event(start=PartialDate.parse("2021-11-26T10:00"), time_zone="Asia/Almaty")
    after = make_event(start=PartialDate.parse("2024-09-10T10:00"), time_zone="Asia/Almaty")
    assert (before.utc_offset, after.utc_offset) == ("UTC+6", "UTC+5")
