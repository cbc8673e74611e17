"""A report in reading order, once for the page, the PDF and the Word file: parts, and in them texts and tables."""

from dataclasses import dataclass, field
from math import cos, pi, sin

from django.utils.translation import gettext as _

from lessonstudy.content.dates import PartialDate, format_date, format_range
from lessonstudy.content.languages import ShownText
from lessonstudy.content.showing import language_names

from .models import ABSTRACT
from .steps import AbstractForm, FocusForm, LessonForm, OutcomeForm

# The parts of each page in the order they are read in.
FOCUS, LESSON = ("question", "rationale", "known"), ("objective", "discussion", "revision")


@dataclass
class Text:
    label: str
    text: str


@dataclass
class Table:
    caption: str
    head: list
    rows: list


@dataclass
class Part:
    """A part of the story; `anchor` is its name in the address."""

    title: str
    anchor: str
    blocks: list = field(default_factory=list)


def facts(report):
    """[(what, value)] of the lessons a report is of: plain words, what nobody said is left out."""
    known = {
        _("School"): ", ".join(school.plain_title for school in report.parts.schools),
        _("Subject"): report.get_subject_display() if report.subject else "",
        _("Grade"): report.grades_said,
        _("Pupils in the class"): str(report.class_size or ""),
        _("When"): format_range(report.begins, report.ends) if report.begins else "",
        _("Language of the report"): str(language_names(report.language)),
    }
    return [(label, value) for label, value in known.items() if value]


def abstract(report):
    """[Text] of the parts of the abstract, in the reader's language if it has them."""
    shown = report.shown
    return [Text(label, text) for name, label in labels_of(AbstractForm, ABSTRACT) if (text := getattr(shown, name))]


def labels_of(form, names):
    """[(name, label)] of the fields, as the writers saw them."""
    return [(name, str(form.base_fields[name].label)) for name in names]


def story(content, language):
    """The study from its question to the next one. What nobody wrote has no heading."""

    def own(text):
        return ShownText(text, language)

    def texts(section, form, names):
        return [Text(label, own(section[name])) for name, label in labels_of(form, names) if section.get(name)]

    pupils, lessons = content.get("pupils", []), content.get("lessons", [])
    stand_for = [Text(_("Pupil %s") % pupil["letter"], own(pupil["typifies"])) for pupil in pupils]
    parts = [
        Part(_("Focus"), "focus", texts(content.get("focus", {}), FocusForm, FOCUS)),
        Part(_("Case pupils"), "pupils", stand_for),
        *(lesson_part(number, lesson, pupils, own) for number, lesson in enumerate(lessons, start=1)),
        Part(_("Outcome"), "outcome", texts(content.get("outcome", {}), OutcomeForm, OutcomeForm.base_fields)),
    ]
    return [part for part in parts if part.blocks]


def whole(report):
    """The story, the tables of the pupils, and what was agreed with whom: all that a file of the report holds."""
    agreed = [Text("", report.ethics)] if report.ethics else []
    after = [Part(_("By pupil"), "by-pupil", by_pupil(report.body, report.language))]
    after.append(Part(_("Ethics and consent"), "ethics", agreed))
    return [*story(report.body, report.language), *(part for part in after if part.blocks)]


def lesson_part(number, lesson, pupils, own):
    part = Part(lesson_title(number, lesson), f"lesson-{number}")
    said = [(name, Text(label, own(lesson[name]))) for name, label in labels_of(LessonForm, LESSON) if lesson.get(name)]
    part.blocks += [text for name, text in said if name == "objective"]
    head = [_("Pupil"), _("Expected"), _("Seen")]
    for stage in lesson.get("stages", []):
        rows = [
            [pupil["letter"], *map(own, responses(stage, pupil))] for pupil in pupils if any(responses(stage, pupil))
        ]
        part.blocks.append(Table(own(stage.get("title", "")), head, rows))
    interviews = {pupil["letter"]: lesson.get("interviews", {}).get(pupil["letter"]) for pupil in pupils}
    rows = [[letter, own(text)] for letter, text in interviews.items() if text]
    if rows:
        part.blocks.append(Table(_("What pupils said"), [_("Pupil"), _("After the lesson")], rows))
    part.blocks += [text for name, text in said if name != "objective"]
    return part


def by_pupil(content, language):
    """A table for each case pupil, across the lessons."""

    def own(text):
        return ShownText(text, language)

    head = [_("Lesson"), _("Stage"), _("Expected"), _("Seen")]
    tables = []
    for pupil in content.get("pupils", []):
        rows = [
            [str(number), *map(own, (stage.get("title", ""), *responses(stage, pupil)))]
            for number, lesson in enumerate(content.get("lessons", []), start=1)
            for stage in lesson.get("stages", [])
            if any(responses(stage, pupil))
        ]
        if rows:
            tables.append(Table(own(f"{pupil['letter']}. {pupil['typifies']}"), head, rows))
    return tables


def responses(stage, pupil):
    letter = pupil["letter"]
    return stage.get("predicted", {}).get(letter, ""), stage.get("observed", {}).get(letter, "")


def lesson_title(number, lesson):
    name = _("Research lesson %d") % number
    return f"{name}, {said_date(lesson['date'])}" if lesson.get("date") else name


def said_date(typed):
    """The date as the reader's language writes it; as typed, while it is none."""
    try:
        return format_date(PartialDate.parse(typed))
    except ValueError:
        return typed


# --- The drawing of the cycle ---------------------------------------------------------------------
NODE, GAP = 20, 66  # the radius of a node, the way from one to the next


@dataclass
class Cycle:
    """A ring of nodes, clockwise from the top: question, lessons, findings. Lengths are those of the drawing."""

    size: float
    ring: float
    nodes: list  # (x, y, what stands in it)


def cycle(content):
    marks = ["?", *map(str, range(1, len(content.get("lessons", [])) + 1)), "!"]
    ring = max(62, len(marks) * GAP / (2 * pi))
    size = 2 * (ring + NODE + 4)
    angles = [2 * pi * number / len(marks) - pi / 2 for number in range(len(marks))]
    nodes = [
        (round(size / 2 + ring * cos(angle), 1), round(size / 2 + ring * sin(angle), 1), mark)
        for angle, mark in zip(angles, marks, strict=True)
    ]
    return Cycle(round(size, 1), round(ring, 1), nodes)
