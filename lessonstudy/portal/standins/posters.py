"""Upright sheets laid out like a conference poster; writing is hinted at, never legible."""

from .canvas import DENSE, FELT, INK, Canvas, four_horns, mix, pens


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
    corners = [
        (margin, top),
        (margin + wide + 40, top),
        (margin, top + high + 50),
        (margin + wide + 40, top + high + 50),
    ]
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
