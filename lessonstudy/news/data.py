"""News as plain data, and the news of events."""

from lessonstudy.content.data import FILES, PHOTOS, columns, links

from .models import NewsPost

NEWS_BRIEF = (*columns(NewsPost, "title", "lead", "kind", "pinned"), links("events"))
NEWS = (*columns(NewsPost, "body"), PHOTOS, FILES)
EVENT = (links("news"),)
