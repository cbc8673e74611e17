"""Keeping the index: which records can be found, what changed, and writing it down.

A change is noticed by signals, remembered until its transaction is over, and then written in a transaction of its own,
one writer at a time: so inlines and authors are in it, and what is written is always the newest state.
"""

from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import Signal
from django.utils import timezone

from lessonstudy.content.languages import LANGUAGES, sort_key
from lessonstudy.content.models import Publishable, Status
from lessonstudy.content.related import fetch_related, follow

from .describing import mention
from .engines import engine
from .models import Card, Entry, Label, Word
from .words import EMPTY, body_tokens, name_tokens, plain_tokens, sound, words_in

SHOWN_TEXT = 30_000
MOST_TOKENS = 60_000
BATCH = 200


@dataclass
class Findable:
    """A model that can be found: its description, what the description reads, and the way to the records above it."""

    describe: object
    related: tuple = ()
    owners: tuple = ()


FINDABLE = {}

# Sent in the transaction in which records of a model (the sender) are described anew: `numbers` are all of them,
# `shown` those that the world sees or will see, each with the moment it appears.
rewritten = Signal()


def findable(model, describe, related=(), owners=()):
    """Let records of the model be found. `owners`: lookups of the records without which they are not public."""
    FINDABLE[model] = Findable(describe, related, owners)


# --- Noticing -------------------------------------------------------------------------------------


def watch(model):
    """Notice every change of the model's rows."""
    for signal in (post_save, post_delete):
        signal.connect(_row_changed, sender=model, dispatch_uid=f"search {model._meta.label} {id(signal)}")
    for column in model._meta.many_to_many:
        m2m_changed.connect(_list_changed, sender=column.remote_field.through, dispatch_uid=f"search {column}")


def _row_changed(sender, instance, raw=False, **kwargs):
    touch(instance)


def _list_changed(sender, instance, model, pk_set, **kwargs):
    touch(instance)
    for pk in pk_set or ():  # the list may be filled from its other end
        touched_records().add((model, pk, False))


def touched_records():
    """{(model, number, whether it changed itself)} of what changed in this transaction.

    Kept with the thread's own connection: `connection` is one thing for all threads.
    """
    return connections[DEFAULT_DB_ALIAS].__dict__.setdefault("touched_records", set())


def touch(record):
    """Remember that the record changed, and with it the one it is a part of."""
    touched = touched_records()
    touched.add((type(record), record.pk, True))
    for column in record._meta.concrete_fields:
        if column.is_relation and column.remote_field.on_delete is models.CASCADE:
            touched.add((column.related_model, getattr(record, column.attname), False))
    after_commit(refresh_touched)


def after_commit(run):
    transaction.on_commit(run, robust=True)


def refresh_touched():
    touched = set(touched_records())
    touched_records().clear()
    if touched:
        with one_writer():
            wanted = {(model, pk) for model, pk, _ in touched if model in FINDABLE}
            for model, pk, itself in touched:
                wanted |= mentioning(model, pk)
                if itself:
                    wanted |= owned_by(model, pk)
            rewrite(wanted)


def refresh_due():
    """Describe anew what time alone has changed: what it mentions has appeared. Whoever asks first does it."""
    with one_writer():
        rewrite(named(Entry.objects.filter(due__lte=timezone.now())))


class one_writer(transaction.Atomic):  # noqa: N801 - used like a function
    """A transaction that no other writer of the index runs beside."""

    def __init__(self):
        super().__init__(using=None, savepoint=True, durable=False)

    def __enter__(self):
        super().__enter__()
        if connection.vendor == "postgresql":  # SQLite's writing transactions wait for each other anyway
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x5EA2C4])


def mentioning(model, pk):
    """What was described with the help of this record."""
    return named(Entry.objects.filter(pk__in=engine().matching([[f"@{model._meta.label_lower}:{pk}"]])))


def named(entries):
    """{(model, number)} of what the entries stand for."""
    by_label = {model._meta.label_lower: model for model in FINDABLE}
    records = entries.values_list("record", "number")
    return {(by_label[label], number) for label, number in records if label in by_label}


def owned_by(model, pk):
    """What is public only if this record is."""
    found = set()
    for owned, kind in FINDABLE.items():
        for owner in kind.owners:
            if _target(owned, owner) is model:
                found |= {
                    (owned, number) for number in owned.objects.filter(**{owner: pk}).values_list("pk", flat=True)
                }
    return found


def _target(model, lookup):
    for part in lookup.split("__"):
        model = model._meta.get_field(part).related_model
    return model


# --- Writing --------------------------------------------------------------------------------------


def rewrite(records):
    """Describe these (model, number) anew, and write what is different."""
    for model in {model for model, _ in records}:
        numbers = sorted(number for of, number in records if of is model)
        for first in range(0, len(numbers), BATCH):
            rewrite_some(model, numbers[first : first + BATCH])


