"""What journals, issues, articles and their files are found by."""

from lessonstudy.content.languages import in_each_language
from lessonstudy.search.describing import (
    Description,
    by_language,
    describe_file,
    names_of,
    path_of,
    printed_names,
    public,
)

from .models import Article, ArticleDocument, Issue, IssueDocument, Journal


def describe_journal(journal):
    return Description(
        record=journal,
        what="journal",
        path=path_of(journal),
        title=journal.titles(),
        original_language=journal.original_language,
        names=[journal.issn, journal.publisher, *(names_of([journal.owner]) if journal.owner else [])],
        context=in_each_language(lambda: f"ISSN {journal.issn}" if journal.issn else ""),
        text=by_language(journal, "description", "guidelines"),
        reads=[journal, *filter(None, [journal.owner])],
    )


def describe_issue(issue):
    return Description(
        record=issue,
        what="issue",
        path=path_of(issue),
        title=issue.titles(),
        original_language=issue.journal.original_language,
        also=by_language(issue, "title"),
        context=by_language(issue, "title"),
        text=by_language(issue, "summary"),
        facets=[("year", issue.year), *(("language", language) for language in issue.editions.split())],
        reads=[issue, issue.journal],
        date=issue.published_at,
    )


def read_from_journal(journal):
    """The journal, and who publishes it if it does not say so itself."""
    return [journal, journal.owner] if journal.owner else [journal]


def people_of(article):
    """Of whom there is a record; the others are found by the name as printed."""
    return [role.person for role in article.roles.all() if role.person]


def describe_article(article):
    people, roles = people_of(article), article.roles.all()
    return Description(
        record=article,
        what="article",
        path=path_of(article),
        title=article.titles(),
        original_language=article.original_language,
        also=by_language(article, "keywords"),
        names=[*names_of(people), *printed_names(roles), article.doi],
        context=in_each_language(lambda: " — ".join([*(role.plain_name for role in roles), str(article.issue)])),
        text=by_language(article, "abstract"),
        facets=[
            ("year", article.issue.year),
            ("language", article.language),
            *(("person", person) for person in public(people)),
        ],
        reads=[article, article.issue, *read_from_journal(article.issue.journal), *people],
        date=article.published_at,
    )


def describe_issue_document(document):
    return describe_file(document, describe_issue(document.issue))


def describe_article_document(document):
    article = document.article
    return describe_file(document, describe_article(article), people_of(article))


ARTICLE = ("issue__journal__owner", "roles__person__names")
FINDABLE = [
    (Journal, describe_journal, ("owner__names",), ()),
    (Issue, describe_issue, ("journal",), ("journal",)),
    (Article, describe_article, ARTICLE, ("issue", "issue__journal")),
    (IssueDocument, describe_issue_document, ("issue__journal",), ("issue", "issue__journal")),
    (
        ArticleDocument,
        describe_article_document,
        tuple(f"article__{lookup}" for lookup in ARTICLE),
        ("article", "article__issue", "article__issue__journal"),
    ),
]
