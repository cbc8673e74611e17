"""Talks in proceedings for registration with Crossref."""

from xml.etree.ElementTree import Element

from lessonstudy.content import xml
from lessonstudy.content.citing.citation import text_in
from lessonstudy.content.citing.crossref import (
    add_abstracts,
    add_contributors,
    add_date,
    add_doi,
    add_licence,
    add_pages,
    can_be_registered,
    cited_by_itself,
    deposit,
    named_publisher,
)
from lessonstudy.content.citing.formats import read_to_cite
from lessonstudy.content.related import fetch_related

from .citing import cite_contribution
from .models import Contribution


def event_deposit(absolute, event):
    """All talks of the event that have a DOI; None if none has, or if nobody knows the year."""
    talks = list(filter(can_be_registered, event.contributions.all()))
    if not talks or not (event.start and event.start.year):
        return None
    fetch_related(talks, *read_to_cite(Contribution))
    citations = [cited_by_itself(cite_contribution, absolute, talk) for talk in talks]
    publisher = publisher_of(event)
    root = Element("conference")
    add_event(root, event, citations[0].place)
    add_proceedings(root, event, publisher)
    for talk, citation in zip(talks, citations, strict=True):
        add_paper(root, talk, citation)
    return deposit(f"event-{event.pk}", publisher, root)


def publisher_of(event):
    """The first who organized it."""
    organizers = [role.organization for role in event.event_organizations.all() if role.role == role.Role.ORGANIZER]
    return named_publisher(text_in(organizers[0], "name", event.original_language) if organizers else "")


def add_event(root, event, place):
    about = xml.add(root, "event_metadata")
    xml.add(about, "conference_name", text_in(event, "title", event.original_language))
    if theme := text_in(event, "theme", event.original_language):
        xml.add(about, "conference_theme", theme[:255])
    if place:
        xml.add(about, "conference_location", place[:255])
    last = event.end if event.end and event.end.year else event.start
    xml.add(about, "conference_date", **parts_of("start", event.start), **parts_of("end", last))


def parts_of(name, date):
    parts = {"day": date.day, "month": date.month, "year": date.year}
    return {f"{name}_{part}": f"{number:02d}" for part, number in parts.items() if number}


def add_proceedings(root, event, publisher):
    about = xml.add(root, "proceedings_metadata", language=event.original_language)
    xml.add(about, "proceedings_title", text_in(event, "title", event.original_language))
    xml.add(xml.add(about, "publisher"), "publisher_name", publisher)
    add_date(about, "publication_date", event.start)
    xml.add(about, "noisbn", reason="simple_series")


def add_paper(root, talk, citation):
    """A paper has one pair of titles: with a translation, that is its title, and the one it has in its own language."""
    work = xml.add(root, "conference_paper", publication_type="full_text", language=citation.language)
    add_contributors(work, citation.authors)
    titles = xml.add(work, "titles")
    translation = citation.translations.get("en") or next(iter(citation.translations.values()), "")
    xml.add(titles, "title", translation or citation.title)
    if translation:
        xml.add(titles, "original_language_title", citation.title, language=citation.told_in)
    add_abstracts(work, talk, citation.told_in)
    add_date(work, "publication_date", citation.date)
    add_pages(work, citation)
    add_licence(work, citation)
    add_doi(work, citation)
