"""OAI-PMH 2.0 (https://www.openarchives.org/OAI/openarchivesprotocol.html): libraries harvest what can be cited.

One format, oai_dc; sets by kind, journal, event and year; moments to the second; deleted records are told of for ever.
A resumption token says all that the next page needs, so nothing is remembered here between two requests.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from email.utils import parseaddr
from xml.etree.ElementTree import Element

from django.conf import settings
from django.db.models import Min, Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from events.models import Event
from journal.models import Journal
from lessonstudy.content.machines import FORBIDDEN
from lessonstudy.content.metadata import addresses_of
from lessonstudy.content.xml import add, document
from lessonstudy.search.query import keep_up

from .models import HarvestLine

PAGE = 100  # records in one answer
PREFIX = "oai_dc"
OAI = "http://www.openarchives.org/OAI/2.0/"
SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC_SPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
HOST = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]+)+")
# What the schema lets arguments look like: they stand in the answer, too.
WORD = r"[A-Za-z0-9_.!~*'()-]+"
WELL_FORMED = {
    "metadataPrefix": WORD,
    "set": rf"{WORD}(:{WORD})*",
    "identifier": rf"[A-Za-z][A-Za-z0-9+.-]*:{WORD}([:/]{WORD})*|{WORD}(/{WORD})*",
}
SECONDS = "%Y-%m-%dT%H:%M:%SZ"


class Wrong(Exception):
    """What is wrong with a request, by one of the protocol's codes."""

    def __init__(self, code, message):
        self.code, self.message = code, message


# --- The request ----------------------------------------------------------------------------------
@csrf_exempt  # harvesters may POST what they ask; nothing is changed by it
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request):
    keep_up()
    asked = request.POST if request.method == "POST" else request.GET
    root = Element("OAI-PMH", {"xmlns": OAI, "xmlns:xsi": SCHEMA, "xsi:schemaLocation": f"{OAI} {OAI}OAI-PMH.xsd"})
    add(root, "responseDate", timezone.now().astimezone(UTC).strftime(SECONDS))
    echo = add(root, "request", addresses_of(request)(reverse("oai")))
    try:
        verb, arguments = read(asked)
        answer = VERBS[verb].answer(Asked(request, arguments))
    except Wrong as wrong:
        if wrong.code not in ("badVerb", "badArgument"):
            echo.attrib.update({"verb": asked["verb"], **single(asked)})
        add(root, "error", wrong.message, code=wrong.code)
    else:
        echo.attrib.update({"verb": verb, **arguments})
        root.append(answer)
    return HttpResponse(document(root), content_type="text/xml; charset=utf-8")


@dataclass
class Asked:
    """A request whose arguments are allowed: who asked what."""

    request: object
    arguments: dict

    def absolute(self, path):
        return addresses_of(self.request)(path)

    @property
    def host(self):
        return self.request.get_host().partition(":")[0]

    def identifier(self, line):
        return f"oai:{self.host}:{line.kind}/{line.number}"


@dataclass(frozen=True)
class Verb:
    answer: object
    required: tuple = ()
    optional: tuple = ()


def single(asked):
    return {name: value for name, value in asked.items() if name != "verb"}


def read(asked):
    """(verb, {argument: value}). Raises Wrong unless they are exactly what the protocol allows."""
    if len(asked.getlist("verb")) != 1 or asked["verb"] not in VERBS:
        raise Wrong("badVerb", f"Exactly one verb is wanted, one of: {', '.join(VERBS)}.")
    verb, arguments = VERBS[asked["verb"]], single(asked)
    for name, value in arguments.items():
        if FORBIDDEN.search(name + value):
            raise Wrong("badArgument", "A character of the request cannot stand in XML.")
        if len(asked.getlist(name)) > 1:
            raise Wrong("badArgument", f"The argument {name} is given more than once.")
        if name not in (*verb.required, *verb.optional):
            raise Wrong("badArgument", f"The verb {asked['verb']} has no argument {name}.")
        if name in WELL_FORMED and not re.fullmatch(WELL_FORMED[name], value):
            raise Wrong("badArgument", f"This cannot be the value of {name}.")
    if "resumptionToken" in arguments:
        if len(arguments) > 1:
            raise Wrong("badArgument", "A resumptionToken stands alone: it holds all other arguments.")
    elif missing := [name for name in verb.required if name not in arguments]:
        raise Wrong("badArgument", f"The argument {missing[0]} is missing.")
    return asked["verb"], arguments


# --- What is asked for in a list ------------------------------------------------------------------
TOKEN = re.compile(r"([0-9TZ:-]*),([0-9TZ:-]+),([\w:.~*'()!-]*),([0-9TZ:-]+),(\d{1,18}),(\d{1,9})", re.ASCII)


