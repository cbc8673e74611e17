from django.urls import path

from . import views

urlpatterns = [
    path("events/", views.EventListView.as_view(), name="event-list"),
    path("events/<slug:slug>/", views.EventView.as_view(), name="event-detail"),
    path("events/<slug:slug>/programme/", views.ProgrammeView.as_view(), name="event-programme"),
    path("series/<slug:slug>/", views.SeriesView.as_view(), name="series-detail"),
]
