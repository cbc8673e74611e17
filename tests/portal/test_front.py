"""What is kept is handed out in front of Django, and one thread asks the database for all that wait."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic, perf_counter_ns, sleep

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from lessonstudy.portal import caching
from tests.factories import make_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]


def through_the_front(path, method="get", **headers):
    """(was Django asked, status, headers, body)"""
    asked, said = [], []
    front = caching.Front(lambda environ, start_response: asked.append(environ) or [b""])
    request = getattr(RequestFactory(), method)(
        path, headers={"accept-encoding": "gzip", "accept-language": "en"} | headers
    )
    body = b"".join(front(request.META, lambda *said_now: said.extend(said_now)))
    return bool(asked), *said, body


@pytest.mark.parametrize("path", ["/en/", "/en/feed.xml", "/sitemap.xml"])
def test_a_kept_page_is_handed_out_before_django_as_django_would(client, path):
    make_event()
    assert through_the_front(path)[0]
    by_django = client.get(path, headers={"accept-encoding": "gzip"})
    assert through_the_front(path) == (False, "200 OK", list(by_django.headers.items()), by_django.content)


def test_a_changed_page_is_left_to_django(client):
    event = make_event()
    client.get("/en/")
    event.save()
    assert through_the_front("/en/")[0]


def test_who_chose_a_language_gets_the_kept_page_where_the_address_names_one(client):
    chosen = {"cookie": "a=b; django_language=ru"}
    client.get("/en/", headers=chosen)
    client.get("/sitemap.xml", headers=chosen)
    assert not through_the_front("/en/", **chosen)[0]
    assert through_the_front("/sitemap.xml", **chosen)[0]


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("head", {}),
        ("post", {}),
        ("get", {"if-none-match": '"sample"'}),
        ("get", {"if-modified-since": "Sat, 01 Jan 2022 00:00:00 GMT"}),
        ("get", {"accept-encoding": "gzip;q=0"}),
        ("get", {"cookie": "a=b; sessionid=sample"}),
        ("get", {"cookie": "sessionid =sample"}),
        ("get", {"cookie": "messages=sample"}),
        ("get", {"authorization": "Basic sample"}),
        ("get", {"host": "evil.example"}),
        ("get", {"x-forwarded-proto": "https"}),
    ],
)
def test_who_asks_for_anything_else_is_left_to_django(client, method, headers):
    client.get("/en/")
    assert not through_the_front("/en/")[0]
    assert through_the_front("/en/", method, **headers)[0]


def test_without_a_database_it_is_django_that_says_so(client, monkeypatch):
    def no_database():
        raise OperationalError

    client.get("/en/")
    monkeypatch.setattr(caching.clock, "state", no_database)
    assert through_the_front("/en/")[0]


# --- One asks for all -----------------------------------------------------------------------------


def test_who_comes_while_it_is_asked_shares_the_next_answer(monkeypatch):
    """Never the one being asked: it may be older than what the reader has just seen change."""
    asked, looked, go_on = [], [], Event()
    monkeypatch.setattr(caching, "perf_counter_ns", lambda: looked.append(perf_counter_ns()) or looked[-1])

    def ask():
        asked.append(len(asked) + 1)
        go_on.wait(5)
        return asked[-1]

    shared = caching.Shared(ask)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(shared)
        wait_for(lambda: asked)
        others = [pool.submit(shared) for _ in range(3)]
        wait_for(lambda: len(looked) == 5)  # each when it came, and the first when it began to ask
        go_on.set()
        assert first.result() == 1
        assert [other.result() for other in others] == [2, 2, 2]
    assert shared() == 3


def test_a_question_that_failed_counts_for_nobody():
    """Else those who wait would get the answer before it."""
    answers = iter(["old"])
    shared = caching.Shared(lambda: next(answers))
    shared()
    began = shared.began
    with pytest.raises(StopIteration):
        shared()
    assert shared.began == began


def wait_for(condition):
    end = monotonic() + 5
    while not condition():
        assert monotonic() < end
        sleep(0.001)
