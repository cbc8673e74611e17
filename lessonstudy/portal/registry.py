"""The explicit list of what the world may find. A test asks every Publishable whether it is here."""

from events.models import Event, EventSeries
from journal.models import Article, Issue, Journal
from lessonstudy.news.models import NewsPost
from members.models import Body, Organization, Person
from research.models import Poster

PUBLIC_MODELS = (NewsPost, Event, EventSeries, Poster, Journal, Issue, Article, Person, Organization, Body)

# The word for each kind in addresses that never change: /id/<kind>/<number>.
KINDS = {model.address_kind(): model for model in PUBLIC_MODELS}
