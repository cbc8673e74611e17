"""Tasks that died are tried again: three times in all, later each time, then they stay failed for staff to see."""

from datetime import timedelta

from django.dispatch import Signal, receiver
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult

every_minute = Signal()  # rooms do then what time alone brings: an offer expires, a reminder is due
TRIES = 3
LOST_AFTER = timedelta(minutes=10)


@receiver(task_finished)
def retry_failed(sender, task_result, **kwargs):
    """Put a failed task back, one minute later, then four."""
    if task_result.status == TaskResultStatus.FAILED:
        row = DBTaskResult.objects.filter(pk=task_result.id).first()
        if row and len(row.worker_ids) < TRIES:
            put_back(row, wait=timedelta(minutes=len(row.worker_ids) ** 2))


@receiver(every_minute)
def requeue_lost(**kwargs):
    """Tasks whose worker was killed stay RUNNING for ever: put them back, or call them failed the third time."""
    for row in DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - LOST_AFTER):
        if len(row.worker_ids) < TRIES:
            put_back(row)
        else:
            row.set_failed(RuntimeError("The worker died three times in this task."))


def put_back(row, wait=timedelta(0)):
    DBTaskResult.objects.filter(pk=row.pk).update(
        status=TaskResultStatus.READY, started_at=None, finished_at=None, run_after=timezone.now() + wait
    )
