"""Where schools register and change their groups. Nothing here is kept by a cache or found by a search."""

import uuid
from copy import copy
from functools import partial, wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import EmailField
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from lessonstudy.content.errors import Refused, sentence_of
from lessonstudy.content.files import stored_file
from lessonstudy.content.languages import reader_language
from lessonstudy.content.limits import HOUR, too_often
from lessonstudy.content.machines import plain
from lessonstudy.content.memory import memory
from members.models import Organization

from . import actions, links
from .desk import Desk
from .forms import LONGEST_ADDRESS, GroupForm, TeacherForm, as_sent, rows_in, teachers_form, typed
from .models import Draft, Participant, Registration, State, ticket_path
from .qr import qr_svg
from .seats import places
from .table import teachers_in

MOST_TRIES = 20  # of the code, in an hour
LONGEST_NUMBER = 18  # digits that every database takes
MEMORY_OF_DESK = 50_000  # bytes, roughly
BY_LINK = "registers by link"  # {number of the desk: address}, in the session


# --- Who asks -------------------------------------------------------------------------------------
def at_desk(view):
    """Gives the desk of the event, and shows moments by the clock of the place where it is held."""

    @never_cache
    @wraps(view)
    def found(request, slug, *args, **kwargs):
        desk = desk_of(request, slug)
        if not (desk.event.is_public or by_staff(request, desk)):
            raise Http404
        with timezone.override(desk.event.zone):
            return view(request, desk, *args, **kwargs)

    return found


def desk_of(request, slug):
    """The desk with its event, ways and questions, remembered until readers see anything else, but for its seats."""

    make = partial(whole_desk, slug)
    return copy(memory.remembered(request.stamp, ("desk", slug), make, lambda desk: MEMORY_OF_DESK))


def whole_desk(slug):
    desk = get_object_or_404(Desk.objects.select_related("event"), event__slug=slug)
    desk.ways, desk.asked = list(desk.options.all()), list(desk.questions.all())
    return desk


def staff(request):
    """Staff with the second factor; None for all others."""
    return request.user if request.is_confirmed_staff else None


def address_of(request, desk):
    """The e-mail by which someone registers: of the account, or of the link they came by. Empty for all others."""
    if request.user.is_authenticated:
        return request.user.email
    return request.session.get(BY_LINK, {}).get(str(desk.pk), "") if desk.without_account else ""


def schools_of(request, desk):
    """The schools one may register: one's own; who came by a link, and staff, say which."""
    own = list(request.user.schools()) if request.user.is_authenticated else []
    chosen = request.GET.get("school") or request.POST.get("organization") or ""
    if chosen.isdecimal() and len(chosen) < LONGEST_NUMBER and may_choose(request, desk):
        own += (
            Organization.objects.published().schools().filter(pk=chosen).exclude(pk__in=[school.pk for school in own])
        )
    return own


def may_choose(request, desk):
    return by_staff(request, desk) or (not request.user.is_authenticated and bool(address_of(request, desk)))


def schools_found(request):
    """Schools by a part of their name, for those who came by a link."""
    asked = request.GET.get("q", "").strip()
    named = Q(name_kk__icontains=asked) | Q(name_ru__icontains=asked) | Q(name_en__icontains=asked)
    found = Organization.objects.published().schools().filter(named).select_related("place")[:20] if asked else []
    return {"asked": asked, "found": found}


def mine(request, desk):
    """The registrations one may see and change here."""
    found = desk.registrations
    if request.user.is_authenticated:
        return found.of(request.user)
    email = address_of(request, desk)
    return found.filter(coordinator=None, email=email) if email else found.none()


def live_of(request, desk, schools):
    """Those of the schools one represents, or of the address one came by, that are not cancelled."""
    if request.user.is_authenticated:
        return desk.registrations.live().filter(organization__in=[school.pk for school in schools])
    return mine(request, desk).live()


def may_see(request, desk, registration):
    """Those of its school, and staff of the event."""
    return by_staff(request, desk) or mine(request, desk).filter(pk=registration.pk).exists()


