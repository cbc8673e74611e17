"""Kept pages are exact: a change is on every page it touches by the very next request. And nothing personal is kept."""

import gzip
import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as SignIn
from django.db import connection, models, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.locale import LocaleMiddleware
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from events.models import Event, EventPhoto, EventRole, Option, ParticipationFigure
from events.registration import seats
from lessonstudy.content import actions
from lessonstudy.content.dates import PartialDate
from lessonstudy.content.memory import memory
from lessonstudy.content.tasks import size_photo
from lessonstudy.news.models import NewsPost
from lessonstudy.portal import caching, watching
from lessonstudy.portal.models import ArchiveState
from lessonstudy.portal.watching import watched_tables
from members.models import PlaceName
from tests.events.registration.desks import make_desk
from tests.factories import (
    make_event,
    make_person,
    make_place,
    make_post,
    make_poster,
    make_school,
    make_series,
    make_staff,
    picture,
)
from tests.portal.test_pages import LISTS, address, pages_of, rich_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]


def page(record):
    with translation.override("en"):
        return record.get_absolute_url()


def seen(client, path):
    answer = client.get(path)
    return answer.status_code, answer.content


def statements(client, path, **options):
    """How many the page takes, without the one question for the state of the archive, which goes past Django."""
    with CaptureQueriesContext(connection) as queries:
        client.get(path, **options)
    return len(queries)


def is_kept(client, path, **options):
    return statements(client, path, **options) == 0


# --- What changes ---------------------------------------------------------------------------------
# Each story makes a world, names the pages that its change touches, and changes it.


def an_edit():
    event = make_event(title_en="Before", series=make_series())
    yield (
        page(event),
        page(event.series),
        "/en/",
        "/en/events/",
        "/en/feed.xml",
        "/en/events/feed.xml",
        "/en/search/?q=after",
    )
    event.title_en = "After"
    event.save()


def a_new_address():
    event = make_event(series=make_series())
    yield page(event), page(event.series), "/en/", "/en/events/", "/en/feed.xml", "/sitemap-event.xml"
    event.slug = "another-address"
    event.save()


def a_publication():
    post = NewsPost.objects.create(title_en="Sample", status="draft")
    yield (
        page(post),
        "/en/",
        "/en/news/",
        "/en/news/feed.xml",
        "/sitemap-news.xml",
        "/sitemap.xml",
        "/en/search/?q=sample",
    )
    actions.publish(post, by=make_staff(is_superuser=True))


def a_withdrawal():
    poster = make_poster(title_en="Sample", event=make_event())
    yield (
        page(poster), page(poster.event), "/en/", "/en/research/posters/", "/en/research/posters/feed.xml",
        "/sitemap-poster.xml", "/en/search/?q=sample",
    )  # fmt: skip
    actions.withdraw(poster, by=make_staff(is_superuser=True))


def a_deletion():
    event, person = make_event(title_en="Sample"), make_person()
    EventRole.objects.create(event=event, person=person, role="speaker")
    yield page(event), page(person), "/en/", "/en/events/", "/en/feed.xml", "/sitemap-event.xml", "/en/search/?q=sample"
    event.delete()


def many_deleted():
    make_post(), make_post()
    yield "/en/", "/en/news/", "/en/feed.xml", "/sitemap-news.xml"
    NewsPost.objects.all().delete()


def an_action_on_a_list_of_the_admin():
    posts = [NewsPost.objects.create(title_en=f"Sample {number}", status="draft") for number in (1, 2)]
    yield *map(page, posts), "/en/", "/en/news/", "/sitemap-news.xml", "/en/search/?q=sample"
    staff = Client()
    staff.force_login(make_staff(is_superuser=True))
    chosen = {"action": "publish_selected", "_selected_action": [post.pk for post in posts]}
    assert staff.post("/admin/news/newspost/", chosen).status_code == 302
    assert NewsPost.objects.published().count() == 2


