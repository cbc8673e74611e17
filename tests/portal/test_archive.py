"""The archive page: each number on it is true and leads to what it counts."""

import json
import re
from datetime import timedelta
from itertools import combinations
from math import cos, radians

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from events.models import Event, EventDocument
from lessonstudy.content.dates import PartialDate
from lessonstudy.portal.caching import clock
from lessonstudy.portal.charts import Bar, Mark, Segment, draw_bars, draw_marks, overlap
from lessonstudy.portal.map import HEIGHT, WIDTH, draw, land, project
from lessonstudy.search.models import Entry
from lessonstudy.search.query import tally
from tests.factories import (
    make_article,
    make_body,
    make_contribution,
    make_event,
    make_issue,
    make_journal,
    make_person,
    make_place,
    make_post,
    make_poster,
    make_school,
    make_series,
    make_session,
    pdf,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]

ARCHIVE = "/en/archive/"


@pytest.fixture
def home():
    return make_place(slug="kazakhstan", kind="country", name_en="Kazakhstan")


def held_in(place, **fields):
    event = make_event(**fields)
    event.places.add(place)
    return event


def memory(home):
    """Something of everything: two regions and another country, three years, a day without a year, nothing at all."""
    astana = make_place(slug="astana", parent=home, name_en="Astana", latitude="51.1694", longitude="71.4491")
    abai = make_place(slug="abai-region", parent=home, name_en="Abai region")
    japan = make_place(slug="japan", kind="country", name_en="Japan")
    series = make_series()
    first = held_in(astana, series=series, start=PartialDate(2021, 11, 26))
    held_in(astana, series=series, kind="tour", start=PartialDate(2021, 2, 1))
    held_in(abai, kind="seminar", start=PartialDate(2018))
    held_in(japan, kind="tour", start=PartialDate(2020, 3))
    make_event(start=PartialDate(None, 9, 20))
    make_event(start=None)
    make_session(first), make_contribution(first), make_contribution(first)
    EventDocument.objects.create(event=first, file=pdf(), label="Sample file")
    make_poster(event=first), make_poster()
    make_article()
    make_post()
    make_school(place=abai), make_school(), make_person(), make_body()
    return first


def read(client):
    answer = client.get(ARCHIVE)
    assert answer.status_code == 200
    return answer


def tables(context):
    return [context["years"]["table"], *context["places"], context["everything"]]


def cells(table, name):
    """{column: number} of a row."""
    row = next(row for row in [*table.rows, table.total] if row and row.name == name)
    return {head: number for (head, _address), (number, _to) in zip(table.heads, row.cells, strict=True) if number}


def numbered_links(context):
    """(address, number) of every number on the page that leads anywhere."""
    for table in tables(context):
        for row in [*table.rows, *filter(None, [table.total])]:
            yield from ((address, number) for number, address in row.cells if address)
    yield from ((address, number) for _texture, _name, number, address in context["years"]["legend"])
    yield from ((bar.address, bar.number) for bar in context["years"]["bars"])
    yield from ((mark.address, mark.number) for mark in context["map"]["marks"])
    yield from ((reverse(f"members:{name}-list"), context[many]) for name, many in PEOPLE)


PEOPLE = (("person", "people"), ("school", "schools"))


def test_every_number_leads_to_as_many(client, home):
    memory(home)
    with translation.override("en"):
        links = dict(numbered_links(read(client).context))
    found = {address: client.get(address).context["page_obj"].paginator.count for address in links}
    assert found == links
    assert len(links) == 37


def test_all_that_is_counted_is_on_the_page_as_a_link(client, home):
    memory(home)
    answer = read(client)
    with translation.override("en"):
        links = dict(numbered_links(answer.context))
    written = {address.replace("&amp;", "&") for address in re.findall(r'href="([^"]+)"', answer.text)}
    assert set(links) - written == set()


def test_years_and_kinds_of_things_stand_in_one_table(client, home):
    memory(home)
    everything = read(client).context["everything"]
    assert [row.name for row in everything.rows] == [
        str(timezone.now().year), "2024", "2021", "2020", "2018", "year not stated", "date not stated",
    ]  # fmt: skip
    assert cells(everything, "2021") == {"events": 2, "sessions": 1, "talks": 2, "posters": 1, "files": 1}
    assert cells(everything, "year not stated") == {"events": 1}
    assert cells(everything, "date not stated") == {"events": 1, "posters": 1}
    assert cells(everything, "in all")["events"] == 6


def test_events_are_counted_by_year_and_kind(client, home):
    memory(home)
    table = read(client).context["years"]["table"]
    assert cells(table, "2021") == {"in all": 2, "conference": 1, "educational tour": 1}
    assert cells(table, "year not stated") == {"in all": 1, "conference": 1}
    assert cells(table, "in all") == {"in all": 6, "conference": 3, "educational tour": 2, "seminar": 1}


