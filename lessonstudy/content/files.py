"""What may be uploaded, checked by content; and how uploads are served.

Nothing active (HTML, SVG, scripts, macros) is accepted, and what is served from the site's own origin comes with a
policy that lets no browser run it.
"""

import posixpath
import re
import secrets
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.template.defaultfilters import filesizeformat
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
DOCUMENT_LIMIT = 100 * MEGABYTE
UNPACKED_LIMIT = 600 * MEGABYTE
UNPACKED_RATIO = 200
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also what Office wraps a file with a password in

# Extension: (what the file must begin with, the part an Office package must have, the name people know).
KINDS = {
    "pdf": (b"%PDF-", None, "PDF"),
    "pptx": (b"PK\x03\x04", "ppt/presentation.xml", "PowerPoint"),
    "docx": (b"PK\x03\x04", "word/document.xml", "Word"),
    "xlsx": (b"PK\x03\x04", "xl/workbook.xml", "Excel"),
    "odt": (b"PK\x03\x04", "content.xml", "OpenDocument"),
    "odp": (b"PK\x03\x04", "content.xml", "OpenDocument"),
    "ppt": (OLD_OFFICE, None, "PowerPoint"),
    "doc": (OLD_OFFICE, None, "Word"),
    "mp3": ((b"ID3", b"\xff\xfb", b"\xff\xf3"), None, "MP3"),
}
DOCUMENT_EXTENSIONS = tuple(KINDS)
OLD_MACROS = "_VBA_PROJECT".encode("utf-16-le")
TYPES = "[Content_Types].xml"
PDF_PROGRAM = Path(__file__).with_name("opening.py")
PDF_SECONDS = 20


def extension_of(name):
    extension = PurePosixPath(name or "").suffix.lower().lstrip(".")
    return "jpg" if extension == "jpeg" else extension


def kind_of(name):
    """The name people know a file format by: PDF, PowerPoint ..."""
    return KINDS[extension_of(name)][2] if extension_of(name) in KINDS else extension_of(name).upper()


def check_document(upload):
    """Refuse (ValidationError) a document of a kind we do not keep, too large, or not what its name says."""
    extension = extension_of(upload.name)
    if extension not in KINDS:
        raise ValidationError(
            _("“%(name)s” cannot be kept as a file. Use one of: %(kinds)s. Pictures go to “Add pictures”."),
            params={"name": upload.name, "kinds": ", ".join(DOCUMENT_EXTENSIONS)},
        )
    if upload.size > DOCUMENT_LIMIT:
        raise ValidationError(
            _("“%(name)s” is %(size)s; at most %(limit)s fits. Make the pictures in it smaller and try again."),
            params={
                "name": upload.name,
                "size": filesizeformat(upload.size),
                "limit": filesizeformat(DOCUMENT_LIMIT),
            },
        )
    start, part, label = KINDS[extension]
    upload.seek(0)
    head = upload.read(16)
    sound = head.startswith(start) and (_is_sound_package(upload, part) if part else not _has_macros(upload))
    opening = _opening(upload) if sound and extension == "pdf" else ""
    upload.seek(0)
    if opening == "password":
        raise ValidationError(
            _("“%(name)s” needs a password to be opened. Save it without one and upload it again."),
            params={"name": upload.name},
        )
    if not sound or (extension == "pdf" and opening != "opens"):
        raise ValidationError(
            _("“%(name)s” is not a readable %(kind)s file. Open it, save it again under that kind, and upload it."),
            params={"name": upload.name, "kind": label},
        )


def _opening(upload):
    """What `opening.py` says of a PDF: "opens" or "password"; nothing if it is broken."""
    with TemporaryFile() as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.seek(0)
        command = [sys.executable, "-I", str(PDF_PROGRAM)]
        try:
            done = subprocess.run(command, stdin=copy, capture_output=True, timeout=PDF_SECONDS, check=False)  # noqa: S603 - our own
        except subprocess.TimeoutExpired:
            return ""
    return done.stdout.decode()


def _has_macros(upload):
    """Whether an old Office file carries a macro project."""
    return any(OLD_MACROS in chunk for chunk in upload.chunks())


def _is_sound_package(upload, part):
    """Whether an Office file opens, has its main part, carries no macro and is no zip bomb."""
    try:
        with zipfile.ZipFile(upload) as package:
            entries = package.infolist()
            types = package.open(TYPES).read(MEGABYTE) if TYPES in package.namelist() else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    finally:
        upload.seek(0)
    unpacked = sum(entry.file_size for entry in entries)
    names = {entry.filename for entry in entries}
    return (
        part in names
        and not any("vbaproject" in name.lower() for name in names)
        and not any(word in types for word in (b"macroEnabled", b"vbaProject"))
        and unpacked <= UNPACKED_LIMIT
        and unpacked <= UNPACKED_RATIO * max(upload.size, 1)
    )


def document_path(document, name):
    """Where a document is stored: a folder nobody can guess, and the file's own name with its own letters."""
    return f"documents/{secrets.token_hex(10)}/{safe_name(name)}"


def safe_name(name):
    """A file name without anything a file system or a shell could trip over; Kazakh letters stay."""
    stem = PurePosixPath(normalize("NFC", name).replace("\\", "/")).name
    return re.sub(r"[^\w.()-]+", "_", stem).strip("._")[-100:] or "file"


PUBLIC_FOLDERS = ("photos/", "documents/")


def is_public_folder(path):
    """Whether a stored file may be served at all; a path that climbs out of its folder may not."""
    return path.startswith(PUBLIC_FOLDERS) and posixpath.normpath(path) == path


def stored_file(path):
    """An upload as it is sent. Raises Http404 if it is gone."""
    try:
        response = FileResponse(default_storage.open(path))
    except OSError:
        raise Http404 from None
    for name, value in media_headers(path).items():
        response[name] = value
    return response


def media_headers(path):
    """Headers for an upload: pictures and PDF open in the browser, all else is saved; nothing may run."""
    extension = extension_of(path)
    opens = extension in ("jpg", "webp", "pdf")
    headers = {
        "Content-Disposition": content_disposition_header(not opens, PurePosixPath(path).name),
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=3600",  # so that what is withdrawn is soon gone everywhere
    }
    if extension == "pdf":
        # A sandbox would keep browsers from showing their own PDF reader; a PDF cannot script the page.
        headers["Content-Security-Policy"] = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
    return headers
