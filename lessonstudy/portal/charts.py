"""What the archive page draws: bars of years, marks on the map. Only numbers here; the templates make SVG of them."""

from dataclasses import dataclass
from math import sqrt

from .map import HEIGHT, WIDTH

# --- Years ----------------------------------------------------------------------------------------

ROW, SKIPPED = 28, 10  # pixels: a row (year_chart.html draws the bar in it), the space where years are missing
BEGIN, LONGEST = 13, 75  # percent of the width: what the year takes, what the longest bar takes


@dataclass
class Segment:
    """A part of a bar. The texture tells its kind to those who cannot tell it by colour."""

    texture: int
    name: str
    number: int
    begin: float = 0
    length: float = 0


@dataclass
class Bar:
    year: str
    address: str
    segments: list
    top: int = 0

    @property
    def number(self):
        return sum(segment.number for segment in self.segments)

    @property
    def end(self):
        return percent(BEGIN + sum(segment.length for segment in self.segments))


def draw_bars(bars):
    """Put bars, the newest year first, below each other, and their segments behind each other. Returns the height."""
    unit = LONGEST / max(bar.number for bar in bars)
    top, above = 0, None
    for bar in bars:
        top += SKIPPED if above and int(above) - int(bar.year) > 1 else 0
        bar.top, above = top, bar.year
        draw_segments(bar.segments, unit)
        top += ROW
    return top


def draw_segments(segments, unit):
    begin = BEGIN
    for segment in segments:
        segment.begin, segment.length = percent(begin), percent(segment.number * unit)
        begin += segment.length


def percent(value):
    return round(value, 2)


# --- Places ---------------------------------------------------------------------------------------

LARGEST, SMALLEST = 36, 17  # radius of a mark; the smallest is still easy to hit
LETTER, LINE, SPACE = 10, 24, 6  # how wide a letter of a name is, how high a line, how far it stands off


@dataclass
class Mark:
    """A circle with an area as large as its number, and where its name stands; no anchor if there is no room for it."""

    name: str
    address: str
    number: int
    x: int
    y: int
    radius: int = 0
    anchor: str = ""
    name_x: int = 0
    name_y: int = 0


def draw_marks(marks):
    """Give the marks, the largest first, their sizes, and their names places where they cover nothing."""
    most = max((mark.number for mark in marks), default=0)
    for mark in marks:
        mark.radius = max(SMALLEST, round(LARGEST * sqrt(mark.number / most)))
    taken = [(mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius) for mark in marks]
    for mark in marks:
        place_name(mark, taken)


def place_name(mark, taken):
    """Right of the mark, else left of it, below or above; where none of them is free, only the table says the name."""
    width, off = len(mark.name) * LETTER, mark.radius + SPACE
    for anchor, x, y, begin in (
        ("start", mark.x + off, mark.y, mark.x + off),
        ("end", mark.x - off, mark.y, mark.x - off - width),
        ("middle", mark.x, mark.y + off + LINE // 2, mark.x - width // 2),
        ("middle", mark.x, mark.y - off - LINE // 2, mark.x - width // 2),
    ):
        box = (begin, y - LINE // 2, begin + width, y + LINE // 2)
        if is_inside(box) and not any(overlap(box, other) for other in taken):
            mark.anchor, mark.name_x, mark.name_y = anchor, x, y
            taken.append(box)
            return


def is_inside(box):
    return box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= HEIGHT


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