def rewrite_some(model, numbers):
    kind = FINDABLE[model]
    records = fetch_related(list(model.objects.filter(pk__in=numbers)), *kind.related)
    descriptions = list(filter(None, (described(record, kind) for record in records)))
    known = {entry.number: entry for entry in Entry.objects.filter(record=model._meta.label_lower, number__in=numbers)}
    there = {description.record.pk for description in descriptions}
    gone = [entry.pk for number, entry in known.items() if number not in there]
    new = [d for d in descriptions if d.record.pk not in known or known[d.record.pk].digest != d.digest()]
    remove(gone + [known[d.record.pk].pk for d in new if d.record.pk in known])
    write(new)
    rewritten.send(sender=model, numbers=numbers, shown=[(d.record, d.visible_from) for d in descriptions])


def described(record, kind):
    """What the record says of itself; nothing if it, or what it belongs to, is not published."""
    around = [record, *(follow(record, owner) for owner in kind.owners)]
    pages = [page for page in around if isinstance(page, Publishable)]
    if any(page.status != Status.PUBLISHED for page in pages):
        return None
    if description := kind.describe(record):
        description.visible_from = max(page.published_at for page in pages)
    return description


def remove(entries):
    if entries:
        engine().remove(entries)
        Entry.objects.filter(pk__in=entries).delete()


def write(descriptions):
    """Make new entries. What is written is never changed, only replaced: `counting` relies on it."""
    entries = Entry.objects.bulk_create(map(entry_of, descriptions))
    pairs = list(zip(entries, descriptions, strict=True))
    Card.objects.bulk_create(card_of(description, entry) for entry, description in pairs)
    engine().write([(entry.pk, *tokens_of(description)) for entry, description in pairs])
    write_labels(descriptions)
    write_words(descriptions)


def entry_of(description):
    return Entry(
        record=description.record._meta.label_lower,
        number=description.record.pk,
        visible_from=description.visible_from,
        stands_first=description.stands_first,
        date=description.date,
        facets=" ".join(description.facet_tokens()),
        digest=description.digest(),
        due=description.due,
    )


def card_of(description, entry):
    card = Card(entry=entry, original_language=description.original_language, path=description.path)
    for language in LANGUAGES:
        title = description.title.get(language, "")
        shown = (
            title or description.title.get(description.original_language) or next(iter(description.title.values()), "")
        )
        setattr(card, f"title_{language}", title[:600])
        setattr(card, f"context_{language}", description.context.get(language, "")[:600])
        setattr(card, f"text_{language}", description.text.get(language, "")[:SHOWN_TEXT])
        setattr(card, f"sort_key_{language}", sort_key(shown)[:80])
    return card


def tokens_of(description):
    """(tokens of the title, of the rest, and marks): what the engine keeps."""
    titles = " \n".join([*description.title.values(), *description.also.values()])
    texts = " \n".join([*description.context.values(), *description.text.values()])
    names = " \n".join(description.names)
    marks = [*description.facet_tokens(), *map(mention, description.reads), *plain_tokens(f"{titles} {names}")]
    return name_tokens(titles), (name_tokens(names) + body_tokens(texts))[:MOST_TOKENS], list(dict.fromkeys(marks))


def write_labels(descriptions):
    wanted = {}
    for description in descriptions:
        wanted |= description.labelled()
    known = {label.token: label for label in Label.objects.filter(token__in=wanted)}
    labels = [label_of(token, record) for token, record in wanted.items()]
    new = [label for label in labels if label.token not in known or names_of(label) != names_of(known[label.token])]
    columns = ["original_language", *(f"title_{language}" for language in LANGUAGES)]
    Label.objects.bulk_create(new, update_conflicts=True, unique_fields=["token"], update_fields=columns)


def label_of(token, record):
    label = Label(token=token, original_language=getattr(record, "original_language", "kk"))
    for language, title in record.titles().items():
        setattr(label, f"title_{language}", title[:400])
    return label


def names_of(label):
    return [getattr(label, f"title_{language}") for language in LANGUAGES]


def write_words(descriptions):
    """Remember words worth proposing: long enough, of letters only."""
    texts = [text for d in descriptions for text in (*d.title.values(), *d.also.values(), *d.text.values(), *d.names)]
    words = {word for text in texts for word in words_in(text) if len(word) > 3 and word.isalpha()} - EMPTY
    Word.objects.bulk_create(
        [Word(text=word, backwards=word[::-1], sound=sound(word)) for word in sorted(words)],
        ignore_conflicts=True,
        batch_size=400,
    )


def rebuild(say=lambda line: None):
    """The whole index from scratch. Returns the number of entries."""
    with one_writer():
        known = named(Entry.objects.all())
        for model in (Entry, Label, Word):
            model.objects.all().delete()
        engine().clear()
        for model in FINDABLE:
            numbers = set(model.objects.values_list("pk", flat=True))
            rewrite({(model, number) for number in numbers} | {(of, number) for of, number in known if of is model})
            say(f"{model._meta.verbose_name_plural}: {Entry.objects.filter(record=model._meta.label_lower).count()}")
    return Entry.objects.count()
