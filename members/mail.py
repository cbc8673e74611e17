"""Mails about who represents a school, in the language of the person who asked."""

from django.contrib.auth import get_user_model
from django.utils.translation import override

from lessonstudy.content.mail import owe

from .roles import may_confirm


def tell_staff(representative, absolute):
    """Everyone who may confirm learns that someone asked."""
    address = absolute("admin:members_representative_change", representative.pk)
    for user in get_user_model().objects.filter(is_staff=True, is_active=True):
        if may_confirm(user):
            _tell(user.email, "representative_asked", representative, address)


def tell_user(representative, name, absolute):
    """What staff decided."""
    _tell(representative.user.email, name, representative, absolute("members:school-mine"))


def tell_invited(representative, token, by, absolute):
    """By whom and to which school one is invited, and the link to come in."""
    address = absolute("members:school-join", token)
    _tell(representative.email, "representative_invited", representative, address, by=by.get_full_name() or by.email)


def _tell(email, name, representative, address, **words):
    with override(representative.language):
        school = representative.organization
        words |= {"school": school.plain_title, "city": str(school.place or ""), "address": address}
    owe(name, to=email, language=representative.language, representative=representative, **words)
