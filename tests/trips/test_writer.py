"""A teacher writes a report: signs up by mail, loses the line and comes back; by keyboard alone; without JavaScript."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from playwright.sync_api import expect

from members.models import User
from research.models import Manuscript

pytestmark = pytest.mark.usefixtures("own_uploads")
PASSWORD = "a-long-sample-password"


@pytest.fixture
def teacher(page, transactional_db, live_server):
    user = User.objects.create_user("teacher@example.org", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    page.goto("/en/research/reports/")
    page.get_by_role("link", name="Write a report of your own lesson study").click()
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign In", exact=True).click()
    return user


def kept():
    return Manuscript.objects.get().content


def begin(page):
    page.get_by_label("Title").fill("Sample study")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sample study")


def test_somebody_new_signs_up_with_a_code_from_their_mail(page, transactional_db, live_server):
    page.goto("/en/research/reports/mine/")
    page.get_by_role("link", name="Sign Up").click()
    page.get_by_label("Email").fill("new@example.org")
    page.get_by_role("button", name="Sign Up").click()
    (letter,) = mail.outbox
    code = next(word for word in letter.body.split() if re.fullmatch(r"[A-Z0-9-]{6,}", word))
    page.locator("[name=code]").fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My reports")


def test_what_is_typed_is_saved_by_itself_and_outlives_a_broken_line(page, teacher):
    begin(page)
    page.get_by_role("link", name="Outcome").click()
    changes = page.get_by_label("What changes in practice")
    changes.fill("We draw first.")
    expect(page.get_by_role("status")).to_contain_text("Saved")
    assert kept()["outcome"]["changes"] == "We draw first."
    page.context.set_offline(True)
    changes.fill("We draw first, then count.")
    expect(page.get_by_role("status")).to_contain_text("No connection")
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_label("What changes in practice")).to_have_value("We draw first, then count.")
    expect(page.get_by_role("status")).to_contain_text("Saved")
    assert kept()["outcome"]["changes"] == "We draw first, then count."


def test_what_a_device_kept_does_not_undo_what_a_colleague_wrote_since(page, teacher):
    begin(page)
    page.get_by_role("link", name="Outcome").click()
    page.context.set_offline(True)
    page.get_by_label("What changes in practice").fill("Typed on the train.")
    expect(page.get_by_role("status")).to_contain_text("No connection")
    manuscript = Manuscript.objects.get()
    manuscript.content["outcome"] = {"changes": "Written by a colleague."}
    manuscript.save()
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_label("What changes in practice")).to_have_value("Written by a colleague.")
    page.get_by_text("What you typed here before").click()
    expect(page.get_by_text("Typed on the train.")).to_be_visible()
    page.wait_for_timeout(2500)  # longer than the pause after which a page is saved
    assert kept()["outcome"] == {"changes": "Written by a colleague."}


def test_who_types_on_while_a_page_is_saved_is_not_taken_for_two(page, teacher):
    begin(page)
    page.get_by_role("link", name="Outcome").click()
    changes = page.get_by_label("What changes in practice")
    page.route("**/write/outcome/", slowly)
    changes.fill("First.")
    expect(page.get_by_role("status")).to_contain_text("Saving")
    changes.fill("First, then second.")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Abstract")
    assert kept()["outcome"]["changes"] == "First, then second."


def slowly(route):
    if "autosave" in (route.request.post_data or ""):
        time.sleep(1)
    route.continue_()


def test_the_form_is_filled_by_keyboard_alone(page, teacher):
    begin(page)
    page.get_by_role("link", name="Focus and pupils").click()
    page.get_by_label("Why this study").focus()
    for text in ("Fractions are hard.", "How to explain?", "Books.", "A", "quick at sums"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Save and go on").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text("Research lesson 1")
    expect(page.get_by_label("A: expected").first).to_be_visible()
    assert kept()["pupils"] == [{"letter": "A", "typifies": "quick at sums"}]


def test_every_page_of_the_form_is_accessible(page, teacher):
    begin(page)
    wrong = {}
    for link in page.get_by_role("navigation", name="Pages of the report").get_by_role("link").all():
        address = link.get_attribute("href")
        page.goto(address)
        if found := Axe().run(page).response["violations"]:
            wrong[address] = [violation["id"] for violation in found]
        page.goto(address)
    assert wrong == {}


def test_it_is_written_without_javascript(browser, live_server, teacher, page):
    begin(page)
    cookies = page.context.cookies()
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    context.add_cookies(cookies)
    plain = context.new_page()
    plain.goto(f"/en/research/reports/{Manuscript.objects.get().pk}/write/team/")
    for number, name in enumerate(["Sampleova", "Samplin", "Samplekyzy"]):
        plain.get_by_label("Family name").nth(number).fill(name)
    plain.get_by_role("button", name="Add a row").click()
    expect(plain.get_by_label("Family name")).to_have_count(4)
    assert [row["family_name"] for row in kept()["team"]] == ["Sampleova", "Samplin", "Samplekyzy"]
    context.close()
