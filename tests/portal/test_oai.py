"""OAI-PMH 2.0: what harvesters are told, by whom they are asked, and every error of the protocol."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree
from sickle import Sickle

from events.models import Event
from journal.models import ArticleDocument, ArticleRole, Journal
from lessonstudy.content import actions
from lessonstudy.portal import oai
from lessonstudy.portal.models import HarvestLine
from research.models import Poster, PosterDocument, PosterRole
from tests.factories import (
    make_article,
    make_contribution,
    make_event,
    make_issue,
    make_journal,
    make_person,
    make_poster,
    make_staff,
    pdf,
)
from tests.golden import answered, golden
from tests.settling import settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]

SPACES = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "d": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
DC = {"metadataPrefix": "oai_dc"}


def ask(client, verb, method="get", **arguments):
    settle()
    arguments = {name.rstrip("_"): value for name, value in arguments.items()}
    answer = getattr(client, method)("/oai", {"verb": verb, **arguments})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
    return etree.fromstring(answer.content)


def texts(root, path):
    return [node if isinstance(node, str) else node.text for node in root.xpath(path, namespaces=SPACES)]


def error(client, query):
    settle()
    root = etree.fromstring(client.get(f"/oai?{query}").content)
    return texts(root, "//o:error/@code")


def identifiers(root):
    return [name.rpartition(":")[2] for name in texts(root, "//o:header/o:identifier")]


# --- What is told ---------------------------------------------------------------------------------
def test_an_article_in_dublin_core(client):
    journal = make_journal(publisher="Sample House")
    article = make_article(
        issue=make_issue(journal=journal, through_number=49),
        title_kk="Үлгі мақала",
        abstract_en="What & why",
        keywords_en="lesson, study",
        pages="12–19",
        doi="10.1000/sample",
    )
    person = make_person(family_name_en="Author", given_name_en="Ann")
    ArticleRole.objects.create(article=article, person=person, role="author")
    ArticleDocument.objects.create(article=article, file=pdf(), licence="CC-BY-4.0")
    root = ask(client, "GetRecord", identifier=f"oai:testserver:article/{article.pk}", **DC)
    told = {
        name: texts(root, f"//dc:{name}")
        for name in ("title", "creator", "subject", "description", "publisher", "date", "type", "language", "rights")
    }
    assert told == {
        "title": [article.title_en, "Үлгі мақала"],
        "creator": ["Author, Ann"],
        "subject": ["lesson", "study"],
        "description": ["What & why"],
        "publisher": ["Sample House"],
        "date": ["2024"],
        "type": ["info:eu-repo/semantics/article", "Text"],
        "language": ["en"],
        "rights": ["https://creativecommons.org/licenses/by/4.0/"],
    }
    assert texts(root, "//dc:title/@xml:lang") == ["en", "kk"]
    address = f"http://testserver/id/article/{article.pk}"
    assert texts(root, "//dc:identifier") == [address, "https://doi.org/10.1000/sample"]
    (file,) = texts(root, "//dc:relation")
    answer = client.get(file.removeprefix("http://testserver"))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert texts(root, "//o:setSpec") == ["kind:article", f"journal:{journal.slug}", "year:2024"]


def test_a_poster_is_in_the_set_of_its_event(client):
    event = make_event(slug="sample-event")
    make_poster(event=event, title_en="Sample")
    root = ask(client, "ListRecords", set="event:sample-event", **DC)
    assert texts(root, "//dc:title") == ["Sample"]
    assert "event:sample-event" in texts(root, "//o:setSpec")


def test_drafts_scheduled_and_what_hangs_below_a_draft_are_not_told(client):
    make_poster(status="draft")
    make_poster(published_at=timezone.now() + timedelta(days=1))
    hidden = make_article()
    Journal.objects.update(status="draft")
    hidden.save()
    assert error(client, "verb=ListRecords&metadataPrefix=oai_dc") == ["noRecordsMatch"]


def test_what_is_withdrawn_or_deleted_is_told_of_for_ever(client):
    withdrawn, deleted = make_poster(), make_poster()
    settle()
    actions.withdraw(withdrawn, by=make_staff(is_superuser=True))
    number = deleted.pk
    deleted.delete()
    root = ask(client, "ListRecords", **DC)
    assert set(identifiers(root)) == {f"poster/{withdrawn.pk}", f"poster/{number}"}
    assert texts(root, "//o:header/@status") == ["deleted", "deleted"]
    assert texts(root, "//o:metadata") == []
    actions.publish(Poster.objects.get(pk=withdrawn.pk), by=make_staff(is_superuser=True))
    root = ask(client, "GetRecord", identifier=f"oai:testserver:poster/{withdrawn.pk}", **DC)
    assert texts(root, "//o:header/@status") == []


def test_what_nobody_ever_saw_is_not_told_of_when_it_goes(client):
    poster = make_poster(published_at=timezone.now() + timedelta(days=1))
    settle()
    poster.delete()
    settle()
    assert list(HarvestLine.objects.all()) == []


@pytest.mark.parametrize("days", [-1, 1])
def test_a_talk_of_an_event_that_is_put_off_is_told_of_no_more_until_its_hour(client, days):
    event = make_event(published_at=timezone.now() - timedelta(days=days))
    make_contribution(event, title_en="Sample talk")
    settle()
    event.published_at = timezone.now() + timedelta(days=30)
    event.save()
    settle()
    assert "Sample talk" not in client.get("/oai", {"verb": "ListRecords", **DC}).text
    event.published_at = timezone.now() - timedelta(minutes=1)
    event.save()
    assert "Sample talk" in texts(ask(client, "ListRecords", **DC), "//dc:title")


def test_what_was_scheduled_is_told_whole_when_its_hour_has_come(client, monkeypatch):
    event = make_event(published_at=timezone.now() + timedelta(days=1), title_en="Sample event")
    make_contribution(event, title_en="Sample talk")
    settle()
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    root = ask(client, "ListRecords", **DC)
    assert (texts(root, "//dc:title"), texts(root, "//dc:source")) == (["Sample talk"], ["Sample event"])


def test_sets_do_not_name_what_is_a_draft_again(client):
    event = make_event(slug="sample", title_en="Before")
    make_poster(event=event)
    settle()
    Event.objects.update(status="draft", title_en="Secret")
    assert "Secret" not in client.get("/oai", {"verb": "ListSets"}).text


def test_a_record_in_a_language_the_site_has_no_pages_in_leads_to_its_pdf(client):
    poster = make_poster(language="ja", title_en="Sample")
    PosterDocument.objects.create(poster=poster, file=pdf())
    root = ask(client, "ListRecords", **DC)
    assert (texts(root, "//dc:language"), texts(root, "//dc:title/@xml:lang")) == (["ja"], ["en"])
    answer = client.get(texts(root, "//dc:relation")[0].removeprefix("http://testserver"))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_characters_that_cannot_stand_in_xml_are_refused(client):
    assert error(client, "verb=GetRecord&metadataPrefix=oai_dc&identifier=a%01b") == ["badArgument"]
    answer = client.post("/oai", {"verb": "ListRecords", "set": "\0", **DC})
    assert texts(etree.fromstring(answer.content), "//o:error/@code") == ["badArgument"]


def test_articles_go_with_their_journal(client):
    article = make_article()
    settle()
    actions.withdraw(article.issue.journal, by=make_staff(is_superuser=True))
    root = ask(client, "GetRecord", identifier=f"oai:testserver:article/{article.pk}", **DC)
    assert texts(root, "//o:header/@status") == ["deleted"]


def backdated(line, **ago):
    moment = (timezone.now() - timedelta(**ago)).replace(microsecond=0)
    HarvestLine.objects.filter(pk=line.pk).update(datestamp=moment)
    return moment


@pytest.mark.parametrize("change", ["own", "author", "event"])
def test_a_change_of_anything_told_gives_a_new_moment(client, change):
    event, person = make_event(), make_person()
    poster = make_poster(event=event)
    PosterRole.objects.create(poster=poster, person=person, role="author")
    settle()
    before = backdated(HarvestLine.objects.get(), days=1)
    record, field = {"own": (poster, "title_en"), "author": (person, "family_name_en"), "event": (event, "title_en")}[
        change
    ]
    setattr(record, field, "Changed")
    record.save()
    settle()
    assert HarvestLine.objects.get().datestamp > before


def test_a_change_of_something_else_does_not(client):
    poster = make_poster()
    settle()
    before = backdated(HarvestLine.objects.get(), days=1)
    poster.board_number = "7"
    poster.save()
    settle()
    assert HarvestLine.objects.get().datestamp == before


# --- Lists ----------------------------------------------------------------------------------------
def test_from_and_until_hold_to_the_second(client):
    settle()
    posters = [make_poster() for _ in range(3)]
    settle()
    for number, line in enumerate(HarvestLine.objects.order_by("number")):
        moment = datetime(2024, 1, 1, 10, 0, number, tzinfo=UTC)
        HarvestLine.objects.filter(pk=line.pk).update(datestamp=moment)
    found = lambda **span: identifiers(ask(client, "ListIdentifiers", **DC, **span))  # noqa: E731
    names = [f"poster/{poster.pk}" for poster in posters]
    assert found(from_="2024-01-01T10:00:01Z") == names[1:]
    assert found(until="2024-01-01T10:00:01Z") == names[:2]
    assert found(from_="2024-01-01T10:00:01Z", until="2024-01-01T10:00:01Z") == names[1:2]
    assert found(from_="2024-01-01", until="2024-01-01") == names
    assert error(client, "verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-02") == ["noRecordsMatch"]


def test_a_long_list_goes_on_by_tokens_without_loss_or_repetition(client, monkeypatch):
    monkeypatch.setattr(oai, "PAGE", 2)
    names = {f"poster/{make_poster().pk}" for _ in range(5)}
    found, token, pages = [], "", 0
    while pages == 0 or token:
        root = ask(client, "ListIdentifiers", **({"resumptionToken": token} if token else DC))
        found += identifiers(root)
        sizes = texts(root, "//o:resumptionToken/@completeListSize"), texts(root, "//o:resumptionToken/@cursor")
        assert sizes == (["5"], [str(2 * pages)])
        (token,), pages = texts(root, "//o:resumptionToken"), pages + 1
    assert (pages, len(found), set(found)) == (3, 5, names)


def test_a_token_stands_for_the_set_and_span_it_was_made_for(client, monkeypatch):
    monkeypatch.setattr(oai, "PAGE", 1)
    event = make_event()
    wanted = [make_poster(event=event), make_poster(event=event)]
    make_poster()
    first = ask(client, "ListIdentifiers", set=f"event:{event.slug}", **DC)
    (token,) = texts(first, "//o:resumptionToken")
    rest = ask(client, "ListIdentifiers", resumptionToken=token)
    assert identifiers(first) + identifiers(rest) == [f"poster/{poster.pk}" for poster in wanted]
    assert texts(rest, "//o:resumptionToken") == [None]


def test_sets_are_listed_with_names_and_hold_what_their_parts_hold(client):
    make_poster(event=make_event(slug="sample", title_en="Sample event"))
    article = make_article()
    root = ask(client, "ListSets")
    names = dict(zip(texts(root, "//o:setSpec"), texts(root, "//o:setName"), strict=True))
    assert {"kind", "kind:poster", "kind:article", "event", "event:sample", "journal", "year", "year:2024"} <= set(
        names
    )
    assert (names["event:sample"], names["kind:poster"], names["year:2024"]) == ("Sample event", "Posters", "2024")
    assert identifiers(ask(client, "ListIdentifiers", set="journal", **DC)) == [f"article/{article.pk}"]


def test_a_harvest_costs_the_same_however_many_records_there_are(client):
    def statements():
        with CaptureQueriesContext(connection) as counted:
            client.get("/oai", {"verb": "ListRecords", **DC})
        return len(counted)

    make_poster()
    few = statements()
    for _ in range(5):
        make_poster()
    assert statements() == few <= 3


@pytest.mark.django_db(transaction=True)
def test_a_foreign_harvester_gets_every_record(live_server, monkeypatch):
    monkeypatch.setattr(oai, "PAGE", 2)
    titles = {make_poster(title_en=f"Sample {number}").title_en for number in range(5)}
    gone = make_poster()
    gone.delete()
    harvester = Sickle(f"{live_server.url}/oai")
    records = list(harvester.ListRecords(metadataPrefix="oai_dc", ignore_deleted=False))
    assert {title for record in records if not record.deleted for title in record.metadata["title"]} == titles
    assert [record.deleted for record in records].count(True) == 1
    assert harvester.Identify().deletedRecord == "persistent"
    assert "kind:poster" in [one.setSpec for one in harvester.ListSets()]


# --- The repository -------------------------------------------------------------------------------
def test_the_repository_says_what_it_is(client, settings):
    settings.DEFAULT_FROM_EMAIL = "Sample <archive@example.org>"
    root = ask(client, "Identify")
    first = lambda name: texts(root, f"//o:{name}")[0]  # noqa: E731
    assert (first("protocolVersion"), first("deletedRecord")) == ("2.0", "persistent")
    assert (first("granularity"), first("adminEmail")) == ("YYYY-MM-DDThh:mm:ssZ", "archive@example.org")
    assert (first("baseURL"), first("request")) == ("http://testserver/oai",) * 2
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", first("earliestDatestamp"))


def test_a_harvester_may_post_what_it_asks(client):
    poster = make_poster()
    assert identifiers(ask(client, "ListIdentifiers", method="post", **DC)) == [f"poster/{poster.pk}"]


def test_formats_of_the_repository_and_of_a_record(client):
    poster = make_poster()
    for of in ({}, {"identifier": f"oai:testserver:poster/{poster.pk}"}):
        assert texts(ask(client, "ListMetadataFormats", **of), "//o:metadataPrefix") == ["oai_dc"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Sample", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=a", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=a%20b", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=kind:", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=%D2%AF", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=invalid%22id", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=1:x", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=%D9%A2%D9%A0%D9%A0%D9%A2-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-13-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-01T10:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-01&until=2024-01-02T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-02&until=2024-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=a", "badArgument"),
        ("verb=ListRecords&resumptionToken=a", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=,2024-99-01T00:00:00Z,,2024-01-01T00:00:00Z,1,1", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=a", "badResumptionToken"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=kind:sample", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=1990-01-01", "noRecordsMatch"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:poster/999999", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=sample", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=sample", "idDoesNotExist"),
    ],
)
def test_every_error_of_the_protocol(client, query, code):
    make_poster()
    assert error(client, query) == [code]


def test_a_format_we_do_not_have_of_a_record_there_is(client):
    poster = make_poster()
    query = f"verb=GetRecord&metadataPrefix=marc&identifier=oai:testserver:poster/{poster.pk}"
    assert error(client, query) == ["cannotDisseminateFormat"]


def test_there_are_no_sets_before_there_is_a_record(client):
    assert error(client, "verb=ListSets") == ["noSetHierarchy"]


def test_the_request_is_not_repeated_where_it_made_no_sense(client):
    root = etree.fromstring(client.get("/oai?verb=Sample&x=1").content)
    assert root.find("o:request", SPACES).attrib == {}


# --- Whole answers --------------------------------------------------------------------------------
ARTICLE = "oai:archive.example.org:article/703"
WHOLE = {
    "identify": {"verb": "Identify"},
    "formats": {"verb": "ListMetadataFormats", "identifier": ARTICLE},
    "sets": {"verb": "ListSets"},
    "identifiers": {"verb": "ListIdentifiers", "set": "kind", **DC},
    "records": {"verb": "ListRecords", **DC},
    "record": {"verb": "GetRecord", "identifier": ARTICLE, **DC},
    "refused": {"verb": "ListRecords", "set": "a b", **DC},
    "unknown": {"verb": "GetRecord", "identifier": "oai:archive.example.org:article/1", **DC},
}


@pytest.mark.parametrize("name", WHOLE)
def test_answers_are_whole(client, settings, name):
    """Of an article with all there can be, a poster, and one that is gone."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "archive.example.org"]
    settings.DEFAULT_FROM_EMAIL = "Sample <archive@example.org>"
    journal = make_journal(slug="sample", publisher="Sample House")
    Journal.objects.filter(pk=journal.pk).update(title_en="Sample journal")
    issue = make_issue(journal=Journal.objects.get(), slug="2024-3", through_number=49, volume=5)
    article = make_article(
        pk=703,
        slug="sample",
        issue=issue,
        title_kk="Үлгі & мақала <1>",
        abstract_en="What it is about",
        keywords_en="lesson, study",
        pages="12–19",
        doi="10.1000/sample",
    )
    type(article).objects.update(title_en="Sample article")
    type(issue).objects.update(number=3)
    person = make_person(family_name_en="Author", given_name_en="Ann")
    ArticleRole.objects.create(article=article, person=person, role="author")
    ArticleDocument.objects.create(article=article, file=pdf(), licence="CC-BY-4.0")
    settle()
    event = make_event(slug="event", title_en="Sample event")
    make_poster(pk=704, title_en="Sample poster", event=event)
    settle()
    gone = make_poster(pk=705, event=event)
    settle()
    gone.delete()
    settle()
    answer = client.get("/oai", WHOLE[name], headers={"host": "archive.example.org"})
    assert answered(answer.text) == golden(__file__, f"oai_{name}")
