from django.urls import path

from . import views

urlpatterns = [
    path(
        "events/<slug:event>/contributions/<int:number>/", views.ContributionView.as_view(), name="contribution-detail"
    ),
    path(
        "events/<slug:event>/contributions/<int:number>/full.pdf",
        views.ContributionPdfView.as_view(),
        name="contribution-pdf",
    ),
]
