from datetime import UTC, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from lessonstudy.content.limits import DAY, too_often

pytestmark = pytest.mark.django_db
ENDS = "SELECT expires FROM cache_entries WHERE cache_key LIKE %s"


def ends():
    with connection.cursor() as cursor:
        cursor.execute(ENDS, ["%limits-%"])
        (end,) = cursor.fetchone()
    return end if timezone.is_aware(end) else end.replace(tzinfo=UTC)


def test_more_than_so_many_times_is_too_often():
    assert [too_often("mail", 1, most=2, within=DAY) for _time in range(4)] == [False, False, True, True]
    assert not too_often("mail", 2, most=2, within=DAY)


def test_the_time_counts_from_the_first_however_often_one_asks():
    for _time in range(3):
        too_often("mail", 1, most=2, within=DAY)
    assert timedelta(hours=23) < ends() - timezone.now() <= timedelta(hours=24, minutes=1)
