"""Nodes of a graph hold only what is known."""

from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template

from lessonstudy.content.dates import PartialDate
from lessonstudy.content.head import json_ld
from lessonstudy.content.metadata import iso_date, node, summary
from tests.graphs import graph_in


def test_a_node_has_nothing_empty():
    known = node("Event", id="/id/event/1", name="Sample", startDate="", location=[], about=None, audience={}, days=0)
    assert known == {"@type": "Event", "@id": "/id/event/1", "name": "Sample", "days": 0}


def test_a_list_in_a_node_has_nothing_empty():
    assert node("Event", performer=[None, {"@type": "Person"}, ""])["performer"] == [{"@type": "Person"}]
    assert node("Event", performer=[None, {}]) == {"@type": "Event"}


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("2021-11-26T10:00", "2021-11-26T10:00:00+06:00"),
        ("2025-11-26T10:00", "2025-11-26T10:00:00+05:00"),  # Kazakhstan went to one zone in 2024
        ("2021-11-26", "2021-11-26"),
        ("2021-11", "2021-11"),
        ("2021", "2021"),
        ("XXXX-11-11", ""),
    ],
)
def test_a_date_is_told_as_precisely_as_it_is_known(date, text):
    assert iso_date(PartialDate.parse(date), ZoneInfo("Asia/Almaty")) == text


def test_a_date_without_its_zone_tells_no_time():
    assert iso_date(PartialDate(2021, 11, 26, 10, 0)) == "2021-11-26"
    assert iso_date(None) == ""


def test_rich_text_becomes_words():
    assert summary("<p>One &amp; two</p><ul><li>three</li></ul>\n four") == "One & two three four"


def test_a_summary_is_the_first_text_that_says_something_cut_at_a_word():
    assert summary("", "<p> </p>", "<p>One two three</p>", "four", limit=9) == "One two…"
    assert summary("", "<p></p>") == ""


def test_no_title_ends_the_block_of_data():
    names = ["</script><script>alert(1)</script>", "<!-- <script>", "a & b", "one\u2028two\u2029three"]
    text = json_ld([{"name": name} for name in names])
    inside = text.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert {character for character in "<>&\u2028\u2029" if character in inside} == set()
    assert [node["name"] for node in graph_in(text)] == names


def test_what_is_captured_stands_in_several_places_escaped_once():
    page = Template("{% load frame %}{% capture as name %} {{ title }} {% endcapture %}[{{ name }}][{{ name }}]")
    assert page.render(Context({"title": "A & B"})) == "[A &amp; B][A &amp; B]"
