"""One stylesheet for readers, many small files for us.

`css/site.css` is all of static/css in order: tokens, base, then a file per component. It exists only as a static
file that this finder makes, so nobody edits it by mistake.
"""

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/site.css"


def parts():
    folder = settings.BASE_DIR / "static"
    first = [folder / "fonts/fonts.css", folder / "css/layers.css", folder / "css/tokens.css", folder / "css/base.css"]
    return [*first, *sorted(folder.glob("css/components/*.css")), folder / "css/print.css"]


class StylesheetFinder(BaseFinder):
    def __init__(self, *args, **kwargs):
        self.storage = FileSystemStorage(location=settings.DATA_DIR / "build")

    def check(self, **kwargs):
        return []

    def build(self):
        target = settings.DATA_DIR / "build" / NAME
        target.parent.mkdir(parents=True, exist_ok=True)
        text = "\n".join(part.read_text() for part in parts())
        if not target.exists() or target.read_text() != text:
            target.write_text(text)
        return str(target)

    def find(self, path, find_all=False, **kwargs):
        if path != NAME:
            return []
        return [self.build()] if find_all else self.build()

    def list(self, ignore_patterns):
        self.build()
        yield NAME, self.storage
