"""Dates as precise as the source is, and no more.

Stored in one column as in ISO 8601-2 (EDTF level 1): `2021`, `2021-11`, `2021-11-26`, `2021-11-26T10:00`, and
`XXXX-11-11` for a day whose year nobody stated.
"""

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .languages import reader_language

STORED = re.compile(
    r"^(?P<year>\d{4}|XXXX)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T(?P<hour>\d\d):(?P<minute>\d\d))?)?)?$"
)
TYPED = re.compile(
    r"^(?:(?:(?P<day>\d{1,2})\.)?(?P<month>\d{1,2})\.)?(?P<year>\d{4}|\?{4}|)"
    r"(?:[ ,]+(?P<hour>\d{1,2}):(?P<minute>\d\d))?$"
)
WRONG = _(
    "“%(value)s” is not a date this field understands. Write 26.11.2021, with the time 26.11.2021 10:00, "
    "a month 11.2021, a year 2021, or 11.11.???? when the year is not known."
)

MONTHS = {
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "en": "January February March April May June July August September October November December".split(),
}
RUSSIAN_MONTHS_ALONE = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split()

NO_BREAK = "\xa0"
WORD_JOINER = "\u2060"

# How each language writes a year, a month of a year, and days of a year; then a day whose year is not stated.
# Grammar differs too much for message catalogues, so the patterns stand here side by side.
PATTERNS = {
    "kk": {"year": "{year} жыл", "full": "{year} жылғы {rest}", "no_year": "{rest} (жылы көрсетілмеген)"},
    "ru": {"year": "{year} год", "full": "{rest} {year}\xa0г.", "no_year": "{rest} (год не указан)"},
    "en": {"year": "{year}", "full": "{rest} {year}", "no_year": "{rest} (year not stated)"},
}

# "Since" and "until" put Kazakh words into another case; the month's (or the year's) word carries the ending.
KAZAKH_SINCE = "дан нан дан ден дан нан ден дан тен нан дан нан".split()
KAZAKH_UNTIL = "ға ға ға ге ға ға ге ға ке ға ға ға".split()
BOUNDS = {
    "kk": {"since": "{date}{ending} бері", "until": "{date}{ending} дейін"},
    "ru": {"since": "с {date}", "until": "до {date}"},
    "en": {"since": "since {date}", "until": "until {date}"},
}
# Years alone: the plural of "year" after two of them, and its case after "since" and "until".
YEARS = {"kk": "{0}–{1} жылдар", "ru": "{0}–{1} годы", "en": "{0}–{1}"}


