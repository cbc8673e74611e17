"""Staff's lists of what was registered. They are read here; whatever is changed is changed on the registration's page,
with a reason.
"""

from uuid import uuid4

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.forms import ModelForm
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from lessonstudy.content.admin import SharedModelAdmin
from lessonstudy.content.editing.inlines import TableRows
from members.admin import BranchMixin, in_all_languages

from .bulk import NoteForm, send_note
from .desk import Desk, Question
from .export import answer_of, table_file
from .filters import (
    AttendedFilter,
    DeskFilter,
    GroupOptionFilter,
    GroupStateFilter,
    OptionFilter,
    RegionFilter,
    SchoolFilter,
    along,
)
from .models import Change, Consent, Letter, Participant, Registration, State
from .places import ABOVE, region_of
from .tasks import send_again

COLOURS = {"confirmed": "success", "offered": "info", "waiting": "warning", "cancelled": "danger"}
LETTER_COLOURS = {"sent": "success", "owed": "info", "failed": "danger"}
SCHOOL_NAMES = in_all_languages("registration__organization__name")


class ReadOnlyMixin:
    """Nobody writes it here."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyRows(ReadOnlyMixin, TableRows):
    """What happened to a registration."""

    form = ModelForm
    hide_title = True


class ReadOnlyAdmin(ReadOnlyMixin, BranchMixin, SharedModelAdmin):
    """A list to look at; whoever may change registrations may do what its buttons say."""

    branch_lookup = "registration__desk__event__branch"

    def has_send_permission(self, request):
        return request.user.has_perm("events.change_registration")

    @admin.display(description=_("event"), ordering="registration__desk__event__begins_at")
    def event_column(self, record):
        return str(record.registration.desk)

    @admin.display(description=_("school"))
    def school_column(self, record):
        return str(record.registration.organization)

    @display(description=_("state"), ordering="state", label={**COLOURS, **LETTER_COLOURS})
    def state_column(self, record):
        return record.state, record.get_state_display()


# --- Groups ---------------------------------------------------------------------------------------
def answers_of(owner, about, registration):
    """The questions and what was said to them."""
    asked = [question for question in registration.desk.asked if question.about == about]
    said = [(question, answer_of(owner, question)) for question in asked if question.kind != Question.Kind.FILE]
    return format_html_join("", '<span class="ls-sentence">{}: {}</span>', [each for each in said if each[1]])


def files_of(files, registration):
    """Links to what was sent along; only staff and the school can open them."""
    links = [(each.address(registration), each.name) for each in files]
    return format_html_join("", '<a class="ls-sentence ls-download" href="{}">{}</a>', links)


class ParticipantRows(ReadOnlyRows):
    model = Participant
    fields = ["name", "post", "subject", "email", "option", "state", "said", "sent"]
    readonly_fields = ["state", "said", "sent"]

    def get_queryset(self, request):
        desk = "registration__desk"
        rows = super().get_queryset(request)
        return rows.prefetch_related("files", "consents", f"{desk}__event", f"{desk}__questions")

    @admin.display(description=_("answers"))
    def said(self, person):
        return answers_of(person, Question.About.TEACHER, person.registration)

    @admin.display(description=_("files"))
    def sent(self, person):
        return files_of(person.files.all(), person.registration)


class ConsentRows(ReadOnlyRows):
    model = Consent
    fields = ["question", "version", "participant", "language", "given_by", "given_at"]
    readonly_fields = ["given_at"]


class LetterRows(ReadOnlyRows):
    model = Letter
    fields = ["kind", "to", "state", "owed_at", "sent_at", "problem"]
    readonly_fields = ["owed_at"]


class ChangeRows(ReadOnlyRows):
    model = Change
    fields = ["at", "deed", "participant", "before", "after", "reason", "by"]
    readonly_fields = ["at"]


@admin.register(Registration)
class RegistrationAdmin(ReadOnlyAdmin):
    branch_lookup = "desk__event__branch"
    view_on_site = False  # "Open the page of the group" does it
    fieldsets = [
        (
            _("Group"),
            {
                "fields": [
                    ("desk", "organization"),
                    ("email", "coordinator"),
                    ("language", "allows_part"),
                    ("created_at", "cancelled_at"),
                    ("queued_at", "offered_until"),
                    "said",
                    "sent",
                ]
            },
        )
    ]
    readonly_fields = ["created_at", "cancelled_at", "queued_at", "offered_until", "said", "sent"]
    inlines = [ParticipantRows, ConsentRows, LetterRows, ChangeRows]
    actions = ["write"]
    actions_detail = ["open_registration"]
    list_display = ["school_column", "event_column", "state_column", "seats_column", "region_column", "created_column"]
    list_filter = [DeskFilter, GroupStateFilter, GroupOptionFilter, RegionFilter, "created_at"]
    list_select_related = ["desk__event", f"organization__{ABOVE}"]
    search_fields = [*in_all_languages("organization__name"), "email", "participants__name", "participants__email"]

    # --- the list ---
    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("participants")

    @display(description=_("school"), header=True)
    def school_column(self, registration):
        return [str(registration.organization), registration.email]

    @admin.display(description=_("event"), ordering="desk__event__begins_at")
    def event_column(self, registration):
        return str(registration.desk)

    @display(description=_("state"), label=COLOURS)
    def state_column(self, registration):
        return registration.state, registration.state_label

    @admin.display(description=_("confirmed / waiting"))
    def seats_column(self, registration):
        states = [person.state for person in registration.participants.all()]
        waiting = states.count(State.WAITING) + states.count(State.OFFERED)
        return f"{states.count(State.CONFIRMED)} / {waiting}"

    @admin.display(description=_("region"))
    def region_column(self, registration):
        return region_of(registration.organization.place) or ""

    @admin.display(description=_("registered"), ordering="created_at")
    def created_column(self, registration):
        return date_format(localtime(registration.created_at), "SHORT_DATETIME_FORMAT")

    # --- one group ---
    @admin.display(description=_("answers"))
    def said(self, registration):
        return answers_of(registration, Question.About.GROUP, registration)

    @admin.display(description=_("files"))
    def sent(self, registration):
        return files_of(registration.files.filter(participant=None), registration)

    @action(description=_("Open the page of the group"), url_path="open", icon="open_in_new")
    def open_registration(self, request, object_id):
        """Where staff change it, with a reason."""
        registration = self.get_object(request, unquote(object_id))
        if registration is None or not self.has_view_permission(request, registration):
            raise Http404
        return HttpResponseRedirect(registration.get_absolute_url())

    # --- letters ---
    @admin.action(description=_("Write to the selected"), permissions=["send"])
    def write(self, request, queryset):
        """First the letter and who gets it; then, confirmed, it goes to each once."""
        chosen = [number for number in request.POST.get("chosen", "").split() if number.isdecimal()]
        queryset = self.get_queryset(request).filter(pk__in=chosen) if chosen else queryset
        registrations = list(queryset.live().select_related("organization", "desk__event"))
        if not registrations:
            said = gettext("All of them are cancelled: there is nobody to write to.")
            self.message_user(request, said, messages.WARNING)
            return None
        sent = request.POST if chosen else None
        form = NoteForm(sent, initial={"token": uuid4()})
        is_sound = form.is_valid()
        receivers = [(each, form.addressed(each)) for each in registrations] if is_sound else []
        number = sum(len(addressed) for _registration, addressed in receivers)
        if "confirm" in request.POST and number:
            return self.write_once(request, registrations, form, number)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Write to the selected"),
            "form": form,
            "chosen": " ".join(str(each.pk) for each in registrations),
            "registrations": registrations,
            "receivers": [(each, addressed) for each, addressed in receivers if addressed],
            "number": number,
            "notes": form.notes if is_sound else {},
            "is_preview": number and "edit" not in request.POST,
        }
        return TemplateResponse(request, "admin/registration_write.html", context)

    def write_once(self, request, registrations, form, number):
        if send_note(registrations, form):
            subject = next(iter(form.notes.values()))[0]
            said = gettext("letter: %s") % subject
            LogEntry.objects.log_actions(request.user.pk, registrations, CHANGE, said)
            done = ngettext("%d letter is on its way.", "%d letters are on their way.", number) % number
            self.message_user(request, done, messages.SUCCESS)
        else:
            said = gettext("This letter was sent already: nobody gets it twice.")
            self.message_user(request, said, messages.WARNING)
        return HttpResponseRedirect(request.get_full_path())


# --- Teachers -------------------------------------------------------------------------------------
@admin.register(Participant)
class ParticipantAdmin(ReadOnlyAdmin):
    fieldsets = [
        (
            _("Teacher"),
            {
                "fields": [
                    "registration",
                    ("name", "email"),
                    ("post", "subject"),
                    ("option", "state"),
                    "attended_column",
                ]
            },
        )
    ]
    readonly_fields = ["attended_column"]
    view_on_site = False
    actions = ["export_excel", "export_csv"]
    list_display = ["name", "school_column", "event_column", "option", "state_column", "attended_column"]
    list_filter = [
        along(DeskFilter, "registration__desk"),
        OptionFilter,
        "state",
        AttendedFilter,
        along(RegionFilter, "registration__organization"),
        SchoolFilter,
    ]
    list_select_related = ["registration__desk__event", "registration__organization", "option"]
    search_fields = ["name", "email", *SCHOOL_NAMES]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("attendances")

    @admin.display(description=_("attended"), boolean=True)
    def attended_column(self, person):
        return bool(person.attendances.all())

    @admin.action(description=_("Export as Excel"), permissions=["view"])
    def export_excel(self, request, queryset):
        return self.export(request, queryset, "xlsx")

    @admin.action(description=_("Export as CSV"), permissions=["view"])
    def export_csv(self, request, queryset):
        return self.export(request, queryset, "csv")

    def export(self, request, queryset, kind):
        """Of one event: each has its own questions."""
        desks = Desk.objects.filter(registrations__participants__in=queryset).distinct().select_related("event")[:2]
        if len(desks) != 1:
            self.message_user(request, gettext("Choose one event in the filter first."), messages.WARNING)
            return None
        return table_file(desks[0], Participant.objects.filter(pk__in=queryset.values("pk")), kind)


# --- Mails and consents ---------------------------------------------------------------------------
@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    fieldsets = [
        (
            _("Mail"),
            {
                "fields": [
                    "registration",
                    ("kind", "to"),
                    ("language", "state"),
                    ("owed_at", "sent_at"),
                    "tries",
                    "problem",
                ]
            },
        )
    ]
    readonly_fields = ["owed_at", "tries"]
    actions = ["again"]
    list_display = ["kind", "to", "event_column", "state_column", "tries", "problem", "owed_at"]
    list_filter = [along(DeskFilter, "registration__desk"), "state", "kind"]
    list_select_related = ["registration__desk__event", "registration__organization"]
    search_fields = ["to", *SCHOOL_NAMES]

    @admin.action(description=_("Send again"), permissions=["send"])
    def again(self, request, queryset):
        """What was not sent is tried at once; what was sent is not sent twice."""
        number = send_again(queryset)
        done = ngettext("%d letter is tried again.", "%d letters are tried again.", number) % number
        self.message_user(request, done, messages.SUCCESS if number else messages.WARNING)


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    fieldsets = [
        (
            _("Consent"),
            {
                "fields": [
                    ("registration", "participant"),
                    ("question", "version"),
                    "text",
                    ("language", "given_by"),
                    "given_at",
                ]
            },
        )
    ]
    readonly_fields = ["given_at"]
    list_display = ["question", "version", "who_column", "school_column", "language", "given_by", "given_at"]
    list_filter = [along(DeskFilter, "registration__desk"), "language"]
    list_select_related = ["question", "participant", "registration__desk__event", "registration__organization"]
    search_fields = ["given_by", "participant__name", *SCHOOL_NAMES]

    @admin.display(description=_("who"))
    def who_column(self, consent):
        return str(consent.participant) if consent.participant_id else str(consent.registration.organization)
