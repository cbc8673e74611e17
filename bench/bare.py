# ruff: noqa: DJ008 - models only read, never shown by name
"""The second yardstick: bare Django on the portal's own tables.

ORM and templates as anyone would write them on an afternoon, in one language: no sessions, languages or filters, no
cache. Search is LIKE over titles and texts, the hits in titles first. Connections to the database are kept as the
portal keeps them.
"""

import os

import environ
from django.conf import settings
from django.core.management.utils import get_random_secret_key
from django.core.wsgi import get_wsgi_application

DATABASE = environ.Env.db_url_config(
    os.environ.get("DATABASE_URL") or f"sqlite:///{os.environ['DATA_DIR']}/portal.sqlite3"
)
PAGE = (
    '<!doctype html><html lang="kk"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title></head>'
    '<body><nav><a href="/">Home</a> <a href="/events/">Events</a></nav>{% block content %}{% endblock %}</body></html>'
)
ENTRY = (
    '<li><a href="/events/{{ event.slug }}/">{{ event.title }}</a> {{ event.kind }} {{ event.start }} {{ event.mode }}'
    "<p>{{ event.summary }}</p>{% for place in event.places.all %}{{ place.name }} {% endfor %}"
    '{% with event.photos.all|first as photo %}{% if photo %}<img src="/media/{{ photo.image }}" alt="">{% endif %}'
    "{% endwith %}</li>"
)
ROLES = (
    "{% for role in roles %}{{ role.person.given_name }} {{ role.person.family_name }}, {{ role.role }} {% endfor %}"
)
TEMPLATES = {
    "page.html": PAGE,
    "entry.html": ENTRY,
    "roles.html": ROLES,
    "home.html": '{% extends "page.html" %}{% block content %}<ul>{% for post in news %}<li>{{ post.title }}'
    "<p>{{ post.lead }}</p></li>{% endfor %}</ul><ul>{% for event in events %}"
    '<li><a href="/events/{{ event.slug }}/">{{ event.title }}</a> {{ event.start }}</li>{% endfor %}</ul>'
    "{{ counts }}{% endblock %}",
    "list.html": '{% extends "page.html" %}{% block content %}<h1>{{ page.paginator.count }}</h1><ul>'
    '{% for event in page %}{% include "entry.html" %}{% endfor %}</ul>{{ page.number }}{% endblock %}',
    "search.html": '{% extends "page.html" %}{% block content %}<h1>{{ page.paginator.count }}</h1><ul>'
    "{% for hit in page %}<li>{{ hit.title }}<p>{{ hit.text|striptags|truncatewords:30 }}</p></li>{% endfor %}</ul>"
    "{% endblock %}",
    "event.html": '{% extends "page.html" %}{% block title %}{{ event.title }}{% endblock %}{% block content %}'
    "<h1>{{ event.title }}</h1><p>{{ event.start }} {{ event.end }} {{ event.mode }}</p><p>{{ event.theme }}</p>"
    "<p>{{ event.summary }}</p><p>{{ event.purpose }}</p>{{ event.description|safe }}<ul>"
    "{% for talk in event.contributions.all %}<li>{{ talk.title }} "
    '{% include "roles.html" with roles=talk.roles.all %}</li>{% endfor %}</ul>'
    '{% for photo in event.photos.all %}<img src="/media/{{ photo.image }}" alt="{{ photo.caption }}">{% endfor %}'
    '{% for file in event.documents.all %}<a href="/media/{{ file.file }}">{{ file.label }}</a>{% endfor %}'
    "{% endblock %}",
    "poster.html": '{% extends "page.html" %}{% block title %}{{ poster.title }}{% endblock %}{% block content %}'
    "<h1>{{ poster.title }}</h1><p>{{ poster.aim }}</p><p>{{ poster.model }}</p><p>{{ poster.results }}</p>"
    '{% include "roles.html" with roles=poster.roles.all %}'
    '{% for photo in poster.photos.all %}<img src="/media/{{ photo.image }}" alt="{{ photo.caption }}">{% endfor %}'
    '{% for file in poster.documents.all %}<a href="/media/{{ file.file }}">{{ file.label }}</a>{% endfor %}'
    "<p>{{ poster.transcript }}</p>{% endblock %}",
}
settings.configure(
    SECRET_KEY=get_random_secret_key(),
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["bench.bare"],  # this file: its models must find each other
    USE_TZ=True,
    DATABASES={"default": {**DATABASE, "CONN_MAX_AGE": 60}},
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.cached.Loader", [
                ("django.template.loaders.locmem.Loader", TEMPLATES)])]},
        }
    ],
)  # fmt: skip
application = get_wsgi_application()

from django.core.paginator import Paginator  # noqa: E402 - models need the settings
from django.db import models  # noqa: E402
from django.shortcuts import get_object_or_404, render  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402


class Table(models.Model):
    class Meta:
        abstract = True
        app_label = "bare"
        managed = False


