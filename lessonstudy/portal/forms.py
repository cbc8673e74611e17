"""The filter of the search page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lessonstudy.content.files import KINDS
from lessonstudy.content.languages import CONTENT_LANGUAGES
from lessonstudy.search.filters import FacetFilter, RecordFilter, YearFilter

WHAT = [
    ("event", _("event")),
    ("news", _("news")),
    ("talk", pgettext_lazy("kind of thing", "talk")),
    ("session", _("session")),
    ("poster", _("poster")),
    ("article", _("article")),
    ("issue", _("issue")),
    ("journal", _("journal")),
    ("file", _("file")),
    ("person", _("person")),
    ("school", _("school")),
    ("organization", _("organization")),
    ("council", _("council")),
    ("series", _("series")),
]


class SearchFilter(RecordFilter):
    kind = FacetFilter(_("Kind"), facet="what", choices=WHAT)
    year = YearFilter()
    series = FacetFilter(_("Series"), is_record=True)
    region = FacetFilter(_("Region"), is_record=True)
    school = FacetFilter(_("School"), is_record=True)
    person = FacetFilter(_("Person"), is_record=True)
    language = FacetFilter(_("Language"), choices=CONTENT_LANGUAGES)
    format = FacetFilter(_("File format"), choices=[(extension, kind[2]) for extension, kind in KINDS.items()])
