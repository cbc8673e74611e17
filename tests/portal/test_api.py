"""The API: what it says, in which shape, what it keeps to itself, and what it costs."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from events.models import ContributionRole, Event, EventPhoto, EventRole
from journal.models import ArticleRole
from lessonstudy.content.dates import PartialDate
from lessonstudy.portal.caching import clock
from lessonstudy.portal.offered import OFFERED
from lessonstudy.portal.permanent import COLLECTIONS
from members.models import Affiliation, PlaceName
from research.models import PosterPhoto, ReportPhoto
from tests.factories import (
    make_article,
    make_contribution,
    make_event,
    make_organization,
    make_person,
    make_place,
    make_post,
    make_poster,
    make_school,
    make_series,
    make_staff,
    picture,
)
from tests.portal.test_addresses import MAKERS
from tests.portal.test_pages import rich_event
from tests.schemas import faults, resolved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]
HOST = "http://testserver"
PUBLIC_PAGES = {
    "events": "/kk/events/",
    "people": "/kk/people/",
    "posters": "/kk/research/posters/",
    "news": "/kk/news/",
    "councils": "/kk/councils/",
    "journals": "/kk/journal/",
}


def read(client, path, **headers):
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer["Content-Type"] == "application/json"
    return answer.json()


def problem(answer):
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (body["type"], body["status"]) == ("about:blank", answer.status_code)
    return body


def address(record):
    return f"/api/v1/{COLLECTIONS[record.address_kind()]}/{record.pk}/"


def numbers_in(body):
    return [int(item["id"].rpartition("/")[2]) for item in body["items"]]


def records_around(event):
    """One of each kind, all related to the event."""
    person, school = event.roles.first().person, event.visits.first().host
    issue, article = event.issues.first(), person.articleroles.first().article
    return [
        event, event.series, event.body, event.body.organization, person, school, event.posters.first(),
        event.reports.first(),
        event.news.first(), issue, issue.journal, article,
    ]  # fmt: skip


@pytest.fixture
def event():
    """With everything, its pictures sized."""
    event = rich_event()
    for photos in (EventPhoto, PosterPhoto, ReportPhoto):
        photos.objects.update(width=900, height=600)
    return event


# --- What it says ---------------------------------------------------------------------------------
def test_every_kind_of_record_has_a_collection():
    assert {offered.model for offered in OFFERED.values()} == {type(record()) for record in MAKERS.values()}
    words = "events series people organizations councils posters reports news journals issues articles".split()
    assert [*OFFERED] == words


@pytest.mark.parametrize("kind", MAKERS)
def test_a_list_leads_to_its_records(client, kind):
    record = MAKERS[kind]()
    listed = [item for item in read(client, f"/api/v1/{COLLECTIONS[kind]}/")["items"] if item["slug"] == record.slug]
    assert [item["self"] for item in listed] == [HOST + address(record)]
    whole = read(client, listed[0]["self"])
    assert {name: whole[name] for name in listed[0]} == listed[0]
    assert whole["id"] == f"{HOST}/id/{kind}/{record.pk}"
    with translation.override("ru"):
        assert whole["url"]["ru"] == HOST + record.get_absolute_url()
    assert client.get(whole["url"]["kk"]).status_code == 200


def test_an_event_says_what_its_page_says(client):
    series = make_series(title_kk="Топтама", title_en="Series")
    event = make_event(
        title_kk="Үлгі", title_en="Sample", kind="seminar", start=PartialDate.parse("2021-11-26T10:00"), series=series,
        original_language="kk", working_languages="kk ru", website="https://example.org/",
    )  # fmt: skip
    place = make_place(kind="city", name_en="Astana", name_kk="Астана", parent=make_place(slug="akmola"))
    PlaceName.objects.create(place=place, name_en="Nur-Sultan", valid_from="2019-03", valid_to="2022-09")
    event.places.add(place)
    said = read(client, address(event))
    assert said["title"] == {"kk": "Үлгі", "en": "Sample"}
    assert (said["kind"], said["start"], said["end"], said["mode"]) == ("seminar", "2021-11-26T10:00", None, None)
    assert said["series"] == {"id": f"{HOST}/id/series/{series.pk}", "title": {"kk": "Топтама", "en": "Series"}}
    assert said["places"][0]["name"] == {"en": "Nur-Sultan"}
    assert said["places"][0]["region"]["slug"] == "akmola"
    assert (said["working_languages"], said["original_language"]) == (["kk", "ru"], "kk")
    assert (said["parent"], said["photos"], said["purpose"]) == (None, [], {})


def test_a_day_without_a_year_is_told_as_it_is_stored(client):
    assert read(client, address(make_event(start=PartialDate(None, 11, 11))))["start"] == "XXXX-11-11"


def test_a_person_tells_where_they_spoke_and_what_in(client):
    person, event = make_person(), make_event()
    EventRole.objects.create(event=event, person=person, role="moderator", affiliation_en="Sample post")
    talk = make_contribution(event)
    ContributionRole.objects.create(contribution=talk, person=person, role="speaker", printed_name="P. Sample")
    roles = read(client, address(person))["roles"]
    assert [(role["role"], role["part"], role["printed_name"]) for role in roles] == [
        ("moderator", {}, None),
        ("speaker", {"en": talk.title_en}, "P. Sample"),
    ]
    assert {role["event"]["id"] for role in roles} == {f"{HOST}/id/event/{event.pk}"}
    assert roles[0]["affiliation"] == {"en": "Sample post"}


def test_pictures_are_named_once_they_are_sized(client):
    event = make_event()
    EventPhoto.objects.create(event=event, image=picture(), caption_en="Waiting")
    sized = EventPhoto.objects.create(event=event, image=picture(), caption_en="Sized")
    EventPhoto.objects.filter(pk=sized.pk).update(width=900, height=600)
    (photo,) = read(client, address(event))["photos"]
    assert (photo["caption"], photo["url"]) == ({"en": "Sized"}, photo["copies"][-1]["url"])


# --- It is described as it is ---------------------------------------------------------------------
def test_every_answer_is_as_described(client, event):
    document = read(client, "/api/v1/openapi.json")
    wrong = []
    for record in records_around(event):
        word = COLLECTIONS[record.address_kind()]
        for path in (f"/{word}/", f"/{word}/{{number}}/"):
            described = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
            answer = read(client, "/api/v1" + path.format(number=record.pk))
            wrong += faults(answer, described, document, path)
    assert wrong == []


def test_nothing_of_the_event_is_left_undescribed_for_want_of_an_example(client, event):
    said = read(client, address(event))
    assert [name for name, value in said.items() if value == []] == ["working_languages"]


def test_an_answer_that_is_not_as_described_would_be_noticed(client, event):
    document = read(client, "/api/v1/openapi.json")
    answer = read(client, address(event))
    answer |= {"kind": "party", "start": "26.11.2021", "besides": 1, "figures": [{"number": "many"}], "website": "x"}
    del answer["state"]
    found = faults(answer, {"$ref": "#/components/schemas/Event"}, document)
    assert {line.split(":")[0] for line in found} >= {"$", "$.kind", "$.start", "$.figures[0]", "$.website"}


def test_problems_are_as_described(client):
    document = read(client, "/api/v1/openapi.json")
    gone = make_event(status="withdrawn")
    for path in ("/api/v1/events/?year=x", "/api/v1/events/9/", address(gone)):
        answer = client.get(path)
        described = document["components"]["responses"][str(answer.status_code)]
        schema = described["content"]["application/problem+json"]["schema"]
        assert faults(problem(answer), schema, document) == []


def every_reference(part):
    if isinstance(part, dict):
        yield from ([part] if "$ref" in part else [])
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from every_reference(inner)


def test_the_description_stands_by_itself(client):
    document = read(client, "/api/v1/openapi.json", accept_language="kk")
    assert document["openapi"] == "3.1.0"
    assert all(resolved(one, document) for one in every_reference(document))
    operations = [path["get"]["operationId"] for path in document["paths"].values()]
    assert len(operations) == len(set(operations)) == 22
    assert document["components"]["schemas"]["Event"]["properties"]["theme"]["description"] == "theme"


def test_the_description_names_every_parameter_that_is_understood(client):
    make_event()
    document = read(client, "/api/v1/openapi.json")
    for word, offered in OFFERED.items():
        names = [parameter["name"] for parameter in document["paths"][f"/{word}/"]["get"]["parameters"]]
        assert sorted(names) == sorted([*offered.filter_class.base_filters, "page", "per_page"])


# --- Lists ----------------------------------------------------------------------------------------
@pytest.fixture
def archive():
    region = make_place(slug="taraz-region")
    series = make_series(slug="city-conference")
    make_event(title_en="Algebra", kind="tour", mode="online", working_languages="kk ru").places.add(region)
    make_event(title_en="Biology", kind="seminar", start=PartialDate(2022), series=series)
    make_event(title_en="Chemistry", kind="seminar", start=PartialDate(None, 11, 11), title_ru="Семинар по химии")
    make_poster(language="en", event=Event.objects.get(title_en="Algebra"))
    make_post(kind="invitation").events.add(Event.objects.get(title_en="Biology"))
    for name in ("Яковлева", "Әбенова", "Ахметова"):
        make_person(family_name_en="", family_name_kk=name, original_language="kk")


QUERIES = [
    "", "kind=seminar", "year=2021", "year=XXXX", "series=city-conference", "region=taraz-region", "mode=online",
    "language=ru", "q=химия", "q=biology", "q=sample&sort=date", "kind=seminar&year=2022", "kind=seminar&year=2021",
]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "query"),
    [("events", query) for query in QUERIES]
    + [("people", ""), ("posters", "year=2021"), ("posters", "language=en"), ("news", "kind=invitation")]
    + [("news", "series=city-conference"), ("councils", ""), ("journals", "")],
)
def test_a_list_has_what_the_page_has_in_the_same_order(client, archive, word, query):
    shown = [
        record.pk
        for record in client.get(f"{PUBLIC_PAGES[word]}?{query}".replace("/en/", "/kk/")).context["object_list"]
    ]
    body = read(client, f"/api/v1/{word}/?{query}")
    assert (numbers_in(body), body["count"]) == (shown, len(shown))
    assert shown or word in ("councils", "journals") or query == "kind=seminar&year=2021"


def test_every_facet_leads_to_as_many_records_as_it_says(client, archive):
    facets = read(client, "/api/v1/events/?per_page=1")["facets"]
    assert [*facets] == ["kind", "year", "series", "region", "mode", "language"]
    for choices in facets.values():
        for choice in choices:
            assert read(client, choice["url"])["count"] == choice["count"]


def test_facets_have_names_in_three_languages(client, archive):
    facets = read(client, "/api/v1/events/")["facets"]
    assert facets["kind"][0]["label"] == {"kk": "семинар", "ru": "семинар", "en": "seminar"}
    assert facets["year"][0] == {
        "value": "XXXX",
        "label": {"kk": "жылы көрсетілмеген", "ru": "год не указан", "en": "year not stated"},
        "count": 1,
        "url": f"{HOST}/api/v1/events/?year=XXXX",
    }
    assert [*facets["series"][0]["label"]] == ["en"]


def test_following_next_visits_every_record_once(client):
    made = {make_event().pk for _ in range(7)}
    path, seen, back = "/api/v1/events/?per_page=3&year=2021", [], []
    while path:
        body = read(client, path)
        assert (body["count"], body["pages"]) == (7, 3)
        seen += numbers_in(body)
        back.append(body["previous"])
        path = body["next"]
    assert (len(seen), set(seen)) == (7, made)
    first = f"{HOST}/api/v1/events/?year=2021&per_page=3"
    assert back == [None, f"{first}&page=1", f"{first}&page=2"]


def test_twenty_stand_on_a_page_and_a_hundred_at_most(client):
    for _ in range(21):
        make_event()
    assert len(read(client, "/api/v1/events/")["items"]) == 20
    assert len(read(client, "/api/v1/events/?per_page=100")["items"]) == 21


def test_organizations_are_schools_and_all_others(client):
    school, centre = make_school(), make_organization()
    assert {*numbers_in(read(client, "/api/v1/organizations/"))} == {school.pk, centre.pk}
    assert numbers_in(read(client, "/api/v1/organizations/?kind=school")) == [school.pk]
    assert read(client, address(school))["url"]["en"] == f"{HOST}/en/schools/{school.slug}/"


def test_issues_and_articles_can_be_narrowed(client):
    article, other = make_article(), make_article()
    author = make_person()
    ArticleRole.objects.create(article=article, person=author, role="author")
    assert {*numbers_in(read(client, "/api/v1/articles/?year=2024&language=en"))} == {article.pk, other.pk}
    assert numbers_in(read(client, f"/api/v1/articles/?person={author.slug}")) == [article.pk]
    assert numbers_in(read(client, "/api/v1/issues/?year=2023")) == []


# --- What it keeps to itself ----------------------------------------------------------------------
def everything_said(client, records):
    """All that the API says of these records and in its lists, as one text."""
    paths = [f"/api/v1/{word}/?per_page=100" for word in OFFERED] + [address(record) for record in records]
    return "".join(client.get(path).text for path in paths)


HIDDEN = [
    {"status": "draft"},
    {"status": "withdrawn"},
    {"published_at": lambda: timezone.now() + timedelta(hours=1)},
]


def hide(record, how):
    """By its form, as an editor does; the title tells whether anybody learns of it."""
    for name, value in how.items():
        setattr(record, name, value() if callable(value) else value)
    setattr(record, f"{record.translated_fields[0]}_en", "Secret")
    record.save()


@pytest.mark.parametrize("how", HIDDEN)
def test_what_is_not_public_is_told_nowhere(client, event, how):
    records = records_around(event)
    named = {*map(type, records[3:6])}  # people and organizations are named where they stood
    hidden = [event.parent, event.grew_out_of, event.outgrowths.first(), event.children.first()]
    hidden += [record for record in records[1:] if type(record) not in named]
    ids = [f'/id/{record.address_kind()}/{record.pk}"' for record in hidden]
    before = everything_said(client, records)
    assert [one for one in ids if one not in before] == []
    for record in hidden:
        hide(record, how)
    after = everything_said(client, records)
    assert [one for one in ids if one in after] == []
    assert "Secret" not in after
    assert str(event.title_en) in after


@pytest.mark.parametrize("how", HIDDEN)
def test_what_stands_in_an_event_that_is_not_public_is_told_nowhere(client, event, how):
    others = records_around(event)[3:]
    before = everything_said(client, others)
    hide(event, how)
    after = everything_said(client, others)
    inside = [event.sessions.first().title_en, event.contributions.first().title_en, "Sample visit"]
    assert [words for words in inside if words not in before] == []
    assert [words for words in [*inside, "Secret"] if words in after] == []


@pytest.mark.parametrize("how", HIDDEN)
def test_an_article_is_told_only_with_its_issue_and_an_issue_with_its_journal(client, how):
    article, person, event = make_article(), make_person(), make_event()
    ArticleRole.objects.create(article=article, person=person, role="author")
    issue, journal = article.issue, article.issue.journal
    issue.event = event
    issue.save()
    told = lambda: everything_said(client, [person, event])  # noqa: E731
    assert (f'/id/article/{article.pk}"' in told(), f'/id/issue/{issue.pk}"' in told()) == (True, True)
    hide(journal, how)
    assert (f'/id/article/{article.pk}"' in told(), f'/id/issue/{issue.pk}"' in told()) == (False, False)
    assert "Secret" not in told()
    assert [client.get(address(record)).status_code for record in (article, issue)] == [404, 404]
    assert read(client, "/api/v1/articles/")["count"] == read(client, "/api/v1/issues/")["count"] == 0


def test_somebody_without_a_page_is_named_as_printed_and_has_no_address(client):
    event, person = make_event(), make_person(family_name_en="Hiddenname", given_name_en="Wholly")
    EventRole.objects.create(event=event, person=person, role="speaker", printed_name="H. W.")
    EventRole.objects.create(event=event, person=person, role="chair")
    Affiliation.objects.create(person=person, organization=make_school(), position_en="teacher")
    person.status = "draft"
    person.save()
    as_printed, by_name = read(client, address(event))["people"]
    assert (as_printed["person"], as_printed["printed_name"]) == (None, "H. W.")
    assert by_name["person"] == {"id": None, "name": {"en": "Wholly Hiddenname"}}
    assert client.get(address(person)).status_code == 404
    assert read(client, "/api/v1/people/")["items"] == []


def test_why_somebody_has_a_page_and_who_wrote_it_is_nobodys_business(client, event):
    make_staff()
    said = everything_said(client, records_around(event))
    assert [word for word in ("@", "public_ground", "consent", "version", "status", "branch") if word in said] == []


def test_staff_see_no_more_than_others(client):
    draft = make_event(title_en="Secret", status="draft")
    client.force_login(make_staff(is_superuser=True))
    assert client.get(address(draft)).status_code == 404
    assert read(client, "/api/v1/events/")["count"] == 0


# --- Problems -------------------------------------------------------------------------------------
def test_what_was_withdrawn_is_gone_and_what_never_was_is_not_there(client):
    gone = make_event(title_en="Secret", status="withdrawn")
    answer = client.get(address(gone))
    assert (answer.status_code, problem(answer)["detail"]) == (410, "This record was withdrawn.")
    assert "Secret" not in answer.text
    for path in ("events/9999/", "events/0/", "events/x/", "events/" + "9" * 30 + "/", "nothing/", "nothing/1/", ""):
        answer = client.get(f"/api/v1/{path}")
        assert (answer.status_code, problem(answer)["title"]) == (404, "Not Found")


def test_an_address_without_its_last_slash_leads_on(client):
    assert client.get("/api/v1/events?year=2021")["Location"] == "/api/v1/events/?year=2021"


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("year=2o21", ["year"]),
        ("kind=party&mode=x", ["kind", "mode"]),
        ("region=atlantis", ["region"]),
        ("region=taraz-region|astana", ["region"]),
        ("sort=name", ["sort"]),
        ("sort=relevance", ["sort"]),
        ("q=" + "a" * 101, ["q"]),
        ("yaer=2021", ["yaer"]),
        ("page=0", ["page"]),
        ("page=2", ["page"]),
        ("page=-1", ["page"]),
        ("page=²", ["page"]),
        ("page=" + "9" * 5000, ["page"]),
        ("per_page=101", ["per_page"]),
        ("per_page=all", ["per_page"]),
    ],
)
def test_a_value_that_cannot_be_is_refused(client, archive, query, wrong):
    answer = client.get(f"/api/v1/events/?{query}")
    body = problem(answer)
    assert (answer.status_code, [error["parameter"] for error in body["errors"]]) == (400, wrong)
    assert body["detail"] == " ".join(error["detail"] for error in body["errors"])


def test_an_empty_value_asks_for_nothing(client, archive):
    assert read(client, "/api/v1/events/?year=&q=&sort=&page=&per_page=")["count"] == 3


def test_a_problem_is_told_in_the_readers_language(client, archive):
    labels = {"kk": "Жыл", "ru": "Год", "en": "Year"}
    for language, label in labels.items():
        answer = client.get("/api/v1/events/?year=x", headers={"accept-language": language})
        assert label in problem(answer)["detail"]
        assert answer["Content-Language"] == language
        assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["/api/v1/events/", "/api/v1/events/1/", "/api/v1/openapi.json", "/api/"])
def test_it_can_only_be_read(method, path):
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    problem(answer)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_scripts_of_every_site_may_read_it(client):
    event = make_event()
    for path in ("/api/v1/events/", address(event), "/api/v1/openapi.json", "/api/v1/events/?year=x", "/api/v1/x/"):
        for answer in (client.get(path), client.head(path), client.post(path)):
            assert answer["Access-Control-Allow-Origin"] == "*"
            assert "Access-Control-Allow-Credentials" not in answer
            assert answer["X-Robots-Tag"] == "noindex"


# --- Kept, compared, counted ----------------------------------------------------------------------
def with_session():
    client = Client()
    client.cookies["sessionid"] = "sample"
    return client


def test_the_answer_is_the_same_for_all_readers(event):
    """Else the page kept for one of them would be wrong for the next."""
    reader = with_session()  # whom the page cache lets pass
    for record in records_around(event):
        for path in (address(record), f"/api/v1/{COLLECTIONS[record.address_kind()]}/"):
            answers = [reader.get(path, headers={"accept-language": language}) for language in ("kk", "ru", "en")]
            assert {answer["Content-Language"] for answer in answers} == {"kk, ru, en"}
            assert len({answer.content for answer in answers}) == 1


def test_one_mark_serves_every_way_of_asking_and_changes_with_the_record(client, event):
    for path in (address(event), "/api/v1/events/", "/api/v1/openapi.json"):
        first = client.get(path)
        marks = {client.head(path)["ETag"], with_session().get(path)["ETag"], client.get(path)["ETag"]}
        assert marks == {first["ETag"]}
        asked = {"if-none-match": first["ETag"]}
        for answer in (client.get(path, headers=asked), client.head(path, headers=asked)):
            assert (answer.status_code, answer.content) == (304, b"")
        assert with_session().get(path, headers=asked).status_code == 304
    event.title_en = "Renamed"
    event.save()
    for path in (address(event), "/api/v1/events/"):
        assert "Renamed" in client.get(path, headers=asked).text


def test_a_repeated_question_is_answered_from_what_is_kept(client, event):
    client.get(address(event))
    with CaptureQueriesContext(connection) as queries:
        client.get(address(event))
    assert len(queries) == 0  # whether anything has changed is asked of the driver itself


def test_head_says_the_same_without_the_body(client):
    event = make_event()
    answer, headed = client.get(address(event)), client.head(address(event))
    assert (headed.status_code, headed.content) == (200, b"")
    assert headed["Content-Type"] == answer["Content-Type"]


def queries_of(client, path):
    clock.stamp()
    with CaptureQueriesContext(connection) as queries:
        read(client, path)
    return len(queries)


def test_a_record_asks_no_more_for_three_of_each_than_for_one(client):
    small, large = rich_event(1), rich_event(3)
    counts = [[queries_of(client, address(record)) for record in records_around(one)] for one in (small, large)]
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 10


def test_a_list_asks_no_more_for_three_of_each_than_for_two(client):
    rich_event(), rich_event()  # with one alone no facet divides anything, and none is named
    two = {word: queries_of(client, f"/api/v1/{word}/") for word in OFFERED}
    rich_event()
    assert {word: queries_of(client, f"/api/v1/{word}/") for word in OFFERED} == two
    assert max(two.values()) <= 10


# --- The ways to it -------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", MAKERS)
def test_a_permanent_address_leads_programs_to_the_data(client, kind):
    record = MAKERS[kind]()
    answer = client.get(f"/id/{kind}/{record.pk}", headers={"accept": "application/json"})
    assert (answer.status_code, answer["Location"]) == (303, address(record))
    assert answer["Access-Control-Allow-Origin"] == "*"  # else a script could not follow it
    assert read(client, answer["Location"])["id"] == f"{HOST}/id/{kind}/{record.pk}"


def test_a_page_names_its_data(client):
    event = make_event()
    html = client.get(event.get_absolute_url()).text
    assert f'<link rel="alternate" type="application/json" href="{HOST}{address(event)}">' in html


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_people_read_what_there_is(client, language):
    event = make_event(title_en="Sample")
    _head, text = client.get(f"/{language}/api/").text.split("<main", 1)
    links = re.findall(r'href="([^"]+)"', text.split("</main>")[0])
    wanted = [f"/api/v1/{word}/" for word in OFFERED] + ["/api/v1/openapi.json", "/sitemap.xml", HOST + address(event)]
    assert [path for path in wanted if path not in links] == []
    assert {path: client.get(path).status_code for path in links} == dict.fromkeys(links, 200)
    assert '"en": "Sample"' in unescape(text)


def test_the_page_stands_even_in_an_empty_archive(client):
    assert client.get("/en/api/").status_code == 200
