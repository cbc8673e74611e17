"""The facade: the filters of the lists."""

from .posters.forms import PosterFilter
from .reports.forms import ReportFilter

__all__ = ["PosterFilter", "ReportFilter"]
