"""Stand-in files: small, real PDF and PowerPoint files that say what they stand in for.

They are the same, byte for byte, whenever they are made.
"""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

import typst

from .canvas import FELT, INK, MADDER, TEAL

SENTENCES = {
    "kk": "Бұл – түпнұсқаның орнына қойылған файл: порталдың бастапқы мұрағатында түпнұсқаның өзі жоқ.",
    "ru": "Это файл-замена: подлинного файла в начальном архиве портала нет.",
    "en": "This file is a stand-in: the original is not in the portal's founding archive.",
}
PACKED_AT = (2026, 11, 22, 9, 0, 0)  # zip wants a moment; a fixed one keeps the bytes the same

PAGE = """
#set document(title: sys.inputs.label, date: none)
#set page(paper: "a4", margin: (x: 25mm, top: 30mm, bottom: 25mm), fill: rgb("FELT"))
#set text(font: "Libertinus Serif", size: 13pt, lang: "kk", fill: rgb("INK"))
#set par(leading: 0.75em, spacing: 1.2em)
#let sentence(lang, words) = par(text(lang: lang, words))
#block(width: 100%, below: 14mm, inset: (y: 9mm, x: 10mm), fill: rgb("TEAL"))[
  #show heading: set text(size: 22pt, fill: rgb("FELT"))
  = #sys.inputs.label
]
#block(stroke: (left: 2pt + rgb("MADDER")), inset: (left: 5mm, y: 1mm))[
  #sentence("kk", sys.inputs.kk)
  #sentence("ru", sys.inputs.ru)
  #sentence("en", sys.inputs.en)
]
#v(6mm)
#for line in sys.inputs.lines.split("\\n").filter(line => line != "") { sentence(line.slice(0, 2), line.slice(3)) }
"""
for name, colour in (("FELT", FELT), ("INK", INK), ("TEAL", TEAL), ("MADDER", MADDER)):
    PAGE = PAGE.replace(f'"{name}"', f'"{colour}"')


def make_pdf(label, lines):
    """One page: the label, that this is a stand-in (in three languages), and the lines: pairs (language, text)."""
    inputs = {"label": label, "lines": "\n".join(f"{language} {text}" for language, text in lines), **SENTENCES}
    return typst.compile(PAGE.encode(), ignore_system_fonts=True, sys_inputs=inputs)


def make_pptx(label, lines):
    """Two slides: the label and that this is a stand-in, in three languages; then the lines: (language, text)."""
    slides = [slide(label, SENTENCES.items()), slide(label, lines)]
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for path, xml in parts(label, slides).items():
            entry = zipfile.ZipInfo(path, PACKED_AT)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            package.writestr(entry, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + xml)
    return buffer.getvalue()


# --- The parts of a PowerPoint file, as small as the standard (ECMA-376) lets them be ----------------
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
SPACES = f'xmlns:a="{MAIN}" xmlns:r="{OFFICE}" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
KIND = "application/vnd.openxmlformats-officedocument"
EMPTY_TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
COLOUR_MAP = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)


def parts(label, slides):
    """Path and content of every part of the package."""
    numbers = range(1, len(slides) + 1)
    return {
        "[Content_Types].xml": content_types(numbers),
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml"), ("core", "docProps/core.xml")),
        "docProps/core.xml": core(label),
        "ppt/presentation.xml": presentation(numbers),
        "ppt/_rels/presentation.xml.rels": relations(
            ("slideMaster", "slideMasters/slideMaster1.xml"), *(("slide", f"slides/slide{n}.xml") for n in numbers)
        ),
        "ppt/slideMasters/slideMaster1.xml": master(),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relations(
            ("slideLayout", "../slideLayouts/slideLayout1.xml"), ("theme", "../theme/theme1.xml")
        ),
        "ppt/slideLayouts/slideLayout1.xml": layout(),
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relations(("slideMaster", "../slideMasters/slideMaster1.xml")),
        "ppt/theme/theme1.xml": theme(),
        **{f"ppt/slides/slide{n}.xml": xml for n, xml in zip(numbers, slides, strict=True)},
        **{
            f"ppt/slides/_rels/slide{n}.xml.rels": relations(("slideLayout", "../slideLayouts/slideLayout1.xml"))
            for n in numbers
        },
    }