class Place(Table):
    name = models.TextField()

    class Meta(Table.Meta):
        db_table = "members_place"


class Person(Table):
    family_name = models.TextField()
    given_name = models.TextField()

    class Meta(Table.Meta):
        db_table = "members_person"


class Published(models.QuerySet):
    def published(self):
        return self.filter(status="published", published_at__lte=timezone.now())


class Record(Table):
    slug = models.SlugField()
    title = models.TextField()
    status = models.TextField()
    published_at = models.DateTimeField()

    objects = Published.as_manager()

    class Meta(Table.Meta):
        abstract = True


class Event(Record):
    kind = models.TextField()
    mode = models.TextField()
    start = models.TextField()
    end = models.TextField()
    begins_at = models.DateTimeField()
    theme = models.TextField()
    summary = models.TextField()
    purpose = models.TextField()
    description = models.TextField()
    places = models.ManyToManyField(Place, through="EventPlace")

    searched = ("title", "summary", "description")

    class Meta(Table.Meta):
        db_table = "events_event"

    @property
    def text(self):
        return self.summary


class EventPlace(Table):
    event = models.ForeignKey(Event, models.CASCADE)
    place = models.ForeignKey(Place, models.CASCADE)

    class Meta(Table.Meta):
        db_table = "events_event_places"


class EventPhoto(Table):
    event = models.ForeignKey(Event, models.CASCADE, related_name="photos")
    image = models.TextField()
    caption = models.TextField()

    class Meta(Table.Meta):
        db_table = "events_eventphoto"


class EventDocument(Table):
    event = models.ForeignKey(Event, models.CASCADE, related_name="documents")
    file = models.TextField()
    label = models.TextField()

    class Meta(Table.Meta):
        db_table = "events_eventdocument"


class Contribution(Table):
    event = models.ForeignKey(Event, models.CASCADE, related_name="contributions")
    title = models.TextField()

    class Meta(Table.Meta):
        db_table = "events_contribution"


class ContributionRole(Table):
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="roles")
    person = models.ForeignKey(Person, models.CASCADE)
    role = models.TextField()

    class Meta(Table.Meta):
        db_table = "events_contributionrole"


class NewsPost(Record):
    lead = models.TextField()
    body = models.TextField()

    searched = ("title", "lead", "body")

    class Meta(Table.Meta):
        db_table = "news_newspost"

    @property
    def text(self):
        return self.lead


class Poster(Record):
    aim = models.TextField()
    model = models.TextField()
    results = models.TextField()
    transcript = models.TextField()

    searched = ("title", "aim", "results")

    class Meta(Table.Meta):
        db_table = "research_poster"

    @property
    def text(self):
        return self.aim


class PosterRole(Table):
    poster = models.ForeignKey(Poster, models.CASCADE, related_name="roles")
    person = models.ForeignKey(Person, models.CASCADE)
    role = models.TextField()

    class Meta(Table.Meta):
        db_table = "research_posterrole"


class PosterPhoto(Table):
    poster = models.ForeignKey(Poster, models.CASCADE, related_name="photos")
    image = models.TextField()
    caption = models.TextField()

    class Meta(Table.Meta):
        db_table = "research_posterphoto"


class PosterDocument(Table):
    poster = models.ForeignKey(Poster, models.CASCADE, related_name="documents")
    file = models.TextField()
    label = models.TextField()

    class Meta(Table.Meta):
        db_table = "research_posterdocument"


def latest():
    return Event.objects.published().order_by("-begins_at")


def home(request):
    news = NewsPost.objects.published().order_by("-published_at")[:5]
    counts = [model.objects.published().count() for model in (Event, NewsPost, Poster)]
    return render(request, "home.html", {"news": news, "events": latest()[:4], "counts": counts})


def event_list(request):
    events = latest().prefetch_related("places", "photos")
    return render(request, "list.html", {"page": Paginator(events, 20).get_page(request.GET.get("page"))})


def search(request):
    words = request.GET.get("q", "")
    hits = [hit for model in (Event, NewsPost, Poster) for hit in matching(model, words)]
    hits.sort(key=lambda hit: (words in hit.title.lower(), hit.published_at), reverse=True)
    return render(request, "search.html", {"page": Paginator(hits, 20).get_page(request.GET.get("page"))})


def matching(model, words):
    anywhere = models.Q()
    for name in model.searched:
        anywhere |= models.Q(**{f"{name}__icontains": words})
    return model.objects.published().filter(anywhere)


def event(request, slug):
    events = Event.objects.published().prefetch_related("photos", "documents", "contributions__roles__person")
    return render(request, "event.html", {"event": get_object_or_404(events, slug=slug)})


def poster(request, slug):
    posters = Poster.objects.published().prefetch_related("photos", "documents", "roles__person")
    return render(request, "poster.html", {"poster": get_object_or_404(posters, slug=slug)})


urlpatterns = [
    path("", home),
    path("events/", event_list),
    path("search/", search),
    path("events/<slug>/", event),
    path("posters/<slug>/", poster),
]
