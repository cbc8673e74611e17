"""The reports someone writes, or was asked to write. The names of authors in a report stay: they are its authorship."""

from django.db.models import Q

from lessonstudy.content.words import equals

from .models import Writer


def writers(who):
    mine = Q(user__in=who.accounts) | Q(equals("email", who.addresses), user=None)
    return Writer.objects.filter(mine).select_related("manuscript__report")


def writer_data(writer):
    return {
        "report": str(writer.manuscript.report),
        "state": writer.manuscript.state,
        "email": writer.email,
        "asked_at": writer.asked_at,
    }
