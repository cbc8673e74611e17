"""Random histories of an event: after every step seats, queue, groups and letters are right.

HISTORIES=1000 in the environment tells more of them, others each time (told in bench/README.md).
"""

import os
import uuid
from collections import Counter, namedtuple
from contextlib import contextmanager
from datetime import timedelta
from math import inf

import pytest
from django.db import transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from events.models import Letter, Participant, RegionQuota
from events.registration import actions
from events.registration.actions import Teacher
from events.registration.models import RegistrationQuerySet
from events.registration.seating import Free
from lessonstudy.content.errors import Refused
from tests.events.registration.desks import make_desk, register, school, teachers
from tests.factories import make_place, make_staff

pytestmark = pytest.mark.django_db
SEATED, QUEUED = {"confirmed", "offered"}, {"offered", "waiting"}
HISTORIES = int(os.environ.get("HISTORIES", "20"))
QUICK = {
    "max_examples": HISTORIES,
    "derandomize": "HISTORIES" not in os.environ,
    "database": None,
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow],
    "phases": [Phase.generate],  # making a history shorter takes longer than reading it
    "report_multiple_bugs": False,
}

# --- What can happen ------------------------------------------------------------------------------
Setting = namedtuple("Setting", "onsite online school_quota region has_waiting_list")


def any_setting(chance):
    return Setting(
        onsite=chance.randint(2, 3),
        online=chance.choice([1, 1, 2, None]),
        school_quota=chance.choice([None, None, 2, 3, 4]),
        region=chance.choice([None, 2, 3, 4]),
        has_waiting_list=chance.random() < 0.8,
    )


def any_steps(chance):
    return [
        [chance.randrange(60), *(chance.randrange(12) for _number in range(3))]
        for _step in range(chance.randint(14, 26))
    ]


ALWAYS = {""}
OFTEN = {"register": 5, "cancel": 3, "accept": 6, "expire": 6}  # the others once
NEEDED = {
    "register": ALWAYS,
    "enlarge": ALWAYS,
    "cancel": {*SEATED, *QUEUED},
    "substitute": {*SEATED, *QUEUED},
    "move": {*SEATED, *QUEUED},
    "add": {*SEATED, *QUEUED},
    "accept": {"offered"},
    "expire": {"offered"},
    "leave": QUEUED,
    "overbook": QUEUED,
}


class History:
    """A desk, and what is done there. A refused step must change nothing."""

    def __init__(self, setting, schools, region, staff, done):
        self.schools, self.staff, self.done = schools, staff, done
        ways = {"onsite": setting.onsite, "online": setting.online}
        rules = {"school_quota": setting.school_quota, "has_waiting_list": setting.has_waiting_list}
        self.desk = make_desk(**ways, **rules)
        if setting.region:
            RegionQuota.objects.create(desk=self.desk, region=region, capacity=setting.region)
        self.now = picture(self.desk)

    def tell(self, steps):
        for chosen, *words in steps:
            present = ALWAYS.union(*map(states_of, self.now.values()))
            deeds = [deed for deed, needed in NEEDED.items() if needed & present for _time in range(OFTEN.get(deed, 1))]
            deed = deeds[chosen % len(deeds)]
            note(f"{deed} {words}")
            self.do(deed, *words)

    def do(self, deed, *words):
        before = self.now
        try:
            with transaction.atomic():
                getattr(self, deed)(*words)
        except Refused:
            assert picture(self.desk) == before, "a refused step changed something"
            self.done[deed, "refused"] += 1
        else:
            self.now = picture(self.desk)
            check(self.desk, deed, before, self.now)
            self.done[deed] += 1

    def one_of(self, states, which):
        """A registration that has a teacher in one of the states."""
        groups = self.desk.registrations.filter(participants__state__in=states).distinct().order_by("pk")
        return groups[which % len(groups)]

    def person_of(self, which, number):
        group = self.one_of(NEEDED["move"], which)
        return group.people[number % len(group.people)]

    def register(self, which, size, how):
        size = 1 + size % 4
        online = min(size, how % 3)
        sizes = {"onsite": size - online, "online": online}
        known = {group.row["organization_id"] for group in self.now.values() if not group.row["cancelled_at"]}
        new = [one for one in self.schools if one.pk not in known] or self.schools
        register(self.desk, new[which % len(new)], **sizes, email=True, allows_part=how > 7)

    def cancel(self, which, number, _number):
        group = self.one_of(NEEDED["cancel"], which)
        actions.cancel(group, participants=group.people[: number % 3] if number % 3 else None)

    def substitute(self, which, number, _number):
        person, email = self.person_of(which, number), f"t{uuid.uuid4().hex[:8]}@example.org"
        new = Teacher(name=f"Teacher {email}", option=person.option, email=email)
        actions.substitute(person.registration, participant=person, teacher=new)

    def move(self, which, number, _number):
        person = self.person_of(which, number)
        other = self.desk.options.exclude(pk=person.option_id).get()
        actions.move(person.registration, participant=person, option=other)

    def add(self, which, number, _number):
        more = teachers(self.desk, onsite=number % 2, online=1 - number % 2, email=True, called=uuid.uuid4().hex)
        actions.add_teachers(self.one_of(NEEDED["add"], which), teachers=more)

    def accept(self, which, *_numbers):
        actions.accept_offer(self.one_of({"offered"}, which))

    def leave(self, which, *_numbers):
        actions.leave_queue(self.one_of(QUEUED, which))

    def expire(self, which, *_numbers):
        group = self.one_of({"offered"}, which)
        self.desk.registrations.filter(pk=group.pk).update(offered_until=now() - timedelta(seconds=1))
        actions.expire_offers()

    def overbook(self, which, *_numbers):
        actions.overbook(self.one_of(QUEUED, which), by=self.staff, reason="Guests of honour")

    def enlarge(self, which, more, _number):
        limits = [*self.desk.options.exclude(capacity=None), *self.desk.regions.all()]
        limit = limits[which % len(limits)]
        limit.capacity += 1 + more % 2
        limit.save()
        actions.capacity_changed(self.desk)


