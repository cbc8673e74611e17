from django.urls import path

from . import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("preview.jpg", views.site_preview, name="site-preview"),
    path("preview/<slug:kind>/<int:number>.jpg", views.preview, name="preview"),
]
