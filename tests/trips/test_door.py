"""At the door with a phone: the line drops, taps are kept and sent later; without JavaScript; by QR code."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import expect

from events.models import Attendance, Participant
from tests.events.registration.desks import make_desk, register, school
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("own_uploads")
NAMES = ["Үлгі Асан", "Sampleova B.", "Samplin V."]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def desk(transactional_db, settings):
    """Three teachers of two schools; a session has a check-in of its own."""
    settings.STAFF_SECOND_FACTOR = False
    desk = make_desk(onsite=None)
    desk.checked_in_sessions.add(desk.event.sessions.create(kind="workshop", title_en="Sample workshop"))
    register(desk, school(1), onsite=2)
    register(desk, school(2), onsite=1)
    for person, name in zip(
        Participant.objects.order_by("pk"), ["Үлгі Асан", "Sampleova B.", "Samplin V."], strict=True
    ):
        Participant.objects.filter(pk=person.pk).update(name=name)
    return desk


@pytest.fixture
def keeper():
    return make_staff("events.change_registration", "events.change_event")


def signed_in(context, user, live_server):
    """The session of a signed-in member of staff, as the browser holds it."""
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])


@pytest.fixture
def door(page, desk, keeper, live_server):
    """The check-in page on a phone."""
    signed_in(page.context, keeper, live_server)
    page.set_viewport_size(PHONE)
    page.goto(address(desk))
    return page


def address(desk, page=""):
    return f"/en/events/{desk.event.slug}/check-in/{page}"


def guest(page, name):
    return page.locator("#guests .guest").filter(has_text=name)


def here(page, name):
    guest(page, name).get_by_role("button", name="Is here").click()


def names():
    return sorted(Attendance.objects.filter(session=None).values_list("participant__name", flat=True))


def test_taps_outlive_a_broken_line_and_a_reload_and_are_sent_once(door, desk):
    here(door, "Sampleova")
    expect(guest(door, "Sampleova")).to_contain_text("here since")
    door.context.set_offline(True)
    here(door, "Үлгі Асан")
    here(door, "Samplin")
    expect(guest(door, "Samplin")).to_contain_text("waits for the line")
    expect(door.get_by_role("status").first).to_contain_text("3 of 3 are here")
    expect(door.locator("[data-ls-line]")).to_contain_text("sent later: 2")
    assert names() == ["Sampleova B."]
    guest(door, "Samplin").get_by_role("button", name="Undo").click()
    expect(door.get_by_role("status").first).to_contain_text("2 of 3 are here")
    door.close()  # the phone was switched off; its browser is opened again where there is a line
    door.context.set_offline(False)
    again = door.context.new_page()
    again.goto(address(desk))
    expect(guest(again, "Үлгі Асан")).to_contain_text("here since")
    expect(again.get_by_role("status").first).to_contain_text("2 of 3 are here")
    assert names() == ["Sampleova B.", "Үлгі Асан"]
    assert again.evaluate("Object.keys(localStorage)") == []


def test_the_line_comes_back_while_the_page_is_open(door):
    door.context.set_offline(True)
    here(door, "Samplin")
    expect(guest(door, "Samplin")).to_contain_text("waits for the line")
    door.context.set_offline(False)
    expect(guest(door, "Samplin")).to_contain_text("here since")
    expect(door.locator("[data-ls-line]")).to_be_empty()
    assert names() == ["Samplin V."]


def test_what_one_keeps_another_does_not_send(door, desk, live_server):
    door.context.set_offline(True)
    here(door, "Samplin")
    expect(guest(door, "Samplin")).to_contain_text("waits for the line")
    other = make_desk(onsite=None)
    register(other, school(3), onsite=1)
    door.context.route("**/check-in/send/", lambda route: route.abort())
    door.context.set_offline(False)
    door.goto(address(other))
    assert door.evaluate("Object.keys(localStorage).length") == 1
    signed_in(door.context, make_staff("events.change_registration"), live_server)
    door.context.unroute("**/check-in/send/")
    door.goto(address(desk))
    expect(guest(door, "Samplin").get_by_role("button", name="Is here")).to_be_visible()
    assert names() == []


def test_who_is_signed_out_meanwhile_loses_nothing(door, desk, keeper, live_server):
    door.context.clear_cookies()
    here(door, "Samplin")
    expect(door.locator("[data-ls-line]")).to_contain_text("Sign in again")
    signed_in(door.context, keeper, live_server)
    door.goto(address(desk))
    expect(guest(door, "Samplin")).to_contain_text("here since")
    assert names() == ["Samplin V."]


def test_a_place_cancelled_meanwhile_is_said_and_not_kept(door):
    Participant.objects.filter(name="Samplin V.").update(state="cancelled")
    here(door, "Samplin")
    expect(guest(door, "Samplin")).to_contain_text("no confirmed place")
    expect(door.get_by_role("status").first).to_contain_text("0 of 3 are here")
    assert door.evaluate("Object.keys(localStorage)") == []


def test_a_session_is_checked_apart_from_the_arrival(door):
    door.get_by_role("link", name="Sample workshop").click()
    here(door, "Samplin")
    expect(guest(door, "Samplin")).to_contain_text("here since")
    door.get_by_role("link", name="Arrival").click()
    expect(guest(door, "Samplin").get_by_role("button", name="Is here")).to_be_visible()
    assert (names(), Attendance.objects.count()) == ([], 1)


def test_names_are_found_while_one_types_without_a_line(door):
    door.context.set_offline(True)
    door.get_by_role("searchbox").last.fill("ulgi")
    expect(door.locator("#guests .guest").filter(visible=True)).to_have_count(1)
    expect(guest(door, "Үлгі Асан")).to_be_visible()


# Browsers of this kind of machine read no codes, and it has no camera: these stand in for them.
CAMERA = """
  window.held = [];
  window.BarcodeDetector = class { async detect() { return window.held.map((rawValue) => ({ rawValue })); } };
  navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement("canvas");
    canvas.getContext("2d").fillRect(0, 0, 9, 9);
    return canvas.captureStream();
  };
