"""Asks a server for pages over kept-alive connections for some seconds: python -m bench.client PORT SECONDS PATH ...

A process of its own, on raw sockets, so that it takes little of the machine; it says how much. It prints one line of
JSON. An answer that is not 200 is a failure, counted under its status.
"""

import asyncio
import itertools
import json
import re
import sys
import time
from collections import Counter

CONNECTIONS = 16
LONGEST_WAIT = 30  # seconds for the last answers
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
REQUEST = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n\r\n"
)


class Load:
    """What is asked, until when, and what came back."""

    def __init__(self, paths, seconds):
        self.requests = itertools.cycle([REQUEST.format(path=path).encode() for path in paths])
        self.times, self.failures = [], Counter()
        self.began = time.perf_counter()
        self.deadline = self.began + seconds

    @property
    def is_over(self):
        return time.perf_counter() >= self.deadline

    def answered(self, status, seconds):
        if status == "200":
            self.times.append(seconds)
        else:
            self.failures[status] += 1

    def report(self):
        seconds = time.perf_counter() - self.began
        times = sorted(self.times)
        return {
            "requests": len(times),
            "failures": dict(self.failures),
            "seconds": seconds,
            "p50": percentile(times, 50) * 1000,
            "p99": percentile(times, 99) * 1000,
            "client": time.process_time() / seconds,
        }


class Connection(asyncio.Protocol):
    """One connection: asks, reads the whole answer, asks again."""

    def __init__(self, load):
        self.load, self.closed, self.is_waiting = load, asyncio.get_running_loop().create_future(), False

    def connection_made(self, transport):
        self.transport = transport
        self.ask()

    def ask(self):
        if self.load.is_over:
            self.transport.close()
            return
        self.answer, self.whole, self.is_waiting = bytearray(), None, True
        self.asked = time.perf_counter()
        self.transport.write(next(self.load.requests))

    def data_received(self, data):
        self.answer += data
        if self.whole is None:
            self.whole = whole_length(self.answer)
        if self.whole is not None and len(self.answer) >= self.whole:
            self.is_waiting = False
            self.load.answered(self.answer[9:12].decode(), time.perf_counter() - self.asked)
            self.ask()

    def connection_lost(self, error):
        if self.is_waiting:
            self.load.failures["connection lost"] += 1
        self.closed.set_result(None)


def whole_length(answer):
    """How long the answer is with its head; None while the head is not whole. Every page must say its length."""
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return None
    found = LENGTH.search(answer, 0, end)
    if not found:
        raise ValueError("an answer without Content-Length")
    return end + 4 + int(found[1])


def percentile(ordered, percent):
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else 0


async def converse(load, port):
    """Keep one connection busy; open it anew if the server closes it."""
    while not load.is_over:
        try:
            _, connection = await asyncio.get_running_loop().create_connection(
                lambda: Connection(load), "127.0.0.1", port
            )
            await connection.closed
        except OSError:
            load.failures["no connection"] += 1
            await asyncio.sleep(0.05)


async def run(port, seconds, paths):
    load = Load(paths, seconds)
    await asyncio.wait_for(asyncio.gather(*(converse(load, port) for _ in range(CONNECTIONS))), seconds + LONGEST_WAIT)
    return load.report()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(run(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]))))
