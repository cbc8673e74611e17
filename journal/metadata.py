"""The journal for machines: https://schema.org Periodical, PublicationVolume, PublicationIssue, ScholarlyArticle."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lessonstudy.content.identifiers import doi_address
from lessonstudy.content.metadata import (
    files,
    gallery,
    identifier,
    images,
    iso_date,
    main,
    mention,
    node,
    summary,
    trail,
)
from members.metadata import each_once, organization, people_in_roles, person
from members.models import Role

LONGEST_HEADLINE = 110  # Google's rule for articles


def journal(absolute, record):
    return mention(absolute, record, "Periodical", issn=record.issn)


def issue(absolute, record, **properties):
    return mention(absolute, record, "PublicationIssue", name=record.designation, **about_issue(record), **properties)


def about_issue(record):
    return {"issueNumber": str(record.number), "datePublished": str(record.year)}


def within(absolute, record):
    """The volume of the journal, or the journal itself where volumes are not counted."""
    whole = journal(absolute, record.journal)
    return node("PublicationVolume", volumeNumber=str(record.volume), isPartOf=whole) if record.volume else whole


def article(absolute, record, **properties):
    """An article named in another description: its authors make it citable."""
    roles = each_once(record.roles.all(), Role.Kind.AUTHOR)
    authors = [person(absolute, role.person) if role.person else node("Person", name=role.plain_name) for role in roles]
    return mention(absolute, record, "ScholarlyArticle", author=authors, pagination=record.pages, **properties)


def journal_page(absolute, record):
    described = main(
        absolute,
        record,
        "Periodical",
        description=summary(record.shown.description),
        issn=record.issn,
        startDate=iso_date(record.founded),
        publisher=publisher(absolute, record),
        editor=people_in_roles(absolute, record.roles.all(), Role.Kind.EDITOR),
        hasPart=[issue(absolute, part) for part in record.issues.all()],
        sameAs=record.website,
    )
    return [described, trail(absolute, journals_step(), record)]


def guidelines_page(absolute, record):
    return inner_page(absolute, record, _("How to submit"), "submit/")


def authors_page(absolute, record):
    return inner_page(absolute, record, _("Authors"), "authors/")


def inner_page(absolute, record, name, path):
    """A page about the journal; the way to it is one step longer."""
    address = record.get_absolute_url() + path
    described = node(
        "WebPage", name=f"{record.plain_title}: {name}", url=absolute(address), about=journal(absolute, record)
    )
    return [described, trail(absolute, journals_step(), record, (name, address))]


def publisher(absolute, record):
    """As stated, else the owner."""
    return node("Organization", name=record.publisher) if record.publisher else organization(absolute, record.owner)


def issue_page(absolute, record):
    described = main(
        absolute,
        record,
        "PublicationIssue",
        name=f"{record.journal.plain_title}, {record.designation}" if record.journal.is_public else record.designation,
        also=[record.title_shown],
        **about_issue(record),
        description=summary(record.shown.summary),
        inLanguage=record.editions.split(),
        isPartOf=within(absolute, record),
        about=special_subject(absolute, record),
        image=images(absolute, record),
        hasPart=[article(absolute, part) for part in record.public_articles],
        encoding=files(absolute, record),
    )
    way = trail(absolute, journals_step(), record.journal, issue_step(record))
    return [described, gallery(absolute, record), way]


def special_subject(absolute, record):
    """The event a special issue is on."""
    return {"@id": identifier(absolute, record.event)} if record.event and record.event.is_public else None


def article_page(absolute, record):
    described = main(
        absolute,
        record,
        "ScholarlyArticle",
        headline=summary(record.title_shown, limit=LONGEST_HEADLINE),
        abstract=summary(record.shown.abstract),
        description=summary(record.shown.abstract, limit=300),
        keywords=record.shown.keywords.text,
        inLanguage=record.language,
        author=people_in_roles(absolute, record.roles.all(), Role.Kind.AUTHOR),
        datePublished=str(record.issue.year) if record.issue.is_public else None,
        isPartOf=issue(absolute, record.issue, isPartOf=within(absolute, record.issue)),
        pagination=record.pages,
        sameAs=doi_address(record.doi),
        citation=record.references.splitlines(),
        encoding=files(absolute, record),
    )
    way = trail(absolute, journals_step(), record.issue.journal, issue_step(record.issue), record)
    return [described, way]


def journals_step():
    return _("Journal"), reverse("journal:journal-list")


def issue_step(record):
    return (record.designation, record.get_absolute_url()) if record.is_public else None
