from django.urls import path

from . import views

app_name = "members"
urlpatterns = [
    path("people/", views.PersonListView.as_view(), name="person-list"),
    path("people/<slug:slug>/", views.PersonView.as_view(), name="person-detail"),
    path("schools/", views.SchoolListView.as_view(), name="school-list"),
    path("schools/mine/", views.school_mine, name="school-mine"),
    path("schools/join/<str:token>/", views.school_join, name="school-join"),
    path("schools/<slug:slug>/", views.SchoolView.as_view(), name="school-detail"),
    path("organizations/<slug:slug>/", views.OrganizationView.as_view(), name="organization-detail"),
    path("councils/", views.CouncilListView.as_view(), name="council-list"),
    path("councils/<slug:slug>/", views.CouncilView.as_view(), name="council-detail"),
]
