"""A flat drawing surface, its colours, and the shapes that all motifs share."""

import math
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

FELT, INK, TEAL, CELESTIAL = "#f4f1ea", "#1c2a33", "#0f5666", "#3b8ea5"
MADDER, OCHRE, SAGE = "#9c3a2b", "#c8963e", "#7d8f69"

SMALL = 60_000  # bytes a picture should not pass, if its quality allows
DENSE = 2  # drawn at twice the size, then halved: edges come out smooth


@dataclass(frozen=True)
class Scheme:
    """Four colours that go together: what lies below, what is drawn on it, what goes with that, and what is rare."""

    ground: str
    main: str
    second: str
    accent: str


SCHEMES = (
    Scheme(FELT, TEAL, CELESTIAL, MADDER),
    Scheme(TEAL, FELT, OCHRE, MADDER),
    Scheme(MADDER, FELT, OCHRE, INK),
    Scheme(CELESTIAL, FELT, INK, OCHRE),
    Scheme(FELT, MADDER, OCHRE, INK),
    Scheme(INK, FELT, CELESTIAL, OCHRE),
    Scheme(SAGE, FELT, INK, MADDER),
    Scheme(OCHRE, INK, FELT, MADDER),
    Scheme(FELT, INK, SAGE, OCHRE),
)


def mix(one, other, share):
    """The colour `share` of the way from one to the other."""
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def pens(scheme):
    """The colours of a scheme that show on paper, filled up to three."""
    strong = [colour for colour in (scheme.main, scheme.second, scheme.accent) if colour != FELT]
    return [*strong, *(colour for colour in (TEAL, MADDER, OCHRE) if colour not in strong)]


class Canvas:
    """Takes coordinates in pixels of the finished picture."""

    def __init__(self, width, height, ground):
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * DENSE, height * DENSE), ground)
        self.draw = ImageDraw.Draw(self.image)

    def polygon(self, points, colour):
        self.draw.polygon([(x * DENSE, y * DENSE) for x, y in points], fill=colour)

    def box(self, x, y, width, height, colour, radius=0):
        edges = [x * DENSE, y * DENSE, (x + width) * DENSE - 1, (y + height) * DENSE - 1]
        if width > 0 and height > 0:
            self.draw.rounded_rectangle(edges, radius * DENSE, fill=colour)

    def disc(self, x, y, radius, colour):
        self.draw.ellipse([(value * DENSE) for value in (x - radius, y - radius, x + radius, y + radius)], fill=colour)

    def lozenge(self, x, y, across, high, colour):
        self.polygon([(x, y - high), (x + across, y), (x, y + high), (x - across, y)], colour)

    def line(self, path, thickness, colour):
        """A line of even thickness with round ends and joints."""
        points = [(x * DENSE, y * DENSE) for x, y in path]
        self.draw.line(points, fill=colour, width=max(1, round(thickness * DENSE)), joint="curve")
        for x, y in (path[0], path[-1]):
            self.disc(x, y, thickness / 2, colour)

    def jpeg(self):
        picture = self.image.reduce(DENSE)
        for quality in (84, 76, 68):
            buffer = BytesIO()
            picture.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
            if buffer.tell() <= SMALL:
                break
        return buffer.getvalue()


def wave(chance, width, level, swing, step=12):
    """A calm line across the picture: two slow waves around `level`."""
    long, short = chance.uniform(0.6, 1.1), chance.uniform(1.6, 2.6)
    first, second = chance.uniform(0, math.tau), chance.uniform(0, math.tau)
    return [
        (
            x,
            level
            + swing
            * (
                math.sin(first + math.tau * long * x / width) * 0.7
                + math.sin(second + math.tau * short * x / width) * 0.3
            ),
        )
        for x in range(-step, width + 2 * step, step)
    ]


def turned(points, angle, x=0, y=0):
    """The points turned around (0, 0) by `angle`, then moved."""
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in points]


def spiral(turns=0.97, steps=72):
    """The middle line of a ram's horn: it leaves the stem at (0, 0) upwards, curls outwards, down and in."""
    points = []
    for step in range(steps + 1):
        share = step / steps
        angle = math.pi + math.tau * turns * share
        radius = 0.5 - 0.3 * share**1.1
        points.append((0.5 + radius * math.cos(angle), radius * math.sin(angle)))
    return points


def ribbon(path, widths):
    """The outline of a line through `path`, as wide at each point as `widths` says."""
    left, right = [], []
    for at, (x, y) in enumerate(path):
        before, after = path[max(at - 1, 0)], path[min(at + 1, len(path) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1
        half = widths[at] / 2
        left.append((x - dy / length * half, y + dx / length * half))
        right.append((x + dy / length * half, y - dx / length * half))
    return left + right[::-1]


HORN = spiral()


def ram_horns(canvas, x, y, size, colour, angle=0.0, neck=1.5):
    """Qoshqar muyiz: a stem and two mirrored horns. The foot of the stem is at (x, y), the whole is `size` high."""
    unit, thick = size / (neck + 0.63), 0.32
    stem, half = unit * neck, unit * thick * 0.5
    widths = [unit * thick * (1 - 0.42 * at / len(HORN)) for at in range(len(HORN))]
    for side in (-1, 1):
        path = [(side * px * unit, py * unit - stem) for px, py in HORN]
        canvas.polygon(turned(ribbon(path, widths), angle, x, y), colour)
        ((tip_x, tip_y),) = turned(path[-1:], angle, x, y)
        canvas.disc(tip_x, tip_y, widths[-1] * 0.5, colour)
    foot = half * 1.5
    body = [(-foot, 0), (foot, 0), (half, -stem), (0, -stem - unit * 0.22), (-half, -stem)]
    canvas.polygon(turned(body, angle, x, y), colour)


def four_horns(canvas, x, y, size, colour, angle=0.0):
    """Tört qulaq: four pairs of horns around one middle."""
    for quarter in range(4):
        ram_horns(canvas, x, y, size, colour, angle=angle + quarter * math.pi / 2)
