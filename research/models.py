"""The facade: every model of the rooms. Outside of research/, import from here."""

from .posters.models import Poster, PosterDocument, PosterPhoto, PosterRole

__all__ = ["Poster", "PosterDocument", "PosterPhoto", "PosterRole"]
