"""Stand-in photographs: calm flat pictures of the land, felt, weaving, lessons and books. No text, no faces."""

import random

from .canvas import FELT, SCHEMES, Canvas
from .crafts import baskur, carpet, lattice, shanyrak, syrmak
from .land import mountains, steppe, tulips
from .lessons import bookshelf, classroom, sheets, squared_paper
from .posters import LAYOUTS, poster

MOTIFS = (
    steppe,
    syrmak,
    shanyrak,
    classroom,
    baskur,
    sheets,
    mountains,
    lattice,
    bookshelf,
    carpet,
    squared_paper,
    tulips,
)
SHAPES = ((1200, 800), (1200, 900), (1200, 800), (1200, 750))
UPRIGHT = (1060, 1500)


def draw_photo(seed):
    """The JPEG of the stand-in picture for `seed`: the same bytes whenever it is drawn.

    The seed is the picture's address (event/shymkent-2021/3) and alone decides the picture. Neighbours in a gallery
    take different motifs and colours. Posters and issues give an upright sheet.
    """
    gallery, _, number = seed.rpartition("/")
    position = int(number) if number.isdigit() else 0
    order, chance = chance_from(gallery), chance_from(seed)
    motif = order.sample(MOTIFS, len(MOTIFS))[position % len(MOTIFS)]
    scheme = order.sample(SCHEMES, len(SCHEMES))[position % len(SCHEMES)]
    if seed.startswith(("poster/", "issue/")):
        canvas = Canvas(*UPRIGHT, FELT)
        poster(canvas, chance, scheme, motif, LAYOUTS[position % len(LAYOUTS)])
    else:
        canvas = Canvas(*chance.choice(SHAPES), scheme.ground)
        motif(canvas, chance, scheme)
    return canvas.jpeg()


def chance_from(seed):
    return random.Random(seed)  # noqa: S311 - decides a picture, guards nothing
