"""The door for the application server."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template import engines
from django.urls import get_resolver, reverse
from django.utils.translation import override

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lessonstudy.settings")
django_application = get_wsgi_application()

from lessonstudy.portal.caching import Front  # noqa: E402 - models can be imported from here on

application = Front(django_application)

# Addresses with their views, words and templates now, not with the first request: who comes first waits for nothing,
# workers share the memory of what is there before they part (gunicorn --preload), and the garbage collector need never
# look through it again.
get_resolver().url_patterns  # noqa: B018 - reading it imports them
for code, _name in settings.LANGUAGES:
    with override(code):
        reverse("portal:home")
pages = engines["jinja2"].env
for template in pages.list_templates(filter_func=lambda name: not name.startswith("django/")):
    pages.get_template(template)
gc.collect()
gc.freeze()
