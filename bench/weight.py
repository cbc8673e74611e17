"""What a first visit loads, by kind, gzipped: asked of the machine's own Chromium, with nothing in its cache."""

import gzip
import os
import shutil
from collections import Counter

KINDS = ("document", "stylesheet", "script", "font")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def first_visit(addresses):
    """{page: {kind: bytes}} for {page: address}; empty if there is no browser here."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only in a developer's environment
    except ImportError:
        return {}
    if not program:
        return {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        return {page: visit(browser, address) for page, address in addresses.items()}


def visit(browser, address):
    context = browser.new_context(locale="kk")
    page, answers = context.new_page(), []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - it marks the function it gets
    page.goto(address, wait_until="networkidle")
    weight = Counter()
    for answer in answers:
        if answer.request.resource_type in KINDS:
            weight[answer.request.resource_type] += sent_size(answer.request.resource_type, answer.body())
    context.close()
    return dict(weight)


def sent_size(kind, body):
    """Fonts are compressed already; the rest is what gzip makes of it."""
    return len(body) if kind == "font" else len(gzip.compress(body, 6))
