"""The facade: posters as plain data, and the posters of events, people and organizations."""

from .posters.data import EVENT, ORGANIZATION, PERSON, POSTER, POSTER_BRIEF

__all__ = ["EVENT", "ORGANIZATION", "PERSON", "POSTER", "POSTER_BRIEF"]
