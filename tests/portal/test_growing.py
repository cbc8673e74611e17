"""A grown archive is valid, public, in three languages, and the same for the same seed."""

from io import BytesIO, StringIO

import pytest
from django.apps import apps
from django.conf import settings as portal_settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import translation
from django_tasks_db.models import DBTaskResult
from PIL import Image

from events.models import Contribution, Event, EventDocument, EventPhoto
from lessonstudy.content.languages import LANGUAGES, sort_key
from lessonstudy.news.models import NewsPost
from lessonstudy.portal import growing
from lessonstudy.portal.growing import SHARES, shares
from lessonstudy.portal.growing_words import COPIES, VOCABULARY, rare_word
from members.models import Organization, Person
from research.models import Poster

pytestmark = pytest.mark.django_db
ITEMS = 40
APPS = ("members", "events", "research", "journal", "news")
# What a row is, but for its number and the moment it was written.
PASSING = {"id", "created_at", "updated_at"}


def draw_quickly(seed):
    buffer = BytesIO()
    Image.new("RGB", (60, 40), (len(seed), seed.encode()[-1], seed.encode()[-2])).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture(autouse=True)
def quick(settings, monkeypatch, tmp_path):
    settings.DEBUG = True
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(growing, "draw_photo", draw_quickly)


def grow(items=ITEMS, seed=1):
    portal_settings.DEBUG = True
    out = StringIO()
    call_command("grow_archive", items=items, seed=seed, stdout=out)
    return out.getvalue().splitlines()


