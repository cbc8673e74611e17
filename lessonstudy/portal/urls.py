from django.urls import path

from . import account, api, feeds, finding, overview, persons, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("archive/", overview.archive, name="archive"),
    path("search/", finding.SearchView.as_view(), name="search"),
    path("search/suggestions/", finding.suggestions, name="suggest"),
    path("account/data/", persons.own_data, name="account-data"),
    path("api/", api.page, name="api"),
    path("account/", account.page, name="account"),
    path("feed.xml", feeds.feed, {"name": "all"}, name="feed"),
    path("news/feed.xml", feeds.feed, {"name": "news"}, name="news-feed"),
    path("events/feed.xml", feeds.feed, {"name": "events"}, name="event-feed"),
    path("research/posters/feed.xml", feeds.feed, {"name": "posters"}, name="poster-feed"),
    path("research/reports/feed.xml", feeds.feed, {"name": "reports"}, name="report-feed"),
    path("journal/feed.xml", feeds.feed, {"name": "journal"}, name="journal-feed"),
    path("preview.jpg", views.site_preview, name="site-preview"),
    path("preview/<slug:kind>/<int:number>.jpg", views.preview, name="preview"),
]
