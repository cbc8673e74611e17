"""Someone who asks what is held of them: who that is, and their account. Higher rooms say what they hold."""

import re
from dataclasses import dataclass
from functools import cached_property

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from lessonstudy.content.errors import Refused
from lessonstudy.content.words import equals

from .models import Representative, User


@dataclass(frozen=True)
class Sought:
    """By addresses, or by a full name: others may be called so, too. `accounts` are theirs."""

    addresses: tuple = ()
    names: tuple = ()
    accounts: tuple = ()

    @property
    def words(self):
        return [*self.addresses, *self.names]

    @cached_property
    def pattern(self):
        """Finds the words in a text, whole: “a@b.kz” is not in “aa@b.kz”."""
        addresses, names = ("|".join(map(re.escape, words)) for words in (self.addresses, self.names))
        forms = [rf"(?<![\w.+-])(?:{addresses})(?![\w-]|\.\w)"] if addresses else []
        forms += [rf"(?<!\w)(?:{names})(?!\w)"] if names else []
        return re.compile("|".join(forms), re.IGNORECASE)

    def is_named(self, text):
        return bool(self.words and text and self.pattern.search(text))

    def is_address(self, text):
        return text.lower() in self.addresses

    def is_name(self, text):
        return text.casefold() in map(str.casefold, self.names)

    def also(self, addresses=(), names=()):
        """The same person, by what is known of them in one place, too."""
        addresses = dict.fromkeys([*self.addresses, *(address.lower() for address in addresses if address)])
        return Sought(tuple(addresses), tuple(dict.fromkeys([*self.names, *filter(None, names)])), self.accounts)


def sought(text):
    """Whoever staff look for. An account found by one of its addresses stands for its other ones, too."""
    text = " ".join(text.split())
    if "@" not in text:
        named = User.objects.annotate(full_name=Concat("first_name", Value(" "), "last_name"))
        return Sought(names=(text,), accounts=whole(named.filter(full_name__iexact=text)))
    confirmed = Q(emailaddress__email__iexact=text, emailaddress__verified=True)
    accounts = whole(User.objects.filter(Q(email__iexact=text) | confirmed).distinct())
    return Sought(accounts=accounts).also([text, *verified(accounts)])


def whole(users):
    return tuple(users.prefetch_related("represents__organization"))


def oneself(user):
    """Whoever is signed in, by the addresses they have confirmed."""
    return Sought(accounts=(user,)).also(verified([user]))


def verified(accounts):
    return EmailAddress.objects.filter(user__in=accounts, verified=True).values_list("email", flat=True)


# --- What is held here ----------------------------------------------------------------------------
def invitations(who):
    """To represent a school, sent to an address that has not come yet."""
    asked = Representative.objects.filter(equals("email", who.addresses), user=None)
    return asked.select_related("organization")


def account_data(user):
    return {
        "email": user.email,
        "addresses": list(user.emailaddress_set.order_by("pk").values("email", "verified", "primary")),
        "first_name": user.first_name,
        "last_name": user.last_name,
        "is_staff": user.is_staff,
        "signed_up_at": user.date_joined,
        "last_sign_in_at": user.last_login,
        "in_the_archive": str(user.person or ""),
        "schools": [representative_data(each) for each in user.represents.select_related("organization")],
        "sign_ins": list(user.usersession_set.order_by("pk").values("created_at", "last_seen_at", "ip", "user_agent")),
    }


def representative_data(representative):
    return {
        "school": str(representative.organization),
        "email": representative.email,
        "post": representative.position,
        "state": representative.state,
        "asked_at": representative.asked_at,
        "decided_at": representative.decided_at,
        "reason": representative.reason,
    }


def erase_account(user):
    """Delete an account with all it says of schools. Refused for staff: what they did in the admin would go along."""
    if user.is_staff or user.is_superuser:
        raise Refused(_("This is an account of staff. An administrator ends it under “Users” first."))
    keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    user.delete()
