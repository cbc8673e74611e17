"""Reads the schema.org graph of a page back."""

import json
import re


def graph_in(text):
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    data = json.loads(data)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def graph_of(client, path):
    return graph_in(client.get(path).text)


def main_node(client, record, language="en"):
    """The record's own node, on its own page."""
    return graph_of(client, f"/{language}/{record.get_absolute_url().split('/', 2)[2]}")[0]


def way_of(graph):
    """The names along the breadcrumbs."""
    (trail,) = [node for node in graph if node["@type"] == "BreadcrumbList"]
    assert [item["position"] for item in trail["itemListElement"]] == list(range(1, len(trail["itemListElement"]) + 1))
    return [item["name"] for item in trail["itemListElement"]]


def every_node(part):
    """All nodes of a graph, however deep."""
    if isinstance(part, list):
        for inner in part:
            yield from every_node(inner)
    elif isinstance(part, dict):
        yield part
        for inner in part.values():
            yield from every_node(inner)
