"""The filters of the lists of people and schools; and how one asks to represent a school."""

from itertools import groupby

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.languages import sort_key
from lessonstudy.search.filters import FacetFilter, RecordFilter
from lessonstudy.search.query import NAME

from .models import Organization, Place


class PersonFilter(RecordFilter):
    school = FacetFilter(_("School"), is_record=True)

    scope = ("what:person",)
    default_order = NAME


class SchoolFilter(RecordFilter):
    kind = FacetFilter(_("Kind"), choices=Organization.Kind.choices)
    region = FacetFilter(_("Region"), is_record=True)

    scope = ("what:school",)
    default_order = NAME


class OrganizationFilter(SchoolFilter):
    """Schools and all other organizations."""

    scope = ("what:school|what:organization",)


class CouncilFilter(RecordFilter):
    scope = ("what:council",)
    default_order = NAME


# --- Representing a school ------------------------------------------------------------------------
class PlacesByRegion(ModelChoiceIterator):
    """Every region with its cities below it; those of this country first, then abroad."""

    def __iter__(self):
        yield "", self.field.empty_label
        places = sorted(self.queryset.select_related("parent"), key=place_in_order)
        for region, group in groupby(places, region_of):
            choices = [self.choice(place) for place in group]
            alone = len(choices) == 1 and choices[0][0] == region.pk
            yield choices[0] if alone else (str(region), choices)


def region_of(place):
    return place.parent if place.kind == Place.Kind.CITY and place.parent else place


def place_in_order(place):
    region = region_of(place)
    is_abroad = region.kind != Place.Kind.REGION
    return is_abroad, sort_key(str(region)), region.pk, place != region, sort_key(str(place))


class PlaceField(forms.ModelChoiceField):
    iterator = PlacesByRegion


class PositionForm(forms.Form):
    position = forms.CharField(
        label=_("Your post there"),
        max_length=200,
        required=False,
        help_text=_("Teacher of physics, deputy head: staff read it when they answer you."),
    )


class AskForm(PositionForm):
    ask = forms.ModelChoiceField(Organization.objects.schools(), widget=forms.HiddenInput)


class NewSchoolForm(PositionForm):
    name = forms.CharField(label=_("Name of the school"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, kind.label) for kind in Organization.SCHOOL_KINDS])
    place = PlaceField(
        Place.objects.filter(kind__in=(Place.Kind.CITY, Place.Kind.REGION)),
        label=_("City"),
        help_text=_("If your town is not in the list, choose its region."),
    )

    field_order = ["name", "kind", "place", "position"]


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail of your colleague"), max_length=254)
