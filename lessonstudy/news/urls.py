from django.urls import path

from . import views

app_name = "news"
urlpatterns = [
    path("news/", views.PostListView.as_view(), name="post-list"),
    path("news/<slug:slug>/", views.PostView.as_view(), name="post-detail"),
]