# --- What must be so ------------------------------------------------------------------------------
Group = namedtuple("Group", "row people")


def picture(desk):
    """{number of a registration: (its row, {number of a teacher: row})}, as the database holds them now."""
    rows = desk.registrations.order_by("pk").values()
    people = {row["id"]: {} for row in rows}
    for person in Participant.objects.filter(registration__desk=desk).values():
        people[person["registration_id"]][person["id"]] = person
    return {row["id"]: Group(row, people[row["id"]]) for row in rows}


def states_of(group):
    return {person["state"] for person in group.people.values()}


def check(desk, deed, before, after):
    free = count(desk, after)
    for pk, group in after.items():
        check_state(group)
        check_whole(deed, before.get(pk), group)
    check_queue(deed, before, after, free)
    check_letters(after)


def count(desk, groups):
    """{limit: free seats}. What the database counts is what the rows say, and never more than there is."""
    held = Counter()
    for group in groups.values():
        for person in group.people.values():
            if person["state"] in SEATED:
                held.update(keys_of(group, person))
    limits = [("option", option) for option in desk.options.all()] + [("region", each) for each in desk.regions.all()]
    free = {}
    for what, limit in limits:
        assert limit.taken == held[what, limit.pk], "the database counts wrong"
        free[what, limit.pk] = inf if limit.capacity is None else limit.capacity + limit.overbooked - limit.taken
    for pk, group in groups.items():
        assert group.row["taken"] == held["school", pk], "the database counts wrong"
        free["school", pk] = inf if group.row["quota"] is None else group.row["quota"] - group.row["taken"]
    assert min(free.values()) >= 0, "oversold"
    return free


def keys_of(group, person):
    keys = [("option", person["option_id"]), ("school", group.row["id"])]
    return keys + [("region", group.row["region_id"])] * (group.row["region_id"] is not None)


def check_state(group):
    states = states_of(group)
    assert (group.row["queued_at"] is not None) == bool(states & QUEUED)
    assert (group.row["offered_until"] is not None) == ("offered" in states)
    assert (group.row["cancelled_at"] is not None) == (states == {"cancelled"})


def check_whole(deed, before, group):
    """Registering and offering give a seat to all of a group or to none, unless part of it may come."""
    if group.row["allows_part"] or deed == "add":
        return
    if before is None:
        assert len(states_of(group)) == 1, "divided when it registered"
    elif newly_seated(before, group):
        assert "waiting" not in states_of(group), "divided by an offer"


def newly_seated(before, group):
    """Those who have a seat now and had none."""
    had = {pk for pk, person in before.people.items() if person["state"] in SEATED} if before else set()
    return [person for pk, person in group.people.items() if person["state"] in SEATED and pk not in had]


