"""Who gets a seat: a group whole, or the part of it that fits where the school allows that; else it waits."""

from collections import Counter
from math import inf

from .models import State


class Free:
    """The seats left of a desk that the caller has locked: of its options, of regions, of the schools asked for."""

    def __init__(self, desk):
        self.limits = {
            ("option", option.pk): option for option in desk.options.all()
        } | {("region", quota.pk): quota for quota in desk.regions.all()}  # fmt: skip
        self.left = {key: inf if limit.free is None else limit.free for key, limit in self.limits.items()}

    def add_school(self, registration):
        if registration.quota is not None:
            self.left["school", registration.pk] = registration.quota - registration.taken

    def region_of(self, organization):
        """The quota of the region the school lies in, if there is one."""
        quotas = {limit.region_id: limit for (what, _pk), limit in self.limits.items() if what == "region"}
        place = organization.place if quotas else None
        while place and place.pk not in quotas:
            place = place.parent
        return place and quotas[place.pk]

    def fitting(self, registration, teachers):
        """The numbers of those who have a seat now; their seats are no longer free. All, none, or the allowed part."""
        self.add_school(registration)
        taken, seated = Counter(), []
        for number, teacher in enumerate(teachers):
            keys = keys_of(registration, teacher)
            if all(self.left.get(key, inf) > taken[key] for key in keys):
                taken.update(keys)
                seated.append(number)
        if len(seated) < len(teachers) and not registration.allows_part:
            return []
        for key, number in taken.items():
            self.left[key] = self.left.get(key, inf) - number
        return seated

    def seat(self, registration, teachers):
        """The same for those who are on record already: the teachers themselves."""
        return [teachers[number] for number in self.fitting(registration, teachers)]

    def exceeded(self, registration, teachers):
        """The limits that the whole group exceeds even when nobody else comes."""
        wanted = Counter(key for teacher in teachers for key in keys_of(registration, teacher))
        limited = [(key, limit) for key, limit in self.limits.items() if limit.capacity is not None]
        return [limit for key, limit in limited if wanted[key] > limit.capacity]

    def lacking(self, registration, teachers):
        """{limit: how many seats of it are missing} for all of the teachers."""
        self.add_school(registration)
        wanted = Counter(key for teacher in teachers for key in keys_of(registration, teacher))
        missing = {key: number - self.left.get(key, inf) for key, number in wanted.items()}
        return {key: number for key, number in missing.items() if number > 0}


def keys_of(registration, teacher):
    """The limits a teacher counts against. What has none is free without end."""
    return [("option", teacher.option_id), ("region", registration.region_id), ("school", registration.pk)]


def waiting(registration):
    return [teacher for teacher in registration.participants.all() if teacher.state == State.WAITING]
