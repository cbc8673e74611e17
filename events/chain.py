"""The facade: the way from a talk to an article."""

from .programme.chain import FROM_CONTRIBUTION, OF_ARTICLE, OF_POSTER, OF_REPORT, chain

__all__ = ["FROM_CONTRIBUTION", "OF_ARTICLE", "OF_POSTER", "OF_REPORT", "chain"]
