"""What it takes to cite an article."""

from lessonstudy.content.citing.citation import ARTICLE, cited, text_in, words_of_list
from lessonstudy.content.dates import PartialDate
from members.citing import authors
from members.models import Role

from .models import Article


def cite_article(absolute, article):
    issue, journal, language = article.issue, article.issue.journal, article.language
    return cited(
        absolute,
        article,
        ARTICLE,
        language,
        authors=authors(article.roles.all(), [Role.Kind.AUTHOR], language),
        date=PartialDate(issue.year),
        abstract=text_in(article, "abstract", language),
        keywords=words_of_list(text_in(article, "keywords", language)),
        container=text_in(journal, "title", language),
        volume=str(issue.volume or ""),
        issue=str(issue.number),
        through_number=str(issue.through_number or ""),
        pages=article.pages,
        issn=journal.issn,
        doi=article.doi,
        publisher=journal.publisher or (text_in(journal.owner, "name", language) if journal.owner else ""),
    )


CITABLE = [
    (Article, "article", cite_article, ("issue__journal__owner", "documents", "roles__person", "roles__organization")),
]
