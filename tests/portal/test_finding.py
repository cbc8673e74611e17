"""The search page: what it shows, what it never shows, and how it is used by keyboard and without JavaScript."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from lessonstudy.content.dates import PartialDate
from tests.factories import make_event, make_person, make_post, make_school, make_series

SEARCH = "/en/search/"


def titles(answer):
    return [result.title.text for result in answer.context["object_list"]]


@pytest.mark.django_db
def test_without_a_question_the_page_shows_ways_in_with_counts(client):
    make_event()
    make_event()
    make_event(status="draft")
    make_post(published_at=timezone.now() + timedelta(days=1))
    make_school()
    answer = client.get(SEARCH)
    assert answer.context["kinds"] == [("event", 2, "?kind=event"), ("school", 1, "?kind=school")]
    assert 'href="?kind=event"' in answer.text
    assert len(titles(client.get(f"{SEARCH}?kind=event"))) == 2


@pytest.mark.django_db
def test_the_words_are_marked_in_the_title_and_the_text(client):
    make_event(title_en="Sample lessons", summary_en="A lesson & more")
    text = client.get(f"{SEARCH}?q=lesson").text
    assert "Sample <mark>lessons</mark>" in text
    assert "A <mark>lesson</mark> &amp; more" in text
    assert "1 found" in text


@pytest.mark.django_db
def test_the_snippet_is_from_the_language_that_has_the_words(client):
    make_event(title_en="Sample", summary_en="Nothing of it here", summary_kk="Ашық сабақтар үлгісі")
    answer = client.get(f"{SEARCH}?q=сабақ")
    assert '<p class="entry__summary" lang="kk">Ашық <mark>сабақтар</mark> үлгісі</p>' in answer.text
    answer = client.get(f"{SEARCH}?q=sample")  # the words are in no text: the reader's language
    assert '<p class="entry__summary">Nothing of it here</p>' in answer.text


@pytest.mark.django_db
def test_a_question_is_shown_as_text_only(client):
    text = client.get(f'{SEARCH}?q=<script>alert("x")</script>').text
    assert "<script>alert" not in text
    assert "Nothing was found for “&lt;script&gt;alert" in text


@pytest.mark.django_db
def test_filters_that_nothing_is_under_say_so(client):
    make_event(kind="tour", start=PartialDate(2021))
    make_person()
    text = client.get(f"{SEARCH}?kind=person&year=2021").text
    assert "Nothing is under all of these filters." in text
    assert "Nothing was found for" not in text
    text = client.get(f"{SEARCH}?kind=person&q=nowhere").text
    assert "Nothing was found for “nowhere”." in text
    assert 'href="?q=nowhere"' in text


@pytest.mark.django_db
def test_a_mistyped_word_leads_to_the_right_one_under_the_same_filters(client):
    make_event(title_en="Symposium", start=PartialDate(2021))
    answer = client.get(f"{SEARCH}?kind=event&q=simpozium")
    assert answer.context["meant"] == "symposium"
    assert titles(client.get(SEARCH + answer.context["meant_address"])) == ["Symposium"]
    assert "meant" not in client.get(f"{SEARCH}?q=symposium").context


@pytest.mark.django_db
def test_nothing_on_the_page_gives_away_what_is_not_public(client):
    series = make_series(title_en="Zanzibar series", status="withdrawn")
    make_event(title_en="Zanzibar draft", status="draft", series=series)
    make_event(title_en="Zanzibar tomorrow", published_at=timezone.now() + timedelta(days=1))
    make_event(title_en="Public", series=series)
    addresses = ["", "?q=zanzibar", "?q=zanzibat", "?q=public", "?kind=event", f"?q=public&series={series.slug}"]
    pages = [client.get(SEARCH + address).text for address in addresses]
    pages.append(client.get("/en/search/suggestions/?q=zanz").text)
    assert ["Zanzibar" in page for page in pages] == [False] * 7  # what was asked is repeated in small letters
    assert titles(client.get(f"{SEARCH}?kind=event&year=2021")) == ["Public"]


@pytest.mark.django_db
def test_suggestions_are_links_to_what_begins_so(client):
    event = make_event(title_kk="Құралай кеші", title_en="")
    answer = client.get("/en/search/suggestions/?q=kural")
    assert f'href="{event.get_absolute_url().replace("/kk/", "/en/")}"' in answer.text
    assert client.get("/en/search/suggestions/?q=").text.strip() == ""


@pytest.mark.django_db
def test_the_page_is_for_people_not_for_crawlers(client):
    assert 'name="robots" content="noindex' in client.get(SEARCH).text


@pytest.mark.django_db
def test_a_page_of_results_costs_the_same_however_many_there_are(client, django_assert_max_num_queries):
    series = make_series()
    address = f"{SEARCH}?q=lesson&kind=event&series={series.slug}"
    for _ in range(3):
        make_event(title_en="Sample lesson", series=series)
    client.get(SEARCH)
    with django_assert_max_num_queries(10) as three:
        client.get(address)
    for _ in range(3):
        make_event(title_en="Sample lesson", series=series)
    client.get(SEARCH)
    with django_assert_max_num_queries(10) as six:
        client.get(address)
    assert len(six) == len(three)


# --- In a browser -------------------------------------------------------------------------------------


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    page.told = []
    page.on("console", lambda message: page.told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.told.append(str(error)))
    yield page
    context.close()


def test_suggestions_are_walked_through_by_keyboard(live_server, page):
    for title in ("Conference", "Conference of samples"):
        make_event(title_en=title)
    page.goto(f"{live_server.url}{SEARCH}")
    field, links = page.get_by_role("searchbox"), page.locator("#suggestions a")
    expect(field).to_be_focused()
    page.keyboard.type("conf")
    expect(links).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.last).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(links.last).to_be_focused()
    page.keyboard.press("Escape")
    expect(links).to_have_count(0)
    expect(field).to_be_focused()
    expect(field).to_have_value("conf")
    page.keyboard.type("e")
    expect(links).to_have_count(2)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Conference")
    assert page.told == []


def test_the_page_passes_axe_in_every_state(live_server, browser):
    make_event(title_en="Sample lesson", summary_en="A lesson")
    context = browser.new_context(viewport={"width": 320, "height": 800}, bypass_csp=True)  # axe is put into the page
    page = context.new_page()
    problems = []
    for address in ("", "?q=lesson", "?q=leson", "?q=nowhere&kind=event"):
        page.goto(f"{live_server.url}{SEARCH}{address}")
        problems += [f"{address}: {found['id']}" for found in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            problems.append(f"{address} is too wide")
    page.get_by_role("searchbox").fill("samp")
    expect(page.locator("#suggestions a")).to_have_count(1)
    problems += [f"suggestions: {found['id']}" for found in Axe().run(page).response["violations"]]
    context.close()
    assert problems == []


def test_without_javascript_the_form_finds_all_the_same(live_server, browser):
    make_event(title_en="Sample lesson")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}{SEARCH}?kind=event")
    page.get_by_role("searchbox").fill("lesson")
    page.locator("main").get_by_role("button", name="Search").click()
    expect(page.locator(".entry__title")).to_have_text("Sample lesson")
    assert "kind=event" in page.url
    context.close()
