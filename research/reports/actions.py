"""Writing a report together, sending it to the editors, returning it, accepting it.

`absolute` makes the addresses that mails lead to.
"""

import json
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lessonstudy.content.editing.uploads import forget
from lessonstudy.content.errors import Refused
from lessonstudy.content.languages import LANGUAGES
from lessonstudy.content.machines import plain
from members.models import Organization
from members.roles import reaches_branch

from .accepting import body_of, columns_of, team_of
from .mail import tell_editors, tell_invited, tell_writers
from .models import Manuscript, Remark, Report, ReportDocument, ReportPhoto, TeamMember, Writer
from .sections import digest, problems_of, section_of

State = Manuscript.State
SALT = "asked to write a report"
INVITED_FOR = 30 * 24 * 3600  # seconds
CHANGED_MEANWHILE = gettext_lazy(
    "Someone else changed this page meanwhile. Copy your text, load the page again, and add it."
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_OPEN, MOST_ASKED, MOST_FILES = 20, 20, 40  # of one user; of one user in a day; of one report
MOST_LETTERS = 500_000  # of a manuscript as JSON


def start_report(*, title, language, by):
    """A new report with an empty manuscript, written by this user. Refused with too many that were never sent."""
    with transaction.atomic():
        if Manuscript.objects.filter(writers__user=by, state=State.WRITING).count() >= MOST_OPEN:
            raise Refused(_("You have begun %d reports. Finish one of them first.") % MOST_OPEN)
        report = Report.objects.create(original_language=language, language=language, **{f"title_{language}": title})
        manuscript = Manuscript.objects.create(report=report, content={"about": {"title": title, "language": language}})
        Writer.objects.create(manuscript=manuscript, email=by.email, user=by)
    return manuscript


def write_section(manuscript, *, section, content, seen, by):
    """Keep what was typed in one section, complete or not.

    Refused if the manuscript is with the editors, and if someone else changed the section since the writer saw it
    (`seen` is its mark then); what is the same may be sent twice.
    """
    with transaction.atomic():
        manuscript = locked(manuscript, by)
        page = section_of(manuscript.content, section)
        present = page.of(manuscript.content)
        if content == present:
            return manuscript
        if page.mark(manuscript.content) != seen:
            raise Refused(CHANGED_MEANWHILE)
        page.put(manuscript.content, content)
        if len(json.dumps(manuscript.content)) > MOST_LETTERS:
            raise Refused(_("The report is too long. Shorten it, or add a part of it as a file."))
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
    return may_review(manuscript, user) or manuscript.writers.filter(user=user).exists()


def may_review(manuscript, user):
    """Editors of reports; one bound to a branch reviews what belongs to it."""
    if not (user.is_staff and user.has_perm("research.publish_report")):
        return False
    return reaches_branch(user, manuscript.report.branch_id)


def keep_files(manuscript, *, pictures, files, said, by):
    """Keep new pictures and files, and what was said of those that are here (`said`: the fields of the form).

    A picture may be shown once its box says that everyone in it agreed. Refused if someone else said something of them
    since the writer saw them.
    """
    with transaction.atomic():
        report = locked(manuscript, by).report
        if said.get("seen") != files_mark(report):
            raise Refused(CHANGED_MEANWHILE)
        language = manuscript.language
        for row in [*report.photos.all(), *report.documents.all()]:
            name = f"{row._meta.model_name}-{row.pk}"
            if f"{name}-remove" in said:
                row.delete()
            elif f"{name}-caption" in said:
                setattr(row, f"caption_{language}", plain(said[f"{name}-caption"])[:400])
                setattr(row, f"alt_{language}", plain(said.get(f"{name}-alt", ""))[:400])
                row.consent = f"{name}-consent" in said
                row.save()
        if report.photos.count() + len(pictures) > MOST_FILES or report.documents.count() + len(files) > MOST_FILES:
            raise Refused(_("A report has at most %(number)d pictures and %(number)d files.") % {"number": MOST_FILES})
        for picture in pictures:
            ReportPhoto.objects.create(report=report, image=picture)
            forget(picture)
        for file in files:
            ReportDocument.objects.create(report=report, file=file, language=language)
            forget(file)


def files_mark(report):
    """Changes when anything said of the pictures and files does."""
    names = [f"{name}_{language}" for name in ReportPhoto.translated_fields for language in LANGUAGES]
    photos = report.photos.order_by("pk").values_list("pk", "consent", *names)
    return digest([*map(list, photos), *report.documents.order_by("pk").values_list("pk", flat=True)])


def invite(manuscript, *, email, by, absolute):
    """Ask a colleague by e-mail to write along. Whoever was asked within the hour is not asked again."""
    with transaction.atomic():
        manuscript = locked(manuscript, by)
        asked = Writer.objects.filter(manuscript__writers__user=by, asked_at__gt=now() - DAY).exclude(user=by)
        if asked.count() >= MOST_ASKED:
            raise Refused(_("You have asked many people today. Go on tomorrow."))
        writer, new = Writer.objects.get_or_create(manuscript=manuscript, email=email.lower())
        if writer.user_id:
            raise Refused(_("%s writes along already.") % email)
        if not new and writer.asked_at > now() - HOUR:
            raise Refused(_("%s was asked a moment ago. The mail may still be on its way.") % email)
        writer.asked_at = now()
        writer.save()
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
        if problems := problems_of(manuscript.content, manuscript.report.photos.all()):
            raise Refused(" ".join(sentence for _section, sentence in problems))
        filled_in(manuscript).clean_fields(exclude=["slug"])
        manuscript.state = State.SUBMITTED
        manuscript.save()
        tell_editors(manuscript, absolute)


def take_back(manuscript, *, by):
    """The writers want to go on writing."""
    with transaction.atomic():
        manuscript = Manuscript.objects.select_for_update().get(pk=manuscript.pk)
        if not may_write(manuscript, by) or manuscript.state != State.SUBMITTED:
            raise Refused(_("Only what is with the editors can be taken back, by those who wrote it."))
        manuscript.state = State.WRITING
        manuscript.save()


def return_with_remarks(manuscript, *, text, by, absolute):
    """Back to the writers, who are told by mail what to change; refused without a word about that."""
    if not text:
        raise Refused(_("Say what should be changed."))
    with transaction.atomic():
        manuscript = reviewed(manuscript, by, State.SUBMITTED)
        Remark.objects.create(manuscript=manuscript, text=plain(text), by=by)
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
    """An accepted report is written further, from what it says now. Refused while readers see it."""
    with transaction.atomic():
        manuscript = reviewed(manuscript, by, State.ACCEPTED)
        if manuscript.report.status == Report.Status.PUBLISHED:
            raise Refused(_("Readers see this report. Withdraw it first, then open its text."))
        for part, said in manuscript.report.content.items():
            before = manuscript.content.get(part)
            manuscript.content[part] = {**before, **said} if isinstance(said, dict) and before else said
        manuscript.state = State.WRITING
        manuscript.save()


def reviewed(manuscript, by, *states):
    manuscript = Manuscript.objects.select_for_update().get(pk=manuscript.pk)
    if not may_review(manuscript, by):
        raise Refused(_("Only editors may do this."))
    if manuscript.state not in states:
        raise Refused(_("The state of this report has changed meanwhile: %s.") % manuscript.get_state_display())
    return manuscript


def take_over(report, content, by):
    """Write into the report what its manuscript holds: of the pupils there are, and nothing left over from others."""
    for name, value in columns_of(content).items():
        setattr(report, name, value)
    report.body = body_of(content)
    report.version += 1
    report._history_user, report._change_reason = by, _("taken over from the manuscript")
    report.save()
    report.schools.add(*schools_named(content["about"]["school"]))
    linked = {(member.family_name, member.given_name, member.post): member.person for member in report.team.all()}
    report.team.all().delete()
    for position, row in enumerate(team_of(content)):
        known = linked.get((row["family_name"], row["given_name"], row["post"]))
        TeamMember.objects.create(report=report, position=position, person=known, **row)


def filled_in(manuscript):
    """The report as it would be taken over, not saved: to see whether it can be."""
    return Report(**columns_of(manuscript.content), body=body_of(manuscript.content))


def schools_named(text):
    """The schools that are called exactly so in one of the languages: those staff need not look for."""
    named = Q(name_kk=text) | Q(name_ru=text) | Q(name_en=text)
    return Organization.objects.schools().filter(named)
