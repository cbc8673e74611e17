from django.urls import path

from . import views

urlpatterns = [
    path("events/", views.EventListView.as_view(), name="event-list"),
    path("events.ics", views.calendar, name="calendar"),
    path("events/<slug:slug>/", views.EventView.as_view(), name="event-detail"),
    path("events/<slug:slug>/programme/", views.ProgrammeView.as_view(), name="event-programme"),
    path("events/<slug:slug>/event.ics", views.EventCalendarView.as_view(), name="event-ics"),
    path("series/<slug:slug>/", views.SeriesView.as_view(), name="series-detail"),
    path("series/<slug:slug>/series.ics", views.SeriesCalendarView.as_view(), name="series-ics"),
]
