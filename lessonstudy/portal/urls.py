from django.urls import path

from . import finding, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", finding.SearchView.as_view(), name="search"),
    path("search/suggestions/", finding.suggestions, name="suggest"),
]
