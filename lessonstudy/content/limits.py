"""How often someone may do what costs others something: mails, guesses. Counted in the cache all processes share."""

from hashlib import sha256

from django.core.cache import cache

HOUR, DAY = 3600, 24 * 3600  # seconds


def too_often(*what, most, within):
    """Counts one more time; whether that is more than `most` times within so many seconds of the first.

    To be asked outside of a transaction: what is rolled back would not count.
    """
    key = f"limit-{sha256(repr(what).encode()).hexdigest()}"
    if cache.add(key, 1, within):
        return most < 1
    try:
        return cache.incr(key) > most
    except ValueError:  # it ended this moment
        return False
