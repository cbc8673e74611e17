"""Motifs of the land: steppe, mountains, wild tulips."""

from .canvas import CELESTIAL, FELT, INK, MADDER, OCHRE, SAGE, TEAL, mix, wave

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
        canvas.polygon(
            [
                (x - size, y - size * 0.7),
                (x - size * 0.3, y - size * 1.35),
                (x + size * 0.3, y - size * 1.35),
                (x + size, y - size * 0.7),
                (x + size * 0.94, y + 5),
                (x - size * 0.94, y + 5),
            ],
            FELT,
        )
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
        canvas.polygon(
            [
                (x, top),
                (x + side, top + depth),
                (x + side * 0.5, top + depth * 0.75),
                (x + side * 0.1, top + depth * 1.15),
                (x - side * 0.4, top + depth * 0.7),
                (x - side, top + depth),
            ],
            FELT,
        )


def poplars(canvas, chance, line, colour):
    for x, y in line[2::5]:
        if chance.random() < 0.6:
            high = chance.uniform(70, 150)
            canvas.polygon(
                [
                    (x, y - high),
                    (x + high * 0.1, y - high * 0.3),
                    (x + 4, y + 9),
                    (x - 4, y + 9),
                    (x - high * 0.1, y - high * 0.3),
                ],
                mix(colour, SAGE, chance.choice([0.1, 0.25, 0.4])),
            )


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
        canvas.polygon(
            [
                (x, y + size * 0.6),
                (x + side * size * 0.16, y),
                (x + side * size * 0.42, y - size * 0.5),
                (x + side * size * 0.36, y + size * 0.1),
            ],
            leaf,
        )
    half, high = size * 0.26, size * 0.52
    canvas.disc(x, top, half, colour)
    canvas.polygon(
        [
            (x - half, top),
            (x - half * 0.96, top - high),
            (x - half * 0.4, top - high * 0.55),
            (x, top - high * 1.1),
            (x + half * 0.4, top - high * 0.55),
            (x + half * 0.96, top - high),
            (x + half, top),
        ],
        colour,
    )
    canvas.polygon(
        [(x - half * 0.42, top), (x, top - high * 1.1), (x + half * 0.42, top), (x, top + half)], mix(colour, INK, 0.14)
    )
