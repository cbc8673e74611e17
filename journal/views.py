"""Journals, their issues and articles."""

from django.shortcuts import get_object_or_404

from events.chain import READS as CHAIN
from events.chain import chain
from lessonstudy.content.views import FullTextMixin, RecordView
from lessonstudy.search.views import RecordListView

from .metadata import article_page, issue_page, journal_page
from .models import Article, Issue, Journal


class JournalListView(RecordListView):
    queryset = Journal.objects.order_by("title_en", "pk")
    related = ("owner",)
    template_name = "journal/journal_list.html"


class JournalView(RecordView):
    queryset = Journal.objects.all()
    related = ("owner", "issues", "roles__person", "roles__organization")
    template_name = "journal/journal_detail.html"
    describe = staticmethod(journal_page)


class IssueView(RecordView):
    queryset = Issue.objects.select_related("journal")
    related = ("event", "photos", "documents", "articles__roles__person")
    template_name = "journal/issue_detail.html"
    describe = staticmethod(issue_page)

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), journal__slug=self.kwargs["journal"], slug=self.kwargs["slug"])


class ArticleView(RecordView):
    queryset = Article.objects.select_related("issue__journal")
    related = (*CHAIN, "documents", "roles__person", "roles__organization")
    template_name = "journal/article_detail.html"
    describe = staticmethod(article_page)

    def get_context_data(self, **kwargs):
        return super().get_context_data(chain=chain(self.object), **kwargs)

    def get_object(self, queryset=None):
        place = {"issue__journal__slug": self.kwargs["journal"], "issue__slug": self.kwargs["issue"]}
        return get_object_or_404(self.get_queryset(), slug=self.kwargs["slug"], **place)


class ArticlePdfView(FullTextMixin, ArticleView):
    pass
