"""Where reports are written, by those who may: nothing here is public, kept by a cache, or found by a search."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lessonstudy.content.errors import Refused, sentence_of
from lessonstudy.content.languages import reader_language
from lessonstudy.content.mail import page_in

from . import actions
from .forms import InviteForm, PicturesForm, StartForm
from .models import Manuscript
from .outline import by_pupil, story
from .sections import MOST_LESSONS, problems_of, section_of, sections

CHECK = gettext_lazy("Read and send")


def writers_only(view):
    """For those who write the manuscript, and for editors; all others learn nothing of it."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request, number, *args, **kwargs):
        manuscript = get_object_or_404(Manuscript.objects.select_related("report"), pk=number)
        if not (is_editor(request, manuscript) or manuscript.writers.filter(user=request.user).exists()):
            raise Http404
        return view(request, manuscript, *args, **kwargs)

    return guarded


def is_editor(request, manuscript):
    """Staff with the second factor who may publish this report."""
    return request.is_confirmed_staff and actions.may_review(manuscript, request.user)


def pages_of(content, upto=0):
    """{key: title} of all pages in their order; with that of the lesson `upto`, if it is just being added."""
    pages = {section.key: section.title for section in sections(content, upto)}
    terms = pages.popitem()
    return {**pages, "pictures": _("Pictures and files"), **dict([terms]), "writers": _("Who writes"), "check": CHECK}


def steps(manuscript, here):
    """[(address, title, whether it is the present one)] of the pages of a manuscript."""
    section = section_of(manuscript.content, here)
    pages = pages_of(manuscript.content, section.number if section else 0)
    return [(manuscript.page(key), title, key == here) for key, title in pages.items()]


def page(request, template, manuscript, here, **context):
    common = {"manuscript": manuscript, "steps": steps(manuscript, here), "noindex": True}
    return render(request, template, {**common, **context})


# --- Beginning ------------------------------------------------------------------------------------
@never_cache
@login_required
def mine(request):
    """The reports one writes, and a form to begin another."""
    form = StartForm(request.POST or None, initial={"language": reader_language()}, label_suffix="")
    if form.is_valid():
        try:
            manuscript = actions.start_report(by=request.user, **form.cleaned_data)
            return HttpResponseRedirect(manuscript.page("about"))
        except Refused as refusal:
            messages.error(request, refusal.message)
    context = {"form": form, "manuscripts": Manuscript.objects.of(request.user), "noindex": True}
    return render(request, "research/report_mine.html", context)


# --- Writing --------------------------------------------------------------------------------------
@writers_only
def write(request, manuscript, key):
    """One page of the manuscript. What is sent is kept, whole or not; `autosave` answers in JSON."""
    section = section_of(manuscript.content, key)
    if section is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form, rows = section.filled(manuscript.content, sent)
    problem, seen = "", section.mark(manuscript.content)
    if sent is not None:
        try:
            manuscript = save(manuscript, section, form, rows, request)
            seen = section.mark(manuscript.content)
        except Refused as refusal:
            problem, seen = refusal.message, sent.get("seen", "")
        if "autosave" in sent:
            return JsonResponse({"seen": seen, "problem": str(problem)}, status=409 if problem else 200)
        if not problem and ("remove_lesson" in sent or is_right(form, rows)):
            return HttpResponseRedirect(after(manuscript, section, sent))
    context = {"section": section, "form": form, "rows": rows, "seen": seen, "problem": problem}
    context["may_add_lesson"] = may_add_lesson(manuscript, section)
    context["is_kept"] = sent is not None and not problem
    return page(request, "research/report_write.html", manuscript, key, **context)


def save(manuscript, section, form, rows, request):
    if rows is not None and not rows.management_form.is_valid():
        raise Refused(_("This page came incomplete. Load it again."))
    content = section.parts({}, []) if "remove_lesson" in request.POST else section.typed(form, rows)
    seen = request.POST.get("seen", "")
    return actions.write_section(manuscript, section=section.key, content=content, seen=seen, by=request.user)


def is_right(form, rows):
    return (form is None or form.is_valid()) and (rows is None or rows.is_valid())


def after(manuscript, section, sent):
    """To the page that was asked for: the same with a new row, another lesson, or the next one."""
    keys = [*pages_of(manuscript.content)]
    if section.key not in keys:  # a lesson that was removed, or never said anything
        return manuscript.page("outcome")
    if "add_row" in sent:
        return f"{manuscript.page(section.key)}#rows"
    if "add_lesson" in sent:
        return manuscript.page(f"lesson-{len(manuscript.content.get('lessons', [])) + 1}")
    return manuscript.page(keys[keys.index(section.key) + 1])


def may_add_lesson(manuscript, section):
    """On the page of the last lesson, or of one that is just being added."""
    return 0 < section.number < MOST_LESSONS and section.number >= len(manuscript.content.get("lessons", []))


