"""What staff do at the door and after the event: check-in, lists and badges, the platform's report, the figures."""

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.timezone import is_aware, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lessonstudy.content.editing.uploads import forget
from lessonstudy.content.errors import Refused
from lessonstudy.content.files import media_headers
from lessonstudy.content.machines import plain
from lessonstudy.content.sentences import people

from . import actions, figures, pdf
from .arrivals import Guest, confirmed, guests, noted_at, schools, since
from .attendance import no_check_in, note_attendance, note_report, undo_attendance
from .forms import ReportForm
from .models import Attendance, Participant, State
from .views import at_desk, staff

MOST_AT_ONCE = 200
MOST_SIGNS = 200  # of what is looked for


def for_staff(view):
    """Gives a desk to its staff. All others learn nothing, not even that there is such a page."""

    @at_desk
    @wraps(view)
    def found(request, desk, *args, **kwargs):
        if not actions.is_staff_of(desk, staff(request)):
            raise Http404
        return view(request, desk, *args, **kwargs)

    return found


def shown(request, template, desk, **context):
    return render(request, template, {"desk": desk, "event": desk.event, "noindex": True} | context)


# --- Check-in -------------------------------------------------------------------------------------
@for_staff
def check_in(request, desk):
    """Who is expected and who is here; one button for each. Of the event, or of one session (?session=)."""
    session = session_of(desk, request.GET.get("session", ""))
    if request.method == "POST":
        return note_one(request, desk, session)
    asked, code = request.GET.get("q", "")[:MOST_SIGNS], request.GET.get("code", "").strip()
    found, here, expected = guests(desk, session, asked)
    context = {"session": session, "sessions": desk.checked_in_sessions.all(), "asked": asked, "code": code}
    context |= {"schools": schools(found), "here": here, "expected": expected}
    if code:
        context["ticket"] = ticket_with(desk, session, code)
    return shown(request, "events/check_in.html", desk, **context)


def session_of(desk, number):
    """The session that is checked; None for the arrival at the event."""
    if not number:
        return None
    return get_object_or_404(desk.checked_in_sessions, pk=number if number.isdecimal() else 0)


def ticket_with(desk, session, code):
    """{guest} of a ticket that was shown, or {problem}: why it is not good here."""
    place = Participant.objects.select_related("option", "registration__organization")
    person = place.filter(code=code.lower()).first()
    if person is None:
        return {"problem": no_ticket()}
    if person.registration.desk_id != desk.pk:
        return {"problem": _("This ticket is for another event.")}
    if person.state != State.CONFIRMED:
        about = {"name": person, "state": person.get_state_display()}
        return {"problem": _("This ticket is not good: %(name)s, %(state)s.") % about}
    return {"guest": Guest(person, noted_at(desk, session).filter(participant=person).first())}


def no_ticket():
    return _("There is no such ticket. Perhaps the teacher was replaced: look for the name in the list.")


