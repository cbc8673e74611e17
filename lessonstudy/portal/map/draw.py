"""Draws the outlines anew from Natural Earth: `python -m lessonstudy.portal.map.draw admin1.json`.

Neighbours in that file share their points, so a line between two regions is found as the points both have, and is
simplified once for both.
"""

import json
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from math import hypot
from pathlib import Path

from . import DATA, project

COUNTRY = ("KAZ", "KAB")  # the land, and the cosmodrome, which the source keeps apart
# Inside these regions lie a leased area and two cities, which the map shows as points or not at all.
PART_OF = {"Baykonur lease in Qyzylorda": "Qyzylorda", "Almaty City": "Almaty", "Astana": "Aqmola"}
DETAIL = 1.2  # how far a simplified line may stray, of 1000 the map is wide
SMALLEST = 40  # an island with fewer points is left out


def draw(source):
    """(path of the land, path of the borders inside it)."""
    owners = owners_of_edges(json.loads(source.read_text())["features"])
    outer = [edge for edge, regions in owners.items() if len(regions) == 1 and regions.total() == 1]
    inner = [edge for edge, regions in owners.items() if len(regions) == 2]
    fixed = {point for edge in inner for point in edge}
    rings = [line for line in chains(outer, fixed=()) if len(line) > SMALLEST]
    shape = "".join(path(simplified_ring(ring, fixed)) + "z" for ring in rings)
    return shape, "".join(path(simplified(line)) for line in chains(inner, fixed=ends(inner)))


def owners_of_edges(features):
    """{edge between two points: Counter of the regions it bounds}."""
    owners = defaultdict(Counter)
    for feature in features:
        properties, shape = feature["properties"], feature["geometry"]
        if properties["adm0_a3"] not in COUNTRY:
            continue
        region = PART_OF.get(properties["name"], properties["name"])
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        for ring in (ring for part in parts for ring in part):
            points = [project(latitude, longitude) for longitude, latitude in ring]
            for edge in pairwise(points):
                owners[frozenset(edge)][region] += 1
    return owners


def ends(edges):
    """Points where lines end or meet."""
    met = Counter(point for edge in edges for point in edge)
    return {point for point, number in met.items() if number != 2}


def chains(edges, fixed):
    """The edges put together to lines, from one fixed point to the next, or around."""
    near = defaultdict(set)
    for one, other in map(tuple, edges):
        near[one].add(other)
        near[other].add(one)
    lines = []
    for start in [*(point for point in near if point in fixed), *near]:
        while near[start]:
            line = [start]
            while near[line[-1]] and (len(line) == 1 or line[-1] not in fixed):
                step = near[line[-1]].pop()
                near[step].discard(line[-1])
                line.append(step)
            lines.append(line)
    return lines


def simplified_ring(ring, fixed):
    """Points where borders begin stay as they are, so that the borders still begin there."""
    marks = [number for number, point in enumerate(ring[:-1]) if point in fixed] or [0, len(ring) // 2]
    turned = ring[marks[0] : -1] + ring[: marks[0] + 1]
    stops = [number - marks[0] for number in marks] + [len(turned) - 1]
    parts = [simplified(turned[begin : end + 1]) for begin, end in pairwise(stops)]
    return [point for part in parts for point in part[:-1]]


def simplified(line):
    """The line without the points that stray little from it (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    strayed = [distance(point, line[0], line[-1]) for point in line]
    far = max(range(len(line)), key=strayed.__getitem__)
    if strayed[far] <= DETAIL:
        return [line[0], line[-1]]
    return simplified(line[: far + 1])[:-1] + simplified(line[far:])


def distance(point, begin, end):
    (x, y), (x1, y1), (x2, y2) = point, begin, end
    length = hypot(x2 - x1, y2 - y1)
    if not length:
        return hypot(x - x1, y - y1)
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length


def path(points):
    """In whole units, each point by its distance from the one before."""
    whole = [(round(x), round(y)) for x, y in points]
    steps = [(x - x0, y - y0) for (x0, y0), (x, y) in pairwise(whole)]
    return f"M{whole[0][0]},{whole[0][1]}l" + " ".join(f"{x},{y}" for x, y in steps if x or y)


def main():
    shape, borders = draw(Path(sys.argv[1]))
    kept = DATA.read_text().split("\n[middles]")[1] if DATA.exists() else "\n"
    DATA.write_text(
        f'# README.md says where this comes from.\nshape = "{shape}"\nborders = "{borders}"\n\n[middles]{kept}'
    )


if __name__ == "__main__":
    main()
