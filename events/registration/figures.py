"""The stated figures of an event, proposed from who was there. Staff decide: nothing is stated by itself."""

from dataclasses import dataclass, field

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.calendar.models import Event, ParticipationFigure
from lessonstudy.content.errors import Refused

from .desk import Option
from .models import Participant, State

Category = ParticipationFigure.Category


@dataclass
class Proposal:
    """A number that could be stated, beside the one that is."""

    category: Category
    number: int
    stated: ParticipationFigure | None

    @property
    def key(self):
        """What a tick sends: also the number, so that nobody states what they did not see."""
        return f"{self.category.value}:{self.number}"

    @property
    def is_stated(self):
        return self.stated is not None and (self.stated.number, self.stated.qualifier) == (self.number, "exact")


@dataclass
class Outcome:
    """What happened, in numbers; of those with a place if nobody's attendance was noted."""

    is_noted: bool
    confirmed: int
    attended: int
    proposals: list = field(default_factory=list)

    @property
    def missing(self):
        return self.confirmed - self.attended


def outcome(desk):
    places = Participant.objects.filter(registration__desk=desk, state=State.CONFIRMED)
    attended = places.filter(attendances__isnull=False).distinct()
    numbers = places.count(), attended.count()
    counted = attended if numbers[1] else places
    return Outcome(bool(numbers[1]), *numbers, proposals(desk, counted))


def proposals(desk, counted):
    """A number of nobody is not proposed."""
    numbers = {
        Category.PARTICIPANTS: counted.count(),
        Category.ONLINE: counted.filter(option__mode=Option.Mode.ONLINE).count(),
        Category.SCHOOLS: counted.values("registration__organization").distinct().count(),
    }
    stated = stated_now(desk.event)
    return [Proposal(category, number, stated.get(category)) for category, number in numbers.items() if number]


def stated_now(event):
    """{category: figure}; one in other words ("from Almaty") counts something else."""
    figures = event.figures.order_by("-position", "-pk")
    return {figure.category: figure for figure in figures if not figure.shown.label}


def state_figures(desk, keys, *, by):
    """State the chosen proposals, in place of what was stated of the same. Refused if the numbers changed since."""
    with transaction.atomic():
        event = Event.objects.select_for_update(of=("self",)).get(pk=desk.event_id)
        wanted = {proposal.key: proposal for proposal in outcome(desk).proposals}
        if not keys:
            raise Refused(_("Tick at least one number."))
        if not set(keys) <= set(wanted):
            raise Refused(_("The numbers have changed meanwhile. Look at them again."))
        stated = [state(event, wanted[key]) for key in dict.fromkeys(keys)]
        tell_editors(event, stated, by)
    return stated


def state(event, proposal):
    figure = proposal.stated
    if figure is None:
        last = event.figures.aggregate(last=Max("position"))["last"] or 0
        figure = ParticipationFigure(event=event, category=proposal.category, position=last + 1)
    figure.number, figure.qualifier = proposal.number, ParticipationFigure.Qualifier.EXACT
    figure.save()
    return figure


def tell_editors(event, figures, by):
    """Into the history of the event; whoever has its form open meanwhile is told when they save."""
    event.version += 1
    event._history_user = by
    event.save()
    with override(None):  # the log is put into words when it is read
        name = str(ParticipationFigure._meta.verbose_name)
        said = [{"changed": {"name": name, "object": str(figure), "fields": ["number"]}} for figure in figures]
    LogEntry.objects.log_actions(by.pk, [event], CHANGE, said, single_object=True)
