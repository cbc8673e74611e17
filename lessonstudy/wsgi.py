"""The door for the application server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lessonstudy.settings")
application = get_wsgi_application()
# What is there now stays for good: the collector need not look through it again, and workers share its memory.
gc.freeze()
