"""The facade: the addresses of all rooms."""

from django.urls import include, path

app_name = "events"
urlpatterns = [
    path("", include("events.calendar.urls")),
    path("", include("events.programme.urls")),
    path("", include("events.registration.urls")),
]