def a_row_of_a_record():
    event, person = make_event(), make_person()
    yield page(event), page(person)
    EventRole.objects.create(event=event, person=person, role="speaker")


def a_row_taken_away():
    figure = ParticipationFigure.objects.create(event=make_event(), category="total", number=1632)
    yield (page(figure.event),)
    figure.delete()


def many_to_many_added():
    event, place = make_event(), make_place()
    yield page(event), "/en/", "/en/events/"
    event.places.add(place)


def many_to_many_from_the_other_side():
    poster, school = make_poster(), make_school()
    yield page(poster), page(school)
    school.posters.set([poster])


def many_to_many_cleared():
    poster, school = make_poster(), make_school()
    poster.schools.add(school)
    yield page(poster), page(school)
    poster.schools.clear()


def a_sized_photo():
    event = make_event()
    photo = EventPhoto.objects.create(event=event, image=picture())
    yield page(event), "/en/", "/sitemap-event.xml"
    size_photo.call(photo._meta.label, photo.pk)


def a_place_renamed():
    place = make_place(name_en="Before")
    event, school = make_event(), make_school(place=place)
    event.places.add(place)
    yield page(event), page(school), "/en/", "/en/events/", "/en/schools/", f"/en/events/?region={place.slug}"
    place.name_en = "After"
    place.save()


def a_place_of_then_renamed():
    place = make_place()
    event = make_event()
    event.places.add(place)
    yield page(event), "/en/", "/en/events/"
    PlaceName.objects.create(place=place, name_en="Name of then", valid_from="2019", valid_to="2022")


def a_person_renamed():
    event, person = make_event(), make_person(family_name_en="Before")
    EventRole.objects.create(event=event, person=person, role="speaker")
    yield page(event), page(person), "/en/people/", f"/en/search/?person={person.slug}", "/en/search/?q=after"
    person.family_name_en = "After"
    person.save()


def a_series_renamed():
    event = make_event(series=make_series())
    make_event()
    yield page(event), page(event.series), "/en/", f"/en/events/?series={event.series.slug}", "/en/events/"
    event.series.title_en = "After"
    event.series.save()


def many_rows_changed_at_once():
    event, person = make_event(), make_person()
    EventRole.objects.create(event=event, person=person, role="speaker")
    yield page(event), page(person), "/en/", "/en/events/", "/en/feed.xml"
    Event.objects.update(title_en="After")


def many_rows_written_at_once():
    event, person = make_event(), make_person()
    yield page(event), page(person)
    EventRole.objects.bulk_create([EventRole(event=event, person=person, role="speaker")], ignore_conflicts=True)


def plain_sql():
    post = make_post()
    yield page(post), "/en/", "/en/news/"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE news_newspost SET title_en = 'After'")


STORIES = [
    an_edit, a_new_address, a_publication, a_withdrawal, a_deletion, many_deleted, an_action_on_a_list_of_the_admin,
    a_row_of_a_record, a_row_taken_away, many_to_many_added, many_to_many_from_the_other_side, many_to_many_cleared,
    a_sized_photo, a_place_renamed, a_place_of_then_renamed, a_person_renamed, a_series_renamed,
    many_rows_changed_at_once, many_rows_written_at_once, plain_sql,
]  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_a_change_is_on_every_page_it_touches_by_the_very_next_request(client, settings, story):
    steps = story()
    pages = next(steps)
    before = {path: seen(client, path) for path in pages}
    assert {path for path in pages if not is_kept(client, path)} == {
        path for path, (status, _body) in before.items() if status != 200
    }
    assert next(steps, None) is None
    after = {path: seen(client, path) for path in pages}
    assert {path for path in pages if after[path] == before[path]} == set()
    settings.PAGE_CACHE = False
    assert after == {path: seen(client, path) for path in pages}


