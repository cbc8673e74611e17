import pytest
from django.db import IntegrityError, connection, transaction

from events.models import Option, Participant, RegionQuota
from tests.events.registration.desks import make_desk, register, school, taken
from tests.factories import make_place

pytestmark = pytest.mark.django_db


def test_the_database_refuses_the_first_participant_too_many_however_it_is_written():
    desk = make_desk(onsite=2)
    group = register(desk, school(1), onsite=2)
    option = desk.options.get(mode="onsite")
    another = {"registration": group, "option": option, "name": "Teacher X"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.create(**another, state="confirmed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.bulk_create([Participant(**another, state="offered")])
    waiting = Participant.objects.create(**another, state="waiting")
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.filter(pk=waiting.pk).update(state="confirmed")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE events_participant SET state = 'confirmed' WHERE id = %s", [waiting.pk])
    assert taken(desk) == {"On site": 2, "Online": 0}


def test_a_seat_is_counted_when_taken_moved_and_freed():
    desk = make_desk(onsite=3, online=3)
    group = register(desk, school(1), onsite=3)
    person = group.participants.first()
    person.option = desk.options.get(mode="online")
    person.save()
    assert taken(desk) == {"On site": 2, "Online": 1}
    person.delete()
    assert taken(desk) == {"On site": 2, "Online": 0}
    group.participants.update(state="cancelled")
    assert taken(desk) == {"On site": 0, "Online": 0}


def test_whoever_saves_an_option_read_long_ago_does_not_write_its_old_number():
    desk = make_desk(onsite=3)
    old = desk.options.get(mode="onsite")
    register(desk, school(1), onsite=2)
    old.capacity = 5
    old.save()
    assert Option.objects.get(pk=old.pk).taken == 2


def test_the_quotas_of_a_school_and_of_a_region_are_refused_by_the_database_too():
    region = make_place(kind="region", name="Test region")
    desk = make_desk(onsite=10, school_quota=2)
    RegionQuota.objects.create(desk=desk, region=region, capacity=3)
    group = register(desk, school(1, place=region), onsite=2)
    register(desk, school(2, place=region), onsite=1)
    another = {"option": desk.options.get(mode="onsite"), "state": "confirmed"}
    with pytest.raises(IntegrityError, match="quota"), transaction.atomic():
        Participant.objects.create(registration=group, **another)
    other = register(desk, school(3, place=region), onsite=1)
    assert other.state == "waiting"
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.create(registration=other, **another)
    assert desk.regions.get().taken == 3


def test_less_than_is_taken_cannot_be_made_the_capacity():
    desk = make_desk(onsite=3)
    register(desk, school(1), onsite=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        desk.options.filter(mode="onsite").update(capacity=2)
