"""What the portal holds of a person: given to them as a file, and erased when they ask staff for it."""

from dataclasses import replace

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from events.models import Participant
from events.persons import draft_data, drafts, erase_in, group_data, groups
from lessonstudy.content.errors import Refused
from lessonstudy.content.queue import forget_tasks
from lessonstudy.content.words import says
from members.persons import account_data, erase_account, invitations, oneself, representative_data, sought
from members.roles import may_see_persons
from research.persons import writer_data, writers

# Whose pages name people for good: their log does, too.
OF_ARCHIVE = ("person", "event", "eventseries", "session", "contribution", "body", "organization")


class Holdings:
    """All rows of a person, in all rooms."""

    def __init__(self, who):
        self.who, self.accounts = who, list(who.accounts)
        self.groups, self.drafts = groups(who), list(drafts(who))
        self.invitations, self.manuscripts = list(invitations(who)), list(writers(who))

    def __bool__(self):
        return any((self.accounts, self.groups, self.drafts, self.invitations, self.manuscripts))

    def as_data(self):
        """Names of fields and of things are English, what was written is as it was written."""
        with override("en"):
            return {
                "of": self.who.words,
                "made_at": now(),
                "accounts": [account_data(each) for each in self.accounts],
                "registration": [group_data(each) for each in self.groups],
                "drafts": [draft_data(each) for each in self.drafts],
                "invitations": [representative_data(each) for each in self.invitations],
                "manuscripts": [writer_data(each) for each in self.manuscripts],
            }


def file_of(holdings):
    """No cache keeps it."""
    answer = JsonResponse(holdings.as_data(), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="personal-data.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@never_cache
@login_required
def own_data(request):
    """Only what is held under an address that one has confirmed."""
    return file_of(Holdings(oneself(request.user)))


# --- For staff ------------------------------------------------------------------------------------
class PersonForm(forms.Form):
    """Whom they look for; and, to erase, what of it and why."""

    sought = forms.CharField(
        label=_("E-mail address or full name"), min_length=3, max_length=200, widget=UnfoldAdminTextInputWidget
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("“Asked for by letter of 5 May”: without the name, for it stays in the history."),
    )
    confirmed = forms.BooleanField(
        label=_("I know that this cannot be taken back."), required=False, widget=UnfoldBooleanWidget
    )


@never_cache
def personal_data(request):
    """Looked for by POST, so that no name stands in an address, which servers write down."""
    if not may_see_persons(request.user):
        raise Http404
    form = PersonForm(request.POST or None)
    holdings = Holdings(sought(form.cleaned_data["sought"])) if form.is_valid() else None
    if holdings and "export" in request.POST:
        return file_of(holdings)
    if holdings and "erase" in request.POST:
        try:
            erase_ticked(holdings, request.POST.getlist("row"), form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, gettext("Erased. Numbers stayed as they were."))
            return HttpResponseRedirect(request.path)
    context = {
        **admin.site.each_context(request),
        "title": gettext("Personal data"),
        "form": form,
        "holdings": holdings,
        "ticked": request.POST.getlist("row"),
    }
    return TemplateResponse(request, "admin/personal_data.html", context)


def erase_ticked(holdings, rows, said, *, by):
    if not said["confirmed"]:
        raise Refused(gettext("Tick that you know it cannot be taken back."))
    ticked = {
        "groups": [each for each in holdings.groups if f"group-{each.registration.pk}" in rows],
        "accounts": [each for each in holdings.accounts if f"account-{each.pk}" in rows],
    }
    if not any(ticked.values()) and (holdings.groups or holdings.accounts):
        raise Refused(gettext("Tick what is erased: others may have the same name."))
    erase(holdings, **ticked, by=by, reason=said["reason"])


@transaction.atomic
def erase(holdings, *, groups, accounts, by, reason):
    """Erase a person in these groups and these accounts, and what waits for their address; all of it, or nothing."""
    who = everything_known(holdings.who, groups, accounts)
    if not reason:
        raise Refused(gettext("Say why: this is written into the history."))
    if who.is_named(reason):
        raise Refused(gettext("Say why without the name and the address: the reason stays in the history."))
    for group in groups:
        erase_in(group, by=by, reason=reason)
    for account in accounts:
        erase_account(account)
    for rows in (drafts(who), invitations(who), writers(who)):
        rows.delete()
    forget_tasks(who.words, who.is_named)
    forget_log(who)
    number = len(groups) + len(accounts)
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(Participant),
        object_repr=str(_("Personal data")),
        action_flag=DELETION,
        change_message=f"{number}: {reason}",
    )


def everything_known(who, groups, accounts):
    """By all addresses and names that go with what is erased; accounts that are not ticked stay whole."""
    who = replace(who, accounts=()).also(
        [account.email for account in accounts], [account.get_full_name() for account in accounts]
    )
    for group in groups:
        who = who.also(group.who.addresses, group.who.names)
    return who


def forget_log(who):
    """The log of the admin names accounts and representatives; it keeps who did what, not to whom."""
    lines = LogEntry.objects.filter(content_type__app_label__in=["members", "events", "account"])
    lines = lines.exclude(content_type__model__in=OF_ARCHIVE)
    lines = lines.filter(says("object_repr", who.words) | says("change_message", who.words))
    named = [line.pk for line in lines if who.is_named(line.object_repr) or who.is_named(line.change_message)]
    LogEntry.objects.filter(pk__in=named).update(object_repr=str(_("erased")), change_message="")
