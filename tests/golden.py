"""Whole answers kept as files: `golden/<name>.xml` beside the test. They were held against the schemas when written."""

import re
from pathlib import Path
from xml.etree.ElementTree import canonicalize

MOMENT = re.compile(r"\b20\d\d(?:-\d\d-\d\dT\d\d:\d\d:\d\dZ|\d{10})\b")


def golden(test, name):
    """The kept answer, to be compared with `answered`."""
    return answered((Path(test).parent / "golden" / f"{name}.xml").read_text())


def answered(text):
    """The answer without what is only layout; every moment in it is the same one."""
    return canonicalize(MOMENT.sub("MOMENT", text), strip_text=True)
