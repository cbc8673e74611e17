"""Two who write at the same moment: neither takes away what the other still has to tell the index."""

import pytest
from django.conf import settings
from django.db import transaction

from lessonstudy.search import index
from lessonstudy.search.query import Query, find
from lessonstudy.search.views import numbers_of
from tests.factories import make_event, make_person
from tests.races import Meeting, at_once, shared_database

pytestmark = pytest.mark.usefixtures("race")


@pytest.fixture
def race(transactional_db, tmp_path):
    with shared_database(tmp_path):
        yield


def found_after_two_write():
    """What is found by the new title of the one whose transaction ends last."""
    event, person, meeting = make_event(), make_person(), Meeting()

    def write_slowly():
        with transaction.atomic():
            event.title_en = "Willow"
            event.save()
            meeting.wait()  # the other saves, and its transaction ends ...
            meeting.wait()  # ... before this one

    def write_quickly():
        meeting.wait()
        person.save()
        meeting.wait()

    at_once(write_slowly, write_quickly)
    return numbers_of(find(Query("willow")).found) == [event.pk]


if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):  # in SQLite only one writes at a time

    def test_what_one_changed_is_left_to_the_end_of_its_own_transaction():
        assert found_after_two_write()

    def test_if_all_shared_one_list_of_changes_some_would_be_lost(monkeypatch):
        """The control."""
        shared = set()
        monkeypatch.setattr(index, "touched_records", lambda: shared)
        assert not found_after_two_write()

else:

    def test_one_after_the_other_both_are_found():
        event, person = make_event(), make_person()

        def write():
            event.title_en = "Willow"
            event.save()

        at_once(write, person.save)
        assert numbers_of(find(Query("willow")).found) == [event.pk]
