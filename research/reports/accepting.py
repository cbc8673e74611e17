"""From a manuscript to a report: its columns, its text, its team."""

from .sections import ABOUT, ABSTRACT, TEAM, TERMS, TRANSLATIONS, bound, options
from .steps import StageForm


def body_of(content):
    """The text of a report: its known parts, and of the lessons what is said of the pupils there are."""
    letters = options(content)["letters"]
    body = {part: content.get(part, {}) for part in ("focus", "outcome")}
    body["pupils"] = [{name: pupil[name] for name in ("letter", "typifies")} for pupil in content.get("pupils", [])]
    body["named"] = content.get("terms", {}).get("named", "")
    body["lessons"] = [lesson_of(lesson, letters) for lesson in content.get("lessons", [])]
    return body


def lesson_of(lesson, letters):
    plain_fields = {name: lesson.get(name, "") for name in ("date", "objective", "discussion", "revision")}
    stages = [
        {"title": stage.get("title", ""), **{group: only(stage, group, letters) for group in StageForm.by_letter}}
        for stage in lesson.get("stages", [])
    ]
    return {**plain_fields, "interviews": only(lesson, "interviews", letters), "stages": stages}


def only(said, group, letters):
    return {letter: text for letter, text in said.get(group, {}).items() if letter in letters and text}


def team_of(content):
    """The rows of the team, as clean as the form makes them."""
    rows = [bound(TEAM.row_form, row, content) for row in TEAM.kept(content)[1]]
    return [row.cleaned_data for row in rows if row.is_valid()]


def columns_of(content):
    """The columns of a report that a whole manuscript fills."""
    about, abstract, terms = (section.cleaned(content) for section in (ABOUT, ABSTRACT, TERMS))
    terms.pop("named")  # with the text: see body_of
    translated = TRANSLATIONS.cleaned(content)
    title, language, _school = about.pop("title"), about.pop("language"), about.pop("school")
    own = {f"{part}_{language}": text for part, text in {"title": title, **abstract}.items()}
    return {**about, **terms, **translated, **own, "language": language, "original_language": language}
