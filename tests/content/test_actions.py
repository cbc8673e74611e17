from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.models import Event
from lessonstudy.content.actions import back_to_draft, publish, withdraw
from lessonstudy.content.errors import Refused
from members.models import Person
from tests.factories import make_event, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_staff("events.publish_event", "members.publish_person")


def draft(**fields):
    event = make_event(**fields)
    Event.objects.filter(pk=event.pk).update(status="draft", published_at=None)
    event.refresh_from_db()
    return event


def test_publishing_shows_a_draft_to_the_world(editor):
    event = publish(draft(), by=editor)
    assert list(Event.objects.published()) == [event]
    assert event.history.first().history_user == editor


def test_a_future_moment_schedules_it(editor):
    event = publish(draft(), by=editor, at=timezone.now() + timedelta(hours=1))
    assert not Event.objects.published().exists()
    assert list(Event.objects.scheduled()) == [event]


def test_publishing_needs_the_permission():
    with pytest.raises(Refused):
        publish(draft(), by=make_staff("events.change_event"))


def test_publishing_needs_a_title(editor):
    with pytest.raises(Refused):
        publish(draft(title_en=""), by=editor)


def test_a_person_is_published_only_on_a_ground(editor):
    person = Person.objects.create(family_name_en="Sample")
    with pytest.raises(ValidationError):
        publish(person, by=editor)
    person.refresh_from_db()
    assert person.status == "draft"


def test_what_was_withdrawn_can_become_a_draft_and_be_published_again(editor):
    event = make_event()
    assert withdraw(event, by=editor).is_withdrawn
    assert back_to_draft(event, by=editor).status == "draft"
    assert publish(event, by=editor).is_public


def test_only_what_is_published_can_be_withdrawn(editor):
    with pytest.raises(Refused):
        withdraw(draft(), by=editor)


def test_the_database_too_refuses_something_published_without_a_date():
    event = make_event()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(published_at=None)
