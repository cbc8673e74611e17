"""What it takes to cite a talk."""

from events.calendar.citing import shown_at
from lessonstudy.content.citing.citation import TALK, cited, text_in, words_of_list
from members.citing import authors
from members.models import Role

from .models import Contribution

SPEAKERS = [Role.Kind.AUTHOR, Role.Kind.SPEAKER, Role.Kind.KEYNOTE, Role.Kind.TRAINER, Role.Kind.LEADER]


def cite_contribution(absolute, contribution):
    language = contribution.language or contribution.original_language
    return cited(
        absolute,
        contribution,
        TALK,
        language,
        authors=authors(contribution.roles.all(), SPEAKERS, language, contribution.schools.all()),
        abstract=text_in(contribution, "abstract", language),
        keywords=words_of_list(text_in(contribution, "keywords", language)),
        pages=contribution.pages,
        doi=contribution.doi,
        **shown_at(contribution.event, language),
    )


CITABLE = [
    (
        Contribution,
        "talk",
        cite_contribution,
        ("event__places__names", "schools", "documents", "roles__person", "roles__organization"),
    ),
]
