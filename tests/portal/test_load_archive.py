"""The founding archive is loaded whole, in three languages, once."""

from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult
from PIL import Image

from events.models import Contribution, Event, EventPhoto, EventSeries
from journal.models import Issue, Journal
from lessonstudy.news.models import NewsPost
from lessonstudy.portal import loading
from lessonstudy.portal.standins import draw_photo
from members.models import Organization, Person, Place

pytestmark = pytest.mark.django_db

BASE = """
[[person]]
slug = "tauilya-akimova"
family_name = { kk = "Әкімова", ru = "Акимова", en = "Akimova" }
given_name = { ru = "Тауиля", en = "Tauilya" }
public_ground = "record"
[[person.names]]
name = "Tavilya Akimova"
[[person.affiliations]]
organization = "coe"
valid_from = "2015"

[[organization]]
slug = "coe-taraz"
name = { ru = "Филиал в Таразе" }
kind = "branch"
parent = "coe"

[[organization]]
slug = "coe"
name = { kk = "Педагогикалық шеберлік орталығы", en = "Center of Excellence" }
kind = "centre"

[[place]]
slug = "astana"
name = { kk = "Астана", ru = "Астана", en = "Astana" }
kind = "city"
latitude = 51.16
[[place.names]]
name = { kk = "Нұр-Сұлтан" }
valid_from = "2019-03"
"""

EVENTS = """
[[event]]
slug = "symposium"
title = { kk = "Симпозиум: қазіргі жағдайы", ru = "Симпозиум", en = "Symposium" }
kind = "symposium"
parent = "wals-2021"
grew_out_of = "meeting"
start = "2021-11-29T10:00"
working_languages = "kk ru"
places = ["astana"]
[event.description]
en = '''
First paragraph
goes on.

Second & last.
'''
[[event.sessions]]
kind = "plenary"
track = 1
title = { en = "Opening" }
[[event.sessions.roles]]
person = "tauilya-akimova"
role = "moderator"
affiliation = { kk = "тренер" }
[[event.sessions.contributions]]
title = { en = "First talk" }
track = 0
[[event.sessions.contributions]]
title = { en = "Second talk" }
schools = ["coe", "coe-taraz"]
[[event.sessions.contributions.roles]]
person = "tauilya-akimova"
role = "speaker"
[[event.tracks]]
title = { en = "Strand A" }
[[event.tracks]]
title = { en = "Strand B" }
[[event.figures]]
category = "experts"
number = 100
qualifier = "more-than"
[[event.photos]]
caption = { kk = "Орнына қойылған сурет", en = "Stand-in picture" }
[[event.photos]]
caption = { en = "Stand-in picture" }
[[event.documents]]
label = "WALS 2021 Рахмаил"
format = "pptx"
language = "ru"
people = ["tauilya-akimova"]
[[event.documents]]
label = "Full version.pdf"
format = "pdf"

[[event]]
slug = "wals-2021"
title = { en = "WALS 2021" }
kind = "conference"
start = "2021"
original_language = "ru"

[[event]]
slug = "meeting"
title = { en = "The meeting it grew out of" }
kind = "meeting"
status = "draft"
"""

REST = """
[[series]]
slug = "wals"
title = { en = "WALS" }
scope = "world"

[[journal]]
slug = "dialogue"
title = { en = "Dialogue" }

[[issue]]
journal = "dialogue"
slug = "2024-3"
year = 2024
number = 3
original_language = "kk"

[[news]]
slug = "report"
title = { en = "A report" }
kind = "report"
events = ["symposium", "wals-2021"]
published_at = 2021-12-01T09:00:00+06:00
"""


def draw_quickly(seed):
    """A small picture of a colour of its own, for the tests that do not look at it."""
    buffer = BytesIO()
    Image.new("RGB", (60, 40), (len(seed), seed.encode()[-1], 0)).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path, settings, monkeypatch):
    monkeypatch.setattr(loading, "draw_photo", draw_quickly)
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = tmp_path / "archive"
    folder.mkdir()
    for name, text in (("a-events.toml", EVENTS), ("base.toml", BASE), ("rest.toml", REST)):
        (folder / name).write_text(text, "utf-8")
    return folder


