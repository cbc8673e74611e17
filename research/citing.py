"""The facade: what it takes to cite posters and reports."""

from .posters.citing import CITABLE as POSTERS
from .reports.citing import CITABLE as REPORTS

CITABLE = [*POSTERS, *REPORTS]
