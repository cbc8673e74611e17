"""The facade: the event's form, put together from all rooms in the order staff think."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from lessonstudy.content.editing.depositing import DepositMixin

from .calendar import admin as calendar
from .crossref import event_deposit
from .models import Desk, Event
from .programme import admin as programme
from .recognition import admin as recognition
from .registration import admin as registration
from .registration.actions import capacity_changed


@admin.register(Event)
class EventAdmin(DepositMixin, calendar.EventAdmin):
    deposit = staticmethod(event_deposit)
    actions_detail = [*calendar.EventAdmin.actions_detail, "registration", "crossref"]
    inlines = [
        calendar.OrganizationInline,
        calendar.EventRoleInline,
        calendar.FigureInline,
        programme.TrackInline,
        programme.SessionInline,
        programme.ContributionInline,
        programme.VisitInline,
        programme.AgendaInline,
        calendar.PointInline,
        calendar.EventPhotoInline,
        calendar.EventDocumentInline,
        calendar.EventVideoInline,
        recognition.AwardInline,
    ]

    def has_desk_permission(self, request, object_id=None):
        return request.user.has_perm("events.view_desk") or request.user.has_perm("events.add_desk")

    def save_related(self, request, form, formsets, change):
        """Places that were left while the event was cancelled or postponed are offered once it is not."""
        super().save_related(request, form, formsets, change)
        if "state" in form.changed_data and (desk := Desk.objects.filter(event=form.instance).first()):
            capacity_changed(desk)

    @action(description=_("Registration"), url_path="registration", icon="how_to_reg", permissions=["desk"])
    def registration(self, request, object_id):
        event = self.get_object(request, unquote(object_id))
        if event is None:
            raise Http404
        return HttpResponseRedirect(registration.desk_address(event))