@dataclass(frozen=True)
class Selection:
    """Lines of a set and a span of time, behind the last one that was sent."""

    since: datetime | None
    until: datetime
    set: str
    last: tuple | None = None  # (moment, number of the line)
    sent: int = 0

    @property
    def lines(self):
        lines = HarvestLine.objects.filter(datestamp__lte=self.until)
        if self.since:
            lines = lines.filter(datestamp__gte=self.since)
        if self.set:
            member = f" {self.set} " if ":" in self.set else f" {self.set}:"
            lines = lines.filter(sets__contains=member)
        return lines

    def page(self):
        """(the next lines, whether more are to come)."""
        lines = self.lines.order_by("datestamp", "pk")
        if self.last:
            moment, number = self.last
            lines = lines.filter(Q(datestamp__gt=moment) | Q(datestamp=moment, pk__gt=number))
        found = list(lines[: PAGE + 1])
        return found[:PAGE], len(found) > PAGE

    def after(self, line, sent):
        return replace(self, last=(line.datestamp, line.pk), sent=self.sent + sent)

    @property
    def token(self):
        since = self.since.strftime(SECONDS) if self.since else ""
        moment, number = self.last
        return f"{since},{self.until.strftime(SECONDS)},{self.set},{moment.strftime(SECONDS)},{number},{self.sent}"


def selection(arguments):
    if "resumptionToken" in arguments:
        return resumed(arguments["resumptionToken"])
    if arguments["metadataPrefix"] != PREFIX:
        raise Wrong("cannotDisseminateFormat", f"Records are to be had as {PREFIX} only.")
    since, until = span(arguments.get("from"), arguments.get("until"))
    return Selection(since, min(until or now(), now()), arguments.get("set", ""))


def resumed(token):
    """What a token stands for. Raises Wrong for one that was not made here."""
    found = TOKEN.fullmatch(token)
    try:
        since, until, of, moment, number, sent = found.groups()
        last = datetime.strptime(moment, SECONDS).replace(tzinfo=UTC), int(number)
        until = datetime.strptime(until, SECONDS).replace(tzinfo=UTC)
        since = datetime.strptime(since, SECONDS).replace(tzinfo=UTC) if since else None
    except (AttributeError, ValueError):
        raise Wrong("badResumptionToken", "This is not a token of this repository: begin the list anew.") from None
    return Selection(since, until, of, last, int(sent))


def span(since, until):
    """Both as moments. Raises Wrong unless they are days or both seconds, in order."""
    if since and until and len(since) != len(until):
        raise Wrong("badArgument", "from and until are to be of the same granularity.")
    first, last = moment_of("from", since, time.min), moment_of("until", until, time(23, 59, 59))
    if first and last and first > last:
        raise Wrong("badArgument", "from is later than until.")
    return first, last


def moment_of(name, text, hour):
    if text is None:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            return datetime.combine(datetime.strptime(text, "%Y-%m-%d"), hour, tzinfo=UTC)  # noqa: DTZ007 - given here
        if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text, re.ASCII):
            return datetime.strptime(text, SECONDS).replace(tzinfo=UTC)
    except ValueError:
        pass
    raise Wrong("badArgument", f"{name} is not a day (2024-11-26) or a second in UTC (2024-11-26T10:00:00Z).")


def now():
    return timezone.now().replace(microsecond=0)


