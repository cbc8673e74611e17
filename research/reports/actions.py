"""Writing a report together, sending it to the editors, returning it, accepting it.

`absolute` makes the addresses that mails lead to.
"""

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lessonstudy.content.editing.uploads import forget
from lessonstudy.content.errors import Refused
from members.models import Organization

from .mail import tell_editors, tell_invited, tell_writers
from .models import Manuscript, Remark, Report, ReportDocument, ReportPhoto, TeamMember, Writer
from .sections import columns_of, digest, problems_of, section_of

State = Manuscript.State
SALT = "asked to write a report"
BODY = ("focus", "pupils", "lessons", "outcome")
INVITED_FOR = 30 * 24 * 3600  # seconds


def start_report(*, title, language, by):
    """A new report with an empty manuscript, written by this user."""
    with transaction.atomic():
        report = Report.objects.create(original_language=language, language=language, **{f"title_{language}": title})
        manuscript = Manuscript.objects.create(report=report, content={"about": {"title": title, "language": language}})
        Writer.objects.create(manuscript=manuscript, email=by.email, user=by)
    return manuscript


def write_section(manuscript, *, section, content, seen, by):
    """Keep what was typed in one section, complete or not.

    Refused if the manuscript is with the editors, and if someone else changed the section since the writer saw it
    (`seen` is its digest then); what is the same may be sent twice.
    """
    with transaction.atomic():
        manuscript = locked(manuscript, by)
        page = section_of(manuscript.content, section)
        present = page.of(manuscript.content)
        if digest(content) == digest(present):
            return manuscript
        if digest(present) != seen:
            raise Refused(
                _("Someone else changed this page meanwhile. Copy your text, load the page again, and add it.")
            )
        page.put(manuscript.content, content)
        manuscript.save()
    return manuscript


def locked(manuscript, by):
    """The manuscript as it is now, to be written by one of its writers or by staff."""
    manuscript = Manuscript.objects.select_for_update().get(pk=manuscript.pk)
    if not may_write(manuscript, by):
        raise Refused(_("Only its writers may change this report."))
    if not manuscript.is_open:
        raise Refused(_("This report is with the editors. They return it to you if something should be changed."))
    return manuscript


def may_write(manuscript, user):
    return may_review(user) or manuscript.writers.filter(user=user).exists()


def may_review(user):
    return user.is_staff and user.has_perm("research.publish_report")


def keep_files(manuscript, *, pictures, files, said, by):
    """Keep new pictures and files, and what was said of those that are here (`said`: the fields of the form).

    A picture may be shown once its box says that everyone in it agreed.
    """
    with transaction.atomic():
        report = locked(manuscript, by).report
        language = report.original_language
        for row in [*report.photos.all(), *report.documents.all()]:
            name = f"{row._meta.model_name}-{row.pk}"
            if f"{name}-remove" in said:
                row.delete()
            elif f"{name}-caption" in said:
                setattr(row, f"caption_{language}", said[f"{name}-caption"][:400])
                setattr(row, f"alt_{language}", said.get(f"{name}-alt", "")[:400])
                row.consent = f"{name}-consent" in said
                row.save()
        for picture in pictures:
            ReportPhoto.objects.create(report=report, image=picture)
            forget(picture)
        for file in files:
            ReportDocument.objects.create(report=report, file=file, language=report.language)
            forget(file)


def invite(manuscript, *, email, by, absolute):
    """Ask a colleague by e-mail to write along; asking again sends the mail again."""
    with transaction.atomic():
        manuscript = locked(manuscript, by)
        writer, _new = Writer.objects.get_or_create(manuscript=manuscript, email=email.lower())
        if writer.user_id:
            raise Refused(_("%s writes along already.") % email)
        tell_invited(writer, signing.dumps(writer.pk, salt=SALT), by, absolute)
    return writer


def invited(token):
    """The place that the link in a mail stands for; None if it is not ours, older than 30 days, or taken back."""
    try:
        number = signing.loads(token, salt=SALT, max_age=INVITED_FOR)
    except signing.BadSignature:
        return None
    return Writer.objects.select_related("manuscript__report").filter(pk=number).first()


