from django.urls import path

from . import views

EVENT = "events/<slug:slug>"
urlpatterns = [
    path(f"{EVENT}/register/", views.register, name="register"),
    path(f"{EVENT}/register/link/<str:token>/", views.by_link, name="register-link"),
    path(f"{EVENT}/register/offer/<str:token>/", views.offer, name="registration-offer"),
    path(f"{EVENT}/register/<int:number>/", views.registration, name="registration"),
    path(f"{EVENT}/register/<int:number>/add/", views.add, name="registration-add"),
    path(f"{EVENT}/register/<int:number>/<int:teacher>/", views.teacher, name="registration-teacher"),
    path(f"{EVENT}/ticket/<slug:code>/", views.ticket, name="ticket"),
]