def test_regions_and_other_countries_stand_apart(client, home):
    memory(home)
    at_home, abroad = read(client).context["places"]
    assert [row.name for row in at_home.rows] == ["Astana", "Abai region"]
    assert cells(at_home, "Astana") == {"events": 2, "posters": 1}
    assert cells(at_home, "Kazakhstan") == {"events": 3, "schools": 1, "posters": 1}
    assert [(row.name, cells(abroad, row.name)) for row in abroad.rows] == [("Japan", {"events": 1})]


def test_years_and_regions_lead_to_all_that_is_of_them(client, home):
    memory(home)
    rows = [row for table in tables(read(client).context) for row in [*table.rows, table.total] if row and row.address]
    assert len(rows) == 10
    for row in rows:
        context = client.get(row.address).context
        assert context["filter"].problems == []
        assert context["page_obj"].paginator.count >= max(number for number, _address in row.cells)


def test_series_councils_and_journals_are_named_if_they_are_public(client, home):
    first = memory(home)
    for record in (make_series(), make_body(), make_journal()):
        type(record).objects.filter(pk=record.pk).update(status="draft")
    answer = read(client)
    assert answer.context["series"] == [(first.series, 2)]
    assert [len(answer.context[name]) for name in ("councils", "journals")] == [1, 1]
    assert f'<a href="/en/series/{first.series.slug}/">' in answer.text


def test_what_is_not_public_is_counted_nowhere(client, home):
    memory(home)
    before = read(client).text
    secret = held_in(make_place(slug="secret-region", name_en="Secret region", parent=home), start=PartialDate(1999))
    make_contribution(secret), make_session(secret)
    EventDocument.objects.create(event=secret, file=pdf(), label="Secret file")
    later, gone = make_event(start=PartialDate(1998)), make_poster(event=make_event(start=PartialDate(1997)))
    assert "Secret region" in read(client).text
    for event, status in ((secret, "draft"), (gone.event, "withdrawn")):
        event.status = status
        event.save()
    gone.status = "withdrawn"
    gone.save()
    later.published_at = timezone.now() + timedelta(hours=1)
    later.save()
    assert read(client).text == before


def test_an_empty_archive_says_so(client):
    answer = read(client)
    assert "Nothing has been published yet." in answer.text
    assert "<svg" not in answer.text
    assert "<table" not in answer.text


def test_news_alone_need_no_chart_and_no_map(client):
    make_post()
    answer = read(client)
    assert answer.text.count("<table") == 1
    assert "<svg" not in answer.text


def test_a_change_is_seen_at_once(client, home):
    event = held_in(make_place(slug="astana", parent=home), start=PartialDate(2021))
    assert cells(read(client).context["years"]["table"], "2021") == {"in all": 1, "conference": 1}
    event.kind = "seminar"
    event.save()
    assert cells(read(client).context["years"]["table"], "2021") == {"in all": 1, "seminar": 1}


def queries(client):
    clock.stamp()
    with CaptureQueriesContext(connection) as asked:
        read(client)
    return len(asked)


def test_much_is_asked_for_with_as_few_statements_as_little(client, home):
    memory(home)
    one = queries(client)
    for number in range(3):
        place = make_place(parent=home, latitude="50", longitude=str(55 + number))
        held_in(place, series=make_series(), start=PartialDate(2001 + number))
        make_poster(), make_body(), make_issue(), make_school(place=place)
    assert queries(client) == one
    assert one <= 10


def test_the_tally_is_one_statement_and_remembered(django_assert_num_queries):
    make_event(kind="tour", start=PartialDate(2021))
    with django_assert_num_queries(1):
        counts = tally("sample-stamp")
    with django_assert_num_queries(0):
        assert tally("sample-stamp") == counts
    assert dict(counts["event"]) == {"what:event": 1, "kind:tour": 1, "year:2021": 1, "kind:tour year:2021": 1}
    assert counts["poster"]["what:poster"] == 0


def test_a_thousand_events_of_thirty_years_are_one_page(client):
    kinds = [kind for kind, _name in Event.Kind.choices]
    now = timezone.now()
    Entry.objects.bulk_create(
        Entry(
            record="events.event",
            number=number,
            visible_from=now,
            facets=f"what:event kind:{kinds[number % 7]} year:{1995 + number % 30}",
        )
        for number in range(1000)
    )
    answer = read(client)
    assert len(answer.context["years"]["bars"]) == 30
    assert sum(bar.number for bar in answer.context["years"]["bars"]) == 1000
    assert {texture for texture, *_rest in answer.context["years"]["legend"]} == {1, 2, 3, 4, 5}
    assert len(answer.content) < 150_000


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_opens_in_each_language(client, home, language):
    memory(home)
    answer = client.get(f"/{language}/archive/")
    assert answer.status_code == 200
    assert f'href="/{language}/events/?year=2021"' in answer.text


def test_bars_and_marks_say_in_words_what_they_show(client, home):
    memory(home)
    text = re.sub(r"\s+", " ", read(client).text)
    assert "<title>2021: 2 events (conference 1, educational tour 1)</title>" in text
    assert "<title>Astana: 2 events</title>" in text


# --- The chart ------------------------------------------------------------------------------------


