"""Stand-ins for photos and files that are not to be had: drawn and written by code, the same for the same seed."""

from .files import make_pdf, make_pptx
from .pictures import draw_photo

__all__ = ["draw_photo", "make_pdf", "make_pptx"]
