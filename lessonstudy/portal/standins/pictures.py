"""Stand-in photographs: calm flat pictures of the steppe, felt, weaving, yurts, lessons and books. No text, no faces.

The seed is the picture's address, `event/shymkent-2021/3`. It alone decides the picture; neighbours in one gallery
take different motifs and colours. Seeds of posters and issues give an upright sheet.
"""

import math
import random
from functools import partial

from .canvas import (
    CELESTIAL,
    DENSE,
    FELT,
    INK,
    MADDER,
    OCHRE,
    SAGE,
    SCHEMES,
    TEAL,
    Canvas,
    four_horns,
    mix,
    ram_horns,
    turned,
    wave,
)

SHAPES = ((1200, 800), (1200, 900), (1200, 800), (1200, 750))
UPRIGHT = (1060, 1500)


def draw_photo(seed):
    """The JPEG of the stand-in picture for `seed`: the same bytes whenever it is drawn."""
    gallery, _, number = seed.rpartition("/")
    position, order, chance = int(number) if number.isdigit() else 0, random.Random(gallery), random.Random(seed)
    motif = order.sample(MOTIFS, len(MOTIFS))[position % len(MOTIFS)]
    scheme = order.sample(SCHEMES, len(SCHEMES))[position % len(SCHEMES)]
    if seed.startswith(("poster/", "issue/")):
        canvas = Canvas(*UPRIGHT, FELT)
        poster(canvas, chance, scheme, motif, LAYOUTS[position % len(LAYOUTS)])
    else:
        canvas = Canvas(*chance.choice(SHAPES), scheme.ground)
        motif(canvas, chance, scheme)
    return canvas.jpeg()


# --- Land -----------------------------------------------------------------------------------------
SKIES = (
    (CELESTIAL, mix(CELESTIAL, FELT, 0.6), mix(OCHRE, FELT, 0.35)),
    (mix(TEAL, CELESTIAL, 0.3), CELESTIAL, mix(FELT, CELESTIAL, 0.2)),
    (FELT, mix(OCHRE, FELT, 0.5), mix(MADDER, OCHRE, 0.5)),
    (mix(FELT, SAGE, 0.4), mix(FELT, SAGE, 0.15), mix(OCHRE, FELT, 0.6)),
)
LANDS = ((CELESTIAL, TEAL, INK), (SAGE, TEAL, INK), (OCHRE, MADDER, INK), (SAGE, SAGE, TEAL))


def shade(colours, share):
    """The colour at `share` (0 to 1) of the way through three colours."""
    start, middle, end = colours
    return mix(start, middle, share * 2) if share < 0.5 else mix(middle, end, share * 2 - 1)


def sky(canvas, colours, horizon, sun):
    """Flat bands that change towards the horizon, and a low sun with its halo."""
    bands = 7
    for band in range(bands):
        canvas.box(0, horizon * band / bands, canvas.width, canvas.height, shade(colours, band / (bands - 1)))
    x, y, radius, colour = sun
    behind = shade(colours, min(1, max(0, y / horizon)))
    for ring in (2.1, 1.65, 1.28):
        canvas.disc(x, y, radius * ring, mix(behind, colour, 0.62 - 0.24 * ring))
    canvas.disc(x, y, radius, colour)


def ground_below(canvas, line, colour):
    canvas.polygon([(-20, canvas.height + 20), *line, (canvas.width + 40, canvas.height + 20)], colour)


def steppe(canvas, chance, scheme):
    """Hills one behind the other under a low sun; the nearest are ploughed in lines."""
    number, land = chance.randrange(len(SKIES)), chance.choice(LANDS)
    colours, sun_colour = SKIES[number], (MADDER, FELT, FELT, MADDER)[number]
    horizon = canvas.height * chance.uniform(0.46, 0.58)
    sun = canvas.width * chance.uniform(0.2, 0.8), horizon - chance.uniform(5, 60), chance.uniform(52, 92), sun_colour
    sky(canvas, colours, horizon, sun)
    layers = 6
    for layer in range(layers):
        level = horizon + (canvas.height - horizon) * (layer / layers) ** 1.25
        line = wave(chance, canvas.width, level, 10 + 9 * layer)
        colour = mix(shade(land, layer / (layers - 1)), FELT, 0.45 * (1 - layer / (layers - 1)))
        ground_below(canvas, line, colour)
        if layer >= 3:
            furrows(canvas, line, mix(colour, FELT, 0.16), 5 + layer)
        if layer == 2:
            yurts(canvas, chance, line)


