"""The door for the application server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lessonstudy.settings")
django_application = get_wsgi_application()

from lessonstudy.portal.caching import Front  # noqa: E402 - models can be imported from here on

application = Front(django_application)

# All addresses and their views now, not with the first request: workers share the memory of what is there before they
# part (gunicorn --preload), and the garbage collector need never look through it again.
get_resolver().url_patterns  # noqa: B018 - reading it imports them
gc.collect()
gc.freeze()
