"""What every description for machines shares: nodes of a schema.org graph (https://schema.org, written as JSON-LD 1.1).

Rooms describe their records in their own `metadata.py`. A node holds only what is known: nothing empty, no null.
`absolute` makes an address whole (`addresses_of(request)`).
"""

import mimetypes
from textwrap import shorten

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from .addresses import permanent_path
from .languages import reader_language
from .richtext import words_of

LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC-BY-NC-ND-4.0": "https://creativecommons.org/licenses/by-nc-nd/4.0/",
}


def addresses_of(request):
    """Makes paths of this site whole. What `request.build_absolute_uri` does, for paths that need no mending."""
    origin = f"{request.scheme}://{request.get_host()}"
    return lambda path: f"{origin}{path}" if path.startswith("/") else path


def node(kind, **properties):
    """A node of the type `kind`. `id` becomes `@id`; what is empty or null is left out, in lists too."""
    if "id" in properties:
        properties = {"@id": properties.pop("id"), **properties}
    known = {name: _known(value) for name, value in properties.items()}
    return {"@type": kind, **{name: value for name, value in known.items() if value not in (None, "", [], {})}}


def _known(value):
    return [part for part in value if part] if isinstance(value, list) else value


def summary(*texts, limit=5000):
    """The first of the texts that says something, as plain words in one line, cut at a word."""
    return next((shorten(words, limit, placeholder="…") for words in map(words_of, map(str, texts)) if words), "")


def iso_date(date, zone=None):
    """A PartialDate in ISO 8601, as precise as it is known; with the offset of `zone` if the minute is known."""
    if date is None or date.year is None:
        return ""
    if date.time and zone:
        return date.first_moment(zone).isoformat()
    return str(date)[:10]


# --- Records ---------------------------------------------------------------------------------------
def identifier(absolute, record):
    """The address that stays when the page's own changes. It names the thing, not the page."""
    return absolute(permanent_path(record))


def main(absolute, record, kind, also=(), **properties):
    """The node of the record the page is about; `also` are names it has besides."""
    name = properties.pop("name", record.plain_title)
    names = {"name": name, "alternateName": _other_names(record, name, also)}
    return node(kind, id=identifier(absolute, record), **names, url=_page(absolute, record), **properties)


def mention(absolute, record, kind, **properties):
    """A record named in the description of another; None if readers may not learn of it.

    Of what is not public only people and organizations are named, without an address.
    """
    if not record or not (record.is_public or record.named_without_page):
        return None
    known = {"name": record.plain_title}
    if record.is_public:
        known |= {"id": identifier(absolute, record), "url": _page(absolute, record)}
    return node(kind, **known | properties)


def _page(absolute, record):
    return absolute(record.get_absolute_url())


def _other_names(record, name, also):
    """How it is called in the other languages of the site, and the names in `also`."""
    names = []
    for language in record.languages_present():
        with override(language):
            names.append(record.plain_title)
    return [other for other in dict.fromkeys([*names, *map(str, also)]) if other not in ("", name)]


# --- Pictures and files ----------------------------------------------------------------------------
def sized_photos(record):
    photos = record.photos.all() if hasattr(record, "photos") else []
    return [photo for photo in photos if photo.width and photo.may_be_shown]


def wide_photo(record):
    """The first picture of the record, if it can stand for it in a shared link: not a sheet or a portrait, not tiny."""
    photo = next(iter(sized_photos(record)), None)
    return photo if photo and photo.width >= 600 and photo.width >= 1.3 * photo.height else None


def preview_path(record):
    """The picture of a shared link; at another address when the record or its first picture has changed."""
    photo = wide_photo(record)
    version = f"{record.version}-{photo.pk}" if photo else record.version
    return reverse("portal:preview", args=[record.address_kind(), record.pk]) + f"?v={version}"


def images(absolute, record):
    """Addresses of the record's first picture, the largest copy first."""
    for photo in sized_photos(record):
        return [absolute(url) for _width, url in reversed(photo.copies)]
    return []


def images_or_preview(absolute, record):
    """The same; without a picture, the one drawn for shared links."""
    return images(absolute, record) or [absolute(preview_path(record))]


def gallery(absolute, record):
    """The pictures of the page; None if it has none."""
    photos = sized_photos(record)
    return photos and node(
        "ImageGallery",
        id=_page(absolute, record) + "#pictures",
        about={"@id": identifier(absolute, record)},
        associatedMedia=[_image(absolute, photo) for photo in photos],
    )


def _image(absolute, photo):
    return node(
        "ImageObject",
        contentUrl=absolute(photo.large),
        thumbnailUrl=absolute(photo.small),
        caption=photo.shown.caption.text,
        description=photo.shown.alt.text,
        creditText=photo.credit,
        dateCreated=photo.taken_on and photo.taken_on.isoformat(),
    )


def files(absolute, record):
    """The files of the record."""
    return [
        node(
            "MediaObject",
            name=str(document),
            contentUrl=absolute(document.file.url),
            encodingFormat=mimetypes.guess_type(document.file.name)[0],
            inLanguage=document.language,
            license=LICENCES.get(document.licence),
        )
        for document in record.documents.all()
    ]


# --- The site --------------------------------------------------------------------------------------
def home_path():
    return reverse("portal:home")


def association(absolute):
    """Who speaks on this site."""
    return node(
        "Organization",
        id=absolute("/#association"),
        name=_("Lesson Study in Kazakhstan"),
        url=absolute("/"),
        logo=absolute(static("img/icon.svg")),
    )


def site_description():
    return _(
        "Conferences, symposia, tours, posters and people of Lesson Study in Kazakhstan: the association's archive in "
        "Kazakh, Russian and English."
    )


def website(absolute):
    """The site, and how to search it (https://schema.org/SearchAction)."""
    home = absolute(home_path())
    search = {"@type": "EntryPoint", "urlTemplate": f"{home}search/?q={{search_term_string}}"}
    return node(
        "WebSite",
        id=absolute("/#site"),
        name=_("Lesson Study in Kazakhstan"),
        url=home,
        description=site_description(),
        inLanguage=reader_language(),
        publisher={"@id": absolute("/#association")},
        potentialAction={
            "@type": "SearchAction",
            "target": search,
            "query-input": "required name=search_term_string",
        },
    )


def trail(absolute, *steps):
    """The way from the front page to this one. A step is a record or (name, path); what is not public is no step."""
    pairs = [(_("Home"), home_path()), *filter(None, map(_step, steps))]
    items = [
        {"@type": "ListItem", "position": position, "name": str(name), "item": absolute(path)}
        for position, (name, path) in enumerate(pairs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _step(step):
    if step is None or isinstance(step, tuple):
        return step
    return (step.plain_title, step.get_absolute_url()) if step.is_public else None


def collection(absolute, path, name, page):
    """A page of a list: how many records there are, and those on this page."""
    items = [
        {"@type": "ListItem", "position": position, "name": record.plain_title, "url": absolute(address)}
        for position, record in enumerate(page.object_list, start=page.start_index())
        if (address := record.get_absolute_url())
    ]
    return node(
        "CollectionPage",
        name=name,
        url=absolute(path),
        inLanguage=reader_language(),
        isPartOf={"@id": absolute("/#site")},
        mainEntity=node("ItemList", numberOfItems=page.paginator.count, itemListElement=items),
    )
