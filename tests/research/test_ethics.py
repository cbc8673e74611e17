"""No report goes out with a pupil's name, a birth date, or a picture nobody agreed to."""

from copy import deepcopy

import pytest
from django.utils import translation

from lessonstudy.content.actions import publish
from lessonstudy.content.errors import Refused
from research.models import ReportPhoto, TeamMember
from research.reports.ethics import unsafe
from tests.factories import REPORT_BODY, make_report, make_staff, picture

SAFE = {**REPORT_BODY, "terms": {"consent": True}}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def said_in_a_lesson(text):
    content = deepcopy(SAFE)
    content["lessons"][0]["stages"][0]["observed"] = {"A": text}
    return content


def test_a_safe_report_is_safe():
    assert unsafe(SAFE) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Аружан тақтаға шықты.", "Аружан"),
        ("Сұраққа Айгүлдің тобы жауап берді.", "Айгүлдің"),
        ("Потом Машу спросили ещё раз.", "Машу"),
        ("Ответил только Иванов, остальные молчали.", "Иванов"),
        ("After that Daniyar explained it.", "Daniyar"),
        ("Ученик Кукушкинд ответил.", "Кукушкинд"),
    ],
)
def test_a_pupils_name_is_refused(text, name):
    (sentence,) = unsafe(said_in_a_lesson(text))
    assert sentence.startswith(f"Research lesson 1: “{name}” looks like a pupil's name. Write the letter")


@pytest.mark.parametrize(
    "text",
    [
        "Данные записали в таблицу. Роман прочитали дома.",
        "Дана шамасын тапты, Әлем картасын ашты.",
        "Ученик A ответил, ученица B промолчала. Оқушы C үндемеді.",
        "The pupils of Astana read Abai; pupil A asked for help.",
        "Урок 12.10.2025, следующий 2025-11-03.",
    ],
)
def test_what_is_no_name_and_no_birth_date_passes(text):
    assert unsafe(said_in_a_lesson(text)) == []


def test_who_is_no_pupil_may_be_named_once_the_writer_says_so():
    content = said_in_a_lesson("Они прочитали Пушкина, а потом Абая Кунанбаева. Спросили и Машу.")
    content["terms"] = {"consent": True, "named": "Пушкин, Абай Кунанбаев"}
    assert [sentence.split("”")[0] for sentence in unsafe(content)] == ["Research lesson 1: “Машу"]


def test_teachers_may_be_named():
    content = said_in_a_lesson("Аружан Үлгісова сабақты бастады.")
    assert len(unsafe(content)) == 2
    content["team"] = [{"given_name": "А.", "family_name": "Үлгісова"}]
    assert len(unsafe(content)) == 1
    content["team"] = [{"given_name": "Аружан", "family_name": "Үлгісова"}]
    assert unsafe(content) == []


@pytest.mark.parametrize("text", ["12.03.2014 туған күні", "родился в мае", "born on 2014-03-12", "2013 жылы туған"])
def test_a_birth_date_is_refused(text):
    assert any("looks like a birth date" in sentence for sentence in unsafe(said_in_a_lesson(text)))


@pytest.mark.parametrize(("letters", "number"), [(["A", "B"], 0), (["A", "A"], 1), (["Айгүл"], 1), ([""], 1)])
def test_pupils_are_called_by_one_letter_each(letters, number):
    content = {**SAFE, "pupils": [{"letter": letter, "typifies": "quick"} for letter in letters], "lessons": []}
    assert len([sentence for sentence in unsafe(content) if "letter" in sentence]) == number


@pytest.mark.django_db
@pytest.mark.usefixtures("own_uploads")
def test_staff_cannot_publish_what_is_not_safe():
    report, chief = make_report(status="draft"), make_staff(is_superuser=True)
    TeamMember.objects.create(report=report, family_name="Sampleova")
    photo = ReportPhoto.objects.create(report=report, image=picture())
    with pytest.raises(Refused, match="tick that everyone in them agreed"):
        publish(report, by=chief)
    photo.consent = True
    photo.save()
    report.consent = False
    report.save()
    with pytest.raises(Refused, match="parents and the school agreed"):
        publish(report, by=chief)
    report.consent = True
    report.save()
    assert publish(report, by=chief).is_public
