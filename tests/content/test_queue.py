from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from events.models import EventPhoto
from lessonstudy.content.queue import requeue_lost
from tests.factories import make_event, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]


def running_for(minutes, deaths):
    EventPhoto.objects.create(event=make_event(), image=picture())
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now() - timedelta(minutes=minutes),
        worker_ids=[f"worker-{n}" for n in range(deaths)],
    )
    return DBTaskResult.objects.get()


@pytest.mark.parametrize(
    ("minutes", "deaths", "status"),
    [
        (1, 1, TaskResultStatus.RUNNING),
        (11, 1, TaskResultStatus.READY),
        (11, 2, TaskResultStatus.READY),
        (11, 3, TaskResultStatus.FAILED),
    ],
)
def test_a_task_whose_worker_died_is_taken_up_twice_and_then_failed(minutes, deaths, status):
    task = running_for(minutes, deaths)
    requeue_lost()
    task.refresh_from_db()
    assert task.status == status


@pytest.mark.django_db(transaction=True)
def test_the_worker_sizes_a_picture():
    photo = EventPhoto.objects.create(event=make_event(), image=picture())
    call_command("worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    photo.refresh_from_db()
    assert photo.width == 900


@pytest.mark.django_db(transaction=True)
def test_a_broken_picture_is_tried_again_later():
    photo = EventPhoto.objects.create(event=make_event(), image=picture())
    Path(photo.image.path).write_bytes(b"\xff\xd8\xff broken")
    call_command("worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    task = DBTaskResult.objects.get()
    assert task.status == TaskResultStatus.READY
    assert task.run_after > timezone.now()
