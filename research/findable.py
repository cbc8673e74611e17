"""The facade: what can be found of all rooms."""

from .posters.findable import FINDABLE as POSTERS
from .reports.findable import FINDABLE as REPORTS

FINDABLE = [*POSTERS, *REPORTS]
