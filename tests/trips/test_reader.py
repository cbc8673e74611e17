"""A teacher reads the archive: on a phone, by keyboard, without JavaScript, in three languages."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from events.models import Event
from research.models import Poster


@pytest.fixture
def archive(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_archive", verbosity=0)


@pytest.fixture
def phone(browser):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def test_a_teacher_filters_the_archive_and_opens_a_poster(live_server, archive, phone):
    phone.goto(f"{live_server.url}/ru/")
    phone.get_by_role("navigation", name="Разделы").get_by_role("link", name="События").click()
    narrow(phone, "Год", "2021")
    narrow(phone, "Формат", "онлайн")
    assert "year=2021" in phone.url
    assert "mode=online" in phone.url
    expect(phone.get_by_role("heading", name="LESSON STUDY FEST 2021")).to_be_visible()
    phone.goto(f"{live_server.url}/ru/events/wals-2021/")
    phone.locator("[aria-labelledby=posters] .cards").get_by_role("link").first.click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text(str(Poster.objects.get().title_ru))
    read_the_gallery_by_keyboard(phone)
    phone.get_by_role("link", name="Қазақша").click()
    expect(phone.locator("html")).to_have_attribute("lang", "kk")
    phone.goto(f"{live_server.url}/")
    expect(phone).to_have_url(f"{live_server.url}/kk/")


def narrow(page, facet, choice):
    page.locator(".facet", has=page.locator("summary", has_text=facet)).locator("summary").click()
    page.locator(".facet[open]").get_by_role("link", name=re.compile(f"^{choice} ")).click()


def read_the_gallery_by_keyboard(page):
    page.locator(".gallery__link").first.focus()
    page.keyboard.press("Enter")
    viewer = page.get_by_role("dialog")
    expect(viewer.locator(".viewer__count")).to_have_text("1 / 8")
    page.keyboard.press("ArrowRight")
    expect(viewer.locator(".viewer__count")).to_have_text("2 / 8")
    look_closer(page, viewer.locator(".viewer__stage").nth(1))
    page.keyboard.press("End")
    expect(viewer.locator(".viewer__count")).to_have_text("8 / 8")
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    expect(page.locator(".gallery__link").last).to_be_focused()


def look_closer(page, stage):
    """Larger, to another part of it, and whole again: the arrows turn pages only where the whole is seen."""
    page.keyboard.press("+")
    expect(stage).to_have_attribute("data-scale", "2")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert stage.evaluate("stage => [stage.scrollLeft > 0, stage.scrollTop > 0]") == [True, True]
    page.keyboard.press("0")
    expect(stage).to_have_attribute("data-scale", "1")


def test_everything_is_there_without_javascript(live_server, archive, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/en/events/shymkent-2021/")
    for words in ("632", "Kazakh, Russian", "Zoom", "Махашев Ержан Баяндама", "UTC+6"):
        expect(page.locator("main")).to_contain_text(words)
    page.locator(".gallery__link").first.click()
    assert "/media/photos/" in page.url
    assert weight_of(page, f"{live_server.url}/kk/") < 150_000
    context.close()


def weight_of(page, url):
    """All bytes of a first visit, scripts apart (they are off here and weigh little)."""
    weights = []
    page.on("response", lambda response: weights.append(len(response.body())) if response.status == 200 else None)
    page.goto(url, wait_until="networkidle")
    return sum(weights)


PAGES = [
    lambda: reverse("portal:home"),
    lambda: reverse("events:event-list"),
    lambda: reverse("news:post-list"),
    lambda: reverse("members:person-list"),
    lambda: reverse("members:council-list"),
    lambda: Event.objects.get(slug="lesson-study-fest-2021").get_absolute_url(),
    lambda: Event.objects.get(slug="taraz-2021").get_absolute_url() + "programme/",
    lambda: Poster.objects.get().get_absolute_url(),
    lambda: reverse("research:exhibition", args=[Poster.objects.get().event.slug]),
]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_pages_pass_axe_fit_a_small_phone_and_ask_nobody_else(live_server, archive, browser, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    asked, told = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    problems = []
    for language in ("kk", "ru", "en"):
        for address in PAGES:
            with translation.override(language):
                page.goto(live_server.url + address())
            if page.evaluate("document.documentElement.scrollWidth") > width:
                problems.append(f"{page.url} is wider than {width} px")
            problems += [f"{page.url}: {found['id']}" for found in Axe().run(page).response["violations"]]
    context.close()
    assert problems + told == []
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
