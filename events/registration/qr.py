"""Tickets as QR codes."""

from io import BytesIO

import qrcode
from qrcode.image.svg import SvgPathImage


def qr_png(text):
    buffer = BytesIO()
    qrcode.make(text, border=2, box_size=8).save(buffer)
    return buffer.getvalue()


def qr_svg(text):
    """For a page: it takes the colour around it."""
    return qrcode.make(text, border=1, image_factory=SvgPathImage).to_string(encoding="unicode")
