"""What every Crossref deposit has in common (schema 5.3.1, https://www.crossref.org/documentation/schema-library/).

Rooms write what they publish in their own `crossref.py`. The order of all elements is that of the schema.
"""

import re
from email.utils import parseaddr
from xml.etree.ElementTree import Element, SubElement

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from lessonstudy.content import xml
from lessonstudy.content.identifiers import orcid_address
from lessonstudy.content.languages import LANGUAGES

from .citation import site_name

SPACE = "http://www.crossref.org/schema/5.3.1"
SCHEMA = "https://www.crossref.org/schemas/crossref5.3.1.xsd"
DOI = re.compile(r"10\.[0-9]{4,9}/.{1,200}")
NAME = re.compile(r"[^\d?]{1,60}")  # of a person; what else is printed as a name goes out as that of an organization


def can_be_registered(record):
    """Crossref knows no prefixes with parts, as in 10.1000.10/182."""
    return bool(DOI.fullmatch(record.doi))


def cited_by_itself(cite, absolute, record):
    """As its own readers see it: with the PDF in its language, whoever asks for the deposit."""
    language = record.language if record.language in LANGUAGES else record.original_language
    with override(language):
        return cite(absolute, record)


def named_publisher(name):
    """The schema asks for one: where none is known, those who speak on this site."""
    return name[:255] or site_name(settings.LANGUAGE_CODE)


def deposit(name, registrant, publication):
    """The whole file. Of two deposits of a DOI the one with the higher number of its moment counts."""
    moment = timezone.now().strftime("%Y%m%d%H%M%S")
    root = Element(
        "doi_batch",
        {
            "version": "5.3.1",
            "xmlns": SPACE,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xmlns:jats": "http://www.ncbi.nlm.nih.gov/JATS1",
            "xmlns:ai": "http://www.crossref.org/AccessIndicators.xsd",
            "xsi:schemaLocation": f"{SPACE} {SCHEMA}",
        },
    )
    depositor, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    head = SubElement(root, "head")
    xml.add(head, "doi_batch_id", f"{name}-{moment}")
    xml.add(head, "timestamp", moment)
    sender = xml.add(head, "depositor")
    xml.add(sender, "depositor_name", depositor or address)
    xml.add(sender, "email_address", address)
    xml.add(head, "registrant", registrant)
    SubElement(root, "body").append(publication)
    return xml.document(root)


def add_contributors(work, authors):
    if not authors:
        return
    group = xml.add(work, "contributors")
    for place, author in enumerate(authors):
        about = {"sequence": "additional" if place else "first", "contributor_role": "author"}
        if author.is_person and all(NAME.fullmatch(name) for name in filter(None, (author.family, author.given))):
            add_person(group, author, about)
        else:
            xml.add(group, "organization", author.listed[:511], **about)


def add_person(group, author, about):
    name = xml.add(group, "person_name", **about)
    if author.given:
        xml.add(name, "given_name", author.given)
    xml.add(name, "surname", author.family)
    if author.affiliations:
        places = xml.add(name, "affiliations")
        for affiliation in author.affiliations:
            xml.add(xml.add(places, "institution"), "institution_name", affiliation)
    if author.orcid:
        xml.add(name, "ORCID", orcid_address(author.orcid))


def add_abstracts(work, record, own):
    """In their own language, then in the others."""
    for language in sorted(LANGUAGES, key=lambda language: language != own):
        if text := getattr(record, f"abstract_{language}"):
            xml.add(xml.add(work, "jats:abstract", **{"xml:lang": language}), "jats:p", text)


def add_date(parent, tag, date):
    """As precise as it is known; nothing without a year."""
    if date and date.year:
        written = xml.add(parent, tag, media_type="online")
        for part in ("month", "day"):
            if number := getattr(date, part):
                xml.add(written, part, f"{number:02d}")
        xml.add(written, "year", date.year)


def add_pages(work, citation):
    if citation.first_page:
        pages = xml.add(work, "pages")
        xml.add(pages, "first_page", citation.first_page)
        if citation.last_page:
            xml.add(pages, "last_page", citation.last_page)


def add_licence(work, citation):
    if citation.licence:
        program = xml.add(work, "ai:program", name="AccessIndicators")
        xml.add(program, "ai:license_ref", citation.licence)


def add_doi(work, citation):
    """The address that stays; and the PDF, for programs that compare texts and that read them."""
    data = xml.add(work, "doi_data")
    xml.add(data, "doi", citation.doi)
    xml.add(data, "resource", citation.url)
    if citation.pdf:
        crawled = xml.add(xml.add(data, "collection", property="crawler-based"), "item", crawler="iParadigms")
        xml.add(crawled, "resource", citation.pdf, mime_type="application/pdf")
        mined = xml.add(xml.add(data, "collection", property="text-mining"), "item")
        xml.add(mined, "resource", citation.pdf, mime_type="application/pdf")
