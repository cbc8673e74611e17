"""What staff narrow the lists of registrations by. The numbers of the dashboard lead to lists narrowed by these."""

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from members.models import Organization, Place

from .desk import Desk, Option
from .models import Attendance, Participant, State
from .places import lies_in

NOWHERE = "none"


class PathFilter(SimpleListFilter):
    """`path` leads from a row of the list to what it is narrowed by."""

    path = ""

    def queryset(self, request, queryset):
        return queryset.filter(**{self.path: self.value()}) if (self.value() or "").isdecimal() else queryset


class DeskFilter(PathFilter):
    title = _("event")
    parameter_name = "desk"
    path = "desk"

    def lookups(self, request, model_admin):
        reached = model_admin.get_queryset(request).order_by().values(self.path)
        desks = Desk.objects.filter(pk__in=reached).select_related("event").order_by("-event__begins_at", "-pk")
        return [(str(desk.pk), str(desk)) for desk in desks]


class ChosenFilter(PathFilter):
    """Something of the chosen event, or what a link chose."""

    def choosable(self, request):
        raise NotImplementedError

    def lookups(self, request, model_admin):
        return [(str(record.pk), str(record)) for record in self.choosable(request)]


class OptionFilter(ChosenFilter):
    title = _("way to take part")
    parameter_name = "option"
    path = "option"

    def choosable(self, request):
        desk = request.GET.get("desk", "")
        return Option.objects.filter(desk=desk) if desk.isdecimal() else ()


class GroupOptionFilter(OptionFilter):
    """Groups of which somebody takes part in that way."""

    def queryset(self, request, queryset):
        people = Participant.objects.filter(registration=OuterRef("pk")).exclude(state=State.CANCELLED)
        return queryset.filter(Exists(super().queryset(request, people))) if self.value() else queryset


class SchoolFilter(ChosenFilter):
    title = _("school")
    parameter_name = "school"
    path = "registration__organization"

    def choosable(self, request):
        school = request.GET.get("school", "")
        return Organization.objects.filter(pk=school) if school.isdecimal() else ()


class RegionFilter(SimpleListFilter):
    title = _("region")
    parameter_name = "region"
    path = "organization"

    def lookups(self, request, model_admin):
        regions = Place.objects.filter(kind=Place.Kind.REGION)
        return [*((str(region.pk), str(region)) for region in regions), (NOWHERE, _("not stated"))]

    def queryset(self, request, queryset):
        if self.value() == NOWHERE:
            return queryset.filter(lies_in(None, self.path))
        chosen = self.value() or ""
        region = Place.objects.filter(kind=Place.Kind.REGION, pk=chosen).first() if chosen.isdecimal() else None
        return queryset.filter(lies_in(region, self.path)) if region else queryset


class GroupStateFilter(SimpleListFilter):
    """The state of the whole group, as its page says it."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in State.values else queryset


class AttendedFilter(SimpleListFilter):
    title = _("attended")
    parameter_name = "attended"

    def lookups(self, request, model_admin):
        return [("yes", _("yes")), ("no", _("no"))]

    def queryset(self, request, queryset):
        was_there = Exists(Attendance.objects.filter(participant=OuterRef("pk")))
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(was_there if self.value() == "yes" else ~was_there)


def along(filter_class, path):
    """The same filter for a list whose rows reach what it asks for by `path`."""
    return type(filter_class.__name__, (filter_class,), {"path": path})
