import pytest

from lessonstudy.search import index


@pytest.fixture(autouse=True)
def index_at_once(request, index_without_commits, monkeypatch):
    """Here the index itself is looked at, so what changed is written at once."""
    marker = request.node.get_closest_marker("django_db")
    if marker and not marker.kwargs.get("transaction"):
        monkeypatch.setattr(index, "after_commit", lambda run: run())
