"""Grows a large synthetic archive for benchmarks and load tests: the same for the same seed.

Of 100 items, published records with a page of their own, 25 are events (a fifth of them inside another event), 20 news
posts, 20 posters, 15 people, 10 schools, 9 articles and 1 an issue. With them comes what belongs to them: an event has
about 8 contributions with their speakers and schools, 2 sessions, figures, questions, pictures and files. A few places,
series and journals that hold it all together are not counted.

Names are built of syllables and say that they are samples. Words follow Zipf's law (growing_words.py). Pictures and
files come from a small pool: rows with the same content share one stored file, as they do everywhere in the portal.
"""

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from io import BytesIO

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import translation

from events.models import (
    Contribution,
    ContributionDocument,
    ContributionRole,
    Event,
    EventDocument,
    EventOrganization,
    EventPhoto,
    EventPoint,
    EventRole,
    EventSeries,
    ParticipationFigure,
    Session,
)
from journal.models import Article, ArticleDocument, ArticleRole, Issue, Journal
from lessonstudy.content.dates import PartialDate
from lessonstudy.content.errors import Refused
from lessonstudy.content.images import make_sizes
from lessonstudy.content.languages import LANGUAGES
from lessonstudy.content.models import Status
from lessonstudy.news.models import NewsDocument, NewsPhoto, NewsPost
from members.models import Affiliation, Organization, Person, PersonName, Place
from research.models import Poster, PosterDocument, PosterPhoto, PosterRole

from .growing_words import Words, rare_word
from .loading import write
from .standins import draw_photo

# How many of 100 items are of each kind, in the order of growing: what is pointed to comes first.
SHARES = {Organization: 10, Person: 15, Event: 25, NewsPost: 20, Poster: 20, Issue: 1, Article: 9}
LEAST = 20
BATCH = 200  # items a transaction
PICTURES, FILES = 12, 6
ISSUES_A_JOURNAL, ISSUES_A_YEAR = 150, 12

PRESENT = [LANGUAGES, ("kk", "ru"), ("kk",), ("ru",), ("en",)]
PRESENT_WEIGHTS = (60, 20, 8, 6, 6)
TEACHER = {"kk": "мұғалім", "ru": "учитель", "en": "teacher"}


def grow(items, seed, say):
    """Grow `items` records; True if it did, False if they are here already. `say` gets a line of progress."""
    present = sum(model._default_manager.filter(slug__startswith=prefix(seed)).count() for model in SHARES)
    if present == items:
        return False
    if present:
        raise Refused(
            f"Here are {present} records of seed {seed} already (another size, or a run that was cut short): "
            "take another seed or an empty database."
        )
    if items < LEAST:
        raise Refused(f"Ask for {LEAST} items at least, so that every kind is among them.")
    with translation.override(settings.LANGUAGE_CODE):  # decides the columns without a language
        Archive(seed, say).grow(shares(items))
    return True


def prefix(seed):
    return f"sample-{seed}-"


