"""PDFs that are printed when they are first asked for, and kept under a name made of what they show."""

import hashlib
import re
from pathlib import Path
from threading import Lock

import typst
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpResponse

from .files import media_headers
from .images import store
from .machines import plain

FONTS = settings.BASE_DIR / "static/fonts"
PRIVATE = re.compile("[\ue000-\uf8ff]")  # signs of one font only, as Word's bullets
printing = Lock()  # one at a time: it takes up to seconds, and all of a processor


def printed_once(folder, told, design, compose):
    """(its mark, the PDF): kept from before, or made now by `compose(told)`. What the folder held before goes."""
    told = printable(told)
    mark = hashlib.sha256(f"{told}{Path(design).read_text()}".encode()).hexdigest()[:32]
    name = f"{folder}/{mark}.pdf"
    pdf = kept(name)
    if pdf is None:
        with printing:
            pdf = kept(name)  # another reader may have asked for the same meanwhile
            if pdf is None:
                forget_all(folder)
                pdf = compose(told)
                store(name, pdf)
    return mark, pdf


def printable(text):
    """Without the signs that no font of ours can show."""
    return PRIVATE.sub("", plain(text))


def compiled(design, **options):
    """Accessible (PDF/UA-1); where a letter is in none of our fonts, which that standard forbids, as it can be."""
    common = {"font_paths": [FONTS], "ignore_system_fonts": True, "format": "pdf", **options}
    try:
        return typst.compile(design, pdf_standards="ua-1", **common)
    except typst.TypstError:
        return typst.compile(design, **common)


def kept(name):
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        return None


def forget_all(folder):
    """What was printed before: it shows what is no longer so."""
    for name in default_storage.listdir(folder)[1] if default_storage.exists(folder) else []:
        default_storage.delete(f"{folder}/{name}")


def pdf_response(mark, pdf, name):
    """Browsers keep it, but ask each time whether it is still right."""
    headers = {**media_headers(name), "Cache-Control": "no-cache", "ETag": f'"{mark}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
