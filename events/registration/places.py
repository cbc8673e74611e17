"""In which region a school lies."""

from django.db.models import Q

from members.models import Place

ABOVE = "place__parent__parent"  # to select with an organization: a venue lies in a city, and that in a region


def region_of(place):
    """The region a place lies in, or is; None if nobody has said."""
    while place and place.kind != Place.Kind.REGION:
        place = place.parent
    return place


def lies_in(region, path):
    """The condition that the school at `path` lies in a region; in none that is known, for None."""
    places = Place.objects.select_related("parent__parent")
    nowhere = Q(**{f"{path}__place": None}) if region is None else Q()
    return Q(**{f"{path}__place__in": [place.pk for place in places if region_of(place) == region]}) | nowhere
