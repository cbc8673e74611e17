"""The explicit lists of what the world may find. A test asks every Publishable whether it is here."""

from events.citing import CITABLE as EVENTS_CITABLE
from events.findable import FINDABLE as EVENTS
from events.models import Contribution, Event, EventSeries
from journal.citing import CITABLE as JOURNAL_CITABLE
from journal.findable import FINDABLE as JOURNAL
from journal.models import Article, Issue, Journal
from lessonstudy.content.models import published
from lessonstudy.news.findable import FINDABLE as NEWS
from lessonstudy.news.models import NewsPost
from members.findable import FINDABLE as MEMBERS
from members.models import Body, Organization, Person
from research.citing import CITABLE as RESEARCH_CITABLE
from research.findable import FINDABLE as RESEARCH
from research.models import Poster, Report

PUBLIC_MODELS = (NewsPost, Event, EventSeries, Poster, Report, Journal, Issue, Article, Person, Organization, Body)

# The word for each kind in addresses that never change: /id/<kind>/<number>.
KINDS = {model.address_kind(): model for model in PUBLIC_MODELS}

# The same, and what is public with something else, but can be named and cited by itself.
NAMED = {**KINDS, Contribution.address_kind(): Contribution}

# What search finds: (model, how it describes itself, what that reads, the records above it).
FINDABLE = [*NEWS, *EVENTS, *RESEARCH, *JOURNAL, *MEMBERS]

# What can be cited: (model, what search calls it, how it is cited, what that reads).
CITABLE = [*EVENTS_CITABLE, *RESEARCH_CITABLE, *JOURNAL_CITABLE]

# What has its page inside the page of something else, and is found only while that is public too.
ABOVE = {Contribution: ("event",), Issue: ("journal",), Article: ("issue", "issue__journal")}
BELOW = {Journal: {Issue: "journal", Article: "issue__journal"}, Issue: {Article: "issue"}}


def findable(model):
    """The records of a kind that the world may find now, ready to say their address."""
    around = ABOVE.get(model, ())
    records = model.objects.published().select_related(*around)
    return records.filter(*map(published, around))


def records_of(model):
    """All records of a kind, with what it takes to say their addresses."""
    return model._base_manager.select_related(*ABOVE.get(model, ()))


def shown_models():
    """Every table that readers see something of: those of the rooms that do not say no, without earlier versions."""
    rooms = {model._meta.app_config for model in PUBLIC_MODELS}
    tables = [model for room in sorted(rooms, key=lambda room: room.label) for model in room.get_models()]
    return [model for model in tables if getattr(model, "shown_to_readers", not hasattr(model, "history_id"))]
