"""A reader's page and file are counted, once however often they look again; a robot's never."""

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from journal.models import ArticleDocument
from lessonstudy.portal.models import ReadCount
from tests.factories import make_article

pytestmark = pytest.mark.usefixtures("own_uploads")
READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
COUNTED = "**/count?*"
IN_SIGHT = 3000  # milliseconds until a page counts as read


@pytest.fixture
def article():
    article = make_article(abstract_en="Sample")
    ArticleDocument.objects.create(
        article=article, file=ContentFile(b"sample", "sample.pptx"), language="en", label="Sample file"
    )
    return article


def open_as(browser, live_server, article, agent):
    """A page whose clock stands still until the test winds it on."""
    context = browser.new_context(user_agent=agent)
    page = context.new_page()
    page.clock.install(time=0)
    page.clock.pause_at(1)
    page.goto(live_server.url + article.get_absolute_url())
    return page


def look_for_a_while(page):
    page.clock.run_for(IN_SIGHT)


def numbers():
    return [(row.kind, row.views, row.downloads) for row in ReadCount.objects.all()]


def test_a_page_and_a_file_are_counted_once_in_a_tab(live_server, browser, article):
    page = open_as(browser, live_server, article, READER)
    page.clock.run_for(IN_SIGHT - 100)
    assert numbers() == []
    with page.expect_response(COUNTED):
        look_for_a_while(page)
    assert numbers() == [("article", 1, 0)]
    page.reload()
    look_for_a_while(page)
    page.goto(live_server.url + article.get_absolute_url().replace("/kk/", "/en/"))
    look_for_a_while(page)
    file = page.get_by_role("link", name="Sample file")
    expect(file).to_be_visible()
    with page.expect_response(COUNTED), page.expect_download():
        file.click()
    with page.expect_download():
        file.click()
    page.wait_for_load_state("networkidle")
    assert numbers() == [("article", 1, 1)]
    page.context.close()


def test_another_reader_is_counted_again_and_a_robot_is_not(live_server, browser, article):
    for agent in (READER, READER, READER.replace("Chrome", "HeadlessChrome")):
        page = open_as(browser, live_server, article, agent)
        with page.expect_response(COUNTED):
            look_for_a_while(page)
        page.context.close()
    assert numbers() == [("article", 2, 0)]
