"""Journals, their issues and articles; the author index of a journal, and how to submit to it."""

from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter

from django.http import Http404
from django.shortcuts import get_object_or_404

from events.chain import OF_ARTICLE, chain
from lessonstudy.content.languages import sort_key
from lessonstudy.content.related import fetch_related
from lessonstudy.content.views import FullTextMixin, RecordView
from lessonstudy.search.views import RecordListView

from .metadata import article_page, authors_page, guidelines_page, issue_page, journal_page
from .models import Article, ArticleRole, Issue, Journal


class JournalListView(RecordListView):
    queryset = Journal.objects.order_by("title_en", "pk")
    related = ("owner",)
    template_name = "journal/journal_list.html"


class JournalView(RecordView):
    queryset = Journal.objects.all()
    related = ("owner", "issues", "roles__person", "roles__organization")
    template_name = "journal/journal_detail.html"
    describe = staticmethod(journal_page)


class GuidelinesView(RecordView):
    """How to submit, where the journal says so."""

    queryset = Journal.objects.all()
    template_name = "journal/guidelines.html"
    describe = staticmethod(guidelines_page)

    def get_object(self, queryset=None):
        journal = super().get_object(queryset)
        if not journal.shown.guidelines:
            raise Http404
        return journal


class AuthorsView(RecordView):
    """Everybody who wrote in the journal, with what they wrote."""

    queryset = Journal.objects.all()
    template_name = "journal/authors.html"
    describe = staticmethod(authors_page)

    def get_context_data(self, **kwargs):
        return super().get_context_data(authors=authors_of(self.object), **kwargs)


@dataclass(frozen=True)
class PrintedAuthor:
    """An author of whom there is no record, in the index."""

    listed_name: str
    is_public = False


def authors_of(journal):
    """[(person, their public articles)] by name, the newest article first."""
    roles = ArticleRole.objects.filter(article__issue__journal=journal, role=ArticleRole.Kind.AUTHOR)
    fetch_related(rows := list(roles), "person", "article__issue__journal")
    articles = defaultdict(list)
    for role in rows:
        author = role.person or PrintedAuthor(role.printed_name)
        if role.article.is_public and role.article not in articles[author]:
            articles[author].append(role.article)
    newest = attrgetter("issue.year", "issue.number")
    known = [(person, sorted(theirs, key=newest, reverse=True)) for person, theirs in articles.items() if theirs]
    return sorted(known, key=lambda pair: sort_key(pair[0].listed_name))


class IssueView(RecordView):
    queryset = Issue.objects.select_related("journal")
    related = ("event", "photos", "documents", "articles__roles__person")
    template_name = "journal/issue_detail.html"
    describe = staticmethod(issue_page)

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), journal__slug=self.kwargs["journal"], slug=self.kwargs["slug"])


class ArticleView(RecordView):
    queryset = Article.objects.select_related("issue__journal")
    related = (*OF_ARTICLE, "documents", "roles__person", "roles__organization")
    template_name = "journal/article_detail.html"
    describe = staticmethod(article_page)

    def get_context_data(self, **kwargs):
        return super().get_context_data(chain=chain(self.object), **kwargs)

    def get_object(self, queryset=None):
        place = {"issue__journal__slug": self.kwargs["journal"], "issue__slug": self.kwargs["issue"]}
        return get_object_or_404(self.get_queryset(), slug=self.kwargs["slug"], **place)


class ArticlePdfView(FullTextMixin, ArticleView):
    pass
