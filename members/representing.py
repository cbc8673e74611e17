"""People represent schools: they ask and staff decide, or a colleague invites them.

`absolute` makes the addresses that mails lead to, in the language of the representative.
"""

from contextlib import suppress
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.timezone import now
from django.utils.translation import gettext as _

from lessonstudy.content.editing.deletion import pointing_at
from lessonstudy.content.errors import Refused
from lessonstudy.content.languages import reader_language
from lessonstudy.content.limits import DAY, HOUR, too_often
from lessonstudy.content.machines import plain

from .mail import tell_invited, tell_staff, tell_user
from .models import Organization, Place, Representative, User
from .roles import may_confirm

State = Representative.State
SALT = "invited to represent a school"
INVITED_FOR = 30 * DAY
MOST_ASKED, MOST_DRAFTS, MOST_INVITED = 10, 5, 20  # open, of one user; drafts among them; by one user in a day


# --- Asking ---------------------------------------------------------------------------------------
def ask_to_represent(organization, *, position, by, absolute):
    """Ask staff to be confirmed for a school that readers see. Whoever was refused may ask again."""
    if not (organization.is_school and organization.is_public):
        raise Refused(_("Choose a school from the list."))
    check_asks(by)
    with transaction.atomic():
        one_at_a_time(by)
        return asked(organization, position, by, absolute)


def ask_for_new_school(*, name, kind, place, language, position, by, absolute):
    """The same for a school the archive does not have: it is made as a draft, for staff to look at and publish.

    Refused if readers see a school of that name in that place. If it is a draft already, two ask for the same one.
    """
    check_asks(by)
    with transaction.atomic():
        one_at_a_time(by)
        name = " ".join(plain(name).split())
        school = school_called(name, place)
        if school and school.is_public:
            raise Refused(_("The archive has “%s” there already: choose it from the list.") % school.plain_title)
        if open_asks(by).filter(organization__status=Organization.Status.DRAFT).count() >= MOST_DRAFTS:
            raise Refused(_("You have added %d schools. Wait until staff have looked at them.") % MOST_DRAFTS)
        school = school or drafted(by, kind=kind, place=place, original_language=language, **{f"name_{language}": name})
        return asked(school, position, by, absolute)


def check_asks(user):
    """Every question goes to all staff by mail, taken back or not."""
    if too_often("asked", user.pk, most=2 * MOST_ASKED, within=DAY):
        raise Refused(_("You have asked many times today. Go on tomorrow."))


def one_at_a_time(user):
    """Of two requests of one person at the same moment, the second waits and sees what the first did."""
    User.objects.select_for_update().get(pk=user.pk)


def open_asks(user):
    return user.represents.filter(state=State.ASKED)


def school_called(name, place):
    """The school of that name there, in any language, with small letters or capitals; first one that readers see."""
    Place.objects.select_for_update().get(pk=place.pk)  # two may enter the same school at once
    there = Organization.objects.schools().filter(place=place)
    same = [school for school in there if name.casefold() in map(str.casefold, school.titles().values())]
    return next((school for school in same if school.is_public), same[0] if same else None)


def drafted(by, **columns):
    school = Organization(**columns)
    school._history_user, school._change_reason = by, _("asked for by someone who works there")
    school.save()
    return school


def asked(organization, position, by, absolute):
    known = Representative.objects.select_for_update().filter(organization=organization, user=by)
    representative = known.first() or Representative(organization=organization, user=by)
    if representative.is_confirmed:
        raise Refused(_("You represent “%s” already.") % organization.plain_title)
    if representative.state == State.ASKED:
        raise Refused(_("You have asked for “%s” already. Staff will answer by mail.") % organization.plain_title)
    if open_asks(by).count() >= MOST_ASKED:
        raise Refused(_("You have asked for %d schools. Wait until staff have answered.") % MOST_ASKED)
    representative.state, representative.email, representative.position = State.ASKED, by.email, plain(position)
    representative.language, representative.asked_at = reader_language(), now()
    representative.reason, representative.decided_at, representative.decided_by = "", None, None
    representative.save()
    tell_staff(representative, absolute)
    return representative


# --- Deciding -------------------------------------------------------------------------------------
def confirm(representative, *, by, absolute):
    """This person works there: from now on they act for the school, and are told so by mail."""
    with transaction.atomic():
        representative = decided(representative, State.CONFIRMED, by, among=(State.ASKED, State.REFUSED))
        tell_user(representative, "representative_confirmed", absolute)
    return representative


