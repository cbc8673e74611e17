"""What happens once after a change, so that a test can have it behind it before it counts statements."""

from lessonstudy.portal.caching import clock
from lessonstudy.search import index


def settle(**kwargs):
    """Write into the index what was changed, and learn when time will next change a page."""
    index.refresh_touched()


def settle_all():
    settle()
    clock.stamp()
