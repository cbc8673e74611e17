from django.urls import path

from . import views

urlpatterns = [
    path("research/posters/", views.PosterListView.as_view(), name="poster-list"),
    path("research/posters/<slug:slug>/", views.PosterView.as_view(), name="poster-detail"),
    path("research/posters/<slug:slug>/full.pdf", views.PosterPdfView.as_view(), name="poster-pdf"),
    path("events/<slug:slug>/exhibition/", views.ExhibitionView.as_view(), name="exhibition"),
    path("events/<slug:slug>/exhibition/catalogue.pdf", views.CatalogueView.as_view(), name="catalogue"),
]