def test_without_the_watch_old_pages_would_be_served(client, monkeypatch):
    """The control: what the tests above would see if changes were not noticed."""
    event = make_event(title_en="Before")
    before = seen(client, page(event))
    monkeypatch.setattr(caching.clock, "stamp", lambda: "the same for ever")
    assert seen(client, page(event)) == before
    event.title_en = "After"
    event.save()
    assert seen(client, page(event)) == before


def test_every_table_that_a_page_reads_is_watched(client, settings):
    settings.PAGE_CACHE = False
    event = rich_event()
    pages = [
        *pages_of(event),
        *map(address, LISTS),
        "/en/",
        "/en/feed.xml",
        "/en/search/?q=sample",
        "/sitemap-event.xml",
    ]
    with CaptureQueriesContext(connection) as queries:
        assert {client.get(path).status_code for path in pages} == {200}
    read = {table for query in queries for table in re.findall(r'(?:FROM|JOIN) "?([a-z]\w+)"?', query["sql"])}
    assert read - set(watched_tables()) - {"search_index", "sqlite_master"} == set()
    assert len(read) > 25


def test_every_table_notices_every_statement():
    rich_event()
    for table in watched_tables():
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute(f'SELECT * FROM "{table}"')
            column = cursor.description[0].name if connection.vendor == "postgresql" else cursor.description[0][0]
            before = caching.clock.stamp()
            cursor.execute(f'UPDATE "{table}" SET "{column}" = "{column}"')
            after = caching.clock.stamp()
            assert cursor.rowcount == 0 or after != before, table


def test_a_seat_that_is_taken_empties_nothing_but_another_word_does():
    way = make_desk(onsite=1).options.filter(capacity=1)
    before = caching.clock.stamp()
    assert way.update(taken=1) == 1
    assert caching.clock.stamp() == before
    assert way.update(title_en="Visit") == 1
    assert caching.clock.stamp() != before


@pytest.mark.django_db(transaction=True)
def test_a_migration_may_change_a_column_that_the_watch_names():
    old = Option._meta.get_field("capacity")
    new = models.BigIntegerField(null=True)
    new.set_attributes_from_name("capacity")
    new.model = Option
    for let_go in (watching.let_go, seats.let_go):
        let_go()
    with connection.schema_editor() as editor:
        editor.alter_field(Option, old, new)
    with connection.schema_editor() as editor:
        editor.alter_field(Option, new, old)
    for take_up in (watching.watch, seats.count_seats):
        take_up()
    test_a_seat_that_is_taken_empties_nothing_but_another_word_does()


# --- What time changes ----------------------------------------------------------------------------


