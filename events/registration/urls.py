from django.urls import path

from . import door, views

EVENT = "events/<slug:slug>"
urlpatterns = [
    path(f"{EVENT}/register/", views.register, name="register"),
    path(f"{EVENT}/register/link/<str:token>/", views.by_link, name="register-link"),
    path(f"{EVENT}/register/offer/<str:token>/", views.offer, name="registration-offer"),
    path(f"{EVENT}/register/<int:number>/", views.registration, name="registration"),
    path(f"{EVENT}/register/<int:number>/add/", views.add, name="registration-add"),
    path(f"{EVENT}/register/<int:number>/file/<int:file>/", views.answer_file, name="registration-file"),
    path(f"{EVENT}/register/<int:number>/<int:teacher>/", views.teacher, name="registration-teacher"),
    path(f"{EVENT}/ticket/<slug:code>/", views.ticket, name="ticket"),
    path(f"{EVENT}/check-in/", door.check_in, name="check-in"),
    path(f"{EVENT}/check-in/send/", door.check_in_send, name="check-in-send"),
    path(f"{EVENT}/check-in/list.pdf", door.attendance_list, name="attendance-list"),
    path(f"{EVENT}/check-in/badges.pdf", door.badges, name="badges"),
    path(f"{EVENT}/check-in/report/", door.attendance_import, name="attendance-import"),
    path(f"{EVENT}/check-in/figures/", door.propose_figures, name="propose-figures"),
]