def own_registration(view):
    """Gives a registration to those of its school and to staff; all others learn nothing of it."""

    @at_desk
    @wraps(view)
    def found(request, desk, number, *args, **kwargs):
        return view(request, group_at(request, desk, number), *args, **kwargs)

    return found


def group_at(request, desk, number):
    """The registration as it is now, its teachers with the remembered ways to take part."""
    seen = desk.registrations.all() if by_staff(request, desk) else mine(request, desk)
    seen = seen.select_related("organization").prefetch_related("participants")
    registration = get_object_or_404(seen, pk=number)
    registration.desk, ways = desk, {way.pk: way for way in desk.ways}
    for person in registration.participants.all():
        person.option = ways.get(person.option_id) or person.option
    return registration


def by_staff(request, desk):
    """Whether staff of the event are at work, with the second factor."""
    return actions.is_staff_of(desk, staff(request))


def site_of(request):
    return request.build_absolute_uri("/").rstrip("/")


def words_of(request, desk):
    """Who does something and, where staff do it, why."""
    reason = plain(request.POST.get("reason", "")).strip()[:300] if by_staff(request, desk) else ""
    return {"by": by(request), "reason": reason}


def by(request):
    return request.user if request.user.is_authenticated else None


# --- Registering ----------------------------------------------------------------------------------
@at_desk
def register(request, desk):
    """Whether one is registered, what is free, and the form for the whole group."""
    sent = request.POST if request.method == "POST" else None
    if sent is not None and "ask_link" in sent:
        return ask_link(request, desk)
    if sent is not None and "leave_link" in sent:
        request.session.pop(BY_LINK, None)
        return HttpResponseRedirect(desk.get_absolute_url())
    email, schools = address_of(request, desk), schools_of(request, desk)
    context = {"desk": desk, "event": desk.event, "email": email, "schools": schools, "noindex": True}
    context |= {"may_choose": may_choose(request, desk)}
    if sent is not None and email and schools:
        answer = answer_to(request, desk, schools, email, context)
        if answer is not None:
            return answer
    registrations = list(live_of(request, desk, schools).with_people()) if email else []
    registered = {registration.organization_id for registration in registrations}
    free_schools = [school for school in schools if school.pk not in registered]
    if context["may_choose"] and not schools:
        context |= schools_found(request)
    elif sent is None and free_schools and (desk.is_open or by_staff(request, desk)):
        context |= forms_kept(request, desk, free_schools, email)
    for registration in registrations:
        registration.desk = desk
    context |= {"registrations": registrations, "places": places(desk)}
    return render(request, "events/register.html", context)


def forms_kept(request, desk, schools, email):
    """The forms with what was typed before; empty ones if nothing was."""
    draft = Draft.objects.filter(desk=desk, email=email).first()
    content = draft.content if draft else {}
    return forms_with(request, desk, schools, content, rows_in(content)) | {"draft": draft}


def forms_with(request, desk, schools, content, rows):
    group = GroupForm(desk=desk, schools=schools, for_staff=by_staff(request, desk), initial=content)
    made = {"group": group, "rows": teachers_form(desk, rows=rows), "token": uuid.uuid4()}
    return {**made, "are_rows_empty": not rows}


def answer_to(request, desk, schools, email, context):
    """What a button of the form does; None to show the form again."""
    sent = request.POST
    content, rows = typed(sent), rows_in(typed(sent))
    if "read" in sent:
        return read_table(request, desk, schools, email, context)
    if "last_time" in sent:
        rows += last_group(request, desk, schools, sent.get("organization"))
    if {"save", "autosave", "add_row", "last_time"} & set(sent):
        keep_draft(desk, email, {**content, **as_sent(rows)} if "last_time" in sent else content)
        if "autosave" in sent:
            return HttpResponse(status=204)
        if "save" in sent:
            messages.success(request, _("Your draft is kept. It is not a registration yet."))
            return HttpResponseRedirect(desk.get_absolute_url())
        context |= forms_with(request, desk, schools, content, rows)
        context["token"] = token_in(sent)
        return None
    return send(request, desk, schools, email, context)


