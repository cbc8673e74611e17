import os
import shutil

import pytest
from django.conf import settings
from django.core.signals import request_started
from django.template.backends import jinja2
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from lessonstudy.content.memory import memory
from lessonstudy.portal import caching
from lessonstudy.search import counting, engines, index
from tests.settling import settle, settle_all

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The kind of database makes no difference to these, or they take long: they run on SQLite only.
ONCE = {
    f"test_{name}.py"
    for name in (
        "growing house kazakh words snippets reading standins preview images dates numbers slugs "
        "citing crossref jats ical citations head metadata machines memory languages drawing ethics files identifiers "
        "sheets writer export attendance_import letters door registration addresses doors"
    ).split()
}
QUIET = ("background-networking", "component-update", "gpu", "sync")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Whoever asks for a page is a browser test, with a database that the server's threads see too."""
    for item in items:
        if item.path.name in ONCE:
            item.add_marker("once")
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


@pytest.fixture(autouse=True, scope="session")
def pages_say_what_they_were_made_of():
    """Django's test client tells the context of its own templates only (`response.context`)."""
    render = jinja2.Template.render

    def told(template, context=None, request=None):
        template_rendered.send(sender=template, template=template, context=context or {})
        return render(template, context, request)

    jinja2.Template.render = told
    yield
    jinja2.Template.render = render


@pytest.fixture(autouse=True)
def index_without_commits(request, monkeypatch):
    """Most tests never commit: what they changed is written into the index when it is asked. None remembers another."""
    memory.clear()
    index.touched_records().clear()
    caching.clock.known = caching.Known()
    counting.shelf.known = counting.Known()
    marker = request.node.get_closest_marker("django_db")
    if not marker:
        yield
        return
    if marker.kwargs.get("transaction"):
        request.getfixturevalue("transactional_db")
        yield
        engines.engine().clear()  # not a table of Django's, which empties its own
        return
    ask = engines.Engine.ask
    monkeypatch.setattr(index, "after_commit", lambda run: None)
    monkeypatch.setattr(engines.Engine, "ask", lambda *args, **options: settle() or ask(*args, **options))
    request_started.connect(settle, dispatch_uid="index in tests")
    count = CaptureQueriesContext.__enter__
    monkeypatch.setattr(CaptureQueriesContext, "__enter__", lambda counter: settle_all() or count(counter))
    yield
    request_started.disconnect(dispatch_uid="index in tests")


@pytest.fixture
def own_uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def client():
    """Reads English, so that tests can be read without Kazakh; tests of languages say their own."""
    return Client(headers={"accept-language": "en"})
