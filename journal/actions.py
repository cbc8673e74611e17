"""Articles are added to an issue."""

from django.contrib.admin.models import ADDITION, LogEntry
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from lessonstudy.content.editing.uploads import forget
from lessonstudy.content.languages import LANGUAGES

from .models import ArticleDocument, ArticleRole


def add_articles(lines, *, by):
    """Add the articles of all good rows as drafts, with authors and PDFs; or none, if anything goes wrong."""
    stored = []
    try:
        with transaction.atomic():
            added = [add_article(line, stored, by=by) for line in lines if line.will_be_written]
            LogEntry.objects.log_actions(by.pk, added, ADDITION, _("from a table"))
    except Exception:
        for name in stored:
            default_storage.delete(name)
        raise
    return added


def add_article(line, stored, *, by):
    article = line.article
    article._history_user, article._change_reason = by, _("from a table")
    article.save()
    for position, author in enumerate(line.authors, start=1):
        add_author(article, author, position)
    for position, (upload, language) in enumerate(line.files, start=1):
        stored.append(add_file(article, upload, language, position).file.name)
    return article


def add_author(article, author, position):
    language = article.language if article.language in LANGUAGES else article.original_language
    return ArticleRole.objects.create(
        article=article,
        person=author.person,
        printed_name=author.printed_name,
        role=ArticleRole.Kind.AUTHOR,
        position=position,
        **{f"affiliation_{language}": author.affiliation},
    )


def add_file(article, upload, language, position):
    """A PDF, under the title of the article in its language."""
    titles = article.titles()
    document = ArticleDocument.objects.create(
        article=article,
        file=upload,
        label=titles.get(language, titles[article.original_language])[:300],
        language=language,
        kind=ArticleDocument.Kind.FULL_VERSION,
        position=position,
    )
    forget(upload)
    return document
