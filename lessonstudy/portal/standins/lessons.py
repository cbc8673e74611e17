"""Motifs of lessons and books."""

import math
from functools import partial
from itertools import pairwise

from .canvas import CELESTIAL, FELT, INK, MADDER, OCHRE, SAGE, TEAL, four_horns, mix, pens, ram_horns, turned


def classroom(canvas, chance, scheme):
    """A lesson seen from above: rows of desks, three case pupils' desks marked, an observer's way between them."""
    columns, rows = chance.choice([(4, 3), (3, 3), (4, 3)])
    board = canvas.height * 0.11
    canvas.box(canvas.width * 0.26, board * 0.3, canvas.width * 0.48, board * 0.36, scheme.main, radius=6)
    wide, high = canvas.width / (columns + 0.3), (canvas.height - board) / (rows + 0.1)
    cases = chance.sample([(row, column) for row in range(rows) for column in range(columns)], 3)
    for row in range(rows):
        for column in range(columns):
            x, y = wide * (column + 0.65), board + high * (row + 0.42)
            desk(canvas, chance, x, y, min(wide, high * 1.25) * 0.37, scheme, marked=(row, column) in cases)
    first = chance.randrange(columns - 2)
    left, right = wide * (first + 1.15), wide * (first + 2.15)
    top, bottom = board + high * 0.1, canvas.height - high * 0.16
    dotted(
        canvas,
        [(left, top), (left, bottom), (right, bottom), (right, top + high * chance.uniform(0.2, 1))],
        scheme.accent,
    )


def desk(canvas, chance, x, y, size, scheme, marked):
    """A desk for two with their notebooks, and two chairs behind it."""
    below = mix(scheme.ground, INK if scheme.ground != INK else FELT, 0.14)
    top = scheme.accent if marked else mix(scheme.ground, scheme.second, 0.8)
    for side in (-1, 1):
        canvas.box(
            x + side * size * 0.5 - size * 0.3, y + size * 0.5, size * 0.6, size * 0.36, scheme.main, radius=size * 0.12
        )
    canvas.box(x - size + 7, y - size * 0.5 + 9, size * 2, size * 0.92, below, radius=9)
    canvas.box(x - size, y - size * 0.5, size * 2, size * 0.92, top, radius=9)
    for side in (-1, 1):
        page = [(-size * 0.29, -size * 0.2), (0, -size * 0.2), (0, size * 0.2), (-size * 0.29, size * 0.2)]
        tilt, at_x = chance.uniform(-0.2, 0.2), x + side * size * 0.48
        canvas.polygon(turned(page, tilt, at_x, y - size * 0.04), mix(FELT, INK, 0.1))
        canvas.polygon(turned([(px + size * 0.29, py) for px, py in page], tilt, at_x, y - size * 0.04), FELT)


