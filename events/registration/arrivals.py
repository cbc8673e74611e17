"""Who is expected and who is here, as the check-in page and the printed lists show it."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime

from lessonstudy.content.languages import sort_key
from lessonstudy.search.words import sound, words_in

from .models import Attendance, Participant, State


def confirmed(desk):
    """Everyone who has a place at a desk, by school and name."""
    people = Participant.objects.filter(registration__desk=desk, state=State.CONFIRMED)
    return sorted(people.select_related("option", "registration__organization"), key=by_school)


def by_school(person):
    return sort_key(str(school_of(person))), person.registration_id, sort_key(person.name), person.pk


def school_of(person):
    return person.registration.organization


def words_of(text):
    """The words of a text, and how they sound: a name is found in either script."""
    words = words_in(text)
    return " ".join([*words, *map(sound, words)])


@dataclass
class Guest:
    """A teacher at the door; `noted` is what is noted already of the place they are checked at."""

    person: Participant
    noted: Attendance | None = None

    @cached_property
    def words(self):
        return f"{words_of(f'{self.person.name} {school_of(self.person)}')} {self.person.code}"

    @property
    def since(self):
        return since(self.noted) if self.noted else ""

    def is_meant(self, asked):
        return all(word in self.words or sound(word) in self.words for word in asked)


def guests(desk, session, asked=""):
    """(those meant by the words that somebody typed, how many are here, how many are expected)."""
    noted = {each.participant_id: each for each in noted_at(desk, session)}
    everyone = [Guest(person, noted.get(person.pk)) for person in confirmed(desk)]
    here = sum(guest.noted is not None for guest in everyone)
    words = words_in(asked)
    return [guest for guest in everyone if guest.is_meant(words)], here, len(everyone)


def noted_at(desk, session):
    return Attendance.objects.filter(
        participant__registration__desk=desk, participant__state=State.CONFIRMED, session=session
    )


def schools(found):
    """[(school, its guests)]."""
    return [(school, list(those)) for school, those in groupby(found, key=lambda guest: school_of(guest.person))]


def since(noted):
    """The moment that is noted, by the clock of the event: the time alone if it is today."""
    at = localtime(noted.at)
    return date_format(at, "TIME_FORMAT" if at.date() == localtime().date() else "SHORT_DATETIME_FORMAT")
