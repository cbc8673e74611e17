"""News for machines: https://schema.org/NewsArticle."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lessonstudy.content.metadata import association, gallery, identifier, images_or_preview, main, summary, trail

LONGEST_HEADLINE = 110  # Google's rule for articles


def post_page(absolute, record):
    described = main(
        absolute,
        record,
        "NewsArticle",
        headline=summary(record.title_shown, limit=LONGEST_HEADLINE),
        description=summary(record.shown.lead, record.shown.body, limit=300),
        articleSection=str(record.get_kind_display()),
        datePublished=record.published_at.isoformat(timespec="seconds"),
        dateModified=max(record.updated_at, record.published_at).isoformat(timespec="seconds"),
        inLanguage=record.title_shown.language,
        image=images_or_preview(absolute, record),
        author=association(absolute),
        publisher={"@id": absolute("/#association")},
        about=[{"@id": identifier(absolute, event)} for event in record.events.all() if event.is_public],
    )
    return [described, gallery(absolute, record), trail(absolute, (_("News"), reverse("news:post-list")), record)]
