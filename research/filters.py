"""Filters that the lists of posters and reports share."""

from django.utils.translation import gettext_lazy as _

from lessonstudy.search.filters import FacetFilter

from .taught import GRADES, Subject


class SubjectFilter(FacetFilter):
    def __init__(self):
        super().__init__(_("Subject"), choices=Subject.choices)


class GradeFilter(FacetFilter):
    """One grade of those that were taught; from the youngest."""

    def __init__(self):
        super().__init__(_("Grade"), choices=[(str(grade), name) for grade, name in GRADES])

    def in_order(self, pairs):
        return sorted(pairs, key=lambda pair: int(pair[0]))
