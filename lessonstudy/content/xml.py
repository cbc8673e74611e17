"""Small XML documents for machines, written with their prefixes as they stand: `xhtml:link`, `xml:lang`."""

from xml.etree.ElementTree import SubElement, tostring

from .languages import ShownText
from .machines import plain


def add(parent, tag, text="", **attributes):
    """A child with this text; a text in another language than the page says so."""
    if isinstance(text, ShownText) and text.is_foreign:
        attributes["xml:lang"] = text.language
    child = SubElement(parent, tag, attributes)
    child.text = plain(text) or None
    return child


def document(root):
    return tostring(root, encoding="utf-8", xml_declaration=True)
