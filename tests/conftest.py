import os
import shutil

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.utils import translation

from lessonstudy.portal import caching
from lessonstudy.search import counting, index

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("background-networking", "component-update", "gpu", "sync")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Whoever asks for a page is a browser test, with a database that the server's threads see too."""
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker("browser")
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The machine's own Chromium, which asks nobody outside for anything."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program:
        pytest.fail("No browser found: install Debian's chromium or set CHROMIUM", pytrace=False)
    # Playwright keeps an event loop in the thread of the test, and Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    arguments = ["--no-sandbox", "--no-first-run", *(f"--disable-{feature}" for feature in QUIET)]
    return browser_type_launch_args | {"executable_path": program, "args": arguments}


@pytest.fixture(scope="session")
def base_url(live_server):
    """Trips say page.goto("/kk/events/")."""
    return live_server.url


@pytest.fixture(autouse=True)
def cheap_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def language_of_the_site():
    """A request leaves its language behind in the thread; no test shall read it."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def found_at_once(request, monkeypatch):
    """Most tests never commit, so what they change is written into the index at once; and no test remembers another."""
    caches["memory"].clear()
    caching.clock.known = caching.Known()
    counting.shelf.known = counting.Known()
    marker = request.node.get_closest_marker("django_db")
    if marker and not marker.kwargs.get("transaction"):
        monkeypatch.setattr(index, "after_commit", lambda run: run())


@pytest.fixture
def own_uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def client():
    """Reads English, so that tests can be read without Kazakh; tests of languages say their own."""
    return Client(headers={"accept-language": "en"})
