"""The facade: the addresses of all rooms."""

from django.urls import include, path

app_name = "research"
urlpatterns = [path("", include("research.posters.urls")), path("", include("research.reports.urls"))]
