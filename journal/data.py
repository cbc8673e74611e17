"""Journals, issues and articles as plain data, and those of people and events."""

from events.data import origin
from lessonstudy.content.data import (
    FILES,
    PHOTOS,
    STRING,
    Field,
    Shape,
    columns,
    in_languages,
    link,
    links,
    list_of,
    named,
    ref,
    rows,
    titles,
)
from members.data import ROLE

from .models import Article, Issue, Journal, JournalRole

EDITOR = Shape("Editor", *ROLE.fields, *columns(JournalRole, "since"))

JOURNAL_BRIEF = (*columns(Journal, "title", "issn"), named("owner"))
JOURNAL = (
    *columns(
        Journal,
        "description",
        "guidelines",
        "issn_since",
        "registration",
        "registered_on",
        "founded",
        "publisher",
        "website",
    ),
    rows("people", EDITOR, of="roles"),
    links("issues", of="public_issues", lookup="issues", inside=("journal",)),
)
ISSUE_BRIEF = (
    titles(),  # an issue is named by its journal and number
    *columns(Issue, "year", "number", "through_number", "volume", "editions"),
    link("journal"),
    link("event"),
)
ISSUE = (
    Field("special_title", ref("Text"), lambda absolute, issue: in_languages(issue, "title")),
    *columns(Issue, "summary"),
    links("articles", of="public_articles", lookup="articles", inside=("issue", "issue__journal")),
    PHOTOS,
    FILES,
)
ARTICLE_BRIEF = (
    *columns(Article, "title", "language"),
    rows("people", ROLE, of="roles"),
    link("issue", inside=("journal",)),
    *columns(Article, "pages", "doi"),
)
ARTICLE = (
    *columns(Article, "abstract", "keywords", "udc", "mrnti", "received_on", "accepted_on"),
    Field("references", list_of(STRING), lambda absolute, article: article.references.splitlines()),
    origin(),
    link("report"),
    FILES,
)
EVENT = (links("issues", inside=("journal",)),)
PERSON = (
    links("articles", of="articleroles", then="article", inside=("issue", "issue__journal")),
    links("journals", of="journalroles", then="journal"),
)