# --- Pictures and files ---------------------------------------------------------------------------
@writers_only
def pictures(request, manuscript):
    """Pictures are described, and each is shown only if everyone in it agreed."""
    report = manuscript.report
    form = PicturesForm(request.POST or None, request.FILES or None, label_suffix="")
    problem = ""
    if request.method == "POST":
        form.is_valid()  # the good ones are kept, a bad one gets its sentence
        good = {name: form.fields[name].good for name in ("pictures", "files")}
        try:
            actions.keep_files(manuscript, **good, said=request.POST, by=request.user)
            if not form.errors:
                return HttpResponseRedirect(manuscript.page("pictures"))
        except Refused as refusal:
            problem = refusal.message
            for field in form.fields.values():
                field.keep()
    context = {"photos": report.photos.all(), "documents": report.documents.all(), "form": form, "problem": problem}
    context["seen"] = actions.files_mark(report)
    context["language"] = manuscript.language
    return page(request, "research/report_pictures.html", manuscript, "pictures", **context)


# --- Writing together -----------------------------------------------------------------------------
@writers_only
def writers(request, manuscript):
    form = InviteForm(request.POST if "email" in request.POST else None, label_suffix="")
    try:
        if form.is_valid():
            absolute = page_in(request, manuscript.report.original_language)
            actions.invite(manuscript, email=form.cleaned_data["email"], by=request.user, absolute=absolute)
            messages.success(request, _("An invitation is on its way to %s.") % form.cleaned_data["email"])
            return HttpResponseRedirect(manuscript.page("writers"))
        if "leave_out" in request.POST:
            known = {str(writer.pk): writer for writer in manuscript.writers.all()}
            writer = known.get(request.POST["leave_out"])
            if writer is None:
                raise Http404
            actions.leave_out(writer, by=request.user)
            own = writer.user_id == request.user.pk
            return HttpResponseRedirect(reverse("research:report-mine") if own else manuscript.page("writers"))
    except Refused as refusal:
        messages.error(request, refusal.message)
    people = manuscript.writers.select_related("user")
    return page(request, "research/report_writers.html", manuscript, "writers", form=form, writers=people)


@never_cache
@login_required
def join(request, token):
    """What a link in an invitation leads to: one comes in by a button, so that no mail program does."""
    writer = actions.invited(token)
    if writer is None:
        return render(request, "research/report_join.html", {"noindex": True}, status=410)
    if request.method == "POST":
        try:
            return HttpResponseRedirect(actions.join(writer, by=request.user).page("about"))
        except Refused as refusal:
            messages.error(request, refusal.message)
    return render(request, "research/report_join.html", {"writer": writer, "noindex": True})


# --- Reading and sending --------------------------------------------------------------------------
@writers_only
def check(request, manuscript):
    """The manuscript as it will be read, what is missing, and what can be done with it now."""
    content, language = manuscript.content, manuscript.language
    problems = problems_of(content, manuscript.report.photos.all())
    context = {
        "problems": [(section and manuscript.page(section.key), section, sentence) for section, sentence in problems],
        "story": story(content, language),
        "tables": by_pupil(content, language),
        "about": content.get("about", {}),
        "remarks": manuscript.remarks.all(),
        "may_review": is_editor(request, manuscript),
        "State": Manuscript.State,
    }
    return page(request, "research/report_check.html", manuscript, "check", **context)


DEEDS = {
    "submit": (actions.submit, gettext_lazy("Your report is with the editors.")),
    "take_back": (actions.take_back, gettext_lazy("You can go on writing.")),
    "accept": (actions.accept, gettext_lazy("The report is accepted. Link its people and schools, then publish it.")),
    "return": (actions.return_with_remarks, gettext_lazy("The writers are told what to change.")),
    "open": (actions.open_again, gettext_lazy("You can go on writing.")),
}
WITH_MAIL, OF_EDITORS = ("submit", "accept", "return"), ("accept", "return", "open")


@require_POST
@writers_only
def deed(request, manuscript, name):
    """What a button below the manuscript does."""
    act, done = DEEDS[name]
    more = {"absolute": page_in(request, manuscript.report.original_language)} if name in WITH_MAIL else {}
    if name == "return":
        more["text"] = request.POST.get("text", "").strip()
    try:
        if name in OF_EDITORS and not is_editor(request, manuscript):
            raise Refused(_("Only editors may do this."))
        act(manuscript, by=request.user, **more)
        messages.success(request, done)
        if name == "accept":
            return HttpResponseRedirect(manuscript.report.edit_url)
    except (Refused, ValidationError) as refusal:
        messages.error(request, sentence_of(refusal))
    return HttpResponseRedirect(manuscript.page())
