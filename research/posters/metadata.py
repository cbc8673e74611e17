"""Posters for machines: https://schema.org/Poster, a creative work with its authors, schools, pictures and files."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lessonstudy.content.metadata import files, gallery, images, main, summary, trail
from members.metadata import organization, people_in_roles
from members.models import Role


def poster_page(absolute, record):
    described = main(
        absolute,
        record,
        "Poster",
        abstract=summary(record.shown.aim, record.shown.results),
        description=summary(record.shown.aim, record.shown.model, record.shown.results),
        inLanguage=record.language,
        author=people_in_roles(absolute, record.roles.all(), Role.Kind.AUTHOR),
        sourceOrganization=[organization(absolute, school) for school in record.schools.all()],
        image=images(absolute, record),
        encoding=files(absolute, record),
    )
    section = _("Posters"), reverse("research:poster-list")
    return [described, gallery(absolute, record), trail(absolute, section, record)]
