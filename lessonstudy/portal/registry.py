"""The explicit list of what the world may find. A test asks every Publishable whether it is here."""

from events.models import Event, EventSeries
from journal.models import Article, Issue, Journal
from lessonstudy.news.models import NewsPost
from members.models import Body, Organization, Person
from research.models import Poster

# The word for each kind in permanent addresses (/id/event/12): it never changes.
KINDS = {
    "news": NewsPost,
    "event": Event,
    "series": EventSeries,
    "poster": Poster,
    "journal": Journal,
    "issue": Issue,
    "article": Article,
    "person": Person,
    "organization": Organization,
    "council": Body,
}
PUBLIC_MODELS = tuple(KINDS.values())
KIND_OF = {model: kind for kind, model in KINDS.items()}

# Whose address stands in whose: an issue's page lies below its journal's, an article's below both.
ABOVE = {Issue: ["journal"], Article: ["issue__journal"]}
BELOW = {Journal: {Issue: "journal", Article: "issue__journal"}, Issue: {Article: "issue"}}


def records_of(model):
    """All records of a kind, with what it takes to say their addresses."""
    return model._base_manager.select_related(*ABOVE.get(model, ()))
