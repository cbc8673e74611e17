"""Reads the text of a file: python reading.py pdf sample.pdf. A program of its own, for files may be broken or hostile.

It may use so much memory and time and no more, and writes what it has read piece by piece: when it is stopped, what
came before is not lost. It needs neither Django nor the portal, so it starts quickly.
"""

import posixpath
import resource
import sys
import zipfile
from contextlib import suppress
from xml.parsers import expat

MOST_TEXT = 200_000  # characters; more than any lesson plan has
MEMORY = 1024**3
SECONDS = 30
PIECE = 64 * 1024
MOST_LINKS = 4 * 1024 * 1024  # bytes of a part that lists others


def main(kind, path):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    left = MOST_TEXT
    for text in READERS[kind](path):
        sys.stdout.buffer.write(text[:left].encode("utf-8", "ignore"))
        sys.stdout.buffer.flush()
        left -= len(text)
        if left <= 0:
            break


def read_pdf(path):
    """Page after page."""
    import pypdfium2  # noqa: PLC0415 - the server knows this module too, and never needs so much

    pdf = pypdfium2.PdfDocument(path)
    for number in range(len(pdf)):
        page = pdf[number]
        text = page.get_textpage()
        yield text.get_text_bounded() + "\n"
        text.close()
        page.close()


def read_docx(path):
    """The text with its tables, then the notes (ISO/IEC 29500-1, WordprocessingML)."""
    with zipfile.ZipFile(path) as package:
        for part in ("document", "footnotes", "endnotes"):
            yield from texts(package, f"word/{part}.xml")


def read_pptx(path):
    """Slides in the order they are shown, each with its diagrams and the speaker's notes (PresentationML)."""
    with zipfile.ZipFile(path) as package:
        shown = {number: slide for number, _, slide in links(package, "ppt/presentation.xml")}
        for tag, attributes in elements(package, "ppt/presentation.xml"):
            number = next((value for name, value in attributes.items() if name.endswith(" id")), None)
            if tag == "sldId" and number in shown:
                yield from texts(package, shown[number])
                for _, kind, part in links(package, shown[number]):
                    if kind in ("notesSlide", "diagramData"):
                        yield from texts(package, part)


def read_opendocument(path):
    with zipfile.ZipFile(path) as package:
        yield from texts(package, "content.xml", within=("p", "h"))


READERS = {
    "pdf": read_pdf,
    "docx": read_docx,
    "pptx": read_pptx,
    "odt": read_opendocument,
    "odp": read_opendocument,
}

# --- Parts of a package ---------------------------------------------------------------------------


def texts(package, part, within=("t",)):
    """The text of a part, piece by piece: what stands within those elements."""
    words = Words(within)
    with suppress(KeyError, expat.ExpatError), package.open(part) as stream:
        while piece := stream.read(PIECE):
            try:
                words.parser.Parse(piece, False)
            finally:
                yield words.take()


def links(package, part):
    """[(id, kind, part)] of what a part refers to (ISO/IEC 29500-2, relationships)."""
    folder, name = posixpath.split(part)
    found = elements(package, f"{folder}/_rels/{name}.rels")
    inside = [a for tag, a in found if tag == "Relationship" and a.get("TargetMode") != "External"]
    return [
        (a["Id"], a["Type"].rsplit("/", 1)[-1], posixpath.normpath(posixpath.join("/", folder, a["Target"]))[1:])
        for a in inside
    ]


def elements(package, part):
    """[(name without namespace, attributes)] of a small part."""
    found = []
    parser = new_parser()
    parser.StartElementHandler = lambda tag, attributes: found.append((local(tag), attributes))
    with suppress(KeyError, expat.ExpatError), package.open(part) as stream:
        parser.Parse(stream.read(MOST_LINKS), True)
    return found


def new_parser():
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse
    return parser


def refuse(*declaration):
    """Office files declare no entities; who does wants to do harm."""
    raise expat.ExpatError("a document type is declared")


def local(tag):
    return tag.rsplit(" ", 1)[-1]


class Words:
    """Takes the words out of XML: a paragraph is a line, a tab a space."""

    ends = {"p": "\n", "h": "\n", "br": "\n", "cr": "\n", "line-break": "\n", "tab": " ", "s": " "}
    skipped = {"Fallback", "fld", "tracked-changes"}  # said twice, numbers of slides, what was deleted

    def __init__(self, within):
        self.within, self.inside, self.outside, self.found = within, 0, 0, []
        self.parser = new_parser()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def start(self, tag, attributes):
        self.inside += local(tag) in self.within
        self.outside += local(tag) in self.skipped

    def end(self, tag):
        name = local(tag)
        self.inside -= name in self.within
        self.outside -= name in self.skipped
        if name in self.ends and not self.outside:
            self.found.append(self.ends[name])

    def text(self, text):
        if self.inside and not self.outside:
            self.found.append(text)

    def take(self):
        taken, self.found = "".join(self.found), []
        return taken


if __name__ == "__main__":
    main(*sys.argv[1:])
