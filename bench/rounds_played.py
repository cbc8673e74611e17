"""Plays the rounds of rounds.py: python -m bench.rounds_played PLAN, which prints one line of JSON.

Processes with connections of their own call the action that the form calls. Without the guard each looks how many seats
there are, and writes then, as one does who does not know better; and the database compares nothing.
"""

import json
import multiprocessing
import random
import sys
import time
import uuid
from collections import Counter
from types import SimpleNamespace

import django

django.setup()

from django.db import IntegrityError, connection, connections  # noqa: E402 - none of these can be imported before
from django.db.backends.signals import connection_created  # noqa: E402

from bench.rush_archive import judged, make_desk, make_school  # noqa: E402
from events.models import Desk, Option  # noqa: E402
from events.registration import actions  # noqa: E402
from events.registration.actions import Teacher  # noqa: E402
from events.registration.seating import Free  # noqa: E402

GATE = multiprocessing.get_context("fork")
LATE = 60  # seconds


def main(plan):
    schools = [make_school(number) for number in range(plan.schools)]
    if plan.unguarded:
        take_guards_off()
    total, began = Counter(), time.monotonic()
    for number in range(plan.rounds):
        total.update(play(plan, number, schools))
    return {"rounds": plan.rounds, "seconds": round(time.monotonic() - began), **total}


def take_guards_off():
    actions.locked = lambda desk: Desk.objects.select_related("event").get(pk=desk.pk)
    if connection.vendor == "sqlite":
        connection_created.connect(ignore_checks)
        return
    check = next(rule for rule in Option._meta.constraints if rule.name == "option_seats_are_there")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Option, check)


def ignore_checks(connection, **kwargs):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")


def play(plan, number, schools):
    """One event: all presses, dealt to the processes; then what the schools were told is compared with what is so."""
    chance = random.Random(number)  # noqa: S311 - no secret
    desk = make_desk(f"round-{number}", plan.seats)
    option = desk.options.get()
    presses = [(school, uuid.uuid4()) for school in schools]
    presses += [press for press in presses if chance.random() < plan.doubles]
    chance.shuffle(presses)
    gate, answers = GATE.Barrier(plan.processes), GATE.SimpleQueue()
    connections.close_all()
    shares = [presses[first :: plan.processes] for first in range(plan.processes)]
    players = [
        GATE.Process(target=press_all, args=(plan, desk, option, share, gate, answers), daemon=True) for share in shares
    ]
    for player in players:
        player.start()
    told = [answer for _player in players for answer in answers.get()]
    for player in players:
        player.join()
    return {"presses": len(presses), **compared(desk, told)}


def press_all(plan, desk, option, share, gate, answers):
    gate.wait(LATE)
    answers.put([press(plan, desk, option, *one) for one in share])
    connections.close_all()


def press(plan, desk, option, school, token):
    """[school, number of its registration, state it was told]; None instead where the database refused."""
    teachers = [Teacher(name=f"Teacher {number}", option=option) for number in range(plan.teachers)]
    words = {"email": "school@example.org", "language": "en", "site": "https://example.org"}
    if plan.unguarded:
        seen = Free(desk)
        actions.Free = lambda desk: seen
    try:
        registration = actions.register_group(desk, organization=school, teachers=teachers, token=token, **words)
    except IntegrityError:
        return [school.pk, None, None]
    return [school.pk, registration.pk, registration.state]


def compared(desk, told):
    """Schools with two registrations, answers that are not true, presses that the database refused."""
    answers = {}
    for school, number, state in told:
        if number:
            answers.setdefault(school, set()).add((number, str(state)))
    present = {registration.organization_id: registration for registration in desk.registrations.live()}
    true = {school: {(one.pk, str(one.state))} for school, one in present.items()}
    wrong = sum(answer != true.get(school) for school, answer in answers.items())
    figures = judged(desk)
    return {**figures, "untrue": wrong, "refused": sum(number is None for _school, number, _state in told)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(SimpleNamespace(**json.loads(sys.argv[1])))))
