"""What news and their files are found by."""

from events.findable import PLACES, facets_of, read_from
from lessonstudy.content.dates import PartialDate, format_date
from lessonstudy.content.languages import in_each_language
from lessonstudy.search.describing import Description, by_language, describe_file, path_of

from .models import NewsDocument, NewsPost


def describe_post(post):
    events = list(post.events.all())
    day = PartialDate.parse(f"{post.published_at:%Y-%m-%d}")
    return Description(
        record=post,
        what="news",
        path=path_of(post),
        title=post.titles(),
        original_language=post.original_language,
        context=in_each_language(lambda: format_date(day)),
        text=by_language(post, "lead", "body"),
        facets=[
            ("kind", post.kind),
            ("year", post.published_at.year),
            *(facet for event in events if event.is_public for facet in facets_of(event) if facet[0] != "year"),
        ],
        reads=[post, *(record for event in events for record in read_from(event))],
        date=post.published_at,
        stands_first=post.pinned,
    )


def describe_document(document):
    return describe_file(document, describe_post(document.post))


POST = ("events__series", *(f"events__{lookup}" for lookup in PLACES))
FINDABLE = [
    (NewsPost, describe_post, POST, ()),
    (NewsDocument, describe_document, tuple(f"post__{lookup}" for lookup in POST), ("post",)),
]