def test_bars_are_as_long_as_their_numbers_and_leave_room_where_years_are_missing():
    bars = [Bar(year, "", [Segment(1, "sample", number)]) for year, number in (("2021", 4), ("2020", 2), ("2018", 1))]
    bars[0].segments = [Segment(1, "sample", 3), Segment(2, "other", 1)]
    assert draw_bars(bars) == 3 * 28 + 10
    assert [bar.top for bar in bars] == [0, 28, 66]
    assert [(part.begin, part.length) for bar in bars for part in bar.segments] == [
        (13, 56.25), (69.25, 18.75), (13, 37.5), (13, 18.75),
    ]  # fmt: skip
    assert [bar.end for bar in bars] == [88, 50.5, 31.75]


# --- The map --------------------------------------------------------------------------------------


def test_a_region_stands_where_it_says_else_in_its_middle_else_only_in_the_table(client, home):
    astana = make_place(slug="astana", parent=home, name_en="Astana", latitude="51.1694", longitude="71.4491")
    moved = make_place(slug="abai-region", parent=home, name_en="Abai", latitude="50.41", longitude="80.25")
    known = make_place(slug="ulytau-region", parent=home, name_en="Ulytau")
    far = make_place(slug="far", parent=home, name_en="Far away", latitude="35.7", longitude="139.7")
    nowhere = make_place(slug="nowhere", parent=home, name_en="Nowhere")
    for place in (astana, moved, known, far, nowhere):
        held_in(place)
    answer = read(client)
    points = {mark.name: (mark.x, mark.y) for mark in answer.context["map"]["marks"]}
    expected = {"Astana": (51.1694, 71.4491), "Abai": (50.41, 80.25), "Ulytau": land().middles["ulytau-region"]}
    assert points == {name: tuple(map(round, project(*at))) for name, at in expected.items()}
    assert "Not on the map: Far away, Nowhere." in answer.text
    assert {row.name for row in answer.context["places"][0].rows} == {*points, "Far away", "Nowhere"}


def test_a_region_of_another_country_is_not_set_on_the_map(client, home):
    japan = make_place(slug="japan", kind="country", name_en="Japan")
    held_in(make_place(slug="aichi", parent=japan, name_en="Aichi", latitude="50", longitude="70"))
    answer = read(client)
    assert answer.context["map"]["marks"] == []
    assert [row.name for table in answer.context["places"] for row in table.rows] == ["Japan"]


def test_every_middle_lies_on_the_map():
    for latitude, longitude in land().middles.values():
        x, y = project(latitude, longitude)
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT
    assert len(land().middles) == 17


def test_the_projection_keeps_areas_equal():
    def area(latitude, longitude, step=0.01):
        corners = [
            project(latitude + up, longitude + right) for up, right in ((0, 0), (0, step), (step, step), (step, 0))
        ]
        turns = zip(corners, corners[1:] + corners[:1], strict=True)
        return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in turns)) / 2 / cos(radians(latitude + step / 2))

    assert area(42, 50) == pytest.approx(area(48, 67), rel=1e-4)
    assert area(54, 85) == pytest.approx(area(48, 67), rel=1e-4)


def test_marks_grow_with_their_numbers_and_no_name_covers_anything():
    at = [project(*middle) for middle in land().middles.values()]
    marks = [Mark(f"Sample region number {n}", "", 40 - 2 * n, round(x), round(y)) for n, (x, y) in enumerate(at)]
    draw_marks(marks)
    assert marks[0].radius ** 2 / marks[5].radius ** 2 == pytest.approx(40 / 30, rel=0.1)
    assert marks[-1].radius == 17
    boxes = [box_of(mark) for mark in marks if mark.anchor]
    assert len(boxes) > 10
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))


def box_of(mark):
    width = len(mark.name) * 10
    left = {"start": 0, "end": width, "middle": width // 2}[mark.anchor]
    return mark.name_x - left, mark.name_y - 12, mark.name_x - left + width, mark.name_y + 12


def square(name, west, country="KAZ"):
    ring = [[west, 50], [west + 2, 50], [west + 2, 51], [west + 2, 52], [west, 52], [west, 50]]
    other = [[west, 50], [west, 51], [west, 52], [west + 2, 52], [west + 2, 50], [west, 50]]
    return {
        "type": "Feature",
        "properties": {"name": name, "adm0_a3": country},
        "geometry": {"type": "Polygon", "coordinates": [ring if west == 60 else other]},
    }


def test_outlines_are_drawn_from_regions_that_share_their_points(tmp_path, monkeypatch):
    monkeypatch.setattr(draw, "SMALLEST", 3)
    source = tmp_path / "admin1.json"
    features = [square("West", 60), square("East", 62), square("Elsewhere", 70, country="RUS")]
    source.write_text(json.dumps({"features": features}))
    shape, borders = draw.draw(source)
    assert (shape.count("M"), shape.count("z"), borders.count("M")) == (1, 1, 1)
    begin, end = (tuple(map(round, project(latitude, 62))) for latitude in (50, 52))
    step = (end[0] - begin[0], end[1] - begin[1])
    assert borders in (
        "M{},{}l{},{}".format(*begin, *step),
        "M{},{}l{},{}".format(*end, *(-part for part in step)),
    )
