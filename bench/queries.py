"""How many SQL statements a page takes: python -m bench.queries PATH ...  prints a JSON list, -1 for a page not found.

Asked in this process, under the settings of the environment, the second time each: the first fills what is kept.
"""

import json
import os
import sys

import django


def count(path):
    from django.db import connection  # noqa: PLC0415 - after setup
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client(SERVER_NAME="127.0.0.1")
    if client.get(path).status_code != 200:
        return -1
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lessonstudy.settings")
    django.setup()
    sys.stdout.write(json.dumps([count(path) for path in sys.argv[1:]]))
