"""Motifs of felt, weaving and the yurt."""

import math

from .canvas import CELESTIAL, FELT, INK, MADDER, OCHRE, TEAL, four_horns, mix, ram_horns, turned


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
        ram_horns(
            canvas, middle_x + dx * side * 0.5, middle_y + dy * side * 0.5, side * 0.2, above, angle=angle + math.pi
        )
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
    canvas.disc(
        x + radius * chance.uniform(-0.4, 0.4),
        y + radius * chance.uniform(-0.4, 0.4),
        radius * 0.2,
        mix(day, FELT, 0.75),
    )
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
    nodes = [
        (column * step, row * step)
        for row in range(-1, canvas.height // step + 2)
        for column in range(-1, canvas.width // step + 2)
    ]
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
        chance.choice(WEAVES)(
            canvas, y + high * 0.14, high * 0.72, above, next(c for c in colours if c not in (above, below))
        )
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
        canvas.polygon(
            [(x + step * 0.24, y + high), (x + step / 2, y + high * 0.48), (x + step * 0.76, y + high)], other
        )


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
        ram_horns(
            canvas, number * step, y + (high if up else 0), high, colour if up else other, angle=0 if up else math.pi
        )


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
        canvas.polygon(
            [(x - high * 0.46, y + high * 0.18), (x + high * 0.46, y + high * 0.18), (x, y + high * 0.78)], colour
        )
        canvas.polygon(
            [(x - high * 0.22, y + high * 0.28), (x + high * 0.22, y + high * 0.28), (x, y + high * 0.56)], other
        )
        canvas.disc(x, y + high * 0.9, high * 0.08, colour)


WEAVES = (weave_zigzag, weave_lozenges, weave_horns, weave_steps, weave_amulets)
