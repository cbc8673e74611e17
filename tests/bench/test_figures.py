"""The arithmetic of the bench; no figure of speed is tested."""

import os
import subprocess
import sys

import pytest

from bench import figures
from bench.client import Load, percentile, whole_length
from bench.servers import family, gunicorn_options, proportional_kilobytes, used

EMPTY = {"cpu_ms": 0.5, "per_second": 2000.0}
BARE = {"cpu_ms": 10.0, "per_second": 100.0}
OURS = {"cpu_ms": 5.0, "per_second": 400.0, "p50": 3.0, "p99": 9.0, "queries": 4, "bytes": 9000, "gzipped": 3000}


def test_the_cpu_of_a_run_is_divided_among_its_requests():
    report = {"requests": 200, "seconds": 4.0, "p50": 3.0, "p99": 9.0, "client": 0.25}
    assert figures.run_figures(report, cpu_seconds=1.0) == {
        "cpu_ms": 5.0, "per_second": 50.0, "p50": 3.0, "p99": 9.0, "client": 0.25,
    }  # fmt: skip


def test_the_median_of_the_runs_counts_figure_by_figure():
    runs = [{"cpu_ms": 1, "p50": 30}, {"cpu_ms": 9, "p50": 20}, {"cpu_ms": 2, "p50": 10}]
    assert figures.middle(runs) == {"cpu_ms": 2, "p50": 20}


def test_a_page_is_compared_with_both_yardsticks():
    pages = {"home": {"empty": EMPTY, "bare": BARE, "cached": OURS}}
    assert figures.page_rows(pages) == [
        ["home", "empty view", 0.5, None, None, 2000.0, None, None, None, None, None, None, None],
        ["home", "bare Django", 10.0, 20.0, None, 100.0, 0.05, None, None, None, None, None, None],
        ["home", "portal, cached", 5.0, 10.0, 0.5, 400.0, 0.2, 4.0, 3.0, 9.0, 4, 9000, 3000],
    ]


def test_a_page_that_failed_is_a_row_that_says_so():
    assert figures.page_rows({"home": {"cached": {"failed": "404 (3 times)", "queries": -1}}}) == [
        ["home", "portal, cached", "failed: 404 (3 times)"]
    ]


def test_growth_is_how_much_dearer_a_page_gets():
    small = {"home": {"uncached": {"cpu_ms": 10.0, "queries": 4}, "empty": EMPTY}, "search": {"uncached": OURS}}
    large = {"home": {"uncached": {"cpu_ms": 15.0, "queries": 4}, "empty": EMPTY}}
    assert figures.growth_rows(small, large) == [["home", "portal, uncached", 10.0, 15.0, 1.5, 4, 4]]


def test_growth_of_a_page_that_failed_is_not_known():
    failed = {"home": {"cached": {"failed": "404"}}}
    assert figures.growth_rows(failed, {"home": {"cached": OURS}}) == [
        ["home", "portal, cached", None, 5.0, None, None, 4]
    ]


def test_memory_is_a_multiple_of_the_empty_views():
    servers = {"empty": {"start": 0.5, "memory": 50.0}, "cached": {"start": 2.0, "memory": 200.0}}
    assert figures.server_rows(servers)[1] == ["portal, cached", 2.0, 200.0, 4.0]


def test_tables_are_markdown_of_one_width():
    assert figures.table(["a", "b", "c"], [[1.23456, None, 1234.5], ["failed"]]).splitlines() == [
        "| a | b | c |",
        "| --- | --- | --- |",
        "| 1.23 | – | 1234 |",
        "| failed |  |  |",
    ]


@pytest.mark.parametrize(("percent", "value"), [(50, 51), (99, 100), (100, 100), (0, 1)])
def test_percentiles_are_taken_from_the_times_in_order(percent, value):
    assert percentile(list(range(1, 101)), percent) == value


def test_an_answer_is_whole_when_its_body_is():
    head = b"HTTP/1.1 200 OK\r\nServer: x\r\ncontent-length: 12\r\n\r\n"
    assert whole_length(head[:-1]) is None
    assert whole_length(head + b"part") == len(head) + 12


def test_an_answer_that_is_not_200_is_a_failure():
    load = Load(["/"], seconds=60)
    for status in ("200", "404", "404", "200", "304"):
        load.answered(status, 0.25)
    report = load.report()
    assert (report["requests"], report["failures"]) == (2, {"404": 2, "304": 1})
    assert (report["p50"], report["p99"]) == (250, 250)


def test_a_process_is_measured_with_its_children():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        members = family(os.getpid())
        assert members[0] == os.getpid()
        assert child.pid in members
        child.communicate()
    assert child.pid not in family(os.getpid())
    assert used([os.getpid()]) > 0
    assert proportional_kilobytes(os.getpid()) > 1000


def test_the_server_is_started_as_the_guide_says():
    options = gunicorn_options()
    assert options[options.index("--workers") + 1] == "2"
    assert options[options.index("--worker-class") + 1] == "gthread"