def load(folder):
    out = StringIO()
    call_command("load_archive", folder=folder, stdout=out, stderr=out)
    return out.getvalue().splitlines()


def refusals(folder):
    """What the command writes about refused records, when it refuses some."""
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError):
        call_command("load_archive", folder=folder, stdout=out, stderr=err)
    return err.getvalue().splitlines()


def all_rows():
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def media_files(settings):
    return {path: path.stat().st_mtime_ns for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}


def replace(folder, name, old, new):
    path = folder / name
    text = path.read_text("utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_texts_arrive_in_their_languages(folder):
    load(folder)
    event = Event.objects.get(slug="symposium")
    assert (event.title_kk, event.title_ru, event.title_en) == ("Симпозиум: қазіргі жағдайы", "Симпозиум", "Symposium")
    assert event.description_en == "<p>First paragraph goes on.</p><p>Second &amp; last.</p>"
    assert Organization.objects.get(slug="coe-taraz").name_ru == "Филиал в Таразе"
    assert Person.objects.get(slug="tauilya-akimova").family_name_kk == "Әкімова"


def test_records_point_to_each_other_whatever_their_order_in_the_files(folder):
    load(folder)
    event = Event.objects.get(slug="symposium")
    assert (event.parent.slug, event.grew_out_of.slug) == ("wals-2021", "meeting")
    assert [place.slug for place in event.places.all()] == ["astana"]
    assert Organization.objects.get(slug="coe-taraz").parent.slug == "coe"
    assert Issue.objects.get(slug="2024-3").journal == Journal.objects.get(slug="dialogue")
    assert sorted(NewsPost.objects.get().events.values_list("slug", flat=True)) == ["symposium", "wals-2021"]


def test_what_stands_inside_a_record_belongs_to_it_in_order(folder):
    load(folder)
    event = Event.objects.get(slug="symposium")
    session = event.sessions.get()
    assert [track.title_en for track in event.tracks.all()] == ["Strand A", "Strand B"]
    assert session.track.title_en == "Strand B"
    assert [(talk.position, talk.title_en, talk.event) for talk in session.contributions.all()] == [
        (0, "First talk", event),
        (1, "Second talk", event),
    ]
    assert session.contributions.all()[0].track.title_en == "Strand A"
    talk = session.contributions.all()[1]
    assert sorted(talk.schools.values_list("slug", flat=True)) == ["coe", "coe-taraz"]
    assert talk.roles.get().person.slug == "tauilya-akimova"
    assert session.roles.get().affiliation_kk == "тренер"
    assert (event.figures.get().number, event.figures.get().qualifier) == (100, "more-than")


def test_dates_keep_the_precision_of_the_file(folder):
    load(folder)
    dates = dict(Event.objects.values_list("slug", "start"))
    assert {slug: str(date) for slug, date in dates.items()} == {
        "symposium": "2021-11-29T10:00",
        "wals-2021": "2021",
        "meeting": "None",
    }
    assert str(Place.objects.get().names.get().valid_from) == "2019-03"


def test_records_are_published_unless_the_file_says_draft(folder):
    load(folder)
    assert {event.slug: event.status for event in Event.objects.all()} == {
        "symposium": "published",
        "wals-2021": "published",
        "meeting": "draft",
    }
    assert NewsPost.objects.get().published_at.isoformat() == "2021-12-01T03:00:00+00:00"
    assert EventSeries.objects.get().published_at == loading.FOUNDED
    assert [event.original_language for event in Event.objects.order_by("slug")] == ["en", "en", "ru"]


def test_history_says_that_the_founding_archive_brought_it(folder):
    load(folder)
    assert list(
        Event.objects.get(slug="symposium").history.values_list("history_type", "history_change_reason", "history_user")
    ) == [("+", "founding archive", None)]


def test_pictures_are_sized_at_once_and_no_task_but_reading_files_waits(folder, settings, monkeypatch):
    monkeypatch.setattr(loading, "draw_photo", draw_photo)
    load(folder)
    first, second = EventPhoto.objects.order_by("position")
    assert (first.width, second.width) == (1200, 1200)
    assert first.image.name != second.image.name
    copies = [settings.MEDIA_ROOT / address.removeprefix(settings.MEDIA_URL) for _, address in first.copies]
    assert [path.is_file() for path in copies] == [True, True, True]
    tasks = set(DBTaskResult.objects.values_list("task_path", flat=True))
    assert tasks == {"lessonstudy.search.tasks.read_file"}


def test_files_are_named_by_their_label(folder):
    load(folder)
    slides, full = Event.objects.get(slug="symposium").documents.all()
    assert (slides.original_name, slides.language, slides.format) == ("WALS 2021 Рахмаил.pptx", "ru", "PowerPoint")
    assert (full.label, full.original_name, full.size) == ("Full version.pdf", "Full version.pdf", full.file.size)
    assert slides.people.get().slug == "tauilya-akimova"


def test_progress_and_the_outcome_are_told(folder):
    lines = load(folder)
    assert [line.split()[0] for line in lines[:-1]] == [
        "place", "organization", "person", "series", "symposium:", "event", "journal", "issue", "news",
    ]  # fmt: skip
    assert lines[-1].startswith("Loaded 11 records (0 were there already) with 2 pictures and 2 files in ")


def test_a_second_run_changes_no_row_and_no_file(folder, settings):
    load(folder)
    rows, files = all_rows(), media_files(settings)
    assert load(folder) == ["Nothing to do: the archive is complete (11 records)."]
    assert all_rows() == rows
    assert media_files(settings) == files


def test_what_staff_have_edited_stays_as_they_left_it(folder):
    load(folder)
    Event.objects.filter(slug="symposium").update(title_ru="Исправлено")
    Contribution.objects.all().delete()
    load(folder)
    assert Event.objects.get(slug="symposium").title_ru == "Исправлено"
    assert Contribution.objects.count() == 0


def test_an_interrupted_run_is_continued_by_the_next(folder, settings, monkeypatch):
    def interrupted(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setitem(loading.FORMATS, "pdf", interrupted)
        with pytest.raises(KeyboardInterrupt):
            load(folder)
    assert set(Event.objects.values_list("slug", flat=True)) == {"wals-2021", "meeting"}
    half = media_files(settings)
    assert load(folder)[-1].startswith("Loaded 4 records (7 were there already) with 2 pictures and 2 files")
    assert {path: changed for path, changed in media_files(settings).items() if path in half} == half
    assert len(media_files(settings)) == 2 * 2 + 2


WRONG = [
    (
        'scope = "world"', 'scope = "wrld"',
        "rest.toml, series “wals”, key scope: “wrld” is not one of world, national, regional, city.",
    ),
    (
        'scope = "world"', 'scope = "world"\nowner = "cow"',
        "rest.toml, series “wals”, key owner: there is no organization “cow”.",
    ),
    (
        'scope = "world"', 'scope = "world"\nouner = "coe"',
        (
            "rest.toml, series “wals”, key ouner: there is no such key; "
            "it can be slug, original_language, published_at, title, description, scope, owner, status."
        ),
    ),
    (
        'scope = "world"\n', '',
        "rest.toml, series “wals”, key scope: This field cannot be blank.",
    ),
    (
        '{ en = "WALS" }', '"WALS"',
        'rest.toml, series “wals”, key title: write a table of languages: { kk = "…", ru = "…", en = "…" }.',
    ),
    (
        '{ en = "WALS" }', '{ de = "WALS" }',
        "rest.toml, series “wals”, key title.de: “de” is not one of kk, ru, en.",
    ),
    (
        '[[series]]\nslug = "wals"\ntitle = { en = "WALS" }', '[[series]]\nslug = "wals"',
        "rest.toml, series “wals”, key title: This field cannot be blank.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG)
def test_a_wrong_value_is_refused_in_a_sentence(folder, old, new, sentence):
    replace(folder, "rest.toml", old, new)
    assert refusals(folder) == [sentence]
    assert EventSeries.objects.count() == 0
    assert Journal.objects.count() == 1


WRONG_INSIDE = [
    ('role = "speaker"', 'role = "talker"', "sessions[0].contributions[1].roles[0].role: “talker” is not one of"),
    ("track = 1", "track = 2", "sessions[0].track: there is no track number 2 here; the first is 0."),
    ('people = ["tauilya-akimova"]', 'people = ["nobody"]', "documents[0].people: there is no person “nobody”."),
    ('format = "pptx"', 'format = "ppt"', "documents[0].format: “ppt” is not one of pdf, pptx."),
    ('format = "pdf"', "", "documents[1]: a file needs its label and its format."),
    ("number = 100", "", "figures[0].number: This field cannot be null."),
    ('working_languages = "kk ru"', 'working_languages = "kk rus"', "working_languages: “rus” is not one of kk, ru"),
    ('start = "2021-11-29T10:00"', 'start = "29 Nov"', "start: “29 Nov” is not a date this field understands."),
    ("[[event.figures]]", "[[event.figurs]]", "figurs: there is no such key; it can be slug, "),
    (
        'title = { en = "Strand A" }',
        'title = { en = "Strand A" }\nposition = 3',
        "tracks[0].position: there is no such",
    ),
]


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG_INSIDE)
def test_a_wrong_value_inside_a_record_refuses_all_of_it(folder, settings, old, new, sentence):
    replace(folder, "a-events.toml", old, new)
    before = media_files(settings)
    first, *others = refusals(folder)
    assert first.startswith(f"a-events.toml, event “symposium”, key {sentence}")
    assert others == ["rest.toml, news “report”, key events: there is no event “symposium”."]
    assert set(Event.objects.values_list("slug", flat=True)) == {"wals-2021", "meeting"}
    assert (Contribution.objects.count(), EventPhoto.objects.count(), media_files(settings)) == (0, 0, before)


def test_a_refused_record_is_loaded_once_it_is_mended(folder):
    replace(folder, "rest.toml", '"world"', '"wrld"')
    refusals(folder)
    replace(folder, "rest.toml", '"wrld"', '"world"')
    assert load(folder)[-1].startswith("Loaded 1 records (10 were there already)")


def test_a_person_without_a_ground_is_not_published(folder):
    replace(folder, "base.toml", 'public_ground = "record"', "")
    assert refusals(folder)[0] == (
        "base.toml, person “tauilya-akimova”: A public page of a person needs a ground: choose one before publishing."
    )


def test_a_slug_twice_is_refused_before_anything_is_loaded(folder):
    (folder / "twice.toml").write_text('[[series]]\nslug = "wals"\n', "utf-8")
    with pytest.raises(CommandError) as refused:
        load(folder)
    assert str(refused.value) == "twice.toml, series “wals”, key slug: rest.toml has this series already."
    assert Place.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[evnt]]\nslug = 'a'", "z.toml has “evnt”, which is no kind of record; the kinds are place, organization, "),
        ("[[event]]\nkind = 'tour'", "z.toml: each [[event]] must be a table with a slug."),
        ("[[event]\n", "z.toml cannot be read as TOML: "),
    ],
)
def test_a_file_that_is_no_data_file_is_refused(folder, text, sentence):
    (folder / "z.toml").write_text(text, "utf-8")
    with pytest.raises(CommandError) as refused:
        load(folder)
    assert str(refused.value).startswith(sentence)
