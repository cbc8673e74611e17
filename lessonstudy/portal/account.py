"""A teacher's own page: what they registered for, gave and got. For nobody else, and in no cache or search."""

from allauth.account.models import EmailAddress
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from events.models import Attendance, Event, Participant, Registration
from lessonstudy.content.related import fetch_related
from members.appearances import time_line
from members.views import PERSON_DID, PERSON_MADE, PERSON_PAGE
from research.models import Manuscript


@never_cache
@login_required
def page(request):
    user = request.user
    context = {
        "registrations": registrations_of(user),
        "places": places_of(user),
        "person": user.person,
        "moments": life_of(user.person),
        "manuscripts": Manuscript.objects.of(user),
        "schools": user.represents.select_related("organization"),
        "noindex": True,
    }
    return render(request, "portal/account.html", context)


def registrations_of(user):
    """The groups of the schools one represents, at events that readers may see."""
    found = Registration.objects.of(user).filter(desk__event__in=Event.objects.published())
    found = found.select_related("organization", "desk__event").prefetch_related("participants")
    return sorted(found, key=lambda registration: nearness(registration.desk))


def places_of(user):
    """One's own places: those under an address which is confirmed to be one's own."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values(lowered=Lower("email"))
    found = Participant.objects.alias(lowered=Lower("email")).filter(lowered__in=confirmed).exclude(state="cancelled")
    found = found.filter(registration__desk__event__in=Event.objects.published())
    found = found.select_related("option", "registration__organization", "registration__desk__event")
    found = found.annotate(was_there=Exists(Attendance.objects.filter(participant=OuterRef("pk"))))
    return sorted(found, key=lambda place: nearness(place.registration.desk))


def nearness(desk):
    """Puts first what lies ahead, the nearest first; then what is over, the latest first."""
    moment = desk.begins_at.timestamp()
    return (True, -moment) if desk.is_over else (False, moment)


def life_of(person):
    """The time line of the page of the person; empty if none is joined with the account."""
    if person is None:
        return []
    fetch_related([person], *PERSON_PAGE)
    return time_line(person, PERSON_DID, PERSON_MADE)
