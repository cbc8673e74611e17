"""What reports and their files are found by."""

from events.findable import PLACES, read_from
from lessonstudy.content.languages import LANGUAGES, in_each_language
from lessonstudy.search.describing import (
    Description,
    by_language,
    describe_file,
    joined,
    names_of,
    path_of,
    public,
    regions_of,
)

from .ethics import all_texts
from .models import ABSTRACT, Report, ReportDocument


def describe_report(report):
    event = report.event if report.event and report.event.is_public else None
    people = [member.person for member in report.team.all() if member.person]
    schools = report.schools.all()
    language = report.language if report.language in LANGUAGES else report.original_language
    regions = regions_of(school.place for school in schools if school.place)
    return Description(
        record=report,
        what="report",
        path=path_of(report),
        title=report.titles(),
        original_language=report.original_language,
        also=by_language(report, "keywords"),
        names=[*(member.name for member in report.team.all()), *names_of(people), *names_of(schools)],
        context=in_each_language(lambda: ", ".join(school.plain_title for school in schools)),
        text=joined(by_language(report, *ABSTRACT), {language: "\n".join(words_in(report))}),
        facets=[
            *report.taught_facets,
            ("year", str(report.begins.year) if report.begins and report.begins.year else ""),
            ("language", report.language),
            ("event", event),
            *(("region", region) for region in regions),
            *(("person", person) for person in public(people)),
            *(("school", school) for school in public(schools)),
        ],
        reads=[report, *(read_from(report.event) if report.event else []), *people, *schools],
        date=report.published_at,
    )


def words_in(report):
    return [text for _place, text in all_texts(report.body) if text]


def describe_document(document):
    report = document.report
    people = [member.person for member in report.team.all() if member.person]
    return describe_file(document, describe_report(report), people, report.schools.all())


EVENT = ("event__series", *(f"event__{lookup}" for lookup in PLACES))
REPORT = (*EVENT, "team__person__names", "schools__names", "schools__place__parent__parent")
FINDABLE = [
    (Report, describe_report, REPORT, ()),
    (ReportDocument, describe_document, tuple(f"report__{lookup}" for lookup in REPORT), ("report",)),
]