# --- Answers --------------------------------------------------------------------------------------
def identify(asked):
    answer = Element("Identify")
    add(answer, "repositoryName", _("Lesson Study in Kazakhstan"))
    add(answer, "baseURL", asked.absolute(reverse("oai")))
    add(answer, "protocolVersion", "2.0")
    add(answer, "adminEmail", parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    first = HarvestLine.objects.filter(datestamp__lte=now()).aggregate(first=Min("datestamp"))["first"]
    add(answer, "earliestDatestamp", (first or now()).strftime(SECONDS))
    add(answer, "deletedRecord", "persistent")
    add(answer, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    if HOST.fullmatch(asked.host):
        add_identifier_scheme(answer, asked)
    return answer


def add_identifier_scheme(answer, asked):
    space = "http://www.openarchives.org/OAI/2.0/oai-identifier"
    names = {"xmlns": space, "xsi:schemaLocation": f"{space} {space}.xsd"}
    scheme = add(add(answer, "description"), "oai-identifier", **names)
    add(scheme, "scheme", "oai")
    add(scheme, "repositoryIdentifier", asked.host)
    add(scheme, "delimiter", ":")
    add(scheme, "sampleIdentifier", f"oai:{asked.host}:article/1")


def list_formats(asked):
    if "identifier" in asked.arguments:
        line_named(asked)
    answer = Element("ListMetadataFormats")
    only = add(answer, "metadataFormat")
    add(only, "metadataPrefix", PREFIX)
    add(only, "schema", DC_SCHEMA)
    add(only, "metadataNamespace", DC_SPACE)
    return answer


def list_sets(asked):
    if "resumptionToken" in asked.arguments:
        raise Wrong("badResumptionToken", "The list of sets is sent whole.")
    answer, known = Element("ListSets"), HarvestLine.objects.filter(datestamp__lte=now()).values_list("sets", flat=True)
    found = sorted({name for sets in known.distinct() for name in sets.split()})
    if not found:
        raise Wrong("noSetHierarchy", "There are no records yet, and so no sets.")
    names = names_of_sets(found)
    parents = dict.fromkeys(name.partition(":")[0] for name in found)
    for spec in sorted([*parents, *found]):
        of = add(answer, "set")
        add(of, "setSpec", spec)
        add(of, "setName", names.get(spec) or spec.partition(":")[2])
    return answer


def names_of_sets(found):
    names = {
        "kind": _("By kind"),
        "journal": _("By journal"),
        "event": _("By event"),
        "year": _("By year"),
        "kind:article": _("Articles"),
        "kind:poster": _("Posters"),
        "kind:report": _("Lesson-study reports"),
    }
    for kind, model in (("journal", Journal), ("event", Event)):
        slugs = [spec.partition(":")[2] for spec in found if spec.startswith(f"{kind}:")]
        names |= {
            f"{kind}:{record.slug}": record.plain_title for record in model.objects.published().filter(slug__in=slugs)
        }
    return names


def list_identifiers(asked):
    return listed(asked, "ListIdentifiers", add_header)


def list_records(asked):
    return listed(asked, "ListRecords", add_record)


def listed(asked, verb, add_line):
    chosen = selection(asked.arguments)
    lines, more = chosen.page()
    if not lines:
        raise Wrong("noRecordsMatch", "No record is in this set and span of time.")
    answer = Element(verb)
    for line in lines:
        add_line(answer, line, asked)
    if more or chosen.last:
        token = chosen.after(lines[-1], len(lines)).token if more else ""
        about = {"completeListSize": str(chosen.lines.count()), "cursor": str(chosen.sent)}
        add(answer, "resumptionToken", token, **about)
    return answer


def get_record(asked):
    line = line_named(asked)
    if asked.arguments["metadataPrefix"] != PREFIX:
        raise Wrong("cannotDisseminateFormat", f"Records are to be had as {PREFIX} only.")
    answer = Element("GetRecord")
    add_record(answer, line, asked)
    return answer


def line_named(asked):
    found = re.fullmatch(rf"oai:{re.escape(asked.host)}:([a-z]+)/([1-9]\d{{0,17}})", asked.arguments["identifier"])
    lines = HarvestLine.objects.filter(datestamp__lte=now())
    line = lines.filter(kind=found[1], number=found[2]).first() if found else None
    if line is None:
        raise Wrong("idDoesNotExist", "No record has this identifier.")
    return line


def add_header(parent, line, asked):
    header = add(parent, "header", **({"status": "deleted"} if line.is_deleted else {}))
    add(header, "identifier", asked.identifier(line))
    add(header, "datestamp", line.datestamp.astimezone(UTC).strftime(SECONDS))
    for spec in line.sets.split():
        add(header, "setSpec", spec)


def add_record(parent, line, asked):
    record = add(parent, "record")
    add_header(record, line, asked)
    if line.is_deleted:
        return
    spaces = {"xmlns:oai_dc": DC_SPACE, "xmlns:dc": "http://purl.org/dc/elements/1.1/"}
    spaces["xsi:schemaLocation"] = f"{DC_SPACE} {DC_SCHEMA}"
    metadata = add(add(record, "metadata"), "oai_dc:dc", **spaces)
    for element, text, language in line.dc:
        text = asked.absolute(text) if element in ("identifier", "relation") else text  # noqa: PLW2901
        add(metadata, f"dc:{element}", text, **({"xml:lang": language} if language else {}))


LIST = ("from", "until", "set", "resumptionToken")
VERBS = {
    "Identify": Verb(identify),
    "ListMetadataFormats": Verb(list_formats, optional=("identifier",)),
    "ListSets": Verb(list_sets, optional=("resumptionToken",)),
    "ListIdentifiers": Verb(list_identifiers, ("metadataPrefix",), LIST),
    "ListRecords": Verb(list_records, ("metadataPrefix",), LIST),
    "GetRecord": Verb(get_record, ("identifier", "metadataPrefix")),
}
