"""A citation to copy: APA (7th edition) and GOST R 7.0.5-2008, in the language of the thing cited."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from lessonstudy.content.dates import MONTHS

from .citation import ARTICLE, POSTER, REPORT, TALK

MOST_APA = 20  # authors; of more, the first 19 and the last
MOST_GOST = 3  # of more, the title leads and the first three follow it

IN_BRACKETS = {POSTER: "Poster presentation", TALK: "Conference presentation", REPORT: "Lesson study report"}

# GOST writes in the language of the thing: how each says number, pages, volume, "and others", poster, report, talk.
WORDS = {
    "kk": {
        "volume": "Т.",
        "pages": "Б.",
        "others": "және т. б.",
        POSTER: "постер",
        REPORT: "зерттеу есебі",
        TALK: "баяндама",
    },
    "ru": {"volume": "Т.", "pages": "С.", "others": "и др.", POSTER: "постер", REPORT: "отчёт", TALK: "доклад"},
    "en": {"volume": "Vol.", "pages": "P.", "others": "et al.", POSTER: "poster", REPORT: "report", TALK: "talk"},
}


# --- APA ------------------------------------------------------------------------------------------
def apa(citation):
    """Author, A. (2024). Title [Translation]. *Journal*, *12*(3), 12–19. https://doi.org/…"""
    authors, year, title = apa_authors(citation.authors), f"({apa_date(citation)}).", apa_title(citation)
    opening = [authors, year, title] if authors else [title, year]
    return spaced([*opening, apa_container(citation), citation.link])


def apa_authors(authors):
    names = [", ".join(filter(None, (author.family, author.initials))) for author in authors]
    if len(names) > MOST_APA:
        return f"{', '.join(names[: MOST_APA - 1])}, . . . {names[-1]}"
    listed = f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 1 else "".join(names)
    return listed if listed.endswith(".") or not listed else f"{listed}."


def apa_date(citation):
    if not citation.year:
        return "n.d."
    if citation.kind in (ARTICLE, REPORT) or not citation.date.month:
        return citation.year
    day = f" {citation.date.day}" if citation.date.day else ""
    return f"{citation.year}, {MONTHS['en'][citation.date.month - 1]}{day}"


def apa_title(citation):
    """With the English title in brackets behind one in another language; italic for what stands alone."""
    title = citation.title if citation.kind == ARTICLE else italic(citation.title)
    english = citation.translations.get("en") if citation.language != "en" else ""
    brackets = [f"[{part}]" for part in (english, IN_BRACKETS.get(citation.kind)) if part]
    return ended(spaced([title, *brackets]))


def apa_container(citation):
    if citation.kind != ARTICLE:
        return ended(", ".join(filter(None, (citation.container, citation.place))))
    number = f"({citation.issue})" if citation.issue else ""
    numbered = format_html("{}{}", italic(citation.volume), number)
    return ended(
        format_html_join(
            ", ", "{}", ((part,) for part in (italic(citation.container), numbered, citation.page_range) if part)
        )
    )


# --- GOST -----------------------------------------------------------------------------------------
def gost(citation):
    """Автор А. А. Название // Журнал. 2024. № 3 (49). С. 12–19. DOI: …"""
    words = WORDS.get(citation.language, WORDS["ru"])
    form = "" if citation.kind == ARTICLE else f" : {words[citation.kind]}"
    title = f"{citation.title}{form}"
    if len(citation.authors) > MOST_GOST:
        first = ", ".join(gost_name(author, turned=True) for author in citation.authors[:MOST_GOST])
        opening = f"{title} / {first} [{words['others']}]"
    else:
        opening = f"{', '.join(map(gost_name, citation.authors))} {title}".strip()
    container = f" // {citation.container}" if citation.container else ""
    parts = [
        f"{opening}{container}",
        citation.place,
        citation.year,
        *gost_numbers(citation, words),
        gost_link(citation),
    ]
    return spaced([ended(part) for part in parts if part])


def gost_name(author, turned=False):
    if not author.is_person:
        return f"{author.family.removesuffix('.')}."
    names = (author.initials, author.family) if turned else (author.family, author.initials)
    return " ".join(filter(None, names))


def gost_numbers(citation, words):
    return [
        citation.volume and f"{words['volume']} {citation.volume}",
        citation.issue and f"№ {citation.number}",
        citation.page_range and f"{words['pages']} {citation.page_range}",
    ]


def gost_link(citation):
    return f"DOI: {citation.doi}" if citation.doi else f"URL: {citation.url}"


# --- Both -----------------------------------------------------------------------------------------
def italic(text):
    return format_html("<i>{}</i>", text) if text else ""


def spaced(parts):
    return format_html_join(" ", "{}", ((part,) for part in parts if part))


def ended(text):
    """With a full stop, unless it ends a sentence already or there is nothing."""
    bare = str(text).removesuffix("</i>")
    return text if not bare or bare.endswith((".", "?", "!", "…")) else format_html("{}{}", text, mark_safe("."))
