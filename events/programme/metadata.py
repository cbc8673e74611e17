"""A talk for machines: a creative work of its speakers, presented at its event."""

from events.calendar.metadata import event, events_step
from lessonstudy.content.identifiers import doi_address
from lessonstudy.content.metadata import files, main, summary, trail
from members.metadata import organization, people_in_roles

from .citing import SPEAKERS


def contribution_page(absolute, record):
    described = main(
        absolute,
        record,
        "CreativeWork",
        genre=record.get_kind_display(),
        abstract=summary(record.shown.abstract),
        description=summary(record.shown.abstract, limit=300),
        keywords=record.shown.keywords.text,
        inLanguage=record.language,
        author=people_in_roles(absolute, record.roles.all(), *SPEAKERS),
        sourceOrganization=[organization(absolute, school) for school in record.schools.all()],
        recordedAt=event(absolute, record.event),
        sameAs=doi_address(record.doi),
        encoding=files(absolute, record),
    )
    return [described, trail(absolute, events_step(), record.event, record)]