def note_one(request, desk, session):
    """Note one teacher, or take that back; then the same place of the page again."""
    code = request.POST.get("note") or request.POST.get("undo") or ""
    person = ours(desk, [code]).get(code)
    try:
        if person is None:
            raise Refused(no_ticket())
        if "undo" in request.POST:
            undo_attendance(person, session=session)
        else:
            note_attendance(person, session=session, source=source_now(desk), at=now(), by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    kept = {name: request.GET[name] for name in ("session", "q", "code") if request.GET.get(name)}
    place = f"#p-{person.code}" if person and "code" not in kept else ""
    return HttpResponseRedirect(f"{request.path}?{urlencode(kept)}{place}")


def ours(desk, codes):
    """{code: teacher} of this desk."""
    people = Participant.objects.filter(registration__desk=desk, code__in=map(plain, codes))
    return {person.code: person for person in people}


def source_now(desk):
    """Once the event is over, what is noted comes from the paper list."""
    return Attendance.Source.LIST if desk.is_over else Attendance.Source.DOOR


@require_POST
@for_staff
def check_in_send(request, desk):
    """What a phone noted, perhaps without a line: [{code, session, at}]. Each is answered; again changes nothing."""
    try:
        items = [Tap.of(item) for item in json.loads(request.body)[:MOST_AT_ONCE]]
    except (ValueError, TypeError, AttributeError):
        return HttpResponseBadRequest()
    known = ours(desk, [tap.code for tap in items])
    sessions = {str(session.pk): session for session in desk.checked_in_sessions.all()}
    return JsonResponse({"answers": [answer_to(tap, desk, known, sessions, request.user) for tap in items]})


@dataclass
class Tap:
    """One teacher noted on a phone. The session is its number, empty for the arrival."""

    code: str
    session: str
    at: datetime

    @classmethod
    def of(cls, item):
        try:
            at = parse_datetime(str(item.get("at")))
        except ValueError:
            at = None
        return cls(str(item.get("code")), str(item.get("session") or ""), at if at and is_aware(at) else now())


def answer_to(tap, desk, known, sessions, by):
    """{code, session} and the time that is noted (`here`), or why nothing is (`problem`)."""
    answer = {"code": tap.code, "session": tap.session}
    try:
        if tap.code not in known:
            raise Refused(no_ticket())
        if tap.session and tap.session not in sessions:
            raise Refused(no_check_in())
        said = {"session": sessions.get(tap.session), "source": source_now(desk), "at": tap.at, "by": by}
        return answer | {"here": since(note_attendance(known[tap.code], **said))}
    except Refused as refusal:
        return answer | {"problem": refusal.message}


# --- To print -------------------------------------------------------------------------------------
@require_GET
@for_staff
def attendance_list(request, desk):
    return printed(pdf.attendance_list(desk, confirmed(desk)), f"{desk.event.slug}-list.pdf")


@require_GET
@for_staff
def badges(request, desk):
    return printed(pdf.badges(request.build_absolute_uri, desk, confirmed(desk)), f"{desk.event.slug}-badges.pdf")


def printed(made, name):
    """Names of people: no cache keeps them."""
    headers = media_headers(name) | {"Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


# --- The report of an online platform -------------------------------------------------------------
@for_staff
def attendance_import(request, desk):
    """First what would be noted of whom; then, confirmed, all that at once."""
    with closing(ReportForm(desk, request.POST or None, request.FILES or None)) as form:
        if form.is_valid() and form.remember_what_is_shown() and "confirm" in request.POST:
            return note_chosen(request, desk, form)
        if form.is_bound:
            form.fields["report"].keep()
        return shown(request, "events/attendance_import.html", desk, form=form, plan=form.plan)


def note_chosen(request, desk, form):
    chosen, session = form.chosen(), form.cleaned_data["session"]
    try:
        note_report(chosen, session=session, by=request.user)
    except Refused as refusal:  # a place was cancelled a moment ago
        messages.error(request, refusal.message)
        return HttpResponseRedirect(request.path)
    for upload in form.cleaned_data["report"]:
        forget(upload)
    messages.success(request, _("Noted from the report: %s.") % people(len(chosen)))
    query = f"?{urlencode({'session': session.pk})}" if session else ""
    return HttpResponseRedirect(reverse("events:check-in", args=[desk.event.slug]) + query)


# --- Stated figures -------------------------------------------------------------------------------
@for_staff
def propose_figures(request, desk):
    """What happened as stated figures, beside those stated now. Only what is ticked is written."""
    if not request.user.has_perm("events.change_event"):
        raise Http404
    if request.method == "POST":
        try:
            stated = figures.state_figures(desk, request.POST.getlist("figure"), by=request.user)
            messages.success(request, _("Stated: %s.") % ", ".join(map(str, stated)))
            return HttpResponseRedirect(desk.event.get_absolute_url())
        except Refused as refusal:
            messages.error(request, refusal.message)
        return HttpResponseRedirect(request.path)
    return shown(request, "events/propose_figures.html", desk, outcome=figures.outcome(desk))