def send(request, desk, schools, email, context):
    """Register the group, or say what is wrong; what was typed is kept as a draft then."""
    sent = request.POST
    group = GroupForm(sent, request.FILES, desk=desk, schools=schools, for_staff=by_staff(request, desk))
    rows = teachers_form(desk, sent, request.FILES)
    if all([group.is_valid(), rows.is_valid()]):
        about = {**group.said, "code": group.cleaned_data.get("code", "")}
        about["allows_part"] = group.cleaned_data.get("allows_part", False)
        try:
            if not by_staff(request, desk):
                check_tries(desk, email)
            registration = actions.register_group(
                desk,
                organization=group.cleaned_data["organization"],
                teachers=rows.teachers(),
                token=token_in(sent),
                email=group.cleaned_data.get("email") or email,
                language=reader_language(),
                site=site_of(request),
                by=by(request),
                **about,
            )
            return HttpResponseRedirect(registration.get_absolute_url())
        except actions.AlreadyRegistered as before:
            if may_see(request, desk, before.registration):
                messages.info(request, before.message)
                return HttpResponseRedirect(before.registration.get_absolute_url())
            context["problem"] = before.message
        except (Refused, ValidationError) as refusal:
            context["problem"] = sentence_of(refusal)
    keep_draft(desk, email, typed(sent))
    for form in (group, *rows):
        form.keep_files()
    context |= {"group": group, "rows": rows, "token": token_in(sent)}
    return None


def check_tries(desk, email):
    """Nobody guesses the code of an event."""
    if desk.access == Desk.Access.CODE and too_often("code", desk.pk, email, most=MOST_TRIES, within=HOUR):
        raise Refused(_("You have tried often. Ask the organizers for the code, and go on in an hour."))


def token_in(sent):
    """The token the form came with; a new one if it was lost."""
    try:
        return uuid.UUID(sent.get("token", ""))
    except ValueError:
        return uuid.uuid4()


def keep_draft(desk, email, content):
    content = {plain(name): plain(text) for name, text in content.items()}
    Draft.objects.update_or_create(desk=desk, email=email, defaults={"content": content})


def read_table(request, desk, schools, email, context):
    """Put the teachers of a table into the rows, below those typed already, each with what is wrong in it."""
    content = typed(request.POST)
    rows = rows_read(request, desk, context)
    content = {name: text for name, text in content.items() if not name.startswith("teachers-")} | as_sent(rows)
    keep_draft(desk, email, content)
    group = GroupForm(desk=desk, schools=schools, for_staff=by_staff(request, desk), initial=content)
    context |= {"group": group, "token": token_in(request.POST)}


def rows_read(request, desk, context):
    """The rows typed already and those of the table; the context gets their form, and what came of the reading."""
    rows, pasted = rows_in(typed(request.POST)), request.POST.get("pasted", "")
    try:
        found = teachers_in(desk, pasted, request.FILES.get("table"))
        names = {row["name"].casefold() for row in found}
        both = [row for row in rows if row.get("name", "").casefold() not in names] + found  # read again, it replaces
        if len(both) > actions.MOST_TEACHERS:
            raise ValidationError(_("One registration has at most %d teachers.") % actions.MOST_TEACHERS)
    except ValidationError as error:
        context |= {"table_problem": sentence_of(error), "pasted": pasted, "rows": teachers_form(desk, rows=rows)}
        return rows
    rows = both
    context["rows"] = teachers_form(desk, as_sent(rows))
    said = ngettext("%(number)d teacher was read from the table.", "%(number)d teachers were read.", len(found))
    context["read"] = said % {"number": len(found)}
    return rows


def last_group(request, desk, schools, chosen):
    """The teachers of the school's latest other group, of those that one may see anyway."""
    known = [school.pk for school in schools if str(school.pk) == chosen] or [school.pk for school in schools]
    if request.user.is_authenticated:
        seen = Registration.objects.of(request.user)
    else:
        seen = Registration.objects.filter(coordinator=None, email=address_of(request, desk))
    before = seen.filter(organization__in=known).exclude(desk=desk).live().order_by("-pk").first()
    people = before.people if before else []
    options = {option.mode: str(option.pk) for option in reversed(desk.ways)}
    return [
        {
            **{name: getattr(person, name) for name in Participant.TOLD},
            "option": options.get(person.option.mode) or next(iter(options.values()), ""),
        }
        for person in people
        if person.name
    ]


