from django.urls import path

from . import views

urlpatterns = [
    path("research/posters/", views.PosterListView.as_view(), name="poster-list"),
    path("research/posters/<slug:slug>/", views.PosterView.as_view(), name="poster-detail"),
    path("research/posters/<slug:slug>/full.pdf", views.PosterPdfView.as_view(), name="poster-pdf"),
]
