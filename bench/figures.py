"""The arithmetic of the bench: medians, ratios, growth, and the tables they are read in."""

from statistics import median

SERVED = {"empty": "empty view", "bare": "bare Django", "cached": "portal, cached", "uncached": "portal, uncached"}


def run_figures(report, cpu_seconds):
    """The figures of one run, from the client's report and the CPU that the server used."""
    requests = report["requests"]
    return {
        "cpu_ms": cpu_seconds * 1000 / requests,
        "per_second": requests / report["seconds"],
        "p50": report["p50"],
        "p99": report["p99"],
        "client": report["client"],
    }


def middle(runs):
    """The median of each figure over the runs."""
    return {name: median(run[name] for run in runs) for name in runs[0]}


def ratio(ours, theirs):
    """Ours as a multiple of theirs; None where one of them was not measured."""
    return ours / theirs if ours is not None and theirs else None


def get(figures, name):
    return figures.get(name) if figures else None


def compared(figures, empty, bare):
    """The two figures that matter, each with its ratio to the empty view and to bare Django."""
    row = []
    for name in ("cpu_ms", "per_second"):
        ours = get(figures, name)
        row += [ours, ratio(ours, get(empty, name)), ratio(ours, get(bare, name))]
    return row


def page_rows(pages):
    """A row for each page and way of serving it."""
    rows = []
    for page, ways in pages.items():
        for way, figures in ways.items():
            if "failed" in figures:
                rows.append([page, SERVED[way], f"failed: {figures['failed']}"])
                continue
            empty = ways.get("empty") if way != "empty" else None
            bare = ways.get("bare") if way in ("cached", "uncached") else None
            numbers = compared(figures, empty, bare)
            rest = [figures.get(name) for name in ("p50", "p99", "queries", "bytes", "gzipped")]
            rows.append([page, SERVED[way], *numbers, *rest])
    return rows


PAGE_HEAD = "page, served, CPU ms, × empty, × bare, req/s, × empty, × bare, p50 ms, p99 ms, SQL, bytes, gzipped".split(
    ", "
)


def growth_rows(small, large):
    """How much dearer each page gets from the small archive to the large one: CPU ms a request, and statements."""
    rows = []
    for page, ways in small.items():
        for way in ("cached", "uncached", "bare"):
            before, after = ways.get(way), large.get(page, {}).get(way)
            if before and after:
                first, last = get(before, "cpu_ms"), get(after, "cpu_ms")
                statements = [get(before, "queries"), get(after, "queries")]
                rows.append([page, SERVED[way], first, last, ratio(last, first), *statements])
    return rows


def growth_head(small, large):
    return ["page", "served", f"CPU ms at {small}", f"at {large}", "growth", f"SQL at {small}", f"at {large}"]


def server_rows(servers):
    """Start and memory of each server, and the memory as a multiple of the empty view's."""
    least = servers["empty"]["memory"]
    return [[SERVED[way], one["start"], one["memory"], ratio(one["memory"], least)] for way, one in servers.items()]


SERVER_HEAD = ["server", "start to first answer, s", "peak memory, MB", "× empty"]


def weight_rows(weights):
    kinds = ("document", "stylesheet", "script", "font")
    return [
        [page, *(weight.get(kind, 0) for kind in kinds), sum(weight.get(kind, 0) for kind in kinds)]
        for page, weight in weights.items()
    ]


WEIGHT_HEAD = ["first visit, bytes gzipped", "HTML", "CSS", "JS", "fonts", "together"]


def table(head, rows):
    """A Markdown table; numbers to three figures, nothing as a dash."""
    lines = [head, ["---"] * len(head), *([shown(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join([*line, *[''] * (len(head) - len(line))])} |" for line in lines)


def shown(value):
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
    return str(value)
