from django.urls import path

from . import views

app_name = "journal"
urlpatterns = [
    path("journal/", views.JournalListView.as_view(), name="journal-list"),
    path("journal/<slug:slug>/", views.JournalView.as_view(), name="journal-detail"),
    path("journal/<slug:slug>/authors/", views.AuthorsView.as_view(), name="journal-authors"),
    path("journal/<slug:slug>/submit/", views.GuidelinesView.as_view(), name="journal-guidelines"),
    path("journal/<slug:journal>/<slug:slug>/", views.IssueView.as_view(), name="issue-detail"),
    path("journal/<slug:journal>/<slug:issue>/<slug:slug>/", views.ArticleView.as_view(), name="article-detail"),
    path(
        "journal/<slug:journal>/<slug:issue>/<slug:slug>/full.pdf", views.ArticlePdfView.as_view(), name="article-pdf"
    ),
]