def relations(*targets):
    addresses = {"core": f"{PACKAGE}/relationships/metadata/core-properties"}
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{addresses.get(kind, f"{OFFICE}/{kind}")}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def content_types(numbers):
    kinds = {
        "/ppt/presentation.xml": f"{KIND}.presentationml.presentation.main+xml",
        "/ppt/slideMasters/slideMaster1.xml": f"{KIND}.presentationml.slideMaster+xml",
        "/ppt/slideLayouts/slideLayout1.xml": f"{KIND}.presentationml.slideLayout+xml",
        "/ppt/theme/theme1.xml": f"{KIND}.theme+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        **{f"/ppt/slides/slide{number}.xml": f"{KIND}.presentationml.slide+xml" for number in numbers},
    }
    overrides = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in kinds.items())
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def core(label):
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(label)}</dc:title></cp:coreProperties>'
    )


def presentation(numbers):
    slides = "".join(f'<p:sldId id="{255 + number}" r:id="rId{number + 1}"/>' for number in numbers)
    return (
        f'<p:presentation {SPACES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        f'<p:sldIdLst>{slides}</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/>'
        "</p:presentation>"
    )


def master():
    return (
        f'<p:sldMaster {SPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/>'
        f"</p:bgPr></p:bg><p:spTree>{EMPTY_TREE}</p:spTree></p:cSld>{COLOUR_MAP}"
        '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>'
    )


def layout():
    return (
        f'<p:sldLayout {SPACES} type="blank"><p:cSld name="Felt"><p:spTree>{EMPTY_TREE}</p:spTree></p:cSld>'
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def theme():
    colours = {"dk1": INK, "lt1": FELT, "dk2": TEAL, "lt2": "#ffffff", "accent1": TEAL, "accent2": MADDER}
    colours |= {"accent3": TEAL, "accent4": MADDER, "accent5": TEAL, "accent6": MADDER, "hlink": TEAL, "folHlink": INK}
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value[1:]}"/></a:{name}>' for name, value in colours.items())
    font = '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme xmlns:a="{MAIN}" name="Felt"><a:themeElements><a:clrScheme name="Felt">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="Felt"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Felt"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{f'<a:ln>{fill}</a:ln>' * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def slide(label, lines):
    """A slide with the label on a teal band and the lines (language, text) below."""
    head = shape(2, "Title", (0, 0, 12192000, 1500000), "accent1", paragraph("kk", label, 3200, "bg1", bold=True))
    bar = shape(3, "Bar", (600000, 2000000, 50000, 3600000), "accent2", "<a:p/>")
    text = "".join(paragraph(language, line, 2000, "tx1") for language, line in lines) or "<a:p/>"
    body = shape(4, "Text", (800000, 1900000, 10700000, 4200000), None, text)
    return (
        f"<p:sld {SPACES}><p:cSld><p:spTree>{EMPTY_TREE}{head}{bar}{body}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    )


def shape(number, name, box, fill, text):
    x, y, wide, high = box
    placeholder = '<p:ph type="title"/>' if name == "Title" else ""
    paint = f'<a:solidFill><a:schemeClr val="{fill}"/></a:solidFill>' if fill else "<a:noFill/>"
    anchor = "ctr" if fill else "t"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{paint}</p:spPr>'
        f'<p:txBody><a:bodyPr wrap="square" lIns="600000" rIns="600000" anchor="{anchor}"><a:normAutofit/></a:bodyPr>'
        f"<a:lstStyle/>{text}</p:txBody></p:sp>"
    )


def paragraph(language, text, size, colour, bold=False):
    tag = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}[language]
    return (
        f'<a:p><a:pPr><a:spcAft><a:spcPts val="1200"/></a:spcAft></a:pPr><a:r><a:rPr lang="{tag}" sz="{size}" '
        f'b="{int(bold)}"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:rPr>'
        f"<a:t>{escape(text)}</a:t></a:r></a:p>"
    )