"""


def test_tickets_held_before_the_camera_are_noted_without_a_line(door):
    door.context.add_init_script(CAMERA)
    door.reload()
    door.get_by_role("button", name="Scan").click()
    door.context.set_offline(True)
    hold = "code => { window.held = [`https://ls.test/kk/events/sample/ticket/${code}/`]; }"
    door.evaluate(hold, "nobodyscode2")
    expect(door.locator("[data-ls-seen]")).to_contain_text("not in the list")
    door.evaluate(hold, Participant.objects.get(name="Samplin V.").code)
    expect(door.locator("[data-ls-seen]")).to_have_text("Samplin V.: waits for the line")
    door.get_by_role("button", name="Stop").click()
    door.context.set_offline(False)
    expect(door.locator("[data-ls-seen]")).to_contain_text("Samplin V.: here since")
    assert names() == ["Samplin V."]


def test_a_ticket_is_noted_from_its_code(door, desk):
    person = Participant.objects.get(name="Үлгі Асан")
    door.goto(f"/en/events/{desk.event.slug}/ticket/{person.code}/")
    door.get_by_role("link", name="Note the arrival").click()
    ticket = door.get_by_role("region", name="Ticket")
    ticket.get_by_role("button", name="Is here").click()
    expect(ticket).to_contain_text("here since")
    assert names() == ["Үлгі Асан"]


def test_it_works_without_javascript(browser, desk, keeper, live_server):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, viewport=PHONE)
    signed_in(context, keeper, live_server)
    page = context.new_page()
    page.goto(address(desk))
    page.get_by_role("searchbox").last.fill("samplin")
    page.get_by_role("button", name="Find").last.click()
    here(page, "Samplin")
    expect(guest(page, "Samplin")).to_contain_text("here since")
    expect(page.locator("#guests .guest")).to_have_count(1)
    assert names() == ["Samplin V."]
    context.close()


def test_a_report_is_read_and_the_figures_are_stated(door, desk):
    rows = "Name,User Email,Duration (Minutes)\nAsan Ulgi,,40\nSamplin,,30\n"
    door.goto(address(desk, "report/"))
    upload = SimpleUploadedFile("participants.csv", rows.encode())
    door.get_by_label("Report of the platform").set_input_files(
        {"name": upload.name, "mimeType": "text/csv", "buffer": upload.read()}
    )
    door.get_by_role("button", name="Check").click()
    door.get_by_label("Samplin").select_option(label="Samplin V., Test school 2")
    door.get_by_role("button", name="Note these").click()
    expect(door.get_by_role("status").first).to_contain_text("2 people")
    assert names() == ["Samplin V.", "Үлгі Асан"]
    door.get_by_role("link", name="Stated figures").click()
    door.get_by_label(re.compile("Participants: 2")).check()
    door.get_by_role("button", name="State these").click()
    expect(door.get_by_role("heading", name="In numbers")).to_be_visible()
    assert list(desk.event.figures.values_list("category", "number")) == [("participants", 2)]


def test_the_pages_are_accessible_fit_a_phone_and_can_be_tapped(door, desk):
    wrong = {}
    for page in ("", f"?code={Participant.objects.first().code}", "report/", "figures/"):
        door.goto(address(desk, page))
        if found := Axe().run(door).response["violations"]:
            wrong[page] = [violation["id"] for violation in found]
        assert door.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        buttons = door.locator("main button").filter(visible=True).all()
        assert min(button.bounding_box()["height"] for button in buttons) >= 44
    assert wrong == {}
