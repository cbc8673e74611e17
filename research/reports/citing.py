"""What it takes to cite a report."""

from lessonstudy.content.citing.citation import REPORT, Author, cited, site_name, text_in, words_of_list
from lessonstudy.content.dates import day_of
from lessonstudy.content.metadata import LICENCES
from members.citing import organization_authors

from .models import ABSTRACT, Report


def cite_report(absolute, report):
    language = report.language
    schools = report.schools.all()
    parts = filter(None, (text_in(report, part, language) for part in ABSTRACT))
    return cited(
        absolute,
        report,
        REPORT,
        language,
        authors=team_authors(report, language) or organization_authors(schools, language),
        date=day_of(report.published_at),
        abstract="\n".join(parts),
        keywords=words_of_list(text_in(report, "keywords", language)),
        container=next((text_in(school, "name", language) for school in schools), site_name(language)),
        doi=report.doi,
        pdf=absolute(f"{report.get_absolute_url()}full.pdf"),
        licence=LICENCES.get(report.licence, ""),
    )


def team_authors(report, language):
    schools = tuple(text_in(school, "name", language) for school in report.schools.all())
    return [
        Author(
            member.family_name,
            member.given_name,
            affiliations=schools[:1],
            orcid=member.person.orcid if member.person and member.person.is_public else "",
        )
        for member in report.team.all()
        if member.is_author
    ]


CITABLE = [(Report, "report", cite_report, ("schools", "team__person"))]
