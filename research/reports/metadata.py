"""Reports for machines: https://schema.org/Report, with its team, schools, lessons and licence."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lessonstudy.content.identifiers import doi_address
from lessonstudy.content.metadata import LICENCES, files, gallery, images, iso_date, main, node, summary, trail
from members.metadata import organization, person

from .models import ABSTRACT


def report_page(absolute, record):
    shown = record.shown
    described = main(
        absolute,
        record,
        "Report",
        abstract=" ".join(filter(None, (summary(getattr(shown, part)) for part in ABSTRACT))),
        description=summary(shown.aims, shown.context, limit=300),
        keywords=shown.keywords.text,
        inLanguage=record.language,
        author=[team_member(absolute, member) for member in record.parts.team if member.is_author],
        contributor=[team_member(absolute, member) for member in record.parts.team if not member.is_author],
        sourceOrganization=[organization(absolute, school) for school in record.schools.all()],
        about=record.subject and record.get_subject_display(),
        educationalLevel=record.grades_said,
        temporalCoverage=iso_date(record.begins),
        datePublished=record.published_at.date().isoformat(),
        license=LICENCES.get(record.licence, ""),
        sameAs=doi_address(record.doi),
        image=images(absolute, record),
        encoding=[
            node(
                "MediaObject",
                encodingFormat="application/pdf",
                contentUrl=absolute(f"{record.get_absolute_url()}full.pdf"),
            ),
            *files(absolute, record),
        ],
    )
    section = _("Lesson-study reports"), reverse("research:report-list")
    return [described, gallery(absolute, record), trail(absolute, section, record)]


def team_member(absolute, member):
    if member.person:
        return person(absolute, member.person)
    return node("Person", name=member.name, familyName=member.family_name, givenName=member.given_name)
