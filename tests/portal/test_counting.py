"""Views and downloads by month: who is counted and who is not, where the numbers stand, and that no page is lost."""

import csv
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lessonstudy.portal import caching, counting
from lessonstudy.portal.models import ArchiveState, ReadCount
from tests.factories import make_article, make_contribution, make_event, make_person, make_poster, make_staff
from tests.races import Meeting, at_once, shared_database
from tests.settling import settle

READER = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


def tell(counted, what="view", client=None, agent=READER, origin="http://testserver", **changed):
    headers = {name: text for name, text in {"user-agent": agent, "origin": origin}.items() if text}
    told = {"record": f"{counted.address_kind()}/{counted.pk}", "what": what, **changed}
    answer = (client or Client()).post("/count", query_params=told, headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")


def numbers():
    return [(row.kind, row.number, row.views, row.downloads) for row in ReadCount.objects.order_by("kind", "number")]


# --- Who is counted -------------------------------------------------------------------------------
@pytest.mark.django_db
def test_views_and_downloads_are_counted_by_record_and_month():
    event, poster = make_event(), make_poster()
    for what in ("view", "view", "download"):
        tell(event, what)
    tell(poster)
    assert numbers() == [("event", event.pk, 2, 1), ("poster", poster.pk, 1, 0)]
    assert {row.month for row in ReadCount.objects.all()} == {timezone.localdate().replace(day=1)}


@pytest.mark.django_db
def test_a_talk_is_counted_with_its_event():
    talk = make_contribution(make_event())
    tell(talk, "download")
    assert numbers() == [("contribution", talk.pk, 0, 1)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; YandexBot/3.0)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0 Safari/537.36",
        "facebookexternalhit/1.1 LinkPreview",
        "python-requests/2.32",
        "curl/8.9",
    ],
)
def test_robots_are_not_counted(agent):
    tell(make_event(), agent=agent)
    assert numbers() == []


@pytest.mark.django_db
def test_a_telephone_whose_maker_is_called_like_a_robot_is_counted():
    event = make_event()
    tell(event, agent="Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36")
    assert numbers() == [("event", event.pk, 1, 0)]


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["", "null", "https://example.org", "http://testserver.example.org"])
def test_scripts_of_other_sites_are_not_counted(origin):
    tell(make_event(), origin=origin)
    assert numbers() == []


@pytest.mark.django_db
def test_staff_at_work_are_not_counted_and_other_members_are():
    event, staff, member = make_event(), Client(), Client()
    user, other = make_staff(), make_staff()
    other.is_staff = False
    other.save()
    staff.force_login(user)
    member.force_login(other)
    tell(event, client=staff)
    assert numbers() == []
    tell(event, client=member)
    assert numbers() == [("event", event.pk, 1, 0)]


@pytest.mark.django_db
def test_what_is_not_public_is_not_counted():
    event = make_event(status="draft")
    for record in (event, make_contribution(event), make_poster(published_at=timezone.now() + timedelta(1))):
        tell(record)
    assert numbers() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [
        {"record": ""},
        {"record": "event/0"},
        {"record": "event/99999999"},
        {"record": "user/1"},
        {"record": "event/1 "},
        {"what": "delete"},
        {"what": ""},
    ],
)
def test_nonsense_has_the_same_answer_and_leaves_nothing(changed):
    tell(make_event(), **changed)
    assert numbers() == []


@pytest.mark.django_db
def test_reading_the_address_counts_nothing(client):
    event = make_event()
    answer = client.get("/count", {"record": f"event/{event.pk}", "what": "view"}, headers={"user-agent": READER})
    assert (answer.status_code, numbers()) == (405, [])


# --- Two at once ----------------------------------------------------------------------------------
@pytest.fixture
def race(transactional_db, tmp_path):
    with shared_database(tmp_path):
        yield


def views_of_two_at_once(event):
    at_once(lambda: tell(event), lambda: tell(event))
    return numbers()


@pytest.mark.usefixtures("race")
def test_of_two_at_once_both_are_counted():
    event = make_event()
    assert views_of_two_at_once(event) == [("event", event.pk, 2, 0)]
    assert views_of_two_at_once(event) == [("event", event.pk, 4, 0)]


@pytest.mark.usefixtures("race")
def test_one_would_be_lost_if_the_number_were_read_and_written_back(monkeypatch):
    """The control."""
    event, meeting = make_event(), Meeting()
    ReadCount.objects.create(kind="event", number=event.pk, month=counting.this_month())

    def read_and_write(column, *, kind, number):
        row = ReadCount.objects.get(kind=kind, number=number)
        meeting.wait()
        setattr(row, column, getattr(row, column) + 1)
        row.save()

    monkeypatch.setattr(counting, "one_more", read_and_write)
    assert views_of_two_at_once(event) == [("event", event.pk, 1, 0)]


