"""What it takes to cite a poster."""

from events.citing import shown_at
from lessonstudy.content.citing.citation import POSTER, cited, text_in
from members.citing import authors
from members.models import Role

from .models import Poster


def cite_poster(absolute, poster):
    language = poster.language or poster.original_language
    return cited(
        absolute,
        poster,
        POSTER,
        language,
        authors=authors(poster.roles.all(), [Role.Kind.AUTHOR, Role.Kind.SPEAKER], language, poster.schools.all()),
        abstract="\n".join(filter(None, (text_in(poster, part, language) for part in ("aim", "model", "results")))),
        **shown_at(poster.event, language, poster.published_at),
    )


CITABLE = [
    (
        Poster,
        "poster",
        cite_poster,
        ("event__places__names", "schools", "documents", "roles__person", "roles__organization"),
    ),
]
