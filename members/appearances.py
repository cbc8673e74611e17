"""What a person or an organization did in events, across the years.

The rows that say so live in higher rooms. This room knows them by their accessor names only, and asks each row for
`event`, `what` (speaker, poster, diploma) and `in_what` (the title of the talk, session or file; may be empty).
"""

FIRST = float("-inf")


def appearances(record, accessors):
    """[(event, its rows)], the newest event first, events without a year last."""
    by_event = {}
    for accessor in accessors:
        for row in getattr(record, accessor).all():
            if row.event and row.event.is_public:
                by_event.setdefault(row.event, []).append(row)
    return sorted(by_event.items(), key=lambda item: _moment(item[0]), reverse=True)


def _moment(event):
    return event.begins_at.timestamp() if event.begins_at else FIRST
