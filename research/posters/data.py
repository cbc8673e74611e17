"""Posters as plain data, and the posters of events, people and organizations."""

from events.data import AWARDS_WON, origin
from lessonstudy.content.data import FILES, NUMBER, PHOTOS, Field, all_named, columns, link, links, list_of, rows
from members.data import ROLE

from .models import Poster

POSTER_BRIEF = (*columns(Poster, "title", "aim", "language", "board_number"), link("event"), all_named("schools"))
POSTER = (
    *columns(Poster, "model", "results", "transcript", "subject"),
    Field("grades", list_of(NUMBER), lambda absolute, poster: poster.grades),
    rows("people", ROLE, of="roles"),
    origin(),
    AWARDS_WON,
    PHOTOS,
    FILES,
)
EVENT = ORGANIZATION = (links("posters"),)
PERSON = (links("posters", of="posterroles", then="poster"),)
