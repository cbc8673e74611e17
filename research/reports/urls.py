from django.urls import path, re_path

from . import views, writing

urlpatterns = [
    path("research/reports/", views.ReportListView.as_view(), name="report-list"),
    path("research/reports/compare/", views.CompareView.as_view(), name="report-compare"),
    path("research/reports/mine/", writing.mine, name="report-mine"),
    path("research/reports/join/<str:token>/", writing.join, name="report-join"),
    path("research/reports/<int:number>/write/pictures/", writing.pictures),
    path("research/reports/<int:number>/write/writers/", writing.writers),
    path("research/reports/<int:number>/write/check/", writing.check, name="report-check"),
    path("research/reports/<int:number>/write/<slug:key>/", writing.write, name="report-write"),
    re_path(
        r"^research/reports/(?P<number>[0-9]+)/(?P<name>submit|take_back|accept|return|open)/$",
        writing.deed,
        name="report-deed",
    ),
    path("research/reports/<slug:slug>/", views.ReportView.as_view(), name="report-detail"),
    path("research/reports/<slug:slug>/full.pdf", views.ReportPdfView.as_view(), name="report-pdf"),
    path("research/reports/<slug:slug>/full.docx", views.ReportWordView.as_view(), name="report-word"),
]
