"""Readers and writers at the same moment: no page made of old data is ever served as new, and nobody blocks anybody."""

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from events.models import Event
from lessonstudy.content.memory import memory
from lessonstudy.portal import caching
from lessonstudy.portal.models import ArchiveState
from tests.factories import make_event, make_person
from tests.races import Meeting, at_once, shared_database

pytestmark = pytest.mark.usefixtures("race")


@pytest.fixture
def race(transactional_db, tmp_path):
    with shared_database(tmp_path):
        yield


class Reading:
    """A page with the title of an event; the first time it waits, between reading and answering."""

    def __init__(self, meeting=None):
        self.meeting, self.page = meeting, caching.PageCacheMiddleware(self.view)

    def view(self, request):
        title = Event.objects.get().title_en
        meeting, self.meeting = self.meeting, None
        if meeting:
            meeting.wait()  # it has read ...
            meeting.wait()  # ... and the writer has written
        return HttpResponse(title)

    def __call__(self):
        return self.page(RequestFactory().get("/en/")).text


def read_while_writing():
    """(what the reader in the middle of it got, what the next one gets)"""
    event, meeting = make_event(title_en="Before"), Meeting()
    reading = Reading(meeting)

    def write():
        meeting.wait()
        event.title_en = "After"
        event.save()
        meeting.wait()

    first, _ = at_once(reading, write)
    return first, reading()


def test_a_page_made_of_old_data_is_not_served_once_the_new_is_there():
    assert read_while_writing() == ("Before", "After")


def test_a_stamp_read_after_the_page_was_made_would_serve_old_data(monkeypatch):
    """The control: the same race if the page is kept under what the state is when it is ready."""
    keep = memory.keep
    monkeypatch.setattr(memory, "keep", lambda stamp, *value, **size: keep(caching.clock.stamp(), *value, **size))
    assert read_while_writing() == ("Before", "Before")


def test_what_is_not_committed_is_neither_seen_nor_does_it_empty_anything():
    event, reading, meeting = make_event(title_en="Before"), Reading(), Meeting()
    before = caching.clock.stamp()

    def write():
        with transaction.atomic():
            event.title_en = "After"
            event.save()
            meeting.wait()
            meeting.wait()

    def read():
        meeting.wait()
        found = reading(), caching.clock.stamp() == before
        meeting.wait()
        return found

    assert at_once(write, read)[1] == ("Before", True)
    assert reading() == "After"


def save_beside(first, second):
    """Both save; the first keeps its transaction open until the second is done, or waits in vain. Was it in vain?"""
    start, end = Meeting(), Meeting()

    def keep_open():
        with transaction.atomic():
            first.save()
            start.wait()
            end.wait()
        return end.barrier.broken

    def go():
        start.wait()
        second.save()
        end.wait()

    return at_once(keep_open, go)[0]


def test_who_saves_does_not_wait_for_who_saves_something_else():
    was_in_vain = save_beside(make_event(), make_person())
    assert was_in_vain == (connection.vendor == "sqlite")  # there, only one writes at a time


def test_who_saves_the_same_waits():
    """The control: a lock is seen by the test above."""
    event = make_event()
    assert save_beside(event, Event.objects.get())


def test_two_who_hold_what_the_other_wants_next_do_not_block_each_other():
    """The admin saves an event and then its picture, while the worker holds the picture and saves it."""
    event, picture, meeting = make_event(), make_person(), Meeting()

    def edit():
        with transaction.atomic():
            event.save()
            meeting.wait()
            picture.save()

    def work():
        with transaction.atomic():
            row = type(picture).objects.select_for_update().get()
            meeting.wait()
            row.save()

    before = caching.clock.stamp()
    at_once(edit, work)
    assert caching.clock.stamp() != before


def test_the_first_two_changes_of_all_at_once_are_both_noticed():
    event, person = make_event(), make_person()
    ArchiveState.objects.all().delete()
    at_once(event.save, person.save)
    for record in (event, person):
        before = caching.clock.stamp()
        record.save()
        assert caching.clock.stamp() != before


if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):  # a file does not hang up

    def test_a_connection_that_was_lost_is_made_anew():
        reading = Reading()
        make_event(title_en="Sample")
        assert reading() == "Sample"
        other = connections.create_connection("default")
        with other.cursor() as cursor:
            others = "pid <> pg_backend_pid() AND datname = current_database()"
            cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
        other.close()
        assert reading() == "Sample"