@dataclass(frozen=True)
class PartialDate:
    """A year, a month, a day or a minute; or a day (or month) without a year. Raises ValueError if impossible."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None

    def __post_init__(self):
        if self.year is None and self.month is None:
            raise ValueError("a date needs a year or a month")
        if self.month is not None:
            # 2000 is a leap year: 29 February is possible while the year is not known.
            datetime.date(self.year or 2000, self.month, self.day or 1)
        datetime.time(self.hour or 0, self.minute or 0)

    @classmethod
    def parse(cls, text):
        """Read the stored form or what a person types (26.11.2021 10:00, 11.2021, 2021, 11.11.????)."""
        text = text.strip()
        match = STORED.match(text) or TYPED.match(text)
        if not match:
            raise ValueError(text)
        parts = {name: value for name, value in match.groupdict().items() if value and value[0] not in "X?"}
        return cls(**{name: int(value) for name, value in parts.items()})

    def __str__(self):
        text = f"{self.year:04d}" if self.year else "XXXX"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        if self.hour is not None:
            text += f"T{self.hour:02d}:{self.minute:02d}"
        return text

    def __len__(self):
        return len(str(self))  # lets CharField's length validator measure it

    def as_typed(self):
        """The form staff type and see in a form field."""
        text = f"{self.year:04d}" if self.year else "????"
        if self.month:
            text = f"{self.month:02d}.{text}"
        if self.day:
            text = f"{self.day:02d}.{text}"
        if self.hour is not None:
            text += f" {self.hour:02d}:{self.minute:02d}"
        return text

    def first_moment(self, zone):
        """The earliest moment this date can mean in `zone`; None while the year is not known."""
        if self.year is None:
            return None
        return datetime.datetime(
            self.year, self.month or 1, self.day or 1, self.hour or 0, self.minute or 0, tzinfo=zone
        )

    def last_moment(self, zone):
        """The latest moment this date can mean in `zone`, to the minute; None while the year is not known."""
        if self.year is None:
            return None
        month = self.month or 12
        day = self.day or monthrange(self.year, month)[1]
        hour, minute = (23, 59) if self.hour is None else (self.hour, self.minute)
        return datetime.datetime(self.year, month, day, hour, minute, tzinfo=zone)

    @property
    def is_exact(self):
        """Whether it is one day, or a minute of it, of a known year: what a calendar can hold."""
        return self.year is not None and self.day is not None

    @property
    def html(self):
        """The value of <time datetime>: HTML knows 2021, 2021-11, 2021-11-26, and 11-11 for a day of any year."""
        return str(self).replace("XXXX-", "")

    @property
    def time(self):
        return f"{self.hour:02d}:{self.minute:02d}" if self.hour is not None else ""


def _with_year(rest, year, language):
    return PATTERNS[language]["full" if year else "no_year"].format(rest=rest, year=year)


def _day_and_month(date, language):
    month = MONTHS[language][date.month - 1]
    return f"{date.day}{NO_BREAK}{month}" if date.day else month


def format_date(date, language=None):
    """The date as the language writes it: 26 November 2021, 10:00."""
    language = language or reader_language()
    if date.month is None:
        return PATTERNS[language]["year"].format(year=date.year)
    rest = _day_and_month(date, language)
    if language == "ru" and not date.day:
        rest = RUSSIAN_MONTHS_ALONE[date.month - 1]
    text = _with_year(rest, date.year, language)
    return f"{text}, {date.time}" if date.time else text


def format_range(start, end=None, language=None):
    """From start to end, saying what they share only once: 12–15 July 2022."""
    language = language or reader_language()
    if end is None or end == start:
        return format_date(start, language)
    if start.month is end.month is None:
        return YEARS[language].format(start.year, end.year)
    if start.year != end.year or not (start.day and end.day) or start.time:
        if (start.year, start.month, start.day) == (end.year, end.month, end.day) and end.time:
            return f"{format_date(start, language)}–{end.time}"
        return f"{format_date(start, language)} – {format_date(end, language)}"
    if start.month == end.month:
        month = MONTHS[language][start.month - 1]
        return _with_year(f"{start.day}–{WORD_JOINER}{end.day}{NO_BREAK}{month}", start.year, language)
    days = f"{_day_and_month(start, language)} – {_day_and_month(end, language)}"
    return _with_year(days, start.year, language)


def format_bound(date, bound, language=None):
    """A date after the word "since" or before "until": since 2015, с 2015 года, 2015 жылдан бері."""
    language = language or reader_language()
    text, ending = format_date(date, language), ""
    if language == "kk":
        endings, year = (KAZAKH_SINCE, "дан") if bound == "since" else (KAZAKH_UNTIL, "ға")
        ending = endings[date.month - 1] if date.month else year
    elif language == "ru" and not date.day:
        text = _russian_genitive(date)
    return BOUNDS[language][bound].format(date=text, ending=ending)


def _russian_genitive(date):
    return f"{MONTHS['ru'][date.month - 1]} {date.year} года" if date.month else f"{date.year} года"


class PartialDateFormField(forms.CharField):
    """A date as precise as the source is: 26.11.2021 10:00, 26.11.2021, 11.2021, 2021 or 11.11.????"""

    def __init__(self, **kwargs):
        kwargs["help_text"] = kwargs.get("help_text") or _(
            "26.11.2021 10:00, or 26.11.2021, 11.2021, 2021; 11.11.???? if the year is not known."
        )
        super().__init__(**kwargs)
        self.widget.attrs["autocomplete"] = "off"

    def prepare_value(self, value):
        return value.as_typed() if isinstance(value, PartialDate) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError:
            raise ValidationError(WRONG, params={"value": text}, code="invalid") from None

    def has_changed(self, initial, data):
        before = initial.as_typed() if isinstance(initial, PartialDate) else initial or ""
        return before != (data or "").strip()


def day_of(moment):
    """The day of a moment, by the clock of the site."""
    if moment is None:
        return None
    day = timezone.localdate(moment)
    return PartialDate(day.year, day.month, day.day)


class PartialDateField(models.CharField):
    """A column for a PartialDate; NULL when nothing is known."""

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 16
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return PartialDate.parse(value) if value else None

    def to_python(self, value):
        if not value or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate.parse(str(value))
        except ValueError:
            raise ValidationError(WRONG, params={"value": value}, code="invalid") from None

    def get_prep_value(self, value):
        # Lookups such as `startswith` bring plain text; it is passed through.
        return str(value) if value else None

    def value_to_string(self, obj):
        value = self.value_from_object(obj)
        return str(value) if value else ""

    def formfield(self, **kwargs):
        kwargs.pop("max_length", None)
        return PartialDateFormField(
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text or kwargs.get("help_text", ""),
            required=not self.blank,
        )
