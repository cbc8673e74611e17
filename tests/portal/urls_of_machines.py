"""The site's addresses and those of documents for machines, each answering with what it is."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.urls import include, path

from events.urls import urlpatterns as events
from lessonstudy.urls import urlpatterns as site


def data(request, collection, number):
    return HttpResponse(f"data of {collection} {number}")


def calendar(request, slug):
    return HttpResponse(f"calendar of {slug}")


with_calendar = [path("events/<slug:slug>/event.ics", calendar, name="event-ics"), *events]
urlpatterns = [
    *i18n_patterns(path("", include((with_calendar, "events")))),
    path("api/v1/<str:collection>/<int:number>/", data),
    *site,
]
