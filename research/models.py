"""The facade: every model of the rooms. Outside of research/, import from here."""

from .posters.models import Poster, PosterDocument, PosterPhoto, PosterRole
from .reports.models import Manuscript, Report, ReportDocument, ReportPhoto, TeamMember, Writer, is_of_writer

__all__ = [
    "Manuscript",
    "Poster",
    "PosterDocument",
    "PosterPhoto",
    "PosterRole",
    "Report",
    "ReportDocument",
    "ReportPhoto",
    "TeamMember",
    "Writer",
    "is_of_writer",
]
