"""The participants of an event as a table to download."""

from django.db.models import Prefetch
from django.http import FileResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lessonstudy.content.sheets import csv_table, excel_table

from .desk import Question
from .models import Consent, Participant, Registration
from .places import ABOVE, region_of

TABLES = {"xlsx": excel_table, "csv": csv_table}


def table_file(desk, participants, kind):
    """The file to download."""
    table = TABLES[kind](*participants_table(desk, participants))
    return FileResponse(table, as_attachment=True, filename=f"{desk.event.slug}.{kind}")


def participants_table(desk, participants):
    """(headings, rows) of those of the desk, with a column for each question, by its clock."""
    questions = desk.asked
    headings = [
        _("School"), _("Region"), _("Name"), _("Post"), _("Subject"), _("E-mail"), _("Takes part"), _("State"),
        *map(str, questions), _("Ticket"), _("Registered"), _("Attended"),
    ]  # fmt: skip
    return headings, [row_of(person, questions, desk) for person in with_everything(participants)]


def with_everything(participants):
    groups = Registration.objects.select_related(f"organization__{ABOVE}").prefetch_related("files", consents())
    return participants.select_related("option").prefetch_related(
        Prefetch("registration", groups), "files", consents(), "attendances"
    )


def consents():
    return Prefetch("consents", Consent.objects.order_by("pk"))


def row_of(person, questions, desk):
    registration = person.registration
    return [
        str(registration.organization),
        str(region_of(registration.organization.place) or ""),
        str(person),
        person.post,
        person.subject,
        person.email,
        str(person.option),
        person.get_state_display(),
        *(answer_of(owner_of(person, question), question) for question in questions),
        person.code,
        localtime(registration.created_at, desk.event.zone).replace(second=0, microsecond=0),
        _("yes") if person.attendances.all() else _("no"),
    ]


def owner_of(person, question):
    """Whom a question is asked about: the teacher, or their group."""
    return person if question.about == Question.About.TEACHER else person.registration


def answer_of(owner, question):
    """What was said to a question by a teacher, or by a group."""
    if question.kind == Question.Kind.CONSENT:
        given = [each for each in owner.consents.all() if each.question_id == question.pk and is_of(each, owner)]
        return _("yes, version %d") % given[-1].version if given else _("no")
    if question.kind == Question.Kind.FILE:
        files = [each for each in owner.files.all() if each.question_id == question.pk and is_of(each, owner)]
        return ", ".join(each.name for each in files)
    return owner.answers.get(question.name, "")


def is_of(answer, owner):
    """What a teacher said is their registration's, too; here it is not meant."""
    return isinstance(owner, Participant) or answer.participant_id is None