@pytest.fixture
def at(monkeypatch):
    """Moves the clock of this process to a moment."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def test_a_scheduled_record_appears_at_its_moment_everywhere(client, at):
    now = timezone.now()
    moment = now + timedelta(minutes=5)
    post = make_post(title_en="Scheduled", published_at=moment)
    pages = [page(post), "/en/", "/en/news/", "/en/news/feed.xml", "/sitemap-news.xml", "/en/search/?q=scheduled"]
    before = {path: seen(client, path) for path in pages}
    at(moment - timedelta(microseconds=1))
    assert {path: seen(client, path) for path in pages} == before
    assert all(is_kept(client, path) for path in pages[1:])
    at(moment)
    after = {path: seen(client, path) for path in pages}
    assert [path for path in pages if after[path] == before[path]] == []
    assert after[pages[0]][0] == 200
    assert {path: seen(client, path) for path in pages} == after
    assert all(is_kept(client, path) for path in pages)


def test_each_of_several_moments_counts(client, at):
    now = timezone.now()
    for minutes in (1, 2, 3):
        make_post(title_en=f"After {minutes} minutes", published_at=now + timedelta(minutes=minutes))
    shown = []
    for minutes in (0, 1, 2, 3):
        at(now + timedelta(minutes=minutes))
        client.get("/en/news/"), client.get("/en/news/")  # the first at each moment also brings the index up to date
        assert is_kept(client, "/en/news/")
        shown.append(client.get("/en/news/").text.count(" minutes</a>"))
    assert shown == [0, 1, 2, 3]


@pytest.mark.parametrize("seconds", [0, 1])
def test_an_event_that_is_over_leaves_what_lies_ahead(client, at, seconds):
    event = make_event(start=PartialDate.parse(f"{timezone.now() + timedelta(days=3):%Y-%m-%d}"))
    ahead = client.get("/en/").text.split('id="latest"')[0]
    assert event.plain_title in ahead
    at(event.ends_at - timedelta(microseconds=1))
    assert event.plain_title in client.get("/en/").text.split('id="latest"')[0]
    at(event.ends_at + timedelta(seconds=seconds))
    assert event.plain_title not in client.get("/en/").text.split('id="latest"')[0]
    assert is_kept(client, "/en/")


def test_a_slow_thread_does_not_lend_its_old_stamp_to_a_quick_one():
    class Disturbed(caching.Clock):
        def __setattr__(self, name, value):
            super().__setattr__(name, caching.Known("older", value.until) if name == "known" else value)

    assert Disturbed().stamp() == caching.clock.stamp()


# --- What is not a change -------------------------------------------------------------------------


def test_signing_in_and_working_behind_the_scenes_empties_nothing(client):
    event = make_event()
    user = make_staff(is_superuser=True)
    client.get("/en/")
    before = caching.clock.stamp()
    staff = Client()
    staff.force_login(user)
    staff.get("/admin/")
    assert SignIn.objects.count() == 1
    size_photo.enqueue("events.EventPhoto", 1)
    assert DBTaskResult.objects.count() == 1
    event.history.update(history_change_reason="sample")
    event.history.first().save()
    event.history.first().delete()
    user.save()
    assert caching.clock.stamp() == before
    assert is_kept(client, "/en/")


def test_a_change_that_is_taken_back_empties_nothing(client):
    event = make_event(title_en="Before")
    first = seen(client, page(event))
    before = caching.clock.stamp()
    with transaction.atomic():
        event.title_en = "After"
        event.save()
        assert caching.clock.stamp() != before
        transaction.set_rollback(True)
    assert caching.clock.stamp() == before
    assert seen(client, page(event)) == first
    assert is_kept(client, page(event))


def test_what_a_rolled_back_transaction_showed_is_never_shown_again(client):
    """A savepoint that is rolled back gives the old number back; another change must not come to the same number."""
    event = make_event(title_en="Before")
    with transaction.atomic():
        event.title_en = "Never"
        event.save()
        assert b"Never" in seen(client, page(event))[1]
        transaction.set_rollback(True)
    event.title_en = "After"
    event.save()
    assert b"Never" not in seen(client, page(event))[1]
    assert b"After" in seen(client, page(event))[1]


def test_an_archive_put_back_to_yesterday_shows_yesterday_and_what_comes_after(client):
    event = make_event(title_en="Yesterday")
    numbers = list(ArchiveState.objects.values())
    for title in ("Today", "Later"):
        event.title_en = title
        event.save()
        client.get(page(event))
    Event.objects.filter(pk=event.pk).update(title_en="Yesterday")
    ArchiveState.objects.all().delete()
    ArchiveState.objects.bulk_create(ArchiveState(**row) for row in numbers)
    assert b"Yesterday" in seen(client, page(event))[1]
    for title in ("Another today", "Another later"):
        event.title_en = title
        event.save()
        assert title.encode() in seen(client, page(event))[1]


# --- Nothing personal -----------------------------------------------------------------------------


def test_staff_and_readers_never_get_each_others_page(client):
    staff = Client(headers={"accept-language": "en"})
    staff.force_login(make_staff(is_superuser=True))
    for _ in range(2):
        assert "Editing" in staff.get("/en/").text
        assert "Editing" not in client.get("/en/").text
    assert "ETag" not in staff.get("/en/")


def test_what_must_not_be_kept_leaves_nothing_behind(client):
    post = make_post()
    draft = NewsPost.objects.create(title_en="Secret", status="draft")
    staff = Client()
    staff.force_login(make_staff(is_superuser=True))
    memory.clear()
    assert "Secret" in staff.get(page(draft)).text
    assert client.get(page(draft)).status_code == 404
    client.get("/accounts/login/"), client.get("/admin/login/"), client.get("/healthz"), client.get("/")
    client.post("/en/"), client.options("/en/"), client.put("/en/")
    client.get(page(post), headers={"authorization": "Basic c2FtcGxlOnNhbXBsZQ=="})
    client.head("/en/")
    client.cookies["messages"] = "sample"
    client.get("/en/")
    assert [key for _stamp, key in memory.values if key != "tally"] == []  # numbers for all are no page


def test_a_page_with_a_form_has_its_own_token_each_time():
    tokens = [
        re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', Client().get("/accounts/login/").text)[1] for _ in "12"
    ]
    assert tokens[0] != tokens[1]


ANSWERS = {
    "sets a cookie": lambda: with_cookie(HttpResponse("sample")),
    "not found": lambda: HttpResponse("sample", status=404),
    "gone": lambda: HttpResponse("sample", status=410),
    "broken": lambda: HttpResponse("sample", status=500),
    "moved": lambda: HttpResponse("sample", status=301),
    "streamed": lambda: StreamingHttpResponse(["sample"]),
    "private": lambda: HttpResponse("sample", headers={"Cache-Control": "private"}),
    "not to be stored": lambda: HttpResponse("sample", headers={"Cache-Control": "max-age=0, no-store"}),
    "of another type": lambda: HttpResponse("sample", content_type="text/plain"),
    "for one answer only": lambda: HttpResponse("sample", headers={"Content-Security-Policy": "script-src 'nonce-x'"}),
    "by another header": lambda: HttpResponse("sample", headers={"Vary": "Cookie, HX-Request"}),
    "by language, though its address has one": lambda: HttpResponse("sample", headers={"Vary": "Accept-Language"}),
    "by everything": lambda: HttpResponse("sample", headers={"Vary": "*"}),
}


def with_cookie(response):
    response.set_cookie("sample", "sample")
    return response


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_for_one_reader_pass_through_as_they_are(name):
    made = ANSWERS[name]()
    assert caching.PageCacheMiddleware(lambda request: made)(RequestFactory().get("/en/")) is made
    assert memory.values == {}


def test_a_page_for_all_is_kept():
    """The control of the test above."""
    caching.PageCacheMiddleware(lambda request: HttpResponse("sample"))(RequestFactory().get("/en/"))
    assert len(memory.values) == 1


def test_other_addresses_hosts_and_schemes_are_other_pages(client, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    make_event()
    asked = [
        (path, host, secure)
        for path in ("/en/feed.xml", "/en/feed.xml?x=1", "/ru/feed.xml", "/sitemap-event.xml")
        for host in ("one.example", "two.example")
        for secure in (True, False)
    ]
    for _ in range(2):
        for path, host, secure in asked:
            text = client.get(path, secure=secure, headers={"host": host}).text
            assert set(re.findall(r"(https?://\w+\.example)/(?:en|ru|kk)/events/s", text)) == {
                f"http{'s' if secure else ''}://{host}"
            }
    assert len(memory.values) == len(asked)


def test_a_question_mark_in_the_path_is_not_that_of_a_query(client):
    client.get("/en/?q=sample")
    for path in ("/en/%3Fq=sample", "/en/%3F?q=sample", "/en%2F%3Fq=sample"):
        assert client.get(path).status_code == 404


def test_a_host_that_is_not_ours_is_refused_and_leaves_nothing(client):
    client.get("/en/feed.xml")
    for host in ("evil.example", "testserver:80@evil.example", "testserver evil", ""):
        assert client.get("/en/feed.xml", headers={"host": host}).status_code == 400
    assert len(memory.values) == 1


def test_the_scheme_is_the_proxys_word_only_behind_a_proxy(client, settings):
    make_event()
    forwarded = {"x-forwarded-proto": "https", "host": "testserver"}
    assert "http://testserver/en/events/" in client.get("/en/feed.xml", headers=forwarded).text
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    memory.clear()
    assert "https://testserver/en/events/" in client.get("/en/feed.xml", headers=forwarded).text
    assert "http://testserver/en/events/" in client.get("/en/feed.xml").text


HOSTILE = {
    "accept-language": "ru", "accept": "application/json", "user-agent": "evil", "referer": "https://evil.example/",
    "origin": "https://evil.example", "x-forwarded-host": "evil.example", "x-forwarded-port": "81",
    "x-host": "evil.example", "x-forwarded-proto": "https", "x-forwarded-scheme": "https", "x-forwarded-for": "evil",
    "x-forwarded-prefix": "/evil", "x-original-url": "/ru/", "x-rewrite-url": "/ru/", "x-script-name": "/evil",
    "x-http-method-override": "POST", "x-requested-with": "XMLHttpRequest",
    "forwarded": "host=evil.example;proto=https", "hx-request": "true", "hx-target": "results", "hx-boosted": "true",
    "hx-current-url": "https://evil.example/", "range": "bytes=0-9", "save-data": "on",
    "cookie": "django_language=ru; csrftoken=abcdefghijklmnopqrstuvwxyzABCDEF; _ga=1",
}  # fmt: skip


def test_no_header_that_is_not_in_the_key_changes_a_page(client, settings):
    """Else one reader could put into the memory what all others would read."""
    event = rich_event()
    pages = [
        *pages_of(event),
        *map(address, LISTS),
        "/en/",
        "/en/feed.xml",
        "/en/search/?q=sample",
        "/sitemap.xml",
        "/sitemap-event.xml",
    ]
    kept = {path: seen(client, path) for path in pages}
    settings.PAGE_CACHE = False
    for path in pages:
        hostile = client.get(path, headers=HOSTILE)
        assert (hostile.status_code, hostile.content) == kept[path], path


def test_an_answer_for_machines_is_kept_by_the_language_preferred():
    def say_language(request):
        return HttpResponse(translation.get_language())

    middleware = caching.PageCacheMiddleware(LocaleMiddleware(say_language))
    for _ in range(2):
        for preferred in ("ru", "kk", "en-GB,en;q=0.9", "fr"):
            request = RequestFactory().get("/api/v1/", headers={"accept-language": preferred})
            assert middleware(request).text == {"fr": "kk"}.get(preferred, preferred[:2])
    with_cookie = RequestFactory().get("/api/v1/", headers={"accept-language": "ru", "cookie": "django_language=en"})
    assert middleware(with_cookie).text == "en"
    assert len(memory.values) == 4


# --- Asked again ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/en/", "/en/events/", "/en/search/?q=sample", "/en/feed.xml", "/sitemap.xml", "/sitemap-event.xml"]
)
def test_who_has_the_page_gets_304_until_it_changes(client, path):
    make_event(title_en="Sample")
    etag = client.get(path)["ETag"]
    assert etag.startswith('W/"')
    for wanted in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        for is_remembered in (True, False):
            if not is_remembered:
                memory.clear()
            answer = client.get(path, headers={"if-none-match": wanted})
            assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
            assert is_kept(client, path)
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200
    make_event(title_en="Sample")
    answer = client.get(path, headers={"if-none-match": etag})
    if path == "/sitemap.xml":  # names no event; when the last one changed is told by the second
        return
    assert answer.status_code == 200
    assert answer["ETag"] != etag


def test_a_feed_is_not_sent_again_to_who_has_it_since_then(client):
    make_event()
    first = client.get("/en/feed.xml")
    for _ in range(2):
        answer = client.get("/en/feed.xml", headers={"if-modified-since": first["Last-Modified"]})
        assert (answer.status_code, answer.content) == (304, b"")
        memory.clear()
    Event.objects.update(updated_at=timezone.now() + timedelta(seconds=2))
    Event.objects.get().places.add(make_place())
    assert client.get("/en/feed.xml", headers={"if-modified-since": first["Last-Modified"]}).status_code == 200


@pytest.mark.parametrize("path", ["/en/", "/en/feed.xml", "/sitemap-event.xml"])
def test_the_first_answer_and_the_kept_one_are_the_same(client, path):
    make_event()
    first, kept = client.get(path), client.get(path)
    assert dict(first.items()) == dict(kept.items())
    assert first.content == kept.content
    wanted = {
        "Content-Type", "Content-Length", "Content-Language", "Content-Security-Policy", "X-Content-Type-Options",
        "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cache-Control", "Vary", "ETag",
    }  # fmt: skip
    assert wanted - set(first.headers) == set()


def test_a_page_has_the_headers_that_it_has_for_who_is_signed_in(client):
    """What security asks for is not lost on the way."""
    staff = Client(headers={"accept-language": "en"})
    staff.force_login(make_staff())
    personal, kept = staff.get("/en/", secure=True), client.get("/en/", secure=True)
    names = {
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Referrer-Policy",
        "Cross-Origin-Opener-Policy",
    }
    assert {name: personal[name] for name in names} == {name: kept[name] for name in names}


def test_https_is_still_asked_for(client, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 60
    secure = Client()
    for _ in range(2):
        assert secure.get("/en/", secure=True)["Strict-Transport-Security"] == "max-age=60"
        answer = secure.get("/en/")
        assert (answer.status_code, answer["Location"]) == (301, "https://testserver/en/")


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [("gzip", True), ("br, GZIP;q=0.5", True), ("gzip, deflate, br, zstd", True), ("", False), ("br", False),
     ("gzip;q=0", False), ("gzip; q=0.000, br", False), ("identity, gzip;q=0.01", True), ("x-gzipped", False)],
)  # fmt: skip
def test_packed_and_plain_are_the_same_page(client, accepted, is_packed):
    plain = client.get("/en/")
    answer = client.get("/en/", headers={"accept-encoding": accepted})
    body = gzip.decompress(answer.content) if is_packed else answer.content
    assert body == plain.content
    assert answer.get("Content-Encoding") == ("gzip" if is_packed else None)
    assert answer["Content-Length"] == str(len(answer.content))
    differ = {"Content-Encoding", "Content-Length"}
    assert {n: v for n, v in answer.items() if n not in differ} == {n: v for n, v in plain.items() if n not in differ}
    assert plain["Vary"] == "Cookie, Accept-Encoding"


def test_asking_for_the_head_only_tells_the_same(client):
    for _ in range(2):
        head = client.head("/en/", headers={"accept-encoding": "gzip"})
        page = client.get("/en/", headers={"accept-encoding": "gzip"})
        assert dict(head.items()) == dict(page.items())
        assert head.content == b""
    assert client.head("/en/", headers={"if-none-match": page["ETag"]}).status_code == 304


def test_a_part_of_a_page_is_the_whole_page(client):
    for _ in range(2):
        answer = client.get("/en/", headers={"range": "bytes=0-9"})
        assert (answer.status_code, answer.content) == (200, client.get("/en/").content)


def test_readers_keep_a_page_but_ask_each_time(client):
    assert client.get("/en/")["Cache-Control"] == "no-cache"


def test_endless_addresses_do_not_fill_the_memory(client, monkeypatch):
    monkeypatch.setattr(memory, "most", 200_000)
    for number in range(60):
        client.get(f"/en/?{number}={'x' * 1000}")
    assert memory.size <= 200_000
    assert 5 < len(memory.values) < 60
    assert is_kept(client, f"/en/?59={'x' * 1000}")


def test_the_memory_counts_the_address_too(client):
    client.get("/en/councils/")
    short = memory.size
    client.get(f"/en/councils/?{'x' * 3000}")
    assert memory.size > 2 * short + 2000
