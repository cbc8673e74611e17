"""The map of Kazakhstan: its outlines, and where a place stands on it (README.md says where they come from)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin, sqrt
from pathlib import Path

DATA = Path(__file__).with_name("kazakhstan.toml")
WIDTH, HEIGHT = 1000, 570

# Albers' projection, which keeps areas equal (J. P. Snyder, Map Projections, USGS 1987, p. 100), on the sphere:
# two parallels that keep their length, the point in the middle, and what brings the land into the frame.
SOUTH, NORTH = radians(43), radians(53)
LATITUDE, LONGITUDE = radians(48), radians(67)
N = (sin(SOUTH) + sin(NORTH)) / 2
C = cos(SOUTH) ** 2 + 2 * N * sin(SOUTH)
SCALE, LEFT, TOP = 2117, 505.6, 285.4


@dataclass(frozen=True)
class Land:
    """Paths of the land and of the borders inside it, and {slug: [latitude, longitude]} of regions."""

    shape: str
    borders: str
    middles: dict


@cache
def land():
    return Land(**tomllib.loads(DATA.read_text()))


def project(latitude, longitude):
    """(x, y) on the map of a point given in degrees."""
    turn = N * (radians(longitude) - LONGITUDE)
    x = from_pole(radians(latitude)) * sin(turn)
    y = from_pole(LATITUDE) - from_pole(radians(latitude)) * cos(turn)
    return LEFT + SCALE * x, TOP - SCALE * y


def from_pole(latitude):
    return sqrt(C - 2 * N * sin(latitude)) / N


def is_on_map(latitude, longitude):
    x, y = project(latitude, longitude)
    return 0 <= x <= WIDTH and 0 <= y <= HEIGHT