# --- Without an account ---------------------------------------------------------------------------
def ask_link(request, desk):
    """Send a link to register to an address, where the event allows that."""
    if not desk.without_account:
        raise Http404
    email = request.POST.get("email", "").strip().lower()
    try:
        EmailField(max_length=LONGEST_ADDRESS).clean(email)
        actions.send_link(desk, email=email, language=reader_language(), site=site_of(request))
        messages.success(request, _("A link is on its way to %s. It is good for 30 days.") % email)
    except ValidationError:
        messages.error(request, _("“%s” is not an e-mail address. Write it again.") % email)
    except Refused as refusal:
        messages.error(request, refusal.message)
    return HttpResponseRedirect(desk.get_absolute_url())


def link_over(request, desk):
    return render(request, "events/link_over.html", {"desk": desk, "event": desk.event, "noindex": True}, status=410)


@at_desk
def by_link(request, desk, token):
    """One comes in by the link in a mail, and a button: no other site and no mail program does it for one."""
    found = links.of_register(token)
    if not (desk.without_account and found and found[0] == desk.pk):
        return link_over(request, desk)
    if request.method != "POST":
        context = {"desk": desk, "event": desk.event, "email": found[1], "noindex": True}
        return render(request, "events/link_in.html", context)
    request.session[BY_LINK] = {**request.session.get(BY_LINK, {}), str(desk.pk): found[1]}
    return HttpResponseRedirect(desk.get_absolute_url())


# --- One registration -----------------------------------------------------------------------------
@own_registration
def registration(request, registration):
    """The group: who has a place, who waits, what happened; and what can be done with it now."""
    if request.method == "POST":
        return deed(request, registration)
    if registration.queued_at and actions.expire_offers([registration.desk_id]):
        registration = group_at(request, registration.desk, registration.pk)  # it may stand elsewhere now
    context = {
        "registration": registration,
        "desk": registration.desk,
        "event": registration.desk.event,
        "places": places(registration.desk),
        "place": registration.place_in_queue(),
        "is_staff": by_staff(request, registration.desk),
        "online_link": online_link(registration),
        "State": State,
        "noindex": True,
    }
    return render(request, "events/registration.html", context)


def online_link(registration):
    """Only for groups with a confirmed place online."""
    people = registration.participants.all()
    has_place = any(person.state == State.CONFIRMED and person.option.mode == "online" for person in people)
    return registration.desk.online_link if has_place else ""


def deed(request, registration):
    sent = request.POST
    words = words_of(request, registration.desk)
    try:
        if "cancel" in sent:
            actions.cancel(registration, **words)
            messages.success(request, _("The registration is cancelled."))
        elif "cancel_some" in sent:
            chosen = sent.getlist("teacher")
            people = [person for person in registration.people if str(person.pk) in chosen]
            actions.cancel(registration, participants=people, **words)
            messages.success(request, _("Cancelled. The others keep their places."))
        elif "overbook" in sent:
            actions.overbook(registration, by=staff(request), reason=words["reason"])
            messages.success(request, _("All of the group have places now."))
        else:
            answer_offer(request, registration)
    except Refused as refusal:
        messages.error(request, refusal.message)
    return HttpResponseRedirect(registration.get_absolute_url())


def answer_offer(request, registration):
    """Take the places that are offered, or leave the waiting list."""
    if "accept" in request.POST:
        actions.accept_offer(registration, by=by(request))
        messages.success(request, _("The places are yours."))
    elif "leave" in request.POST:
        actions.leave_queue(registration, by=by(request))
        messages.success(request, _("You have left the waiting list."))


@own_registration
def answer_file(request, registration, file):
    """A file sent as an answer, to its school and to staff."""
    return stored_file(get_object_or_404(registration.files, pk=file).file.name)


