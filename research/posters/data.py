"""Posters as plain data, and the posters of events, people and organizations."""

from events.data import origin
from lessonstudy.content.data import FILES, PHOTOS, all_named, columns, link, links, rows
from members.data import ROLE

from .models import Poster

POSTER_BRIEF = (*columns(Poster, "title", "aim", "language", "board_number"), link("event"), all_named("schools"))
POSTER = (
    *columns(Poster, "model", "results", "transcript"),
    rows("people", ROLE, of="roles"),
    origin(),
    PHOTOS,
    FILES,
)
EVENT = ORGANIZATION = (links("posters"),)
PERSON = (links("posters", of="posterroles", then="poster"),)
