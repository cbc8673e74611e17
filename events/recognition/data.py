"""Awards as plain data."""

from lessonstudy.content.data import Shape, columns, link, named, rows

from .models import Award

WHAT = columns(Award, "kind", "title", "note")
AWARDS = rows("awards", Shape("Award", *WHAT, named("person"), named("organization")))
AWARDS_WON = rows("awards", Shape("AwardWon", *WHAT, link("event")), only=lambda award: award.event.is_public)
