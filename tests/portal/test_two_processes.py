"""Two real servers over one database: what is changed through one of them, the very next request to the other shows."""

import gzip
import time
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import global_settings
from django.utils import timezone

from lessonstudy.content import actions
from lessonstudy.news.models import NewsPost
from members.models import User
from tests.browserless import send
from tests.factories import make_event
from tests.races import shared_database
from tests.servers import Browser, in_a_shell, two_servers

EMAIL, PASSWORD = "editor@example.org", "a-long-sample-password"
PAGES = ("/en/", "/en/news/", "/en/news/feed.xml", "/en/search/?q=sample")


@pytest.fixture
def editor(transactional_db, tmp_path, settings):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # the servers know no others
    with shared_database(tmp_path):
        user = User.objects.create_superuser(EMAIL, PASSWORD)
        EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
        yield user


def signed_in(server):
    browser = Browser(server)
    browser.sign_in(EMAIL, PASSWORD)
    return browser


def change(post):
    return f"/admin/news/newspost/{post.pk}/change/"


def where(words, server):
    """The pages of the server with these words on them, asked for by a reader."""
    reader = Browser(server)
    answers = {path: reader.get(path, **{"Accept-Encoding": "identity"}) for path in PAGES}
    assert {answer.status_code for answer in answers.values()} == {200}
    return tuple(path for path, answer in answers.items() if words in answer.content.decode())


def test_what_is_done_through_one_is_seen_through_the_other(editor):
    post = NewsPost.objects.create(title_en="Sample first title", status="draft")
    with two_servers() as (one, two):
        first, second = signed_in(one), signed_in(two)
        assert where("Sample", one) == where("Sample", two) == ()

        assert send(first, change(post), "_publish").status_code == 302
        assert where("first title", two) == where("first title", one) == PAGES

        assert send(second, change(post), title_en="Sample second title").status_code == 302
        assert where("second title", one) == where("second title", two) == PAGES
        assert where("first title", one) == where("first title", two) == ()

        assert send(first, change(post), "_withdraw").status_code == 302
        assert where("Sample", two) == where("Sample", one) == ()
        assert [Browser(server).get(f"/en/news/{post.slug}/").status_code for server in (one, two)] == [410, 410]


def test_what_is_done_in_a_shell_and_what_time_does_is_seen_through_both(editor):
    post = NewsPost.objects.create(title_en="Sample", status="draft")
    event = make_event(title_en="Before")
    with two_servers() as (one, two):
        assert where("Sample", one) == where("Sample", two) == ()
        assert [page_of(event, server).count("Before") > 0 for server in (one, two)] == [True, True]

        in_a_shell("Event.objects.update(title_en='After')")
        assert [page_of(event, server).count("Before") > 0 for server in (one, two)] == [False, False]

        moment = timezone.now() + timedelta(seconds=3)
        actions.publish(post, by=editor, at=moment)
        assert where("Sample", one) == where("Sample", two) == ()
        assert timezone.now() < moment
        time.sleep((moment - timezone.now()).total_seconds())
        assert where("Sample", one) == where("Sample", two) == PAGES


def page_of(event, server):
    return Browser(server).get(f"/en/events/{event.slug}/", **{"Accept-Encoding": "identity"}).content.decode()


def test_without_the_guard_the_other_would_show_the_old(editor):
    """The control: the same with two servers that never ask whether something changed."""
    post = NewsPost.objects.create(title_en="Sample", status="draft")
    with two_servers("tests.portal.unguarded") as (one, two):
        first = signed_in(one)
        assert where("Sample", two) == ()
        assert send(first, change(post), "_publish").status_code == 302
        assert where("Sample", one) == PAGES
        assert where("Sample", two) == ()


def test_a_server_says_304_and_the_length_of_every_page(editor):
    make_event(title_en="Sample")
    with two_servers() as (server, _other):
        for path in PAGES:
            plain, packed = [
                Browser(server).get(path, **{"Accept-Encoding": coding}) for coding in ("identity", "gzip")
            ]
            assert gzip.decompress(packed.content) == plain.content
            assert [int(one.headers["Content-Length"]) == len(one.content) for one in (plain, packed)] == [True, True]
            again = Browser(server).get(path, **{"If-None-Match": packed.headers["ETag"]})
            assert (again.status_code, again.content) == (304, b"")
