"""Posters for machines: https://schema.org/Poster, a creative work with its authors, schools, pictures and files.

And the wall they hang on: https://schema.org/CollectionPage.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from lessonstudy.content.languages import reader_language
from lessonstudy.content.metadata import files, gallery, identifier, images, main, mention, node, summary, trail
from members.metadata import organization, people_in_roles
from members.models import Role

from .exhibition import wall


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


def exhibition_page(absolute, record):
    events = _("Events"), reverse("events:event-list")
    name, path = _("Virtual exhibition"), reverse("research:exhibition", args=[record.slug])
    described = node(
        "CollectionPage",
        name=f"{name}: {record.plain_title}",
        url=absolute(path),
        description=summary(record.shown.summary, record.shown.purpose),
        inLanguage=reader_language(),
        isPartOf={"@id": absolute("/#site")},
        about={"@id": identifier(absolute, record)},
        hasPart=[mention(absolute, poster, "Poster", image=images(absolute, poster)[:1]) for poster in wall(record)],
    )
    return [described, trail(absolute, events, record, (name, path))]