# --- Pages ----------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_counting_leaves_every_kept_page_as_it_is(client):
    event = make_event()
    settle()
    stamp, state = caching.clock.stamp(), list(ArchiveState.objects.values_list())
    tell(event)
    assert numbers() == [("event", event.pk, 1, 0)]
    assert (caching.clock.stamp(), list(ArchiveState.objects.values_list())) == (stamp, state)


@pytest.mark.django_db
def test_a_page_says_what_is_counted_and_a_draft_does_not(client):
    event = make_event()
    assert f'data-ls-record="event/{event.pk}"' in client.get(event.get_absolute_url()).text
    draft = make_event(status="draft")
    client.force_login(make_staff(is_superuser=True))
    assert "data-ls-record" not in client.get(draft.get_absolute_url()).text


# --- Where the numbers stand ----------------------------------------------------------------------
def read(record, views, downloads=0, month=None):
    month = month or counting.this_month()
    numbers = {"views": views, "downloads": downloads}
    ReadCount.objects.create(kind=record.address_kind(), number=record.pk, month=month, **numbers)


def months_ago(number):
    now = counting.this_month()
    years, month = divmod(now.month - 1 - number, 12)
    return date(now.year + years, month + 1, 1)


@pytest.mark.django_db
def test_the_table_has_every_month_of_what_is_public(client):
    event, draft = make_event(), make_event(status="draft")
    read(event, 3, 1, month=date(2024, 2, 1))
    read(event, 5, 0, month=date(2024, 1, 1))
    read(draft, 7)
    answer = client.get("/counts.csv")
    assert list(csv.reader(answer.text.splitlines())) == [
        ["id", "month", "views", "downloads"],
        [f"http://testserver/id/event/{event.pk}", "2024-01", "5", "0"],
        [f"http://testserver/id/event/{event.pk}", "2024-02", "3", "1"],
    ]
    assert (answer["Content-Type"], answer["Access-Control-Allow-Origin"]) == ("text/csv; charset=utf-8", "*")


@pytest.mark.django_db
def test_the_table_costs_the_same_however_much_was_read(client):
    def statements():
        with CaptureQueriesContext(connection) as counted:
            client.get("/counts.csv")
        return len(counted)

    read(make_event(), 1)
    one = statements()
    for _ in range(2):
        read(make_event(), 1)
    assert statements() == one


@pytest.mark.django_db
def test_the_form_of_a_record_says_how_often_it_was_read(client):
    event = make_event()
    client.force_login(make_staff(is_superuser=True))

    def form():
        return " ".join(client.get(f"/admin/events/event/{event.pk}/change/").text.split())

    assert "in the last 12 months" not in form()
    read(event, 3, 1)
    read(event, 10, month=months_ago(11))
    read(event, 100, 5, month=months_ago(12))
    assert "Views: 13 in the last 12 months, 113 in all. Downloads: 1 in the last 12 months, 6 in all." in form()


@pytest.mark.django_db
def test_the_front_page_names_what_was_read_most_of_each_kind():
    posters = [make_poster(title_en=f"Sample {number}") for number in range(12)]
    for number, poster in enumerate(posters):
        read(poster, number)
    article = make_article()
    read(article, 1, month=months_ago(3))
    read(article, 2)
    read(make_event(), 50, month=months_ago(12))
    told = counting.most_read(lambda model: model.objects.all())
    assert [(model.__name__, [(one.record, one.views) for one in reads]) for model, reads in told] == [
        ("Poster", [(posters[number], number) for number in range(11, 1, -1)]),
        ("Article", [(article, 3)]),
    ]


@pytest.mark.django_db
def test_staff_see_only_kinds_that_they_may_see(client):
    read(make_event(title_en="Seen event"), 2)
    read(make_person(family_name_en="Unseenperson"), 1)
    client.force_login(make_staff("events.view_event"))
    page = client.get("/admin/").text
    assert ("Seen event" in page, "Unseenperson" in page) == (True, False)


@pytest.mark.django_db
def test_the_front_page_costs_the_same_however_much_was_read(client):
    client.force_login(make_staff(is_superuser=True))

    def statements():
        with CaptureQueriesContext(connection) as counted:
            client.get("/admin/")
        return len(counted)

    statements()
    read(make_event(), 1)
    one = statements()
    for _ in range(2):
        read(make_event(), 1)
    assert statements() == one
