"""Where and when something was shown, for those who cite it."""

from django.utils.translation import override

from lessonstudy.content.citing.citation import text_in
from lessonstudy.content.dates import day_of


def shown_at(event, language, otherwise=None):
    """The facts of a citation that the event knows; without a public event, only the moment it was published."""
    if not event or not event.is_public:
        return {"date": day_of(otherwise)}
    with override(language):
        place = next(map(str, event.place_names), "")
    return {"container": text_in(event, "title", language), "place": place, "date": event.start}
