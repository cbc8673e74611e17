"""The facade: the way from a talk to an article."""

from .programme.chain import FROM_CONTRIBUTION, READS, chain

__all__ = ["FROM_CONTRIBUTION", "READS", "chain"]
