"""What a person or an organization did across the years, as a time line.

The rows that say so live in higher rooms, and this room knows them by their accessor names only. Rows of events say
`event`, `what` (speaker, poster, diploma) and `in_what` (the title of the talk, session or file; may be empty). What
was made (a poster, a report, an article) says `told_on`, the PartialDate it stands under, and what it grew out of.
"""

from dataclasses import dataclass

from lessonstudy.content.dates import PartialDate
from lessonstudy.content.related import follow

GREW_OUT_OF = ("report", "poster", "contribution")


@dataclass
class Moment:
    """An event with the rows that say what one did there, or a thing made."""

    record: object
    date: PartialDate | None
    rows: list = ()

    @property
    def grew_out_of(self):
        """What is public of the steps before."""
        before = (getattr(self.record, name, None) for name in GREW_OUT_OF)
        return next((step for step in before if step and step.is_public), None)


def appearances(record, accessors):
    """[(event, its rows)], the newest event first, events without a year last."""
    return [(moment.record, moment.rows) for moment in newest_first(in_events(record, accessors))]


def time_line(record, events, works):
    """Everything together, the newest first. `works` are ways to what was made: "posterroles__poster"."""
    return newest_first([*in_events(record, events), *made(record, works)])


def in_events(record, accessors):
    by_event = {}
    for accessor in accessors:
        for row in getattr(record, accessor).all():
            if row.event and row.event.is_public:
                by_event.setdefault(row.event, []).append(row)
    return [Moment(event, event.start, rows) for event, rows in by_event.items()]


def made(record, works):
    ways = [work.partition("__") for work in works]
    rows = [follow(row, way) if way else row for name, _between, way in ways for row in getattr(record, name).all()]
    return [Moment(work, work.told_on) for work in dict.fromkeys(rows) if work.is_public]


def newest_first(moments):
    return sorted(moments, key=moment_key, reverse=True)


def moment_key(moment):
    date = moment.date
    known = (date.year, date.month, date.day, date.hour, date.minute) if date and date.year else ()
    return tuple(part or 0 for part in known)
