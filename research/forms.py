"""The facade: the filters of the lists."""

from .posters.forms import PosterFilter

__all__ = ["PosterFilter"]