def join(writer, *, by):
    """The invited comes in. A link that someone else used already is refused; who writes along already just goes on."""
    with transaction.atomic():
        writer = Writer.objects.select_for_update().get(pk=writer.pk)
        if writer.user_id not in (None, by.pk):
            raise Refused(_("Someone else used this link already. Ask for a new invitation."))
        if not writer.manuscript.writers.filter(user=by).exists():
            writer.user = by
            writer.save()
    return writer.manuscript


def leave_out(writer, *, by):
    """Take a writer, or an invitation, away. The last one stays."""
    with transaction.atomic():
        manuscript = locked(writer.manuscript, by)
        if not manuscript.writers.filter(user__isnull=False).exclude(pk=writer.pk).exists():
            raise Refused(_("A report needs at least one writer."))
        writer.delete()


def submit(manuscript, *, by, absolute):
    """Send to the editors. Refused while something is missing or must not be shown."""
    with transaction.atomic():
        manuscript = locked(manuscript, by)
        if problems := problems_of(manuscript.content, photos_without_consent(manuscript)):
            raise Refused(" ".join(sentence for _section, sentence in problems))
        manuscript.state = State.SUBMITTED
        manuscript.save()
        tell_editors(manuscript, absolute)


def photos_without_consent(manuscript):
    return list(manuscript.report.photos.filter(consent=False))


def take_back(manuscript, *, by):
    """The writers want to go on writing."""
    with transaction.atomic():
        manuscript = Manuscript.objects.select_for_update().get(pk=manuscript.pk)
        if not may_write(manuscript, by) or manuscript.state != State.SUBMITTED:
            raise Refused(_("Only what is with the editors can be taken back, by those who wrote it."))
        manuscript.state = State.WRITING
        manuscript.save()


def return_with_remarks(manuscript, *, text, by, absolute):
    """Back to the writers, who are told by mail what to change."""
    with transaction.atomic():
        manuscript = reviewed(manuscript, by, State.SUBMITTED)
        Remark.objects.create(manuscript=manuscript, text=text, by=by)
        manuscript.state = State.RETURNED
        manuscript.save()
        tell_writers(manuscript, "report_returned", absolute, text)


def accept(manuscript, *, by, absolute):
    """The text becomes the report's own. Staff then link its people, schools and poster, and publish it."""
    with transaction.atomic():
        manuscript = reviewed(manuscript, by, State.SUBMITTED)
        take_over(manuscript.report, manuscript.content, by)
        manuscript.state = State.ACCEPTED
        manuscript.save()
        tell_writers(manuscript, "report_accepted", absolute)


def open_again(manuscript, *, by):
    """Staff go on writing an accepted report, to mend it."""
    with transaction.atomic():
        manuscript = reviewed(manuscript, by, State.ACCEPTED)
        manuscript.state = State.WRITING
        manuscript.save()


def reviewed(manuscript, by, *states):
    if not may_review(by):
        raise Refused(_("Only editors may do this."))
    manuscript = Manuscript.objects.select_for_update().select_related("report").get(pk=manuscript.pk)
    if manuscript.state not in states:
        raise Refused(_("The state of this report has changed meanwhile: %s.") % manuscript.get_state_display())
    return manuscript


def take_over(report, content, by):
    """Write into the report what its manuscript holds."""
    for name, value in columns_of(content).items():
        setattr(report, name, value)
    report.body = {part: content.get(part, {}) for part in BODY}
    report.version += 1
    report._history_user, report._change_reason = by, _("taken over from the manuscript")
    report.save()
    report.schools.add(*schools_named(content["about"]["school"]))
    people = {member.name: member.person for member in report.team.select_related("person")}
    report.team.all().delete()
    for position, row in enumerate(content.get("team", [])):
        member = TeamMember(report=report, position=position, **row)
        member.person = people.get(member.name)
        member.save()


def schools_named(text):
    """The schools that are called exactly so in one of the languages: those staff need not look for."""
    named = Q(name_kk=text) | Q(name_ru=text) | Q(name_en=text)
    return Organization.objects.schools().filter(named)
