"""What may become an old address, one by one or from a table."""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .addresses import on_this_site, pages_at, written
from .models import Redirect
from .sheets import rows_of


def why_old_is_wrong(old, pages):
    """A living page is never hidden; and as no old address is a page, none can lead to another in a chain or a loop."""
    if old in pages:
        about = {"address": old, "page": pages[old]}
        return _("A page of this site has the address %(address)s: “%(page)s”. It would be hidden.") % about
    return ""


def why_new_is_wrong(new, pages):
    """Only to what has a page now: of a record, or a list."""
    page = pages.get(new)
    if page is None:
        return _("This site has no page at %s. Open the page you mean, copy its address and paste it here.") % new
    if not (page.record or page.is_list):
        return _("%s is neither the page of a record nor a list, and an old address leads only there.") % new
    return ""


# --- A table --------------------------------------------------------------------------------------
class Deed(TextChoices):
    """What happens to a row of the table."""

    NEW = "new", gettext_lazy("to be added")
    CHANGED = "changed", gettext_lazy("to lead elsewhere from now on")
    SAME = "same", gettext_lazy("there already")
    WRONG = "wrong", gettext_lazy("wrong, left out")


@dataclass
class Line:
    """One row of the table: either a problem, or a redirect and what happens to it."""

    number: int
    cells: list
    old: str = ""
    new: str = ""
    problem: str = ""
    deed: Deed = Deed.WRONG
    redirect: Redirect = None

    def read(self):
        try:
            if len(self.cells) != 2:
                raise ValidationError(_("A row needs two cells: the old address and the new one."))
            self.old, self.new = written(self.cells[0]), on_this_site(self.cells[1])
        except ValidationError as error:
            self.problem = error.message

    @property
    def will_be_written(self):
        return self.deed in (Deed.NEW, Deed.CHANGED)


def plan(text):
    """What would happen to every row of the table. Nothing is written."""
    lines = [Line(number, cells) for number, cells in rows_of(text)]
    if not lines:
        raise ValidationError(_("There are no rows in it."))
    for line in lines:
        line.read()
    readable = [line for line in lines if not line.problem]
    pages = pages_at({address for line in readable for address in (line.old, line.new)})
    find_problems(readable, pages)
    decide([line for line in readable if not line.problem], pages)
    return lines


def find_problems(lines, pages):
    seen = {}
    for line in lines:
        first = seen.setdefault(line.old, line)
        if first is not line:
            line.problem = _("Line %d has this old address already.") % first.number
        else:
            line.problem = why_old_is_wrong(line.old, pages) or why_new_is_wrong(line.new, pages)


def decide(lines, pages):
    """The redirect of each good row, and whether it is new."""
    present = {redirect.old: redirect for redirect in Redirect.objects.filter(old__in=[line.old for line in lines])}
    for line in lines:
        line.redirect = Redirect(old=line.old, origin=Redirect.Origin.CSV)
        line.redirect.lead_to(pages[line.new])
        there = present.get(line.old)
        line.deed = Deed.NEW if there is None else Deed.SAME if leads_alike(there, line.redirect) else Deed.CHANGED


def leads_alike(one, other):
    return (one.kind, one.number, one.path) == (other.kind, other.number, other.path)


def mark_of(lines):
    """Another mark as soon as anything else would happen, so that nobody confirms what they did not see."""
    rows = [(line.old, line.new, line.deed.value) for line in lines]
    return sha256(repr(rows).encode()).hexdigest()


def numbers_of(lines):
    """(what happens, to how many rows), of those that occur."""
    numbers = Counter(line.deed for line in lines)
    return [(deed.label, numbers[deed]) for deed in Deed if numbers[deed]]


@transaction.atomic
def keep(lines, *, by=None):
    """Write all good rows, or none if anything goes wrong. Returns how many."""
    redirects = [line.redirect for line in lines if line.will_be_written]
    Redirect.objects.write(redirects)
    if by and redirects:
        LogEntry.objects.create(
            user=by,
            content_type=ContentType.objects.get_for_model(Redirect),
            object_repr=ngettext("%d row from a CSV file", "%d rows from a CSV file", len(redirects)) % len(redirects),
            action_flag=ADDITION,
        )
    return len(redirects)
