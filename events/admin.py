"""The facade: the event's form, put together from all rooms in the order staff think."""

from django.contrib import admin

from lessonstudy.content.editing.depositing import DepositMixin

from .calendar import admin as calendar
from .crossref import event_deposit
from .models import Event
from .programme import admin as programme
from .recognition import admin as recognition


@admin.register(Event)
class EventAdmin(DepositMixin, calendar.EventAdmin):
    deposit = staticmethod(event_deposit)
    actions_detail = [*calendar.EventAdmin.actions_detail, "crossref"]
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
