"""For tests that need a small archive quickly."""

from contextlib import contextmanager

from lessonstudy.search import index


@contextmanager
def found_afterwards():
    """What is made here is written into the index at the end, all at once."""
    at_once, index.after_commit = index.after_commit, lambda run: None
    try:
        yield
    finally:
        index.after_commit = at_once
        index.refresh_touched()
