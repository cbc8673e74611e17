"""How a record says what it wants to be found by. Each room describes its own records (its `findable.py`)."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import override

from lessonstudy.content.files import extension_of, kind_of
from lessonstudy.content.languages import LANGUAGES
from lessonstudy.content.richtext import words_of

from .models import FileText

WITHOUT_YEAR = "XXXX"  # the value of the facet for what has a day but no year that anyone stated


@dataclass
class Description:
    """One thing that can be found. Texts are by language; a language may be missing.

    `facets` are pairs of a facet and its value: a code, or a record with a slug and a title. `reads` are the records
    whose texts or dates went into this: when one of them changes, this is described anew.
    """

    record: object
    what: str  # event, news, talk, person ...
    path: str
    title: dict
    original_language: str = "kk"
    also: dict = field(default_factory=dict)  # other titles: weigh like the title, are not shown
    names: list = field(default_factory=list)  # people, schools, places: found by sound, too
    context: dict = field(default_factory=dict)
    text: dict = field(default_factory=dict)
    facets: list = field(default_factory=list)
    reads: list = field(default_factory=list)
    date: datetime | None = None
    stands_first: bool = False
    visible_from: datetime | None = None  # the index knows

    def facet_tokens(self):
        values = [(name, getattr(value, "slug", value)) for name, value in self.facets]
        return list(dict.fromkeys(f"{name}:{value}" for name, value in [("what", self.what), *values] if value))

    def labelled(self):
        """{token: record} of the facets whose values are records."""
        return {f"{name}:{value.slug}": value for name, value in self.facets if hasattr(value, "slug")}

    @property
    def due(self):
        """When time alone will change this: it, or what it reads, appears. None if nothing is scheduled."""
        moments = [record.published_at for record in self.reads if getattr(record, "is_scheduled", False)]
        if self.visible_from and self.visible_from > timezone.now():
            moments.append(self.visible_from)
        return min(moments, default=None)

    def digest(self):
        """Changes when anything would be written differently."""
        parts = [
            self.visible_from,
            self.due,
            self.path,
            self.original_language,
            self.date,
            self.stands_first,
        ]
        texts = [self.title, self.also, self.names, self.context, self.text]
        mentioned = sorted(mention(record) for record in self.reads)
        labels = [(token, record.titles()) for token, record in self.labelled().items()]
        return hashlib.md5(
            repr([parts, texts, self.facet_tokens(), mentioned, labels]).encode(), usedforsecurity=False
        ).hexdigest()


def describe_file(document, owner, people=(), schools=()):
    """A file of something described: found by its label, the text inside it, and the people and schools it is of."""
    label = document.label or document.original_name
    language = document.language if document.language in LANGUAGES else owner.original_language
    shared = [facet for facet in owner.facets if facet[0] in ("year", "series", "region", "event")]
    return Description(
        record=document,
        what="file",
        path=owner.path if "#" in owner.path else f"{owner.path}#files",
        title=dict.fromkeys(LANGUAGES, label),  # as printed, in whatever language
        original_language=language,
        also=by_language(document, "title", "note"),
        names=[*names_of(people), *names_of(schools)],
        context={language: f"{kind_of(document.file.name)} · {title}" for language, title in owner.title.items()},
        text={language: text_inside(document.file.name)},
        facets=[
            *shared,
            ("format", extension_of(document.file.name)),
            ("language", document.language),
            *(("person", person) for person in public(people)),
            *(("school", school) for school in public(schools)),
        ],
        reads=[owner.record, *owner.reads, *people, *schools],
        date=owner.date,
    )


def printed_names(roles):
    return [role.printed_name for role in roles if role.printed_name]


def names_of(records):
    """Every written form of the names of people or organizations, with their other spellings."""
    titles = [title for record in records for title in record.titles().values()]
    return [*titles, *(str(other) for record in records for other in record.names.all())]


def public(records):
    return [record for record in records if record.is_public]


def mention(record):
    """The token by which what was read from a record is found again: @members.person:12."""
    return f"@{record._meta.label_lower}:{record.pk}"


def by_language(record, *fields):
    """{language: the texts of the fields in that language, one after the other} without HTML.

    Rich text is not fetched with records that are only named (content/related.py): they are not described by it here.
    """
    known = record.__dict__
    texts = {language: [known.get(f"{name}_{language}") or "" for name in fields] for language in LANGUAGES}
    return {language: words_of("\n".join(filter(None, parts))) for language, parts in texts.items() if any(parts)}


def joined(*texts):
    """Texts by language, put together."""
    return {
        language: "\n".join(text[language] for text in texts if text.get(language))
        for language in LANGUAGES
        if any(text.get(language) for text in texts)
    }


def path_of(record):
    """The address behind the language: events/sample/."""
    with override("en"):
        return record.get_absolute_url().removeprefix("/en/")


def text_inside(name):
    """What the worker read in the stored file; empty until it has."""
    return FileText.objects.filter(name=name).values_list("text", flat=True).first() or ""


def around(places):
    """The places, and what they lie in, up to the country."""
    found = []
    for place in places:
        while place is not None and place not in found:
            found.append(place)
            place = place.parent  # noqa: PLW2901 - upwards
    return found


def regions_of(places):
    """The regions and countries that places lie in, or are."""
    return [place for place in around(places) if place.kind in (place.Kind.REGION, place.Kind.COUNTRY)]