def refuse(representative, *, reason, by, absolute):
    """Not confirmed, or no longer: the mail gives the reason. Whom they invited and who has not come yet is not let in.

    Refused without a reason.
    """
    if not reason.strip():
        raise Refused(_("Say why: they read it in the mail."))
    with transaction.atomic():
        among = (State.ASKED, State.CONFIRMED)
        representative = decided(representative, State.REFUSED, by, among=among, reason=plain(reason))
        invited_there = representative.organization.representatives.filter(state=State.INVITED)
        invited_there.filter(decided_by=representative.user).delete()
        tell_user(representative, "representative_refused", absolute)
    return representative


def decided(representative, state, by, *, among, reason=""):
    if not may_confirm(by):
        raise Refused(_("You may not decide who represents a school. Ask an editor."))
    representative = Representative.objects.select_for_update().get(pk=representative.pk)
    if representative.state not in among:
        raise Refused(_("Nothing is to be decided here: %s.") % representative.get_state_display())
    representative.state, representative.reason = state, reason
    representative.decided_at, representative.decided_by = now(), by
    representative.save()
    return representative


# --- Colleagues -----------------------------------------------------------------------------------
def invite_colleague(organization, *, email, by, absolute):
    """A representative asks a colleague in by e-mail. Whoever was asked within the hour is not asked again."""
    if too_often("invited", by.pk, most=MOST_INVITED, within=DAY):
        raise Refused(_("You have asked many people today. Go on tomorrow."))
    with transaction.atomic():
        one_at_a_time(by)
        colleagues = organization.representatives.confirmed()
        if not colleagues.filter(user=by).exists():
            raise Refused(_("Only who represents a school may invite colleagues there."))
        if colleagues.filter(user__email__iexact=email).exists():
            raise Refused(_("%s represents this school already.") % email)
        representative, new = organization.representatives.get_or_create(email=email.lower(), state=State.INVITED)
        if not new and representative.asked_at > now() - timedelta(seconds=HOUR):
            raise Refused(_("%s was asked a moment ago. The mail may still be on its way.") % email)
        representative.asked_at, representative.language, representative.decided_by = now(), reader_language(), by
        representative.save()
        tell_invited(representative, signing.dumps(representative.pk, salt=SALT), by, absolute)
    return representative


def invited(token):
    """Whom the link in a mail invites; None if it is not ours, older than 30 days, or taken back."""
    try:
        number = signing.loads(token, salt=SALT, max_age=INVITED_FOR)
    except signing.BadSignature:
        return None
    return Representative.objects.select_related("organization").filter(pk=number).first()


def join_school(representative, *, by):
    """The invited comes in, confirmed at once. A link works once; who represents the school already leaves it whole."""
    with transaction.atomic():
        one_at_a_time(by)
        representative = Representative.objects.select_for_update().get(pk=representative.pk)
        own = Representative.objects.filter(organization=representative.organization_id, user=by).first()
        if own and own.is_confirmed:
            return own
        if representative.state != State.INVITED:
            raise Refused(_("This link was used already. Ask for a new invitation."))
        if own:
            representative.position = own.position
            own.delete()
        representative.user, representative.email, representative.state = by, by.email, State.CONFIRMED
        representative.decided_at = now()
        representative.save()
    return representative


def stop_representing(representative, *, by):
    """Whoever represents a school, or asked to, goes; an invitation is taken back by any representative there.

    A draft that was made by asking goes along with the one who asked, unless staff have worked on it.
    """
    with transaction.atomic():
        representative = Representative.objects.select_for_update().get(pk=representative.pk)
        organization, user = representative.organization, representative.user
        is_invitation = representative.state == State.INVITED
        may_take_back = is_invitation and organization.representatives.confirmed().filter(user=by).exists()
        if user != by and not may_take_back:
            raise Refused(_("Only they themselves, or staff, can end this."))
        representative.delete()
        if not (representative.is_confirmed or is_invitation or organization.version):
            forget_draft(organization, made_by=user)


def forget_draft(organization, *, made_by):
    """Delete a school that came by asking, is still a draft, and that nothing else names."""
    first = organization.history.order_by("history_date", "history_id").first()
    is_asked_for = first is not None and made_by is not None and first.history_user_id == made_by.pk
    is_used = organization.representatives.exists() or any(pointing_at([organization]))
    if organization.status == Organization.Status.DRAFT and is_asked_for and not is_used:
        with suppress(ProtectedError), transaction.atomic():
            organization.delete()