def dotted(canvas, path, colour, gap=17):
    for (x, y), (to_x, to_y) in pairwise(path):
        count = max(1, int(math.dist((x, y), (to_x, to_y)) // gap))
        for number in range(count + 1):
            share = number / count
            canvas.disc(x + (to_x - x) * share, y + (to_y - y) * share, 3.4, colour)


def squared_paper(canvas, chance, scheme):
    """A squared page with an observer's table: for each stage and case pupil what was expected (rings) and seen."""
    strong = pens(scheme)
    rim = 46
    page = mix(FELT, OCHRE, 0.05) if scheme.ground == FELT else FELT
    canvas.box(
        0, 0, canvas.width, canvas.height, scheme.ground if scheme.ground != FELT else mix(FELT, scheme.main, 0.75)
    )
    canvas.box(rim, rim, canvas.width - 2 * rim, canvas.height - 2 * rim, page)
    for at in range(rim, canvas.width - rim, 40):
        canvas.box(at, rim, 1.5, canvas.height - 2 * rim, mix(page, CELESTIAL, 0.22))
        canvas.box(rim, at, canvas.width - 2 * rim, 1.5 if at < canvas.height - rim else 0, mix(page, CELESTIAL, 0.22))
    canvas.box(rim + 160, rim, 3, canvas.height - 2 * rim, mix(MADDER, page, 0.3))
    rows, columns = chance.choice([4, 5]), 6
    down, across = (canvas.height - 2 * rim - 40) / rows, (canvas.width - 2 * rim - 200) / columns
    for row in range(rows):
        y = rim + 20 + down * (row + 0.5)
        canvas.line([(rim + 44, y - 9), (rim + chance.uniform(96, 130), y - 9)], 8, mix(INK, page, 0.25))
        canvas.line([(rim + 44, y + 13), (rim + chance.uniform(70, 110), y + 13)], 8, mix(INK, page, 0.55))
        for column in range(columns):
            size = down * chance.uniform(0.16, 0.42)
            x, colour = rim + 190 + across * (column + 0.5), strong[column // 2]
            canvas.disc(x, y, size, colour)
            if column % 2 == 0:
                canvas.disc(x, y, size - 7, page)


def sheets(canvas, chance, scheme):
    """Papers on a table after a lesson: notes, a chart, a drawing, coloured slips."""
    table = scheme.ground if scheme.ground != FELT else mix(scheme.main, FELT, 0.12)
    canvas.box(0, 0, canvas.width, canvas.height, table)
    spots = [(0.2, 0.36), (0.52, 0.62), (0.8, 0.34), (0.24, 0.86), (0.84, 0.86), (0.5, 0.14)]
    chance.shuffle(spots)
    drawings = [written, columns_drawn, horns_drawn, written, circles_drawn]
    chance.shuffle(drawings)
    for (across, down), drawing in zip(spots, drawings, strict=False):
        paper(canvas, chance, canvas.width * across, canvas.height * down, table, scheme, drawing)
    for _ in range(3):
        slip(canvas, chance, table, scheme)


def paper(canvas, chance, x, y, table, scheme, drawing):
    size = min(canvas.height / 800, canvas.width / 800)
    wide, high = (side * size for side in chance.choice([(320, 420), (420, 320), (340, 450)]))
    angle = chance.uniform(-0.28, 0.28)
    corners = [(-wide / 2, -high / 2), (wide / 2, -high / 2), (wide / 2, high / 2), (-wide / 2, high / 2)]
    canvas.polygon(turned(corners, angle, x + 12, y + 14), mix(table, INK, 0.28))
    canvas.polygon(
        turned(corners, angle, x, y), chance.choice([FELT, mix(FELT, OCHRE, 0.1), mix(FELT, CELESTIAL, 0.1)])
    )
    drawing(canvas, chance, partial(turned, angle=angle, x=x, y=y), wide, high, scheme)


def written(canvas, chance, place, wide, high, scheme):
    """Lines of writing, none of it legible."""
    left, colour = -wide * 0.38, mix(pens(scheme)[0], FELT, 0.3)
    canvas.line(place([(left, -high * 0.38), (left + wide * 0.45, -high * 0.38)]), 11, pens(scheme)[-1])
    for number in range(int(high * 0.72 // 26)):
        y = -high * 0.27 + number * 26
        canvas.line(place([(left, y), (left + wide * chance.choice([0.76, 0.7, 0.74, 0.5]), y)]), 5, colour)


def columns_drawn(canvas, chance, place, wide, high, scheme):
    for number in range(5):
        x, top = (-0.36 + 0.15 * number) * wide, high * (0.3 - chance.uniform(0.15, 0.62))
        bar = [(x, high * 0.32), (x + wide * 0.1, high * 0.32), (x + wide * 0.1, top), (x, top)]
        canvas.polygon(place(bar), pens(scheme)[number % 3])
    canvas.line(place([(-wide * 0.4, high * 0.33), (wide * 0.4, high * 0.33)]), 5, INK)


def horns_drawn(canvas, chance, place, wide, high, scheme):
    ((x, y), (to_x, to_y)) = place([(0, 0), (1, 0)])
    angle = math.atan2(to_y - y, to_x - x)
    four_horns(canvas, x, y, min(wide, high) * 0.42, pens(scheme)[0], angle=angle)


def circles_drawn(canvas, chance, place, wide, high, scheme):
    """Three circles that share something."""
    size = min(wide, high) * 0.24
    for number, (x, y) in enumerate(place([(-size * 0.6, size * 0.4), (size * 0.6, size * 0.4), (0, -size * 0.6)])):
        canvas.disc(x, y, size, pens(scheme)[number])
    for x, y in place([(-size * 0.6, size * 0.4), (size * 0.6, size * 0.4), (0, -size * 0.6)]):
        canvas.disc(x, y, size * 0.45, FELT)


def slip(canvas, chance, table, scheme):
    x, y, half = canvas.width * chance.uniform(0.08, 0.92), canvas.height * chance.uniform(0.1, 0.9), 52
    corners = [(-half, -half), (half, -half), (half, half), (-half, half)]
    angle = chance.uniform(-0.4, 0.4)
    canvas.polygon(turned(corners, angle, x + 7, y + 8), mix(table, INK, 0.25))
    canvas.polygon(
        turned(corners, angle, x, y), chance.choice([OCHRE, mix(SAGE, FELT, 0.3), mix(CELESTIAL, FELT, 0.35)])
    )
    for line in (-18, 4, 26):
        canvas.line(turned([(-34, line), (chance.choice([30, 16]), line)], angle, x, y), 4, INK)


def bookshelf(canvas, chance, scheme):
    """Two or three shelves of spines."""
    wall = scheme.ground
    shelves = chance.choice([2, 3])
    room = canvas.height / shelves
    spines = [colour for colour in (FELT, INK, TEAL, CELESTIAL, MADDER, OCHRE, SAGE) if colour != wall]
    for shelf in range(shelves):
        floor = room * (shelf + 1) - 26
        canvas.box(0, floor, canvas.width, 26, mix(wall, INK if wall != INK else FELT, 0.22))
        x = chance.uniform(-30, 30)
        while x < canvas.width:
            wide = chance.choice([30, 38, 46, 58, 72])
            if chance.random() < 0.07:
                x += chance.uniform(30, 90)
            high = room * chance.uniform(0.56, 0.82)
            spine(canvas, chance, x, floor, wide, high, chance.choice(spines))
            x += wide + 2


def spine(canvas, chance, x, floor, wide, high, colour):
    canvas.box(x, floor - high, wide, high, colour, radius=3)
    mark = mix(colour, INK if colour in (FELT, OCHRE) else FELT, 0.55)
    kind = chance.randrange(4)
    if kind == 0:
        for share in (0.1, 0.14, 0.82, 0.86):
            canvas.box(x, floor - high * (1 - share), wide, 5, mark)
    elif kind == 1:
        canvas.box(x + wide * 0.3, floor - high * 0.86, wide * 0.4, high * 0.4, mark, radius=2)
    elif kind == 2:
        canvas.lozenge(x + wide / 2, floor - high * 0.78, wide * 0.28, wide * 0.36, mark)
        canvas.box(x, floor - high * 0.16, wide, 6, mark)
    elif wide > 40:
        ram_horns(canvas, x + wide / 2, floor - high * 0.62, wide * 0.72, mark)
