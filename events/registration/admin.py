"""The form by which staff set the registration of an event, and the pages around it."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from events.calendar.models import Event
from lessonstudy.content.admin import SharedModelAdmin
from lessonstudy.content.errors import Refused
from lessonstudy.content.languages import LANGUAGES
from members.admin import BranchMixin, in_all_languages

from . import actions
from .dashboard import dashboard
from .desk import Desk, Kind
from .export import TABLES, table_file
from .lists import ConsentAdmin, LetterAdmin, ParticipantAdmin, RegistrationAdmin
from .models import Participant, State
from .opening import check_can_open, closing, may_open, open_desk
from .rows import MailTextInline, OptionInline, QuestionInline, RegionInline
from .sample import KINDS, sample_mail

__all__ = ["ConsentAdmin", "DeskAdmin", "LetterAdmin", "ParticipantAdmin", "RegistrationAdmin", "desk_address"]


def desk_address(event):
    """Where staff set the registration of an event: its form, or the page that opens it."""
    desk = Desk.objects.filter(event=event).first()
    if desk:
        return reverse("admin:events_desk_change", args=[desk.pk])
    return f"{reverse('admin:events_desk_add')}?event={event.pk}"


@admin.register(Desk)
class DeskAdmin(BranchMixin, SharedModelAdmin):
    branch_lookup = "event__branch"
    view_on_site = False  # "Preview" does it
    fieldsets = [
        (_("When"), {"fields": ["event_line", ("opens_at", "closes_at"), "zone_line"]}),
        (_("Access"), {"fields": [("access", "code"), "invited", "without_account"]}),
        (_("Limits"), {"fields": ["school_quota"]}),
        (
            _("Rules"),
            {
                "fields": [
                    ("has_waiting_list", "offer_hours"),
                    ("substitution_until", "cancellation_until"),
                    "checked_in_sessions",
                ]
            },
        ),
        (_("Mails"), {"fields": ["online_link", "reminder_days"]}),
        (_("Personal data"), {"fields": ["keep_months", "erased_at"]}),
    ]
    readonly_fields = ["event_line", "zone_line", "erased_at"]
    autocomplete_fields = ["invited"]
    inlines = [OptionInline, RegionInline, QuestionInline, MailTextInline]
    actions_detail = ["numbers", "preview", "mails", "registrations", "door"]
    list_display = ["title_column", "state_column", "opens_at", "closes_at", "groups_column"]
    list_select_related = ["event"]
    list_filter = ["access"]
    search_fields = in_all_languages("event__title")
    ordering = ["-event__begins_at", "-pk"]

    # --- the form ---
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """All moments are written and read by the clock of the place where the event is held."""
        desk = Desk.objects.select_related("event").filter(pk=self._key(unquote(object_id))).first()
        with timezone.override(desk and desk.event.zone):
            response = super().changeform_view(request, object_id, form_url, extra_context)
            return response.render() if isinstance(response, TemplateResponse) else response

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if sessions := form.base_fields.get("checked_in_sessions"):
            sessions.queryset = obj.event.sessions.all()
        return form

    def get_fieldsets(self, request, obj=None):
        """Where the event has no sessions there is nothing to check in at but the event."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj and obj.event.sessions.exists():
            return fieldsets
        return [
            (name, {**options, "fields": [each for each in options["fields"] if each != "checked_in_sessions"]})
            for name, options in fieldsets
        ]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "checked_in_sessions":
            kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("event"))
    def event_line(self, desk):
        return desk.event

    @admin.display(description=_("time zone"))
    def zone_line(self, desk):
        """Of the moments in the form."""
        offset = timezone.localtime(desk.opens_at, desk.event.zone).utcoffset().total_seconds() / 3600
        return gettext("%(zone)s (UTC%(offset)s): all moments on this page are in it.") % {
            "zone": desk.event.zone.key,
            "offset": f"{offset:+g}",
        }

    def save_related(self, request, form, formsets, change):
        """The waiting list is asked once all rows have their places."""
        super().save_related(request, form, formsets, change)
        actions.capacity_changed(form.instance)

    # --- opening ---
    def has_add_permission(self, request):
        return False  # from the event: see add_view

    def add_view(self, request, form_url="", extra_context=None):
        """What will be open for the event named in the address; the button opens it."""
        number = request.GET.get("event", "")
        event = Event.objects.filter(pk=number).first() if number.isdecimal() else None
        if event is None:
            self.message_user(request, gettext("Open the event and press “Registration”."), messages.INFO)
            return HttpResponseRedirect(reverse("admin:events_event_changelist"))
        if not may_open(event, request.user):
            raise Http404
        try:
            check_can_open(event)
            if request.method == "POST":
                return self.opened(request, event)
        except Refused as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            return HttpResponseRedirect(event.edit_url)
        with timezone.override(event.zone):
            context = {"event": event, "closes_at": timezone.localtime(closing(event))}
            return self.page(request, "admin/open_desk.html", gettext("Open the registration"), context).render()

    def opened(self, request, event):
        desk = open_desk(event, by=request.user)
        self.log_addition(request, desk, [{"added": {}}])
        said = gettext("The registration of “%s” is open. Say here how many places there are, or leave it as it is.")
        self.message_user(request, said % event, messages.SUCCESS)
        return HttpResponseRedirect(desk_address(event))

    def page(self, request, template, title, context):
        whole = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context}
        return TemplateResponse(request, template, whole)

    # --- pages of a desk ---
    def found(self, request, object_id):
        desk = self.get_object(request, unquote(object_id))
        if desk is None or not self.has_view_permission(request, desk):
            raise Http404
        return desk

    @action(description=_("Numbers"), url_path="numbers", icon="bar_chart")
    def numbers(self, request, object_id):
        desk = self.found(request, object_id)
        context = {"original": desk, "desk": desk, **dashboard(desk)}
        return self.page(request, "admin/registration_numbers.html", gettext("Registration: %s") % desk, context)

    def get_urls(self):
        export = self.admin_site.admin_view(self.export)
        own = path("<path:object_id>/participants.<str:kind>", export, name="events_desk_export")
        return [own, *super().get_urls()]

    def export(self, request, object_id, kind):
        """Everybody who registered and did not cancel."""
        desk = self.found(request, object_id)
        if kind not in TABLES or not request.user.has_perm("events.view_participant"):
            raise Http404
        people = Participant.objects.filter(registration__desk=desk).exclude(state=State.CANCELLED)
        return table_file(desk, people, kind)

    @action(description=_("Preview"), url_path="preview", icon="visibility", attrs={"target": "_blank"})
    def preview(self, request, object_id):
        return HttpResponseRedirect(self.found(request, object_id).get_absolute_url())

    @action(description=_("Groups"), url_path="registrations", icon="groups")
    def registrations(self, request, object_id):
        address = reverse("admin:events_registration_changelist")
        return HttpResponseRedirect(f"{address}?desk={self.found(request, object_id).pk}")

    @action(description=_("At the door"), url_path="door", icon="qr_code_scanner")
    def door(self, request, object_id):
        """Check-in; from there to the lists to print, the platform's report and the figures."""
        return HttpResponseRedirect(reverse("events:check-in", args=[self.found(request, object_id).event.slug]))

    @action(description=_("Mails as they look"), url_path="mails", icon="mail")
    def mails(self, request, object_id):
        """Each kind of mail in the three languages, to a school that does not exist. Nothing is sent."""
        desk = self.found(request, object_id)
        chosen = request.GET.get("kind", "")
        kind = Kind(chosen) if chosen in KINDS else KINDS[0]
        site = request.build_absolute_uri("/").rstrip("/")
        mails = [(language, sample_mail(desk, kind, language, site)) for language in LANGUAGES]
        context = {"original": desk, "kinds": KINDS, "kind": kind, "mails": mails}
        return self.page(request, "admin/registration_mails.html", gettext("Mails as they look"), context)

    # --- the list ---
    def get_queryset(self, request):
        live = Count("registrations", filter=Q(registrations__cancelled_at=None))
        return super().get_queryset(request).annotate(groups=live)

    @admin.display(description=_("event"), ordering="event__begins_at")
    def title_column(self, desk):
        return str(desk)

    @display(description=_("state"), label={"early": "info", "open": "success", "closed": "warning", "over": "default"})
    def state_column(self, desk):
        if desk.is_over:
            return "over", gettext("the event is over")
        if desk.is_early:
            return "early", gettext("not open yet")
        return ("open", gettext("open")) if desk.is_open else ("closed", gettext("closed"))

    @admin.display(description=_("groups"))
    def groups_column(self, desk):
        return desk.groups
