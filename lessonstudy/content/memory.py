"""What a process remembers for itself, for as long as the archive stays as it is."""

from threading import Lock

MOST = 16 * 1024 * 1024  # bytes, roughly


class Memory:
    """Values made under one stamp of the archive. Under another stamp none of them is ever given out.

    When they grow too large, those that came first are forgotten; one that would take more than half is not kept.
    """

    def __init__(self, most=MOST):
        self.most, self.lock = most, Lock()
        self.clear()

    def clear(self):
        self.stamp, self.values, self.size = None, {}, 0

    def get(self, stamp, key):
        value, _size = self.values.get((stamp, key), (None, 0))
        return value

    def remembered(self, stamp, key, make, size):
        """The value; made now if it is not known, and kept if there is a stamp. `size` tells how large a value is."""
        value = stamp and self.get(stamp, key)
        if not value:
            value = make()
            if stamp:
                self.keep(stamp, key, value, size(value))
        return value

    def keep(self, stamp, key, value, size):
        if size > self.most // 2:
            return
        with self.lock:
            if stamp != self.stamp:
                self.clear()
                self.stamp = stamp
            self.forget((stamp, key))
            self.values[stamp, key], self.size = (value, size), self.size + size
            while self.size > self.most:
                self.forget(next(iter(self.values)))

    def forget(self, key):
        _value, size = self.values.pop(key, (None, 0))
        self.size -= size


memory = Memory()