def furrows(canvas, line, colour, count):
    for number in range(1, count):
        canvas.line([(x, y + 4 + 1.9 * number**1.55) for x, y in line], 1 + number * 0.12, colour)


def yurts(canvas, chance, line):
    """Two or three small white yurts standing on the line."""
    start = chance.randrange(len(line) // 5, len(line) * 3 // 5)
    for number in range(chance.choice([0, 2, 3])):
        x, y = line[start + number * chance.randrange(5, 8)]
        size = chance.uniform(15, 24)
        canvas.polygon([(x - size, y - size * 0.7), (x - size * 0.3, y - size * 1.35), (x + size * 0.3, y - size * 1.35),
                        (x + size, y - size * 0.7), (x + size * 0.94, y + 5), (x - size * 0.94, y + 5)], FELT)
        canvas.box(x - size * 0.97, y - size * 0.72, size * 1.94, size * 0.16, MADDER)
        canvas.box(x - size * 0.16, y - size * 0.42, size * 0.32, size * 0.6, INK)


def mountains(canvas, chance, scheme):
    """Ranges with snow on their heads, mist between them, a wood of poplars in front."""
    number, land = chance.randrange(len(SKIES)), chance.choice(LANDS[:2])
    colours, sun_colour = SKIES[number], (FELT, OCHRE, MADDER, OCHRE)[number]
    horizon = canvas.height * 0.62
    sun = canvas.width * chance.uniform(0.15, 0.85), canvas.height * chance.uniform(0.14, 0.26), 46, sun_colour
    sky(canvas, colours, horizon, sun)
    for layer in range(3):
        colour = mix(shade(land, 0.25 + 0.3 * layer), FELT, 0.5 - 0.22 * layer)
        base = canvas.height * (0.66 + 0.1 * layer)
        for x in range(-60, canvas.width + 200, 290 - 40 * layer):
            top = base - canvas.height * chance.uniform(0.26, 0.44) * (1 - 0.3 * layer)
            peak(canvas, chance, x + chance.uniform(-60, 60), top, base, colour, snow=layer < 2)
        canvas.box(0, base - 2, canvas.width, canvas.height, mix(colour, FELT, 0.35 - 0.15 * layer))
    near = wave(chance, canvas.width, canvas.height * 0.88, 16)
    poplars(canvas, chance, near, mix(land[2], TEAL, 0.3))
    ground_below(canvas, near, mix(land[2], TEAL, 0.3))


def peak(canvas, chance, x, top, base, colour, snow):
    """A mountain with a lit and a shaded side."""
    half = (base - top) * chance.uniform(0.85, 1.15)
    lean = half * chance.uniform(-0.15, 0.15)
    canvas.polygon([(x - half, base), (x, top), (x + half, base)], colour)
    canvas.polygon([(x, top), (x + half, base), (x + lean, base)], mix(colour, INK, 0.14))
    if snow:
        depth = (base - top) * 0.3
        side = half * 0.3
        canvas.polygon([(x, top), (x + side, top + depth), (x + side * 0.5, top + depth * 0.75), (x + side * 0.1, top + depth * 1.15),
                        (x - side * 0.4, top + depth * 0.7), (x - side, top + depth)], FELT)


def poplars(canvas, chance, line, colour):
    for x, y in line[2::5]:
        if chance.random() < 0.6:
            high = chance.uniform(70, 150)
            canvas.polygon(
                [(x, y - high), (x + high * 0.1, y - high * 0.3), (x + 4, y + 9), (x - 4, y + 9), (x - high * 0.1, y - high * 0.3)],
                mix(colour, SAGE, chance.choice([0.1, 0.25, 0.4])),
            )


# --- Felt, weaving, yurt --------------------------------------------------------------------------
def syrmak(canvas, chance, scheme):
    """A felt carpet: lozenges or squares with four pairs of ram's horns, ground and figure changing places."""
    columns = chance.choice([2, 3, 3])
    side = canvas.width / columns
    rows = math.ceil(canvas.height / side)
    top = (canvas.height - rows * side) / 2
    tones = chance.choice([(scheme.ground, scheme.main), (scheme.main, scheme.second), (scheme.ground, scheme.second)])
    for row in range(rows):
        for column in range(columns):
            below, above = tones if (row + column) % 2 else tones[::-1]
            felt_square(canvas, column * side, top + row * side, side, below, above, scheme.accent)


def felt_square(canvas, x, y, side, below, above, accent):
    middle_x, middle_y = x + side / 2, y + side / 2
    canvas.box(x, y, side + 1, side + 1, below)
    canvas.lozenge(middle_x, middle_y, side * 0.5, side * 0.5, mix(below, above, 0.14))
    four_horns(canvas, middle_x, middle_y, side * 0.43, above)
    for dx, dy in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        angle = math.atan2(dx, -dy)
        ram_horns(canvas, middle_x + dx * side * 0.5, middle_y + dy * side * 0.5, side * 0.2, above, angle=angle + math.pi)
    canvas.lozenge(middle_x, middle_y, side * 0.07, side * 0.07, accent)


def carpet(canvas, chance, scheme):
    """A felt carpet seen whole: a border of horns around a field of lozenges."""
    edge = min(canvas.height, canvas.width) * chance.uniform(0.16, 0.19)
    wide, high = canvas.width - 2 * edge, canvas.height - 2 * edge
    canvas.box(14, 14, canvas.width - 28, canvas.height - 28, scheme.main)
    border_of_horns(canvas, edge, wide, high, scheme.ground)
    canvas.box(edge, edge, wide, high, scheme.ground)
    canvas.box(edge + 10, edge + 10, wide - 20, high - 20, scheme.second)
    count = max(1, round(wide / high))
    across, half = (wide - 20) / count / 2, high / 2 - 10
    tone = chance.choice([scheme.accent, scheme.main])
    for number in range(count):
        x, y = edge + 10 + across * (2 * number + 1), canvas.height / 2
        for share, colour in ((1, tone), (0.93, scheme.ground), (0.88, tone)):
            canvas.lozenge(x, y, across * share, half * share, colour)
        four_horns(canvas, x, y, min(across, half) * 0.68, scheme.ground)
    for number in range(count + 1):
        for y, angle in ((edge + 10, math.pi), (canvas.height - edge - 10, 0)):
            if 0 < number < count:
                ram_horns(canvas, edge + 10 + across * 2 * number, y, high * 0.24, scheme.ground, angle=angle)


def border_of_horns(canvas, edge, wide, high, colour):
    """Horns all around, their feet on the inner edge, one across each corner."""
    size = edge * 0.72
    for length, along in ((wide, True), (high, False)):
        count = round(length / (size * 1.25))
        for number in range(count):
            at = edge + length * (number + 0.5) / count
            for side in (0, 1):
                x, y = (at, edge + side * high) if along else (edge + side * wide, at)
                angle = side * math.pi if along else side * math.pi - math.pi / 2
                ram_horns(canvas, x, y, size, colour, angle=angle, neck=0.75)
    for x, y, angle in ((0, 0, -0.25), (1, 0, 0.25), (1, 1, 0.75), (0, 1, -0.75)):
        ram_horns(canvas, edge + x * wide, edge + y * high, size, colour, angle=angle * math.pi, neck=0.95)


def shanyrak(canvas, chance, scheme):
    """The crown of a yurt seen from below: sky in the ring, crossing laths, poles running out to the walls."""
    x, y = canvas.width * chance.uniform(0.42, 0.58), canvas.height * chance.uniform(0.46, 0.54)
    radius = canvas.height * chance.uniform(0.26, 0.31)
    dark = chance.choice([INK, TEAL, mix(INK, MADDER, 0.35)])
    poles(canvas, x, y, radius, chance.choice([28, 32, 36]), dark, mix(dark, MADDER, 0.55))
    for share, colour in ((1.24, OCHRE), (1.2, MADDER), (1.04, OCHRE), (1.0, mix(INK, MADDER, 0.3))):
        canvas.disc(x, y, radius * share, colour)
    ring_of_triangles(canvas, x, y, radius * 1.065, radius * 1.17, 40, FELT)
    day = chance.choice([CELESTIAL, mix(CELESTIAL, FELT, 0.4), mix(OCHRE, FELT, 0.45)])
    canvas.disc(x, y, radius * 0.95, day)
    canvas.disc(x + radius * chance.uniform(-0.4, 0.4), y + radius * chance.uniform(-0.4, 0.4), radius * 0.2, mix(day, FELT, 0.75))
    tilt = chance.uniform(0, math.pi / 2)
    for angle in (tilt, tilt + math.pi / 2):
        for bow in (-1, 0, 1):
            lath(canvas, x, y, radius * 0.97, angle, bow)


def poles(canvas, x, y, radius, count, dark, light):
    """The poles of the roof, tied with two woven bands."""
    canvas.box(0, 0, canvas.width, canvas.height, dark)
    far = canvas.width
    for number in range(count):
        near, broad = radius * 0.045, radius * 0.1
        pole = [(radius, -near), (far, -broad), (far, broad), (radius, near)]
        canvas.polygon(turned(pole, math.tau * number / count, x, y), light)
    for share in (1.7, 2.35):
        ring_of_lozenges(canvas, x, y, radius * share, radius * 0.06, count, mix(OCHRE, FELT, 0.2))


def ring_of_lozenges(canvas, x, y, radius, size, count, colour):
    for number in range(count):
        ((at_x, at_y),) = turned([(radius, 0)], math.tau * number / count, x, y)
        canvas.lozenge(at_x, at_y, size, size, colour)


def ring_of_triangles(canvas, x, y, inner, outer, count, colour):
    half = math.pi / count * 0.72
    for number in range(count):
        tooth = [(inner, -inner * half), (inner, inner * half), (outer, 0)]
        canvas.polygon(turned(tooth, math.tau * number / count, x, y), colour)


def lath(canvas, x, y, radius, angle, bow):
    """One of three laths side by side; the outer two are bowed outwards."""
    path = []
    for step in range(-16, 17):
        along = step / 16
        reach = math.cos(math.asin(0.22 * abs(bow)))
        path.append((along * radius * reach, bow * radius * (0.15 + 0.07 * along**2)))
    canvas.line(turned(path, angle, x, y), radius * 0.06, mix(INK, MADDER, 0.45))


def lattice(canvas, chance, scheme):
    """Kerege, the folding wall of a yurt: crossing laths with something seen between them."""
    step = chance.choice([190, 220, 250])
    far = [mix(scheme.ground, scheme.second, share) for share in (0.15, 0.3, 0.45)]
    nodes = [(column * step, row * step) for row in range(-1, canvas.height // step + 2) for column in range(-1, canvas.width // step + 2)]
    for x, y in nodes:
        for dx, dy in ((0.5, 0), (0, 0.5)):
            centre = x + dx * step, y + dy * step
            if chance.random() < 0.75:
                canvas.lozenge(*centre, step / 2, step / 2, chance.choice(far))
            if chance.random() < 0.22:
                canvas.lozenge(*centre, step * 0.26, step * 0.26, chance.choice([scheme.accent, scheme.second]))
    for slope, tone in ((1, mix(scheme.main, scheme.ground, 0.25)), (-1, scheme.main)):
        for start in range(-canvas.height // step - 1, canvas.width * 2 // step + 1):
            x = start * step
            canvas.line([(x - slope * step, -step), (x + slope * canvas.height, canvas.height)], step * 0.09, tone)
    for x, y in nodes:
        canvas.disc(x, y, step * 0.032, scheme.accent)
        canvas.disc(x + step / 2, y + step / 2, step * 0.032, scheme.accent)


def baskur(canvas, chance, scheme):
    """Woven bands, each with its own pattern."""
    colours = [scheme.ground, scheme.main, scheme.second, scheme.accent]
    y, before = -chance.uniform(0, 30), None
    while y < canvas.height:
        high = chance.choice([72, 110, 150, 190])
        below = chance.choice([colour for colour in colours if colour != before])
        above = chance.choice([colour for colour in colours if colour != below])
        canvas.box(0, y, canvas.width, high + 1, below)
        chance.choice(WEAVES)(canvas, y + high * 0.14, high * 0.72, above, next(c for c in colours if c not in (above, below)))
        y += high
        for thin, colour in ((7, above), (5, below), (7, scheme.accent if before != scheme.accent else scheme.main)):
            canvas.box(0, y, canvas.width, thin + 1, colour)
            y += thin
        before = below


def weave_zigzag(canvas, y, high, colour, other):
    step = high * 1.1
    for number in range(-1, math.ceil(canvas.width / step) + 1):
        x = number * step
        canvas.polygon([(x, y + high), (x + step / 2, y), (x + step, y + high)], colour)
        canvas.polygon([(x + step * 0.24, y + high), (x + step / 2, y + high * 0.48), (x + step * 0.76, y + high)], other)


def weave_lozenges(canvas, y, high, colour, other):
    step = high * 1.25
    for number in range(math.ceil(canvas.width / step) + 1):
        x, middle = number * step, y + high / 2
        for share, tone in ((0.5, colour), (0.32, other), (0.15, colour)):
            canvas.lozenge(x, middle, high * share * 1.12, high * share, tone)
        canvas.lozenge(x + step / 2, y, high * 0.1, high * 0.12, other)
        canvas.lozenge(x + step / 2, y + high, high * 0.1, high * 0.12, other)


def weave_horns(canvas, y, high, colour, other):
    step = high * 1.15
    for number in range(math.ceil(canvas.width / step) + 1):
        up = number % 2 == 0
        ram_horns(canvas, number * step, y + (high if up else 0), high, colour if up else other, angle=0 if up else math.pi)


def weave_steps(canvas, y, high, colour, other):
    """Stepped pyramids, as threads make them."""
    unit = high / 5
    step = unit * 10
    for number in range(-1, math.ceil(canvas.width / step) + 1):
        for level in range(5):
            x = number * step + level * unit
            canvas.box(x, y + high - (level + 1) * unit, step - 2 * level * unit - unit, unit + 1, colour)
        canvas.box(number * step + unit * 3.5, y + high - unit * 2, unit * 2, unit * 1.1, other)


def weave_amulets(canvas, y, high, colour, other):
    """Tumar: triangles hanging from a cord, each with a bead."""
    step = high * 1.1
    canvas.box(0, y, canvas.width, high * 0.1, colour)
    for number in range(math.ceil(canvas.width / step) + 1):
        x = number * step
        canvas.polygon([(x - high * 0.46, y + high * 0.18), (x + high * 0.46, y + high * 0.18), (x, y + high * 0.78)], colour)
        canvas.polygon([(x - high * 0.22, y + high * 0.28), (x + high * 0.22, y + high * 0.28), (x, y + high * 0.56)], other)
        canvas.disc(x, y + high * 0.9, high * 0.08, colour)


WEAVES = (weave_zigzag, weave_lozenges, weave_horns, weave_steps, weave_amulets)


# --- Lessons and books ----------------------------------------------------------------------------
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
    dotted(canvas, [(left, top), (left, bottom), (right, bottom), (right, top + high * chance.uniform(0.2, 1))], scheme.accent)


def desk(canvas, chance, x, y, size, scheme, marked):
    """A desk for two with their notebooks, and two chairs behind it."""
    below = mix(scheme.ground, INK if scheme.ground != INK else FELT, 0.14)
    top = scheme.accent if marked else mix(scheme.ground, scheme.second, 0.8)
    for side in (-1, 1):
        canvas.box(x + side * size * 0.5 - size * 0.3, y + size * 0.5, size * 0.6, size * 0.36, scheme.main, radius=size * 0.12)
    canvas.box(x - size + 7, y - size * 0.5 + 9, size * 2, size * 0.92, below, radius=9)
    canvas.box(x - size, y - size * 0.5, size * 2, size * 0.92, top, radius=9)
    for side in (-1, 1):
        page = [(-size * 0.29, -size * 0.2), (0, -size * 0.2), (0, size * 0.2), (-size * 0.29, size * 0.2)]
        tilt, at_x = chance.uniform(-0.2, 0.2), x + side * size * 0.48
        canvas.polygon(turned(page, tilt, at_x, y - size * 0.04), mix(FELT, INK, 0.1))
        canvas.polygon(turned([(px + size * 0.29, py) for px, py in page], tilt, at_x, y - size * 0.04), FELT)


def dotted(canvas, path, colour, gap=17):
    for (x, y), (to_x, to_y) in zip(path, path[1:], strict=False):
        count = max(1, int(math.dist((x, y), (to_x, to_y)) // gap))
        for number in range(count + 1):
            share = number / count
            canvas.disc(x + (to_x - x) * share, y + (to_y - y) * share, 3.4, colour)


def squared_paper(canvas, chance, scheme):
    """A squared page with an observer's table: for each stage and case pupil what was expected (rings) and seen."""
    strong = pens(scheme)
    rim = 46
    page = mix(FELT, OCHRE, 0.05) if scheme.ground == FELT else FELT
    canvas.box(0, 0, canvas.width, canvas.height, scheme.ground if scheme.ground != FELT else mix(FELT, scheme.main, 0.75))
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
    canvas.polygon(turned(corners, angle, x, y), chance.choice([FELT, mix(FELT, OCHRE, 0.1), mix(FELT, CELESTIAL, 0.1)]))
    drawing(canvas, chance, partial(turned, angle=angle, x=x, y=y), wide, high, scheme)


def pens(scheme):
    """The colours of a scheme that show on paper, filled up to three."""
    strong = [colour for colour in (scheme.main, scheme.second, scheme.accent) if colour != FELT]
    return [*strong, *(colour for colour in (TEAL, MADDER, OCHRE) if colour not in strong)]


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
    canvas.polygon(turned(corners, angle, x, y), chance.choice([OCHRE, mix(SAGE, FELT, 0.3), mix(CELESTIAL, FELT, 0.35)]))
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


def tulips(canvas, chance, scheme):
    """Wild tulips of the steppe in rows."""
    ground = scheme.ground
    leaf = mix(SAGE, INK, 0.3) if ground in (TEAL, CELESTIAL, INK) else mix(TEAL, INK, 0.25)
    flowers = [colour for colour in (MADDER, OCHRE, FELT, scheme.accent) if colour != ground]
    rows = 4
    for row in range(rows):
        y = canvas.height * (0.36 + 0.22 * row)
        size = canvas.height * (0.1 + 0.024 * row)
        ground_below(canvas, wave(chance, canvas.width, y - size * 0.2, 8), mix(ground, leaf, 0.06 + 0.1 * row))
        count = round(canvas.width / (size * 1.5))
        for number in range(count + 1):
            x = canvas.width * (number + row % 2 / 2) / count + chance.uniform(-12, 12)
            tulip(canvas, chance, x, y + size * 0.5, size, chance.choice(flowers), leaf)


def tulip(canvas, chance, x, y, size, colour, leaf):
    """A cup of three petals on a stem with two leaves."""
    top = y - size * chance.uniform(1.25, 1.6)
    canvas.line([(x, y + size), (x, top)], size * 0.07, leaf)
    for side in (-1, 1):
        canvas.polygon([(x, y + size * 0.6), (x + side * size * 0.16, y), (x + side * size * 0.42, y - size * 0.5),
                        (x + side * size * 0.36, y + size * 0.1)], leaf)
    half, high = size * 0.26, size * 0.52
    canvas.disc(x, top, half, colour)
    canvas.polygon([(x - half, top), (x - half * 0.96, top - high), (x - half * 0.4, top - high * 0.55), (x, top - high * 1.1),
                    (x + half * 0.4, top - high * 0.55), (x + half * 0.96, top - high), (x + half, top)], colour)
    canvas.polygon([(x - half * 0.42, top), (x, top - high * 1.1), (x + half * 0.42, top), (x, top + half)], mix(colour, INK, 0.14))


# --- Posters --------------------------------------------------------------------------------------
def poster(canvas, chance, scheme, motif, layout):
    """A sheet in A format: a head, a picture, columns of writing, a chart, a foot."""
    bold = scheme.ground if scheme.ground != FELT else scheme.main
    light = [colour for colour in pens(scheme) if colour != bold]
    margin, head = 70, chance.choice([230, 280, 330])
    canvas.box(0, 0, canvas.width, head, bold)
    for number, share in enumerate((0.62, 0.4)):
        canvas.box(margin, head * 0.36 + number * 62, canvas.width * share, 34, FELT, radius=4)
    four_horns(canvas, canvas.width - margin - 80, head / 2, 88, light[0])
    layout(canvas, chance, scheme, motif, (margin, head + 60, canvas.height - 124), [bold, *light])
    canvas.box(0, canvas.height - 64, canvas.width, 64, bold)


def panel(canvas, chance, scheme, motif, x, y, wide, high):
    """A small picture of its own, pasted into the sheet."""
    picture = Canvas(round(wide), round(high), scheme.ground)
    motif(picture, chance, scheme)
    canvas.image.paste(picture.image, (round(x) * DENSE, round(y) * DENSE))


def one_picture(canvas, chance, scheme, motif, room, colours):
    """A wide picture above, columns below."""
    margin, top, bottom = room
    panel(canvas, chance, scheme, motif, margin, top, canvas.width - 2 * margin, 470)
    count = chance.choice([2, 3])
    wide = (canvas.width - 2 * margin - 40 * (count - 1)) / count
    chart = chance.randrange(count)
    for number in range(count):
        x, end = margin + number * (wide + 40), bottom
        if number == chart:
            end = top + 530 + (bottom - top - 530) * 0.45
            bars(canvas, chance, x, end + 24, wide, bottom - end - 24, colours)
        writing(canvas, chance, x, top + 530, wide, end, colours[number % 3])


def three_steps(canvas, chance, scheme, motif, room, colours):
    """Aim, way and findings one below the other, each with a disc of its colour; a tall picture beside them."""
    margin, top, bottom = room
    high = (bottom - top) / 3
    panel(canvas, chance, scheme, motif, canvas.width - margin - 350, top, 350, bottom - top)
    for number in range(3):
        y, radius = top + high * number, 56
        canvas.disc(margin + radius, y + radius, radius, colours[number])
        for ring in range(number + 1):
            canvas.disc(margin + radius + (ring - number / 2) * 32, y + radius, 11, FELT)
        writing(canvas, chance, margin + 150, y + 6, canvas.width - 2 * margin - 550, y + high - 50, colours[number])


def four_fields(canvas, chance, scheme, motif, room, colours):
    """Four fields: a picture, a chart, two of writing."""
    margin, top, bottom = room
    wide, high = (canvas.width - 2 * margin - 40) / 2, (bottom - top - 50) / 2
    corners = [(margin, top), (margin + wide + 40, top), (margin, top + high + 50), (margin + wide + 40, top + high + 50)]
    chance.shuffle(corners)
    panel(canvas, chance, scheme, motif, *corners[0], wide, high)
    x, y = corners[1]
    canvas.box(x, y, wide, high, mix(FELT, colours[1], 0.18))
    bars(canvas, chance, x + 40, y + 60, wide - 80, high - 110, colours)
    for number, (x, y) in enumerate(corners[2:]):
        writing(canvas, chance, x, y, wide, y + high, colours[number])


def writing(canvas, chance, x, top, wide, bottom, colour):
    """A heading and lines of writing, down to `bottom`."""
    canvas.box(x, top, wide * 0.55, 22, colour, radius=4)
    for number in range(int((bottom - top - 50) // 30) + 1):
        share = chance.choice([1, 0.97, 0.94, 0.62])
        canvas.box(x, top + 50 + number * 30, wide * share, 9, mix(FELT, INK, 0.3), radius=4)


def bars(canvas, chance, x, top, wide, high, colours):
    """A bar chart; one bar stands out."""
    count, strong = 5, chance.randrange(2, 5)
    for bar in range(count):
        tall = high * (0.25 + 0.5 * bar / count + chance.uniform(0, 0.25))
        colour = colours[1] if bar == strong else colours[0]
        canvas.box(x + wide * (bar + 0.14) / count, top + high - tall, wide / count * 0.72, tall, colour)
    canvas.box(x, top + high - 4, wide, 4, INK)


LAYOUTS = (one_picture, three_steps, four_fields)
MOTIFS = (
    steppe, syrmak, shanyrak, classroom, baskur, sheets, mountains, lattice, bookshelf, carpet, squared_paper, tulips
)
