"""One's own page: everything that is one's own, and nothing of anybody else."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils.html import strip_tags
from django.utils.timezone import now

from events.models import Attendance, Award
from events.registration.actions import cancel
from lessonstudy.content.dates import PartialDate
from members.models import User
from research.models import Manuscript, PosterRole
from research.reports.actions import start_report
from tests.events.registration.desks import coordinator, make_desk, register, school
from tests.factories import make_event, make_person, make_poster, make_report, make_representative, make_staff

pytestmark = pytest.mark.django_db
PAGE = "/en/account/"
PARTS = ("registrations", "places", "years", "reports", "schools", "account")
EMPTY = {
    "registrations": "No school that you represent has been registered yet. All events",
    "places": "No place at an event is kept under your e-mail addresses.",
    "years": "Staff join this account with your name in the archive on request; "
    "then your talks, posters, reports and awards stand here.",
    "reports": "You have not begun a report yet. Write a report",
    "schools": "You do not represent a school yet. Find your school",
    "account": "teacher@example.org E-mail Password Second factor Where you are signed in Sign out",
}


@pytest.fixture
def teacher():
    return with_address(User.objects.create_user("teacher@example.org", "sample-password"))


@pytest.fixture
def reader(client, teacher):
    client.force_login(teacher)
    return client


def with_address(user, email="", verified=True):
    EmailAddress.objects.create(user=user, email=email or user.email, verified=verified, primary=not email)
    return user


def part(client, name):
    """What stands in one part of the page, without its heading."""
    text = client.get(PAGE).text
    return words(re.search(rf'<h2 id="{name}">.*?</h2>(.*?)</section>', text, re.S)[1])


def words(html):
    return " ".join(strip_tags(re.sub(r"<", " <", html)).split()).replace(" ,", ",")


def rows(client, name):
    """[(its kicker, its title, the rest)] of the entries in a part."""
    text = client.get(PAGE).text
    inside = re.search(rf'<h2 id="{name}">.*?</h2>(.*?)</section>', text, re.S)[1]
    line = r'entry__kicker">(.*?)</p>.*?<h3 class="entry__title">(.*?)</h3>(.*?)</li>'
    return [tuple(map(words, found)) for found in re.findall(line, inside, re.S)]


def place_of(desk, number, email, **fields):
    """A place of one teacher with that address."""
    registration = register(desk, school(number), onsite=1)
    registration.participants.update(name=f"Teacher {number}", email=email, **fields)
    return registration.participants.get()


def held(desk, days, title):
    """The event begins in so many days; that long ago if they are negative."""
    desk.event.title_en, desk.event.start = title, PartialDate.parse(f"{(now() + timedelta(days=days)).date()}")
    desk.event.save()


# --- Who sees it ----------------------------------------------------------------------------------
def test_only_who_is_signed_in_has_a_page_and_nobody_keeps_it(client, reader):
    answer = reader.get(PAGE)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert '<meta name="robots" content="noindex, follow">' in answer.text
    reader.logout()
    answer = client.get(PAGE)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={PAGE}")


def test_each_part_says_so_when_there_is_nothing_in_it(reader):
    assert {name: part(reader, name) for name in PARTS} == EMPTY


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_page_opens_in_every_language(reader, language):
    place_of(make_desk(), 1, "teacher@example.org")
    assert reader.get(f"/{language}/account/").status_code == 200


# --- Registrations --------------------------------------------------------------------------------
def test_the_registrations_of_ones_schools_stand_there_the_nearest_first_then_the_latest(reader, teacher):
    own, other = school(1), school(2)
    make_representative(teacher, own)
    for days, title in [(-60, "Long over"), (30, "In a month"), (-20, "Just over"), (9, "Next week")]:
        register(desk := make_desk(), own, onsite=2)
        held(desk, days, title)
    register(make_desk(), other, onsite=2)
    assert [title for _state, title, _rest in rows(reader, "registrations")] == [
        f"{title}, Test school 1" for title in ("Next week", "In a month", "Just over", "Long over")
    ]


def test_a_registration_says_its_state_its_school_and_how_many_come(reader, teacher):
    own, cancelled = school(1), school(2)
    make_representative(teacher, own), make_representative(teacher, cancelled)
    desk = make_desk(onsite=2)
    first = register(desk, own, onsite=2)
    gone = register(desk, cancelled, onsite=1)
    cancel(gone, by=teacher)
    assert rows(reader, "registrations") == [
        ("cancelled", "Test conference, Test school 2", "Test school 2"),
        ("confirmed", "Test conference, Test school 1", "Test school 1 · 2 teachers"),
    ]
    assert f'href="{first.get_absolute_url()}"' in reader.get(PAGE).text


@pytest.mark.parametrize("state", ["asked", "refused"])
def test_who_only_asked_to_represent_a_school_sees_nothing_of_its_registrations(reader, teacher, state):
    own = school(1)
    make_representative(teacher, own, state=state)
    register(make_desk(), own, onsite=1)
    assert part(reader, "registrations") == EMPTY["registrations"]


def test_what_readers_may_not_see_of_an_event_is_not_told_here_either(reader, teacher):
    own, desk = school(1), make_desk()
    make_representative(teacher, own)
    register(desk, own, onsite=1).participants.update(email=teacher.email)
    assert len(rows(reader, "registrations") + rows(reader, "places")) == 2
    desk.event.status = "draft"
    desk.event.save()
    assert (part(reader, "registrations"), part(reader, "places")) == (EMPTY["registrations"], EMPTY["places"])


# --- One's own places -----------------------------------------------------------------------------
def test_a_place_under_ones_address_says_what_it_is_and_leads_to_the_ticket(reader):
    place = place_of(make_desk(), 1, "Teacher@Example.org")
    assert rows(reader, "places") == [
        ("confirmed", "Test conference", "Teacher 1 · On site · Test school 1 Ticket Teacher 1, Test conference")
    ]
    assert f'href="{place.ticket_address}"' in reader.get(PAGE).text


def test_who_waits_has_no_ticket_and_who_was_cancelled_no_place(reader):
    desk = make_desk(onsite=9)
    place_of(desk, 1, "teacher@example.org", state="waiting")
    place_of(desk, 2, "teacher@example.org", state="cancelled")
    assert rows(reader, "places") == [("on the waiting list", "Test conference", "Teacher 1 · On site · Test school 1")]


def test_when_the_event_is_over_it_says_who_was_there(reader):
    there, missed = (place_of(make_desk(), number, "teacher@example.org") for number in (1, 2))
    held(there.registration.desk, -20, "Attended"), held(missed.registration.desk, -40, "Missed")
    Attendance.objects.create(participant=there, source="door", at=now() - timedelta(days=20))
    assert rows(reader, "places") == [
        ("attendance noted", "Attended", "Teacher 1 · On site · Test school 1"),
        ("attendance not noted", "Missed", "Teacher 2 · On site · Test school 2"),
    ]


@pytest.mark.parametrize(
    "email", ["teacherx@example.org", "xteacher@example.org", "teache_@example.org", "%@example.org", "", "t@x.org"]
)
def test_places_under_a_similar_address_belong_to_somebody_else(reader, email):
    with_address(User.objects.create_user("teacherx@example.org", "sample-password"))
    place_of(make_desk(), 1, email)
    assert part(reader, "places") == EMPTY["places"]


def test_an_address_that_nobody_confirmed_shows_no_places_until_it_is(reader, teacher):
    with_address(teacher, "colleague@example.org", verified=False)
    place_of(make_desk(), 1, "colleague@example.org")
    assert part(reader, "places") == EMPTY["places"]
    EmailAddress.objects.filter(email="colleague@example.org").update(verified=True)
    assert len(rows(reader, "places")) == 1


def test_the_address_of_the_account_alone_is_not_enough(client):
    user = User.objects.create_user("new@example.org", "sample-password")
    place_of(make_desk(), 1, user.email)
    client.force_login(user)
    assert part(client, "places") == EMPTY["places"]


def test_an_address_which_another_confirmed_shows_nothing(reader):
    other = with_address(User.objects.create_user("other@example.org", "sample-password"))
    place_of(make_desk(), 1, other.email)
    assert part(reader, "places") == EMPTY["places"]


# --- What one gave and got ------------------------------------------------------------------------
def test_who_is_joined_with_a_person_sees_what_they_gave_and_got(reader, teacher):
    teacher.person, other = make_person(), make_person()
    teacher.save()
    PosterRole.objects.create(poster=make_poster(title_en="Own poster"), person=teacher.person)
    PosterRole.objects.create(poster=make_poster(title_en="Foreign poster"), person=other)
    Award.objects.create(event=make_event(title_en="Sample festival"), kind="diploma", person=teacher.person)
    text = part(reader, "years")
    moments = reader.get(PAGE).context["moments"]
    assert [moment.record.title_en for moment in moments] == ["Own poster", "Sample festival"]
    assert (text.endswith("Sample festival diploma"), "Own poster" in text) == (True, True)


def test_a_person_of_whom_nothing_is_known_is_named(reader, teacher):
    teacher.person = make_person(family_name_en="Sampleova")
    teacher.save()
    assert part(reader, "years") == "Sampleova : nothing stands under this name in the archive yet."


# --- Reports and schools --------------------------------------------------------------------------
def test_the_reports_one_writes_stand_there_and_those_of_others_do_not(reader, teacher):
    start_report(title="Own report", language="en", by=teacher)
    start_report(title="Foreign report", language="en", by=coordinator())
    make_report(title_en="Published report")
    text = part(reader, "reports")
    assert re.sub(r", \S+", "", text.replace("Write a report", "")).strip() == "Own report being written"


def test_the_schools_one_asked_for_stand_there_with_the_answer(reader, teacher):
    make_representative(teacher, school(1)), make_representative(teacher, school(2), state="asked")
    make_representative(school=school(3))
    assert part(reader, "schools") == (
        "Test school 1 confirmed Test school 2 waits for an answer Colleagues and other schools"
    )


# --- How often the database is asked --------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_three_of_each_as_for_one(reader, teacher, django_assert_num_queries, number):
    teacher.person = make_person()
    teacher.save()
    for each in range(number):
        own = school(each)
        make_representative(teacher, own)
        register(make_desk(), own, onsite=number).participants.update(email=teacher.email)
        start_report(title=f"Sample report {each}", language="en", by=teacher)
        PosterRole.objects.create(poster=make_poster(event=make_event()), person=teacher.person)
    assert Manuscript.objects.count() == number
    with django_assert_num_queries(11):
        reader.get(PAGE)


# --- The way there --------------------------------------------------------------------------------
def foot(client):
    inside = re.search(r"<footer.*?</footer>", client.get("/en/news/").text, re.S)[0]
    return [words(link) for link in re.findall(r"<a.*?</a>", inside, re.S)][4:]


def test_the_foot_of_every_page_leads_everybody_to_what_is_theirs(client, teacher):
    staff = make_staff()
    for _time in range(2):  # what was drawn for one is not shown to another
        client.logout()
        assert foot(client) == ["Sign in"]
        client.force_login(teacher)
        assert foot(client) == ["My page"]
        client.force_login(staff)
        assert foot(client) == ["My page", "Editing"]


@pytest.mark.parametrize(("asked", "led"), [("", PAGE), ("?next=/en/events/", "/en/events/")])
def test_who_signs_in_comes_to_their_page_or_where_they_wanted_to_go(client, teacher, asked, led):
    answer = client.post(f"/accounts/login/{asked}", {"login": teacher.email, "password": "sample-password"})
    assert (answer.status_code, answer["Location"]) == (302, led)


def test_the_pages_of_the_account_lead_back_to_ones_own(reader):
    ways = re.search(r'<nav class="account__ways".*?</nav>', reader.get("/accounts/email/").text, re.S)[0]
    assert re.findall(r'href="([^"]*)"', ways)[0] == PAGE
