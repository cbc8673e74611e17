"""Signed links: whoever holds one may do what it says, without signing in."""

from django.core import signing

OFFER, REGISTER = "the offer of a place", "registering without an account"
MONTH = 30 * 24 * 3600  # seconds


def offer_token(registration):
    """Leads to the offer, or the place on the waiting list, of one registration."""
    return signing.dumps(registration.pk, salt=OFFER)


def of_offer(token):
    return loaded(token, OFFER, None)


def register_token(desk, email):
    """Lets the owner of an address register for one event, for 30 days."""
    return signing.dumps([desk.pk, email], salt=REGISTER)


def of_register(token):
    return loaded(token, REGISTER, MONTH)


def loaded(token, salt, max_age):
    """What a token says; None if it is not ours or too old."""
    try:
        return signing.loads(token, salt=salt, max_age=max_age)
    except signing.BadSignature:
        return None
