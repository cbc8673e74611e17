"""Staff publish a conference with its photos and files; two of them edit at once; drafts are looked at before."""

import re

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from events.models import Event
from lessonstudy.content.models import Status
from members.models import User
from tests.factories import make_event, pdf, picture

pytestmark = pytest.mark.usefixtures("own_uploads")
SAVED = re.compile("/events/event/(#.*)?$")  # back in the list
PASSWORD = "a-long-sample-password"


@pytest.fixture
def editor(transactional_db):
    user = User.objects.create_superuser("editor@example.org", PASSWORD, first_name="Aigerim")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def folder(tmp_path):
    """Eight photos and three files, as on an editor's disk."""
    for n in range(1, 9):
        colour = f"hsl({n * 40}, 50%, 50%)"
        (tmp_path / f"photo {n}.jpg").write_bytes(picture(colour=colour).read())
    for n in range(1, 4):
        (tmp_path / f"Баяндама {n}.pdf").write_bytes(pdf().read())
    return tmp_path


class Hands:
    """Does what a person does at a page, and counts it: every click, every field filled, every choice is one action."""

    def __init__(self, page):
        self.page, self.actions = page, 0

    def click(self, target):
        self.actions += 1
        target.click()

    def fill(self, label, text):
        self.actions += 1
        self.page.get_by_label(label, exact=True).filter(visible=True).fill(text)

    def select(self, label, choice):
        self.actions += 1
        self.page.get_by_label(label).filter(visible=True).select_option(choice)

    def choose(self, label, files):
        self.actions += 1
        self.page.get_by_label(label).set_input_files(files)


@pytest.fixture
def complaints(page):
    """What the browser complains about: scripts that fail, contents the policy forbids."""
    said = []
    page.on("pageerror", lambda error: said.append(f"{error} {error.stack}"))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    return said


@pytest.fixture
def desk(page, editor, live_server, settings):
    """The admin in English, with the editor signed in."""
    settings.STAFF_SECOND_FACTOR = False
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
    page.goto("/admin/")
    page.locator("input[name=login]").fill(editor.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile("/admin/$"))
    return page


def test_a_conference_with_eight_photos_and_three_files_takes_twelve_actions(complaints, desk, folder):
    hands = Hands(desk)
    hands.click(desk.get_by_role("link", name="Events", exact=True))
    hands.click(desk.locator("a[href$='/events/event/add/']").first)
    hands.select("Kind*", "conference")
    hands.select("State*", "held")
    hands.click(desk.get_by_role("button", name="Қазақша"))
    hands.fill("Title", "Сабақты зерттеу конференциясы")
    hands.fill("Begins", "26.11.2021 10:00")
    hands.choose("Add pictures", sorted(folder.glob("*.jpg")))
    hands.choose("Add files", sorted(folder.glob("*.pdf")))
    hands.click(desk.get_by_role("button", name="Save and publish"))
    expect(desk.get_by_text("“Сабақты зерттеу конференциясы” is published.")).to_be_visible()
    assert hands.actions <= 12
    event = Event.objects.get()
    assert (event.status, event.photos.count(), event.documents.count()) == (Status.PUBLISHED, 8, 3)
    assert [document.label for document in event.documents.all()] == ["Баяндама 1", "Баяндама 2", "Баяндама 3"]
    answer = desk.goto(f"/kk/events/{event.slug}/")
    assert answer.status == 200
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Сабақты зерттеу конференциясы")
    expect(desk.get_by_text("Баяндама 2").first).to_be_visible()
    assert complaints == []


def test_a_draft_is_looked_at_on_its_real_page_before_it_is_published(desk):
    event = make_event(status="draft", title_en="A quiet draft")
    desk.goto(f"/admin/events/event/{event.pk}/change/")
    with desk.expect_popup() as popup:
        desk.get_by_role("link", name="Preview").click()
    expect(popup.value.get_by_role("heading", level=1)).to_contain_text("A quiet draft")


def drag(page, handle, target):
    """As slowly as a hand does it."""
    start, end = handle.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, start["y"] - 20, steps=10)
    page.mouse.move(end["x"] + 10, end["y"] + 5, steps=30)
    page.wait_for_timeout(200)
    page.mouse.up()


def test_pictures_are_put_in_order_by_dragging(desk):
    event = make_event()
    for n in range(3):
        event.photos.create(image=picture(), caption_en=f"Picture {n}", position=n)
    desk.goto(f"/admin/events/event/{event.pk}/change/#photos")
    desk.set_viewport_size({"width": 1280, "height": 1600})
    handles = desk.locator("#photos-group [x-sort\\:handle]").filter(visible=True)
    drag(desk, handles.nth(2), handles.nth(0))
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_url(SAVED)
    assert [photo.caption_en for photo in event.photos.all()] == ["Picture 2", "Picture 0", "Picture 1"]


def test_rich_text_is_written_and_stays_poor(complaints, desk):
    event = make_event()
    desk.goto(f"/admin/events/event/{event.pk}/change/")
    desk.get_by_role("button", name="English").click()
    text = desk.locator("[contenteditable=true]").filter(visible=True)
    text.click()
    desk.keyboard.type("What was said")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_url(SAVED)
    event.refresh_from_db()
    assert event.description_en == "<p>What was said</p>"
    assert complaints == []


def test_the_second_of_two_editors_loses_nothing(desk):
    event = make_event(title_en="Before")
    second = desk.context.new_page()
    for each in (desk, second):
        each.goto(f"/admin/events/event/{event.pk}/change/")
        each.get_by_role("button", name="English").click()
    desk.get_by_label("Title").filter(visible=True).fill("By the first")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_url(SAVED)
    second.get_by_label("Theme").filter(visible=True).fill("By the second")
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_text("“Before” → “By the first”")).to_be_visible()
    second.get_by_role("button", name="Save", exact=True).click()
    second.wait_for_url(SAVED)
    event.refresh_from_db()
    assert event.theme_en == "By the second"
