"""Tasks that died are tried again: three times in all, later each time, then they stay failed for staff to see.

Those that are over are forgotten after a month: the mails among them hold names and addresses.
"""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db.models import TextField
from django.db.models.functions import Cast
from django.dispatch import Signal, receiver
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult

from .words import says

every_moment = Signal()  # rooms look then for what is owed: mails
every_minute = Signal()  # and for what time alone brings: an offer expires, a reminder is due
TRIES = 3
LOST_AFTER = timedelta(minutes=10)
KEPT_FOR = timedelta(days=30)


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


@receiver(every_minute)
def forget_old(**kwargs):
    """Tasks long finished, and what browsers left behind that do not come back."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT_FOR).delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def forget_tasks(words, is_named):
    """Mails to, or about, someone who is erased. What runs at this moment goes with its month."""
    rows = DBTaskResult.objects.exclude(status=TaskResultStatus.RUNNING)
    rows = rows.annotate(said=Cast("args_kwargs", TextField())).filter(says("said", words) | says("traceback", words))
    named = [row.pk for row in rows if is_named(str(row.args_kwargs)) or is_named(row.traceback)]
    DBTaskResult.objects.filter(pk__in=named).delete()


def put_back(row, wait=timedelta(0)):
    DBTaskResult.objects.filter(pk=row.pk).update(
        status=TaskResultStatus.READY, started_at=None, finished_at=None, run_after=timezone.now() + wait
    )
