"""Pictures: checked by their header before anything is decoded, and sized once, after they are saved.

Every picture becomes a master JPEG of at most 2560 px without any metadata (so no position of a camera is kept)
and WebP copies 400, 800 and 1600 px wide. Names come from the content, so the same picture twice is one file.
"""

import hashlib
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from .files import MEGABYTE

FORMATS = ("JPEG", "PNG", "WEBP")
SIZE_LIMIT = 25 * MEGABYTE
PIXEL_LIMIT = 40_000_000
MASTER = 2560
WIDTHS = (400, 800, 1600)

# Nobody chose these numbers but us: Pillow's own guard would only warn.
Image.MAX_IMAGE_PIXELS = PIXEL_LIMIT


def check_image(upload):
    """Refuse (ValidationError) what is not a JPEG, PNG or WebP picture of at most 25 MB and 40 megapixels."""
    if upload.size > SIZE_LIMIT:
        raise ValidationError(
            _("“%(name)s” is %(size)s; a picture may have at most %(limit)s. Save it smaller and choose it again."),
            params={"name": upload.name, "size": filesizeformat(upload.size), "limit": filesizeformat(SIZE_LIMIT)},
        )
    upload.seek(0)
    try:
        with Image.open(upload, formats=FORMATS) as image:
            width, height = image.size
            if width * height <= PIXEL_LIMIT:
                _read_through(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        width = height = PIXEL_LIMIT
    except (OSError, ValueError, SyntaxError):
        raise ValidationError(
            _("“%(name)s” is not a picture this site can show. Save it as JPEG, PNG or WebP and choose it again."),
            params={"name": upload.name},
        ) from None
    finally:
        upload.seek(0)
    if width * height > PIXEL_LIMIT:
        raise ValidationError(
            _("“%(name)s” has too many pixels to be opened safely. Make it at most 8000 pixels wide."),
            params={"name": upload.name},
        )


def _read_through(image):
    """Raise OSError or SyntaxError if the file is damaged: cheaply, not at full size where the format allows."""
    if image.format == "PNG":
        image.verify()
    else:
        image.draft("RGB", (WIDTHS[0], WIDTHS[0]))
        image.load()


def make_sizes(file):
    """Write the master and its WebP copies; return (name of the master, width, height). Raises OSError if broken."""
    with Image.open(file, formats=FORMATS) as source:
        source.draft("RGB", (MASTER, MASTER))
        image = _on_white(ImageOps.exif_transpose(source))
    image.thumbnail((MASTER, MASTER))
    master = _encoded(image, "JPEG", quality=88, optimize=True, progressive=True)
    name = f"photos/{hashlib.sha256(master).hexdigest()[:32]}.jpg"
    store(name, master)
    for width in widths_for(image.width):
        copy = image if width == image.width else image.resize((width, round(image.height * width / image.width)))
        store(size_name(name, width), _encoded(copy, "WEBP", quality=78, method=4))
    return name, image.width, image.height


def widths_for(width):
    """The widths of the WebP copies of a picture `width` pixels wide: never larger than the picture."""
    return [size for size in WIDTHS if size < width] + ([width] if width <= WIDTHS[-1] else [])


def size_name(name, width):
    return f"{name.rpartition('.')[0] or name}-{width}.webp"


def _on_white(image):
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image).convert("RGB")
    return image.convert("RGB")


def _encoded(image, kind, **options):
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def store(name, data):
    """Keep the data under a name that tells its content: what is there already is the same."""
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))