def grown_models():
    models = [model for label in APPS for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    return [model for model in models if "istorical" not in model.__name__ and model.__name__ not in ("User", "Role")]


def columns(record):
    return {field.attname: field.value_from_object(record) for field in record._meta.concrete_fields}


def content(record, first):
    """The columns; what it points to by its place in that table, for numbers go on when rows are gone."""
    told = {}
    for field in record._meta.concrete_fields:
        value = field.value_from_object(record)
        if field.name not in PASSING:
            told[field.name] = value - first[field.related_model] if field.is_relation and value else str(value)
    return told


def everything():
    first = {model: row.pk for model in grown_models() if (row := model._default_manager.order_by("pk").first())}
    return {
        model.__name__: [content(row, first) for row in model._default_manager.order_by("pk")]
        for model in grown_models()
    }


def test_of_a_hundred_items_there_are_as_many_of_each_kind_as_the_mix_says():
    assert sum(SHARES.values()) == 100
    counts = shares(2000)
    assert {model.__name__: number for model, number in counts.items()} == {
        "Organization": 200, "Person": 300, "Event": 500, "NewsPost": 400, "Poster": 400, "Issue": 20, "Article": 180,
    }  # fmt: skip
    assert {sum(shares(items).values()) for items in (20, 33, 99, 20000)} == {20, 33, 99, 20000}


def test_all_items_are_public():
    grow()
    counts = {model: model.objects.published().count() for model in SHARES}
    assert counts == shares(ITEMS)
    assert sum(counts.values()) == ITEMS


def test_some_events_stand_inside_others_and_all_have_a_programme():
    grow()
    events = Event.objects.all()
    assert sum(event.parent is not None for event in events) == shares(ITEMS)[Event] // 5
    assert all(event.contributions.exists() and event.roles.exists() and event.figures.exists() for event in events)
    assert all(talk.roles.exists() for talk in Contribution.objects.all())


def test_every_row_would_pass_the_admin():
    grow()
    for model in grown_models():
        for row in model._default_manager.all():
            row.full_clean(exclude=["image", "file"])


def test_saving_a_grown_record_again_changes_nothing():
    grow()
    checked = 0
    with translation.override(portal_settings.LANGUAGE_CODE):
        for model in grown_models():
            for row in model._default_manager.all():
                before = columns(row)
                row.save()
                row.refresh_from_db()
                after = columns(row)
                assert {name: after[name] for name in after if name != "updated_at"} == {
                    name: before[name] for name in before if name != "updated_at"
                }
                checked += 1
    assert checked > 10 * ITEMS


def test_what_save_computes_is_there():
    grow()
    dated = Event.objects.exclude(start=None).exclude(start__startswith="XXXX").first()
    assert dated.begins_at == dated.start.first_moment(dated.zone)
    person = Person.objects.first()
    for language in LANGUAGES:
        with translation.override(language):
            assert getattr(person, f"sort_key_{language}") == sort_key(person.listed_name)
    assert all(document.size > 0 and document.original_name for document in EventDocument.objects.all())


def test_the_same_seed_grows_the_same_archive():
    with transaction.atomic():
        grow()
        first = everything()
        transaction.set_rollback(True)
    assert Event.objects.count() == 0
    grow()
    assert everything() == first


def test_another_seed_grows_another_archive_beside_it():
    grow()
    titles = set(Event.objects.values_list("title_kk", "title_ru", "title_en"))
    grow(seed=11)
    assert Event.objects.count() == 2 * shares(ITEMS)[Event]
    others = Event.objects.filter(slug__startswith="sample-11-").values_list("title_kk", "title_ru", "title_en")
    assert titles.isdisjoint(others)


def test_a_second_run_adds_nothing_and_says_so():
    grow()
    before = everything()
    assert grow() == ["Nothing to do: the 40 records of seed 1 are here already."]
    assert everything() == before


def test_another_size_of_the_same_seed_is_refused():
    grow()
    with pytest.raises(CommandError) as refused:
        grow(items=60)
    assert str(refused.value).startswith("Here are 40 records of seed 1 already")
    assert Event.objects.count() == shares(ITEMS)[Event]


def test_it_is_refused_outside_development(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError) as refused:
        call_command("grow_archive", items=ITEMS, seed=1)
    assert str(refused.value) == "This makes thousands of made-up records, so it runs only with DEBUG=1."
    assert Event.objects.count() == 0


def test_too_few_items_are_refused():
    with pytest.raises(CommandError):
        grow(items=19)
    assert Event.objects.count() == 0


def test_records_are_in_one_two_or_three_languages_the_first_being_the_original():
    grow(items=200)
    present = [tuple(post.languages_present()) for post in NewsPost.objects.all()]
    assert {len(languages) for languages in present} == {1, 2, 3}
    assert all(post.original_language in post.languages_present() for post in NewsPost.objects.all())


def test_names_say_that_they_are_samples():
    grow()
    assert all(person.family_name_en.endswith("-Sample") for person in Person.objects.all())
    assert all(person.family_name_kk.endswith("-Үлгі") for person in Person.objects.all())
    assert all(school.name_ru.startswith("Школа-образец") for school in Organization.objects.all())


def test_pictures_and_files_are_stored_once_and_ready(settings):
    grow()
    assert EventPhoto.objects.count() > growing.PICTURES
    names = set(EventPhoto.objects.values_list("image", flat=True))
    assert len(names) <= growing.PICTURES
    assert all((settings.MEDIA_ROOT / name).is_file() for name in names)
    assert all(photo.width == 60 for photo in EventPhoto.objects.all())
    assert all((settings.MEDIA_ROOT / document.file.name).is_file() for document in EventDocument.objects.all())
    assert DBTaskResult.objects.count() == 0


def test_a_rare_word_stands_in_a_few_records_however_many_there_are():
    words = VOCABULARY["kk"]["rare"]
    carried = [rare_word("kk", number) for number in range(5000)]
    assert {carried.count(word) for word in words} == {COPIES}


def test_the_pages_of_a_grown_archive_open(client):
    grow()
    event, poster = Event.objects.filter(parent__isnull=False).first(), Poster.objects.first()
    pages = ["/en/", "/en/events/", "/en/people/", "/en/schools/", event.get_absolute_url(), poster.get_absolute_url()]
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
