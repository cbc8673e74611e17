"""Reports as plain data, and the reports of people, organizations and events."""

from events.data import origin
from lessonstudy.content.data import (
    FILES,
    PHOTOS,
    Field,
    Shape,
    all_named,
    columns,
    link,
    links,
    list_of,
    named,
    rows,
)

from .models import ABSTRACT, Report, TeamMember

WORDS = {"type": "object", "additionalProperties": {"type": "string"}}
BY_LETTER = {**WORDS, "description": "By the letter of the case pupil."}


def of_words(*names):
    return {"type": "object", "properties": {key: {"type": "string"} for key in names}}


STAGE = {"type": "object", "properties": {"title": {"type": "string"}, "predicted": BY_LETTER, "observed": BY_LETTER}}
LESSON = of_words("date", "objective", "discussion", "revision")
LESSON["properties"] |= {"interviews": BY_LETTER, "stages": list_of(STAGE)}
OUTCOME = ("findings_pupils", "findings_teachers", "changes", "limits", "shared", "next_question")
BODY = {
    "focus": of_words("rationale", "question", "known"),
    "pupils": list_of(of_words("letter", "typifies")),
    "lessons": list_of(LESSON),
    "outcome": of_words(*OUTCOME),
}


def of_body(name):
    """A part of the study, in the language of the report."""
    empty = [] if BODY[name].get("type") == "array" else {}
    return Field(name, BODY[name], lambda absolute, report: report.body.get(name) or empty)


MEMBER = Shape("TeamMember", *columns(TeamMember, "role", "family_name", "given_name", "post"), named("person"))

REPORT_BRIEF = (
    *columns(Report, "title", "language", "subject", "grade_from", "grade_to"),
    all_named("schools"),
    rows("team", MEMBER),
)
REPORT = (
    *columns(Report, *ABSTRACT, "keywords", "class_size", "begins", "ends", "doi", "licence", "ethics"),
    *map(of_body, BODY),
    link("event"),
    origin(),
    link("poster"),
    links("articles", inside=("issue", "issue__journal")),
    PHOTOS,
    FILES,
)
EVENT = ORGANIZATION = (links("reports"),)
PERSON = (links("reports", of="team_places", then="report"),)