def shares(items):
    """How many of each kind: one at least, and events for the rest."""
    counts = {model: max(1, items * share // 100) for model, share in SHARES.items()}
    return counts | {Event: items - sum(counts.values()) + counts[Event]}


class Archive:
    def __init__(self, seed, say):
        self.seed, self.say = seed, say
        self.chance = random.Random(f"archive {seed}")  # noqa: S311 - decides sample data, guards nothing
        self.words = Words(self.chance)
        self.keys = defaultdict(list)  # of what is saved, by model

    def grow(self, counts):
        self.say("Drawing the pictures and files ...")
        self.photos, self.sheets, self.files = picture_pool("event/grown"), picture_pool("poster/grown"), file_pool()
        self.frame(counts)
        inside = counts[Event] // 5
        self.grow_kind(Organization, self.school, range(counts[Organization]))
        self.grow_kind(Person, self.person, range(counts[Person]))
        self.grow_kind(Event, self.event, range(counts[Event] - inside))
        self.grow_kind(Event, self.event_inside, range(counts[Event] - inside, counts[Event]))
        for model, make in (
            (NewsPost, self.post),
            (Poster, self.poster),
            (Issue, self.issue),
            (Article, self.article),
        ):
            self.grow_kind(model, make, range(counts[model]))

    def grow_kind(self, model, make, numbers):
        for start in range(0, len(numbers), BATCH):
            rows = [row for number in numbers[start : start + BATCH] for row in make(number)]
            save(rows)
            self.keys[model] += [row.pk for row in rows if isinstance(row, model)]
        self.say(f"{model._meta.model_name:<13}{len(self.keys[model]):>6}")

    # --- What holds it together -------------------------------------------------------------------
    def frame(self, counts):
        self.keep(Place, [self.place("region", number, None) for number in range(12)])
        regions = self.keys.pop(Place)
        self.keep(Place, [self.place("city", number, self.chance.choice(regions)) for number in range(24)])
        self.keep(EventSeries, [self.titled(EventSeries, number, scope="city") for number in range(8)])
        journals = counts[Issue] // ISSUES_A_JOURNAL + 1
        self.keep(Journal, [self.titled(Journal, number, founded=PartialDate(2009)) for number in range(journals)])

    def keep(self, model, rows):
        save(rows)
        self.keys[model] += [row.pk for row in rows]

    def place(self, kind, number, region):
        names = {"region": ("{} үлгі облысы", "Область-образец {}", "Sample region {}")}
        names = names.get(kind, ("{} үлгі қаласы", "Город-образец {}", "Sample city {}"))
        texts = {f"name_{language}": name.format(number + 1) for language, name in zip(LANGUAGES, names, strict=True)}
        return Place(slug=f"{prefix(self.seed)}{kind}-{number}", kind=kind, parent_id=region, **texts)

    def titled(self, model, number, **fields):
        return self.fill(self.page(model, number, **fields), LANGUAGES, title=5, description=80)

    # --- Records, each with what belongs to it: rows not saved yet, the owner first -----------------
    def school(self, number):
        names = {"kk": f"№{number + 1} үлгі мектебі", "ru": f"Школа-образец №{number + 1}"}
        names["en"] = f"Sample school №{number + 1}"
        school = self.page(
            Organization,
            number,
            kind=self.chance.choice(Organization.SCHOOL_KINDS),
            official_number=f"№{number + 1}",
            place_id=self.one(Place),
        )
        put(school, "name", names)
        return [self.fill(school, LANGUAGES, description=60)]

    def person(self, number):
        person = self.page(Person, number, public_ground=Person.Ground.PUBLIC_RECORD)
        family, given = self.words.name(4, surname=True), self.words.name(2)
        put(person, "family_name", family)
        put(person, "given_name", given)
        self.fill(person, LANGUAGES, biography=self.chance.choice([0, 60]))
        post = Affiliation(person=person, organization_id=self.one(Organization), valid_from=self.year())
        put(post, "position", TEACHER)
        spelling = PersonName(person=person, name=f"{given['en'][0]}. {family['en']}")
        return [person, post, *([spelling] if self.chance.random() < 0.3 else [])]

    def event(self, number, **fields):
        languages = self.languages()
        start, end = self.dates()
        event = self.page(
            Event,
            number,
            languages,
            kind=self.chance.choice(Event.Kind.values),
            series_id=self.chance.choice([None, self.one(EventSeries)]),
            start=start,
            end=end,
            mode=self.chance.choice(Event.Mode.values),
            working_languages=" ".join(languages),
            state=Event.State.ANNOUNCED if start.year and start.year > 2026 else Event.State.HELD,
            **fields,
        )
        self.fill(event, languages, title=9, summary=30, theme=8, purpose=25, description=140, audience=15)
        self.add_rare_word(event, "purpose", languages, number)
        place = Event.places.through(event=event, place_id=self.one(Place))
        return [event, place, *self.parts_of(event, languages), *self.programme(event, languages)]

    def event_inside(self, number):
        """Another event of the archive has it inside."""
        return self.event(number, parent_id=self.one(Event))

    def parts_of(self, event, languages):
        """What an event has beside its programme."""
        roles = [EventOrganization.Role.ORGANIZER, EventOrganization.Role.HOST]
        organizations = [EventOrganization(organization_id=self.one(Organization), role=role) for role in roles]
        categories = self.chance.sample(ParticipationFigure.Category.values, 4)
        figures = [ParticipationFigure(category=one, number=self.chance.randint(3, 900)) for one in categories]
        points = [self.fill(EventPoint(kind="question"), languages, text=12) for _ in range(3)]
        return [
            *ordered(organizations, event=event),
            *ordered(figures, event=event),
            *ordered(points, event=event),
            *self.roles(EventRole, "organizer", 2, event=event),
            *self.pictures(EventPhoto, self.photos, self.chance.randint(0, 8), languages, event=event),
            *self.documents(EventDocument, self.chance.randint(0, 3), event=event),
        ]

    def programme(self, event, languages):
        kinds = self.chance.sample(Session.Kind.values, 2)
        sessions = [self.fill(Session(kind=kind, start=event.start), languages, title=6, room=2) for kind in kinds]
        rows = [*ordered(sessions, event=event)]
        for position in range(self.chance.randint(4, 12)):
            session = self.chance.choice([None, *sessions])
            rows += self.contribution(languages, event=event, session=session, position=position)
        return rows

    def contribution(self, languages, **fields):
        own = [self.chance.choice(languages)]
        kind = self.chance.choice(Contribution.Kind.values)
        talk = self.fill(Contribution(kind=kind, language=own[0], **fields), languages, title=9, keywords=4)
        self.fill(talk, own, abstract=self.chance.choice([0, 70]))
        schools = self.some(Organization, self.chance.randint(0, 2))
        return [
            talk,
            *self.roles(ContributionRole, "speaker", self.chance.randint(1, 2), contribution=talk),
            *(Contribution.schools.through(contribution=talk, organization_id=school) for school in schools),
            *self.documents(ContributionDocument, self.chance.choice([0, 0, 1]), contribution=talk),
        ]

    def post(self, number):
        languages = self.languages()
        post = self.page(NewsPost, number, languages, kind=self.chance.choice(NewsPost.Kind.values))
        self.fill(post, languages, title=9, lead=25, body=160)
        about = self.some(Event, self.chance.randint(0, 2))
        return [
            post,
            *(NewsPost.events.through(newspost=post, event_id=event) for event in about),
            *self.pictures(NewsPhoto, self.photos, self.chance.randint(0, 3), languages, post=post),
            *self.documents(NewsDocument, self.chance.choice([0, 0, 1]), post=post),
        ]

    def poster(self, number):
        languages = self.languages()
        event = self.chance.choice([None, *[self.one(Event)] * 3])
        poster = self.page(Poster, number, languages, language=languages[0], event_id=event)
        self.fill(poster, languages, title=9, aim=30, model=30, results=50)
        self.fill(poster, languages[:1], transcript=self.chance.choice([0, 150]))
        self.add_rare_word(poster, "results", languages, number)
        schools = self.some(Organization, self.chance.randint(1, 2))
        return [
            poster,
            *(Poster.schools.through(poster=poster, organization_id=school) for school in schools),
            *self.roles(PosterRole, "author", self.chance.randint(1, 3), poster=poster),
            *self.pictures(PosterPhoto, self.sheets, self.chance.randint(1, 3), languages, poster=poster),
            *self.documents(PosterDocument, 1, poster=poster),
        ]

    def issue(self, number):
        journal, through = divmod(number, ISSUES_A_JOURNAL)
        issue = self.page(
            Issue,
            number,
            journal_id=self.keys[Journal][journal],
            year=2009 + through // ISSUES_A_YEAR,
            number=through % ISSUES_A_YEAR + 1,
            through_number=through + 1,
            editions="kk ru en",
        )
        return [self.fill(issue, LANGUAGES, title=5, summary=30)]

    def article(self, number):
        languages = self.languages()
        first = self.chance.randint(4, 90)
        article = self.page(
            Article,
            number,
            languages,
            issue_id=self.one(Issue),
            position=number % 1000,
            language=languages[0],
            pages=f"{first}–{first + 7}",
            references="\n".join(self.words.sentences(languages[0], 10) for _ in range(5)),
        )
        self.fill(article, languages, title=10, abstract=120, keywords=5)
        authors = self.roles(ArticleRole, "author", self.chance.randint(1, 2), article=article)
        return [article, *authors, *self.documents(ArticleDocument, 1, article=article)]

    # --- Parts ------------------------------------------------------------------------------------
    def page(self, model, number, languages=LANGUAGES, /, **fields):
        """A published record, not saved; its address carries the seed."""
        return model(
            slug=f"{prefix(self.seed)}{number}",
            original_language=languages[0],
            status=Status.PUBLISHED,
            published_at=datetime(2012, 1, 1, tzinfo=UTC) + timedelta(minutes=self.chance.randrange(7_000_000)),
            **fields,
        )

    def languages(self):
        """The languages a record has; the first is the one it was written in."""
        present = self.chance.choices(PRESENT, PRESENT_WEIGHTS)[0]
        return self.chance.sample(present, len(present))

    def fill(self, record, languages, **lengths):
        """Give each named field a text of about so many words in these languages."""
        for name, length in lengths.items():
            column = type(record)._meta.get_field(name)
            put(record, name, {language: self.text(column, language, length) for language in languages if length})
        return record

    def text(self, column, language, length):
        length = round(length * self.chance.uniform(0.6, 1.4))
        if getattr(column, "is_html", False):
            return self.words.paragraphs(language, length)
        make = self.words.line if isinstance(column, models.CharField) else self.words.sentences
        return make(language, length)

    def add_rare_word(self, record, name, languages, number):
        for language in languages:
            text = f"{getattr(record, f'{name}_{language}')} {rare_word(language, number)}"
            put(record, name, {language: text.strip()})

    def roles(self, model, kind, count, **owner):
        people = self.some(Person, count)
        roles = [model(person_id=person, role=kind, organization_id=self.one(Organization)) for person in people]
        for role in roles:
            put(role, "affiliation", TEACHER)
        return ordered(roles, **owner)

    def pictures(self, model, pool, count, languages, **owner):
        pictures = self.chance.sample(pool, count)
        photos = [model(image=name, width=width, height=height) for name, width, height in pictures]
        return ordered([self.fill(photo, languages, caption=6, alt=10) for photo in photos], **owner)

    def documents(self, model, count, **owner):
        pool = self.chance.sample(self.files, count)
        return ordered([model(file=one.file.name, label=one.label, **known(one)) for one in pool], **owner)

    def dates(self):
        """Mostly a day with an hour or some days; now and then only a month, a year, or a day of an unknown year."""
        day = datetime(2010, 1, 1, tzinfo=UTC) + timedelta(days=self.chance.randrange(6000))
        precision = self.chance.random()
        if precision < 0.02:
            return PartialDate(None, day.month, min(day.day, 28)), None
        if precision < 0.12:
            return PartialDate(day.year), None
        if precision < 0.25:
            return PartialDate(day.year, day.month), None
        if precision < 0.3:  # far ahead, so that whoever looks finds something announced
            return PartialDate(day.year + 30, day.month, min(day.day, 28), 10, 0), None
        if precision < 0.65:
            return PartialDate(day.year, day.month, day.day, self.chance.randint(8, 17), 30), None
        last = day + timedelta(days=self.chance.randint(1, 4))
        return PartialDate(day.year, day.month, day.day), PartialDate(last.year, last.month, last.day)

    def year(self):
        return PartialDate(self.chance.randint(2005, 2025))

    def one(self, model):
        return self.chance.choice(self.keys[model])

    def some(self, model, count):
        return self.chance.sample(self.keys[model], count)


# --- Rows -----------------------------------------------------------------------------------------
def put(record, name, texts):
    for language, text in texts.items():
        setattr(record, f"{name}_{language}", text)


def ordered(rows, **owner):
    """The rows as a list of the owner's, numbered."""
    for position, row in enumerate(rows):
        row.position = position
        for name, record in owner.items():
            setattr(row, name, record)
    return rows


@transaction.atomic
def save(rows):
    """Write the rows, owners before what belongs to them. No signals, so neither history nor tasks."""
    by_model = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    for model in in_order(by_model):
        for row in by_model[model]:
            fill_as_save_would(row)
        model._default_manager.bulk_create(by_model[model])


def in_order(rows):
    """The models in the order they are defined, owners first; the tables between two models last."""
    defined = list(apps.get_models(include_auto_created=True))
    return sorted(rows, key=lambda model: (bool(model._meta.auto_created), defined.index(model)))


def fill_as_save_would(row):
    """bulk_create skips save(), which computes fields: run it, without its last step that writes."""
    row.save_base = lambda **options: None
    row.save()
    del row.save_base


# --- The pool of pictures and files ---------------------------------------------------------------
def picture_pool(gallery):
    return [make_sizes(BytesIO(draw_photo(f"{gallery}/{number}"))) for number in range(PICTURES)]


def file_pool():
    """Stored files as documents that belong to nobody; the same for every seed."""
    words = Words(random.Random("files"))  # noqa: S311 - as above
    pool = []
    for number in range(FILES):
        language = LANGUAGES[number % len(LANGUAGES)]
        lines = [(language, words.sentences(language, 60)) for _ in range(3)]
        kind, own = ("pdf", EventDocument.Kind.PAPER) if number % 2 else ("pptx", EventDocument.Kind.SLIDES)
        document = EventDocument(label=words.line(language, 5), language=language, kind=own)
        write(document, kind, lines)
        pool.append(document)
    return pool


def known(document):
    """What a copy of a pooled file says of it."""
    return {name: getattr(document, name) for name in ("original_name", "size", "language", "kind")}
