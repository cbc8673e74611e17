"""How often someone may do what costs others something: mails, guesses. Counted in the cache all processes share."""

from hashlib import sha256
from time import time

from django.core.cache import cache

HOUR, DAY = 3600, 24 * 3600  # seconds


def too_often(*what, most, within):
    """Counts one more time; whether that is more than `most` times within so many seconds of the first.

    To be asked outside of a transaction: what is rolled back would not count.
    """
    key = f"limits-{sha256(repr(what).encode()).hexdigest()}"
    ends = time() + within
    if cache.add(key, (1, ends), within):
        return most < 1
    known, ends = cache.get(key) or (0, ends)  # it may have ended this moment
    cache.set(key, (known + 1, ends), ends - time())  # cache.incr would keep it for five minutes
    return known + 1 > most
