"""The explicit lists of what the world may find. A test asks every Publishable whether it is here."""

from events.findable import FINDABLE as EVENTS
from events.models import Event, EventSeries
from journal.findable import FINDABLE as JOURNAL
from journal.models import Article, Issue, Journal
from lessonstudy.news.findable import FINDABLE as NEWS
from lessonstudy.news.models import NewsPost
from members.findable import FINDABLE as MEMBERS
from members.models import Body, Organization, Person
from research.findable import FINDABLE as RESEARCH
from research.models import Poster

PUBLIC_MODELS = (NewsPost, Event, EventSeries, Poster, Journal, Issue, Article, Person, Organization, Body)

# What search finds: (model, how it describes itself, what that reads, the records above it).
FINDABLE = [*NEWS, *EVENTS, *RESEARCH, *JOURNAL, *MEMBERS]
