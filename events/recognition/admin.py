"""Rows of awards in the event's form."""

from lessonstudy.content.editing.inlines import OrderedRows, in_languages

from .models import Award


class AwardInline(OrderedRows):
    model = Award
    autocomplete_fields = ["person", "organization", "contribution"]
    lines = ["kind", ("person", "organization"), "contribution", *in_languages("title", "note")]
