"""The search page: everything public, with facets; and what one may be typing."""

from django.shortcuts import render
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.files import KINDS
from lessonstudy.content.languages import CONTENT_LANGUAGES, LANGUAGES, ShownText
from lessonstudy.search.filters import FacetFilter, RecordFilter, YearFilter
from lessonstudy.search.models import Card
from lessonstudy.search.query import did_you_mean, suggest, tally
from lessonstudy.search.snippets import marked, place_of, snippet
from lessonstudy.search.views import RecordListView

WHAT = [
    ("event", _("event")),
    ("news", _("news")),
    ("talk", pgettext_lazy("kind of thing", "talk")),
    ("session", _("session")),
    ("poster", _("poster")),
    ("report", _("lesson-study report")),
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
NAMES = dict(WHAT)
FEW = 3  # with fewer found, a mistyped word may be the reason


class SearchFilter(RecordFilter):
    kind = FacetFilter(_("Kind"), facet="what", choices=WHAT)
    year = YearFilter()
    series = FacetFilter(_("Series"), is_record=True)
    region = FacetFilter(_("Region"), is_record=True)
    school = FacetFilter(_("School"), is_record=True)
    person = FacetFilter(_("Person"), is_record=True)
    language = FacetFilter(_("Language"), choices=CONTENT_LANGUAGES)
    format = FacetFilter(_("File format"), choices=[(extension, kind[2]) for extension, kind in KINDS.items()])


class SearchView(RecordListView):
    filter_class = SearchFilter
    template_name = "portal/search.html"

    def records(self, found):
        return results(found, self.filter.words)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        words = self.filter.words
        if words and len(self.filter.answer) < FEW and (meant := did_you_mean(words)):
            context |= {"meant": meant, "meant_address": self.filter.address(q=meant)}
        if not self.filter.given:
            context["kinds"] = ways_in(self.filter, tally(getattr(self.request, "stamp", None)))
        return context | {"noindex": True}


def ways_in(form, counts):
    """(name of a kind, how many there are, the address that shows them), of the kinds there are."""
    there = [(what, name, counts[what][f"what:{what}"]) for what, name in WHAT]
    return [(name, number, form.address(kind=what)) for what, name, number in there if number]


def suggestions(request):
    """The first things whose title begins as what is being typed: a piece of HTML for the search page."""
    found = suggest(request.GET.get("q", "")[:100])
    return render(request, "portal/_suggestions.html", {"results": results(found, "")})


class Result:
    """A card of the index, as a page shows it."""

    def __init__(self, card, words):
        self.title, self.context, self.text = card.shown.title, card.shown.context, text_of(card, words)
        self.what = NAMES[card.entry.facets.split(" ", 1)[0].removeprefix("what:")]
        self.address = f"/{get_language()}/{card.path}"
        self.marked_title = marked(self.title.text, words)
        self.snippet = snippet(self.text.text, words)


def text_of(card, words):
    """The text in the reader's language; if the words are not in it, the one in which they are."""
    usual = card.shown.text
    texts = [usual, *(ShownText(getattr(card, f"text_{language}") or "", language) for language in LANGUAGES)]
    return next((text for text in texts if place_of(text.text, words) >= 0), usual) if words else usual


def results(entries, words):
    cards = Card.objects.select_related("entry").in_bulk(entries)
    return [Result(cards[entry], words) for entry in entries if entry in cards]
