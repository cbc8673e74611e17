import pytest
from django.core.files.storage import default_storage

from events.models import Event, EventDocument, EventPhoto
from lessonstudy.content.tasks import size_photo
from research.models import PosterPhoto
from tests.factories import make_event, make_poster, make_staff, pdf, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]


def sized(photo):
    size_photo.call(photo._meta.label, photo.pk)
    photo.refresh_from_db()
    return photo


def status(client, address):
    answer = client.get(address)
    if answer.streaming:
        list(answer.streaming_content)  # read to the end, the file is closed
    return answer.status_code


def test_a_file_is_served_while_its_owner_is_public(client):
    event = make_event()
    document = EventDocument.objects.create(event=event, file=pdf())
    photo = sized(EventPhoto.objects.create(event=event, image=picture()))
    addresses = [document.file.url, photo.small, photo.image.url]
    assert [status(client, address) for address in addresses] == [200, 200, 200]
    Event.objects.filter(pk=event.pk).update(status="withdrawn")
    assert [status(client, address) for address in addresses] == [404, 404, 404]
    client.force_login(make_staff())
    assert status(client, document.file.url) == 200


def test_one_question_to_the_database_tells_whether_a_file_is_public(client, django_assert_num_queries):
    document = EventDocument.objects.create(event=make_event(), file=pdf())
    with django_assert_num_queries(1):
        assert status(client, document.file.url) == 200


def test_a_deleted_picture_leaves_no_file_behind(django_capture_on_commit_callbacks):
    photo = sized(EventPhoto.objects.create(event=make_event(), image=picture()))
    assert len(default_storage.listdir("photos")[1]) == 4
    with django_capture_on_commit_callbacks(execute=True):
        photo.event.delete()
    assert default_storage.listdir("photos")[1] == []


def test_a_picture_that_is_used_twice_stays_until_both_are_gone(django_capture_on_commit_callbacks):
    first = sized(EventPhoto.objects.create(event=make_event(), image=picture()))
    second = sized(PosterPhoto.objects.create(poster=make_poster(), image=picture()))
    assert first.image.name == second.image.name
    with django_capture_on_commit_callbacks(execute=True):
        first.delete()
    assert default_storage.exists(second.image.name)
    with django_capture_on_commit_callbacks(execute=True):
        second.delete()
    assert not default_storage.exists(second.image.name)


def test_a_replaced_file_is_deleted(django_capture_on_commit_callbacks):
    document = EventDocument.objects.create(event=make_event(), file=pdf("first.pdf"))
    before = document.file.name
    with django_capture_on_commit_callbacks(execute=True):
        document.file = pdf("second.pdf")
        document.save()
    assert not default_storage.exists(before)
    assert default_storage.exists(document.file.name)