@own_registration
def teacher(request, registration, teacher):
    """One teacher of a group: replace or correct them, or change the way they take part."""
    person = get_object_or_404(registration.participants.exclude(state=State.CANCELLED), pk=teacher)
    desk = registration.desk
    agreed = person.agreed
    initial = {**{name: getattr(person, name) for name in Participant.TOLD}, **person.answers}
    initial |= {question.name: True for question in desk.asked if question.pk in agreed}
    initial["option"] = str(person.option_id)
    sent = request.POST if request.method == "POST" else None
    form = TeacherForm(sent, request.FILES or None, desk=desk, initial=initial, known=person)
    problem = ""
    if sent is not None and form.is_valid():
        said, words = form.teacher(), words_of(request, desk)
        try:
            change_teacher(registration, person, said, words)
            messages.success(request, _("Changed."))
            return HttpResponseRedirect(registration.get_absolute_url())
        except Refused as refusal:
            problem = refusal.message
    context = {"registration": registration, "desk": desk, "event": desk.event, "person": person, "form": form}
    context |= {"problem": problem, "noindex": True, "is_staff": by_staff(request, desk)}
    return render(request, "events/registration_teacher.html", context)


def change_teacher(registration, person, said, words):
    """What the form says, in one deed."""
    names = (*Participant.TOLD, "answers")
    present, wanted = ([getattr(each, name) for name in names] for each in (person, said))
    agreed = person.agreed
    if present != wanted or said.files or any(question.pk not in agreed for question in said.consents):
        actions.substitute(registration, participant=person, teacher=said, **words)
    else:
        actions.move(registration, participant=person, option=said.option, **words)


@own_registration
def add(request, registration):
    """More teachers for a group that is registered."""
    desk = registration.desk
    sent = request.POST if request.method == "POST" else None
    rows = teachers_form(desk, sent, request.FILES if sent is not None else None)
    context = {"registration": registration, "desk": desk, "event": desk.event, "rows": rows, "noindex": True}
    if sent is not None and "add_row" in sent:
        context["rows"] = teachers_form(desk, rows=rows_in(typed(sent)))
    elif sent is not None and "read" in sent:
        rows_read(request, desk, context)
    elif sent is not None and rows.is_valid():
        try:
            words = words_of(request, desk)
            actions.add_teachers(registration, teachers=rows.teachers(), **words)
            messages.success(request, _("Added."))
            return HttpResponseRedirect(registration.get_absolute_url())
        except Refused as refusal:
            context["problem"] = refusal.message
    return render(request, "events/registration_add.html", context)


# --- By the links in mails ------------------------------------------------------------------------
@at_desk
def offer(request, desk, token):
    """The place on the waiting list, or the offer, of a group: taken or left by whoever has the link."""
    actions.expire_offers([desk.pk])
    found = desk.registrations.select_related("organization").filter(pk=links.of_offer(token) or 0).first()
    if found is None:
        return link_over(request, desk)
    found.desk = desk
    if request.method == "POST":
        try:
            answer_offer(request, found)
        except Refused as refusal:
            messages.error(request, refusal.message)
        return HttpResponseRedirect(request.path)
    offered = found.participants.filter(state=State.OFFERED).select_related("option")
    queued = found.participants.filter(state=State.WAITING).select_related("option")
    context = {"desk": desk, "event": desk.event, "registration": found, "offered": offered, "waiting": queued}
    context |= {"place": found.place_in_queue(), "noindex": True}
    return render(request, "events/offer.html", context)


@at_desk
def ticket(request, desk, code):
    """What a teacher shows at the door: whoever has the code of a place sees it. Staff go on to the check-in."""
    check_in = ""
    if by_staff(request, desk):
        check_in = f"{reverse('events:check-in', args=[desk.event.slug])}?code={code}"
    place = Participant.objects.select_related("option", "registration__organization")
    person = place.filter(code=code, registration__desk=desk, state=State.CONFIRMED).first()
    if person is None and check_in:
        return HttpResponseRedirect(check_in)  # which says why it is not good
    if person is None:
        raise Http404
    address = request.build_absolute_uri(ticket_path(code, desk.event))
    is_online = person.option.mode == "online"
    context = {"desk": desk, "event": desk.event, "person": person, "qr": qr_svg(address), "noindex": True}
    context["online_link"] = desk.online_link if is_online else ""
    return render(request, "events/ticket.html", context | {"check_in": check_in})
