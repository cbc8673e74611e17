"""Tickets as QR codes."""

from io import BytesIO
from itertools import groupby

import qrcode
from qrcode.image.svg import SvgPathImage


def qr_png(text):
    buffer = BytesIO()
    qrcode.make(text, border=2, box_size=8).save(buffer)
    return buffer.getvalue()


def qr_svg(text):
    """For a page: it takes the colour around it."""
    return qrcode.make(text, border=1, image_factory=SvgPathImage).to_string(encoding="unicode")


def qr_drawing(text):
    """For print, many at once: the runs of each row, as one path. A set mask spares trying out all eight."""
    code = qrcode.QRCode(border=0, mask_pattern=3)
    code.add_data(text)
    rows = code.get_matrix()
    runs = []
    for y, row in enumerate(rows):
        x = 0
        for is_dark, cells in groupby(row):
            width = len(list(cells))
            if is_dark:
                runs.append(f"M{x},{y}h{width}v1h-{width}z")
            x += width
    size = len(rows)
    shape = f'<path d="{"".join(runs)}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">{shape}</svg>'
