"""Journals, their issues and articles."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from lessonstudy.content.views import RecordListView, RecordView

from .metadata import article_page, issue_page, journal_page
from .models import Article, Issue, Journal


class JournalListView(RecordListView):
    queryset = Journal.objects.select_related("owner").prefetch_related("issues").order_by("title_en", "pk")
    template_name = "journal/journal_list.html"


class JournalView(RecordView):
    queryset = Journal.objects.select_related("owner").prefetch_related(
        Prefetch("issues", Issue.objects.select_related("journal", "event").order_by("-year", "-number")),
        "roles__person",
        "roles__organization",
    )
    template_name = "journal/journal_detail.html"
    describe = staticmethod(journal_page)


class IssueView(RecordView):
    queryset = Issue.objects.select_related("journal", "event").prefetch_related(
        "photos",
        "documents",
        Prefetch("articles", Article.objects.order_by("position", "pk")),
        "articles__roles__person",
    )
    template_name = "journal/issue_detail.html"
    describe = staticmethod(issue_page)

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), journal__slug=self.kwargs["journal"], slug=self.kwargs["slug"])


class ArticleView(RecordView):
    queryset = Article.objects.select_related("issue__journal", "contribution__event").prefetch_related(
        "documents", "roles__person", "roles__organization"
    )
    template_name = "journal/article_detail.html"
    describe = staticmethod(article_page)

    def get_object(self, queryset=None):
        place = {"issue__journal__slug": self.kwargs["journal"], "issue__slug": self.kwargs["issue"]}
        return get_object_or_404(self.get_queryset(), slug=self.kwargs["slug"], **place)
