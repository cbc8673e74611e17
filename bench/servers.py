"""A server under measurement: started as docs/deploy.md says; what it costs is read from /proc."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")
PATIENCE = 30  # seconds until it must have answered


def gunicorn_options():
    """The line everybody is told to start the site with."""
    line = re.search(r"gunicorn lessonstudy\.wsgi([^#\n]*)", (ROOT / "docs/deploy.md").read_text())
    return line[1].split()


class Server:
    """gunicorn with one application; `also` are other processes that work for it (the database)."""

    def __init__(self, application, port, environment, first_path, also=()):
        self.port, self.also = port, also
        command = [Path(sys.executable).with_name("gunicorn"), application, *gunicorn_options()]
        command += ["--bind", f"127.0.0.1:{port}", "--no-control-socket", "--log-level", "warning"]
        began = time.monotonic()
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603
        try:
            self.wait_for(first_path)
        except BaseException:
            self.stop()
            raise
        self.seconds_to_start = time.monotonic() - began
        self.memory = self.read_memory()

    def wait_for(self, path):
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self.get(path)
            except OSError as error:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"The server on port {self.port} does not answer {path}: {error}") from None
                time.sleep(0.02)

    def address(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def get(self, path):
        with urllib.request.urlopen(self.address(path), timeout=PATIENCE) as answer:  # noqa: S310 - our own
            return answer.read()

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def cpu_seconds(self):
        """What all its processes have used so far, those that are gone included."""
        return sum(used(family(pid)) for pid in (self.process.pid, *self.also))

    def note_memory(self):
        """Keep the largest of what it was seen to hold."""
        self.memory = max(self.memory, self.read_memory())

    def read_memory(self):
        """MB: pages that processes share are counted once, divided among them."""
        return sum(proportional_kilobytes(pid) for pid in family(self.process.pid)) / 1024


def stat(pid):
    """The fields of /proc/<pid>/stat after the name, which may hold spaces (proc(5): state is the first)."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def family(pid):
    """The process and its children, grandchildren ..."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(stat(folder.name)[1])
        except OSError:  # it ended meanwhile
            continue
    members = [pid]
    for one in members:
        members += [child for child, parent in parents.items() if parent == one]
    return members


def used(pids):
    """Seconds of CPU of the processes (utime, stime), and of the children the first has buried (cutime, cstime)."""
    fields = [stat(pid) for pid in pids]
    own = sum(int(field[11]) + int(field[12]) for field in fields)
    return (own + int(fields[0][13]) + int(fields[0][14])) / TICK


def machine_ticks():
    """(what all processes used, what the host of a virtual machine withheld): `steal` in /proc/stat, proc(5)."""
    user, nice, system, _idle, _waiting, irq, softirq, steal = map(int, Path("/proc/stat").read_text().split()[1:9])
    return user + nice + system + irq + softirq, steal


def share_withheld(before, after):
    """Of the time that processes wanted between two readings. A busy host makes every figure worse."""
    ran, withheld = (now - then for then, now in zip(before, after, strict=True))
    return withheld / max(1, ran + withheld)


def proportional_kilobytes(pid):
    return int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)[1])
