"""Real servers for tests: processes of gunicorn over the database of the test, and a browser without a face."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60


def environment():
    """For other processes: the same database, uploads and secrets as in this one."""
    return os.environ | {"DEBUG": "1", "SECRET_KEY": settings.SECRET_KEY, "DATABASE_URL": database_url()}


def database_url():
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


@contextmanager
def two_servers(application="lessonstudy.wsgi"):
    """The addresses of two processes with the same application."""
    processes = [start(application, port) for port in free_ports(2)]
    try:
        yield [wait_for(*process) for process in processes]
    finally:
        for process, _port in processes:
            process.terminate()
            process.wait()


def free_ports(number):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def start(application, port):
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--worker-class", "gthread", "--threads", "4"]
    quiet = ["--no-control-socket", "--log-level", "warning"]
    command = [sys.executable, "-m", "gunicorn", application, *options, *quiet]
    return subprocess.Popen(command, cwd=ROOT, env=environment()), port


def wait_for(process, port):
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return f"http://127.0.0.1:{port}"
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server does not start")


def in_a_shell(code):
    """What a person types into the shell of the project, in a process of its own."""
    subprocess.run([sys.executable, "manage.py", "shell", "-v0", "-c", code], cwd=ROOT, env=environment(), check=True)


class Browser:
    """Asks a server as Django's test client would ask, with cookies, and follows no redirects."""

    def __init__(self, server):
        self.server, self.cookies = server, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), StandStill)

    def get(self, path, **headers):
        return self.ask(urllib.request.Request(self.server + path, headers=headers))

    def post(self, path, data):
        return self.ask(urllib.request.Request(self.server + path, urllib.parse.urlencode(data, doseq=True).encode()))

    def ask(self, request):
        try:
            answer = self.opener.open(request, timeout=PATIENCE)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            content = answer.read()
        return SimpleNamespace(status_code=answer.status, headers=answer.headers, content=content)

    def sign_in(self, email, password):
        self.get("/accounts/login/")
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        answer = self.post("/accounts/login/", {"login": email, "password": password, "csrfmiddlewaretoken": token})
        assert answer.status_code == 302, answer.content.decode()


class StandStill(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None