def check_queue(deed, before, after, free):
    """Nobody waits who fits into what is free; nobody who came later was given what one before could have had."""
    queue = [group for group in after.values() if group.row["queued_at"] and not group.row["offered_until"]]
    queue.sort(key=lambda group: (group.row["queued_at"], group.row["id"]))
    for group in queue:
        assert not fits(group, free), "forgotten"
    if deed == "overbook":
        return
    free = Counter(free)
    for group in sorted(after.values(), key=lambda group: came(before, group), reverse=True):
        if group in queue:
            assert not fits(group, free), "overtaken"
        for person in newly_seated(before.get(group.row["id"]), group):
            free.update(keys_of(group, person))


def came(before, group):
    """When it took its place in the queue; those who never waited come after all who do."""
    rows = [group.row, *([before[group.row["id"]].row] if group.row["id"] in before else [])]
    since = next((row["queued_at"] for row in rows if row["queued_at"]), None)
    return (since is None, since or now(), group.row["id"])


def fits(group, free):
    """Whether it, or one of it where a part may come, could have seats now."""
    people = [person for person in group.people.values() if person["state"] == "waiting"]
    if group.row["allows_part"]:
        return any(all(free[key] > 0 for key in keys_of(group, person)) for person in people)
    wanted = Counter(key for person in people for key in keys_of(group, person))
    return bool(people) and all(free[key] >= number for key, number in wanted.items())


def check_letters(groups):
    """The school is told every change once, the last letter says what is so, and who comes holds a ticket."""
    letters = {pk: [] for pk in groups}
    for letter in Letter.objects.filter(registration__in=groups).order_by("pk").values():
        letters[letter["registration_id"]].append(letter)
    for pk, group in groups.items():
        of_group = [letter for letter in letters[pk] if letter["participant_id"] is None]
        versions = [letter["words"]["version"] for letter in of_group]
        assert versions == list(range(1, group.row["version"] + 1)), "a change told twice or never"
        said = sorted((name, state) for name, _option, state in of_group[-1]["words"]["people"])
        assert said == sorted((person["name"], person["state"]) for person in group.people.values())
        for person in group.people.values():
            own = [letter["kind"] for letter in letters[pk] if letter["to"] == person["email"]]
            assert own[-1:] == {"confirmed": ["ticket"], "cancelled": ["lost"] * bool(own)}.get(person["state"], [])


# --- The tests ------------------------------------------------------------------------------------
@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def scene():
    """What all histories have in common: schools, every second of a region, its region, and staff."""
    region = make_place(kind="region", name="Test region")
    schools = [school(number, place=region if number % 2 else None) for number in range(12)]
    return schools, region, make_staff("events.change_registration", "events.overbook_registration")


def tell_histories(**options):
    """Returns how often each deed was done, and refused."""
    schools, region, staff = scene()
    done = Counter()

    @settings(**{**QUICK, **options})
    @given(st.randoms(use_true_random=True))
    def history(chance):
        with undone():
            History(any_setting(chance), schools, region, staff, done).tell(any_steps(chance))

    history()
    return done


def test_seats_queue_and_letters_are_right_after_every_step_of_any_history():
    done = tell_histories()
    assert [deed for deed in NEEDED if not done[deed]] == []


class Dividing(Free):
    """Gives a part of any group seats."""

    def fitting(self, registration, teachers):
        asked, registration.allows_part = registration.allows_part, True
        seated = super().fitting(registration, teachers)
        registration.allows_part = asked
        return seated


@pytest.mark.parametrize(
    ("guard", "instead", "sentence"),
    [
        ("pass_on", lambda desk: None, "forgotten"),
        ("tell_all", lambda *words: None, "told twice or never"),
        ("Free", Dividing, "divided"),
    ],
)
def test_a_history_notices_what_is_wrong(monkeypatch, guard, instead, sentence):
    """The control."""
    monkeypatch.setattr(actions, guard, instead)
    with pytest.raises(AssertionError, match=sentence):
        tell_histories(max_examples=200, derandomize=True)


def test_a_history_notices_who_is_overtaken(monkeypatch):
    """The control: the queue is asked from its end."""
    alone = Setting(onsite=1, online=None, school_quota=None, region=None, has_waiting_list=True)
    last_first = RegistrationQuerySet.queue
    monkeypatch.setattr(RegistrationQuerySet, "queue", lambda groups: last_first(groups).reverse())
    history = History(alone, *scene(), Counter())
    for number in range(3):
        history.do("register", number, 0, 0)
    with pytest.raises(AssertionError, match="overtaken"):
        history.do("cancel", 0, 0, 0)
