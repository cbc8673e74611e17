"""Rich text that stays poor: paragraphs, headings, lists, quotes, links. Pictures and files are objects beside it."""

import html

import nh3
from django.utils.html import strip_tags
from django_prose_editor.fields import ProseEditorField

TAGS = {"p", "br", "h2", "h3", "strong", "em", "ul", "ol", "li", "blockquote", "a"}
PROTOCOLS = ["http", "https", "mailto"]
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "History": True,
    "Link": {"enableTarget": False, "protocols": PROTOCOLS},
}

cleaner = nh3.Cleaner(tags=TAGS, attributes={"a": {"href"}}, url_schemes=set(PROTOCOLS), link_rel="noopener")


def sanitised(text):
    """The HTML with nothing but the tags above; empty if it says nothing."""
    clean = cleaner.clean(text or "")
    return clean if strip_tags(clean).strip() else ""


def words_of(text):
    """Rich or plain text without its HTML, a line for each paragraph."""
    for end in ("<br>", "</p>", "</li>", "</h2>", "</h3>"):
        text = text.replace(end, f"{end}\n")
    return html.unescape(strip_tags(text)).strip()


class RichTextField(ProseEditorField):
    """Text with the few tags above. It is sanitised on the way to the database, whoever saves it."""

    is_html = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "extensions": EXTENSIONS, "sanitize": sanitised})

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return sanitised(value) if value else value
