"""Mails about manuscripts, in the language of the report."""

from django.contrib.auth import get_user_model

from lessonstudy.content.mail import owe
from members.roles import reaches_branch


def tell_invited(writer, token, by, absolute):
    """By whom and to what one is asked, and the link to come in."""
    name = by.get_full_name() or by.email
    _tell([writer.email], "report_invited", writer.manuscript, absolute("research:report-join", token), by=name)


def tell_editors(manuscript, absolute):
    """Everyone who may publish reports learns that one waits."""
    staff = get_user_model().objects.filter(is_staff=True, is_active=True)
    editors = [user for user in staff if user.has_perm("research.publish_report")]
    emails = [user.email for user in editors if reaches_branch(user, manuscript.report.branch_id)]
    _tell(emails, "report_submitted", manuscript, absolute("research:report-check", manuscript.pk))


def tell_writers(manuscript, name, absolute, remarks=""):
    emails = manuscript.writers.filter(user__isnull=False).values_list("user__email", flat=True)
    _tell(emails, name, manuscript, absolute("research:report-check", manuscript.pk), remarks=remarks)


def _tell(emails, name, manuscript, address, **words):
    language = manuscript.report.original_language
    title = " ".join(manuscript.content.get("about", {}).get("title", "").split())[:200]
    words |= {"title": title, "address": address}
    for email in emails:
        owe(name, to=email, language=language, **words)
