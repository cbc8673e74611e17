"""A school registers its teachers: from a spreadsheet, by keyboard alone, without JavaScript, for the last seats."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from events.models import Draft, Registration
from tests.events.registration.desks import coordinator, make_desk, register, school, states

ROWS = "Full name\tSubject\tFormat\n" + "".join(
    f"Sample Teacher {number}\tchemistry\t{'online' if number > 4 else 'on site'}\n" for number in range(1, 7)
)
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def desk(transactional_db):
    """Four seats on site are left."""
    desk = make_desk(onsite=6, online=10)
    register(desk, school(1), onsite=2)
    coordinator(school(2), email="c@example.org")
    return desk


def signed_in(page, desk):
    """From the page of the event to the form, over the sign-in."""
    page.goto(f"/en/events/{desk.event.slug}/")
    page.get_by_role("link", name="Register teachers").click()
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label("Email").fill("c@example.org")
    page.get_by_label("Password").fill("teach-me-please")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Teachers")).to_be_visible()


def test_six_teachers_from_a_spreadsheet_get_the_last_seats(page, desk):
    signed_in(page, desk)
    page.get_by_role("link", name="From a spreadsheet").click()
    page.get_by_label("Cells from Excel").fill(ROWS)
    page.get_by_role("button", name="Put into the rows").click()
    expect(page.get_by_role("status")).to_contain_text("6 teachers")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("status").get_by_text("Confirmed")).to_be_visible()
    registration = Registration.objects.latest("pk")
    assert states(registration) == ["confirmed"] * 6
    assert [person.option.mode for person in registration.participants.all()] == ["onsite"] * 4 + ["online"] * 2


def test_a_group_is_registered_by_keyboard_alone(page, desk):
    signed_in(page, desk)
    page.get_by_label("Full name").first.focus()
    page.keyboard.type("Sample Teacher A")
    page.keyboard.press("Enter")  # the next row
    expect(page.get_by_role("group", name="Teacher 4").get_by_label("Full name")).to_be_focused()
    page.keyboard.type("Sample Teacher B")
    for _key in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "register":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text("Confirmed")).to_be_visible()
    assert [person.name for person in Registration.objects.latest("pk").people] == [
        "Sample Teacher A",
        "Sample Teacher B",
    ]


def test_a_row_is_taken_out_and_a_second_press_sends_nothing_twice(page, desk):
    signed_in(page, desk)
    for number, name in enumerate(["Sample Teacher A", "Sample Teacher B"]):
        page.get_by_label("Full name").nth(number).fill(name)
    page.get_by_role("button", name="Take this row out: Teacher 1").click()
    page.get_by_role("button", name="Register").dblclick()
    expect(page.get_by_role("status").get_by_text("Confirmed")).to_be_visible()
    registration = Registration.objects.get(organization__name_en="Test school 2")
    assert [person.name for person in registration.people] == ["Sample Teacher B"]


def test_what_was_typed_is_there_when_the_page_was_left(page, desk):
    signed_in(page, desk)
    page.get_by_label("Full name").first.fill("Sample Teacher A")
    page.goto(f"/en/events/{desk.event.slug}/")
    page.wait_for_timeout(300)
    assert Draft.objects.get().content["teachers-0-name"] == "Sample Teacher A"
    page.goto(f"/en/events/{desk.event.slug}/register/")
    expect(page.get_by_label("Full name").first).to_have_value("Sample Teacher A")


@pytest.mark.parametrize(
    ("size", "scheme"), [({"width": 1280, "height": 900}, "light"), (PHONE, "dark")], ids=["wide", "phone"]
)
def test_every_page_of_registration_is_for_everyone(new_context, desk, size, scheme):
    context = new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    signed_in(page, desk)
    page.get_by_role("link", name="From a spreadsheet").click()
    looked_at(page)
    page.get_by_label("Full name").first.fill("Sample Teacher A")
    page.get_by_label("E-mail").first.fill("wrong")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    looked_at(page)
    page.get_by_label("E-mail").first.fill("")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("status").get_by_text("Confirmed")).to_be_visible()
    looked_at(page)
    here = page.url
    for name in ("Change Sample", "Ticket Sample", "Add teachers"):
        page.goto(here)
        page.get_by_role("link", name=name).click()
        looked_at(page)


def looked_at(page):
    """Nothing an accessibility reader finds, and nothing wider than the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_javascript_a_group_is_registered_too(new_context, desk):
    page = new_context(java_script_enabled=False).new_page()
    signed_in(page, desk)
    page.get_by_label("Full name").first.fill("Sample Teacher A")
    page.get_by_role("button", name="Add a row").click()
    expect(page.get_by_role("group", name="Teacher 4")).to_be_visible()
    page.get_by_label("Full name").nth(1).fill("Sample Teacher B")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_text("Confirmed").first).to_be_visible()
    assert len(Registration.objects.latest("pk").people) == 2
