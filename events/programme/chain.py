"""The way from a talk to a poster, a report and an article: the same on every page of it.

The later steps live in higher rooms; this one knows them by their accessor names only.
"""

BACK = ("report", "poster", "contribution")  # what something grew out of
ON = ("posters", "reports", "articles")  # what grew out of something

# What `chain` reads, seen from a contribution and from what grew out of one.
FROM_CONTRIBUTION = ("event", "posters", "articles__issue__journal")
READS = tuple(f"contribution__{lookup}" for lookup in FROM_CONTRIBUTION)


def chain(record):
    """All public steps of the way the record is on, in their order; none if it stands alone."""
    found = [beginning(record)]
    for step in found:
        found += [row for name in ON if hasattr(step, name) for row in getattr(step.parts, name) if row not in found]
    public = [step for step in found if step.is_public]
    return public if len(public) > 1 else []


def beginning(record):
    while before := next(filter(None, (getattr(record, name, None) for name in BACK)), None):
        record = before
    return record
