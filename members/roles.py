"""What staff may do: each role is a group of permissions, written down here and set up after every `migrate`."""

from dataclasses import dataclass

from django.apps import apps as registry
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

SEE = ("view",)
ADD = ("view", "add")
EDIT = ("view", "add", "change", "delete")
PUBLISH = (*EDIT, "publish")

DECIDE = ("view", "change", "delete")

PROGRAMME = {"events.event": PUBLISH, "events.session": EDIT, "events.contribution": EDIT}
WORLD = {
    "members.person": PUBLISH,
    "members.organization": PUBLISH,
    "members.representative": DECIDE,
    "members.body": PUBLISH,
    "members.place": EDIT,
}
JOURNAL = {"journal.journal": PUBLISH, "journal.issue": PUBLISH, "journal.article": PUBLISH}
REGISTRATION = {
    "events.desk": EDIT,
    "events.registration": ("view", "change"),
    "events.participant": SEE,
    "events.letter": SEE,
    "events.consent": SEE,
}
SEE_WORLD = {"members.person": ADD, "members.organization": SEE, "members.place": SEE}
EDITING = {
    **PROGRAMME,
    **REGISTRATION,
    **WORLD,
    **JOURNAL,
    "events.eventseries": PUBLISH,
    "research.poster": PUBLISH,
    "research.report": PUBLISH,
    "news.newspost": PUBLISH,
    "portal.redirect": EDIT,
}


@dataclass(frozen=True)
class Role:
    title: str
    about: str
    permits: dict  # "app.model": verbs


BRANCH_EDITOR = "branch-editor"

ROLES = {
    "editor": Role(
        _("editor"), _("Writes and publishes everything: events, news, people, posters, the journal."), EDITING
    ),
    BRANCH_EDITOR: Role(
        _("branch editor"),
        _("Writes and publishes what belongs to the branch named in the user's form, and sees nothing of others."),
        {
            **PROGRAMME,
            **REGISTRATION,
            **SEE_WORLD,
            "members.organization": ("view", "change"),
            "members.body": SEE,
            "events.eventseries": SEE,
            "research.poster": PUBLISH,
            "research.report": PUBLISH,
            "news.newspost": PUBLISH,
        },
    ),
    "journal-editor": Role(
        _("journal editor"),
        _("Writes and publishes journals, issues and articles; sees events and people."),
        {**JOURNAL, **SEE_WORLD, "events.event": SEE, "events.session": SEE, "events.contribution": SEE},
    ),
    "council-secretary": Role(
        _("council secretary"),
        _("Keeps the councils, their seats and their meetings."),
        {
            **SEE_WORLD,
            "members.body": PUBLISH,
            "events.event": ("view", "add", "change", "publish"),
            "events.session": EDIT,
            "events.contribution": EDIT,
        },
    ),
    "registrar": Role(
        _("registrar"),
        _("Opens and keeps the registration of events, and writes to those who registered."),
        {
            **REGISTRATION,
            "events.event": SEE,
            "members.person": SEE,
            "members.organization": SEE,
            "members.place": SEE,
        },
    ),
    "administrator": Role(
        _("administrator"),
        _("Everything an editor may, and the accounts of staff."),
        {
            **EDITING,
            "events.registration": ("view", "change", "overbook"),
            "members.user": EDIT,
            "auth.group": SEE,
            "django_tasks_database.dbtaskresult": SEE,
        },
    ),
}


def set_up_roles(app_config, apps=registry, using=DEFAULT_DB_ALIAS, **kwargs):
    """Give every role exactly the permissions written above, as far as they concern this app (after `migrate`)."""
    try:
        groups = apps.get_model("auth", "Group").objects.using(using)
        permissions = apps.get_model("auth", "Permission").objects.using(using)
    except LookupError:  # only other apps have been migrated so far
        return
    for name, role in ROLES.items():
        group, _created = groups.get_or_create(name=name)
        wanted = permissions.filter(_condition(role, app_config.label))
        present = group.permissions.filter(content_type__app_label=app_config.label)
        group.permissions.remove(*present.exclude(pk__in=wanted))
        group.permissions.add(*wanted)


def _condition(role, app_label):
    condition = Q(pk__in=[])
    for label, verbs in role.permits.items():
        app, model = label.split(".")
        if app == app_label:
            condition |= Q(
                content_type__app_label=app,
                content_type__model=model,
                codename__in=[f"{verb}_{model}" for verb in verbs],
            )
    return condition


def is_limited_to_branch(user):
    """Whether the user sees only one branch's records: those of the branch in the user's form, or none without it."""
    if user.is_superuser or not user.is_authenticated:
        return False
    if not hasattr(user, "_limited_to_branch"):
        user._limited_to_branch = bool(user.branch_id) or user.groups.filter(name=BRANCH_EDITOR).exists()
    return user._limited_to_branch


def reaches_branch(user, branch_id):
    """Whether what belongs to that branch is the user's business. What belongs to none is not for one bound to one."""
    return not is_limited_to_branch(user) or (branch_id is not None and branch_id == user.branch_id)


def may_confirm(user):
    """Who says that someone represents a school: full editors. A branch editor changes one organization, the branch."""
    return user.is_staff and user.has_perm("members.change_representative") and not is_limited_to_branch(user)


def may_see_persons(user):
    """Who gives people what is held of them, and erases it: those who keep registrations, and for the whole house."""
    return user.is_staff and user.has_perm("events.change_registration") and not is_limited_to_branch(user)
