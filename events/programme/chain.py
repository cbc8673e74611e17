"""The way from a talk to a poster, a report and an article: the same on every page of it.

The later steps live in higher rooms; this one knows them by their accessor names only.
"""

BACK = ("report", "poster", "contribution")  # what something grew out of
ON = ("posters", "reports", "articles")  # what grew out of something

# What `chain` reads, seen from each step of the way.
ARTICLES = "articles__issue__journal"
FROM_POSTER = (ARTICLES.replace("articles", "reports__articles"),)
FROM_CONTRIBUTION = ("event", ARTICLES, *FROM_POSTER, *(f"posters__{lookup}" for lookup in FROM_POSTER))


def by_way_of(name, lookups):
    return tuple(f"{name}__{lookup}" for lookup in lookups)


OF_POSTER = (*FROM_POSTER, *by_way_of("contribution", FROM_CONTRIBUTION))
OF_REPORT = (ARTICLES, *by_way_of("contribution", FROM_CONTRIBUTION), *by_way_of("poster", OF_POSTER))
OF_ARTICLE = (*by_way_of("contribution", FROM_CONTRIBUTION), *by_way_of("report", OF_REPORT))


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
