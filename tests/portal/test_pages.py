"""Every public page: it opens, in three languages, with a bounded number of queries, and keeps what is not public."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone, translation

from events.models import (
    AgendaItem,
    Award,
    ContributionRole,
    Event,
    EventDocument,
    EventOrganization,
    EventPhoto,
    EventPoint,
    EventRole,
    EventVideo,
    ParticipationFigure,
    SessionRole,
    Track,
    Visit,
)
from journal.models import ArticleRole
from lessonstudy.content.dates import PartialDate
from lessonstudy.portal.registry import PUBLIC_MODELS
from members.models import Affiliation, BodyMembership, PersonName, Place, PlaceName
from research.models import PosterPhoto, PosterRole, ReportDocument, ReportPhoto, TeamMember
from tests.factories import (
    make_article,
    make_body,
    make_contribution,
    make_event,
    make_issue,
    make_organization,
    make_person,
    make_place,
    make_post,
    make_poster,
    make_report,
    make_school,
    make_series,
    make_session,
    make_staff,
    pdf,
    picture,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]


def make_full_report(event=None, person=None, school=None):
    """With a team, a school, a picture and a file."""
    report = make_report(event=event)
    report.schools.add(school or make_school())
    TeamMember.objects.create(report=report, family_name="Sampleova", person=person or make_person())
    ReportPhoto.objects.create(report=report, image=picture(), width=900, height=600, consent=True)
    ReportDocument.objects.create(report=report, file=pdf())
    return report


LISTS = {
    "news:post-list": make_post,
    "events:event-list": make_event,
    "research:poster-list": make_poster,
    "research:report-list": make_full_report,
    "journal:journal-list": lambda: make_issue().journal,
    "members:person-list": make_person,
    "members:school-list": make_school,
    "members:council-list": make_body,
}


def address(name, *args, language="en"):
    with translation.override(language):
        return reverse(name, args=args)


def rich_event(times=1):
    """An event with everything, `times` of each."""
    place = make_place(parent=make_place(kind="country"))
    event = make_event(series=make_series(), body=make_body(), parent=make_event(), grew_out_of=make_event())
    event.places.add(place)
    PlaceName.objects.create(place=place, name_en="Old name", valid_from="2019", valid_to="2022")
    for _ in range(times):
        person, school = make_person(), make_school(place=place)
        EventOrganization.objects.create(event=event, organization=make_organization())
        EventPoint.objects.create(event=event, kind="objective", text_en="Sample objective")
        ParticipationFigure.objects.create(event=event, category="total", number=1632, qualifier="more-than")
        EventRole.objects.create(event=event, person=person, role="moderator", affiliation_en="Sample post of then")
        EventPhoto.objects.create(event=event, image=picture(), width=900, height=600)
        EventDocument.objects.create(event=event, file=pdf(), label="Sample file").people.add(person)
        EventVideo.objects.create(
            event=event, title_en="Sample video", url="https://example.org/v", organization=school
        )
        Track.objects.create(event=event, title_en="Sample track")
        session = make_session(event)
        SessionRole.objects.create(session=session, person=person, role="chair")
        for contribution in (make_contribution(event, session=session), make_contribution(event)):
            ContributionRole.objects.create(contribution=contribution, person=person, role="speaker")
            contribution.schools.add(school)
        Visit.objects.create(event=event, kind="lesson", host=school, place=place, title_en="Sample visit").people.add(
            person
        )
        AgendaItem.objects.create(event=event, title_en="Sample point")
        Award.objects.create(event=event, kind="diploma", person=person)
        Award.objects.create(event=event, kind="letter", organization=school)
        poster = make_poster(event=event)
        poster.schools.add(school)
        PosterPhoto.objects.create(poster=poster, image=picture(), width=900, height=600)
        PosterRole.objects.create(poster=poster, person=person, role="author")
        make_full_report(event, person, school)
        make_post().events.add(event)
        make_issue(event=event)
        make_event(parent=event).places.add(place)
        make_event(grew_out_of=event)
        Affiliation.objects.create(person=person, organization=school, position_en="teacher")
        PersonName.objects.create(person=person, name="Another Spelling")
        BodyMembership.objects.create(body=event.body, person=person)
        article = make_article()
        ArticleRole.objects.create(article=article, person=person, role="author")
    return event


def queries_of(client, url, counter):
    with counter() as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.fixture
def counter():
    return lambda: CaptureQueriesContext(connection)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_no_more_for_three_records_than_for_one(client, counter, name):
    make = LISTS[name]
    make()
    one = queries_of(client, address(name), counter)
    make(), make()
    assert queries_of(client, address(name), counter) == one


def test_rows_with_pictures_and_places_ask_no_more_either(client, counter):
    def row():
        event = make_event(series=make_series())
        event.places.add(make_place())
        EventPhoto.objects.create(event=event, image=picture(), width=900, height=600)

    row()
    one = queries_of(client, address("events:event-list"), counter)
    row(), row()
    assert queries_of(client, address("events:event-list"), counter) == one


def pages_of(event):
    person = event.roles.first().person
    school = event.visits.first().host
    with translation.override("en"):
        return [
            event.get_absolute_url(),
            reverse("events:event-programme", args=[event.slug]),
            event.series.get_absolute_url(),
            event.body.get_absolute_url(),
            event.body.organization.get_absolute_url(),
            person.get_absolute_url(),
            school.get_absolute_url(),
            event.posters.first().get_absolute_url(),
            event.reports.first().get_absolute_url(),
            event.news.first().get_absolute_url(),
            event.issues.first().get_absolute_url(),
            event.issues.first().journal.get_absolute_url(),
            person.articleroles.first().article.get_absolute_url(),
        ]


def test_a_full_page_asks_no_more_for_three_of_each_than_for_one(client, counter):
    small, large = rich_event(1), rich_event(3)
    counts = [[queries_of(client, page, counter) for page in pages_of(event)] for event in (small, large)]
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 10


def test_every_page_opens_in_three_languages_without_an_empty_heading(client):
    event = rich_event()
    pages = pages_of(event) + [address(name) for name in LISTS] + [address("portal:home")]
    for page in pages:
        for language in ("kk", "ru", "en"):
            answer = client.get(page.replace("/en/", f"/{language}/", 1))
            assert answer.status_code == 200
            assert f'<html lang="{language}">' in answer.text
            assert "<h1></h1>" not in answer.text


def test_the_page_of_an_event_tells_everything_and_links_to_all_that_is_public(client):
    event = rich_event()
    text = client.get(address("events:event-detail", event.slug)).text
    assert f'<a href="/en/events/?region={event.places.get().slug}">Old name</a>' in text
    for words in ("Old name", "Sample objective", "1,632", "more than", "Sample post of then", "Sample file"):
        assert words in text
    for record in (event.parent, event.series, event.grew_out_of, event.roles.first().person, event.posters.first()):
        with translation.override("en"):
            assert f'href="{record.get_absolute_url()}"' in text


def test_a_person_without_a_public_page_is_named_but_not_linked(client):
    event, person = make_event(), make_person(family_name_en="Hiddenperson")
    EventRole.objects.create(event=event, person=person, role="speaker")
    type(person).objects.filter(pk=person.pk).update(status="draft")
    text = client.get(address("events:event-detail", event.slug)).text
    assert "Hiddenperson" in text
    assert f"/people/{person.slug}/" not in text
    assert client.get(address("members:person-detail", person.slug)).status_code == 404


def test_what_is_not_public_is_on_no_page(client):
    event = rich_event()
    secret = make_event(title_en="Secret draft", parent=event, series=event.series, grew_out_of=event)
    Event.objects.filter(pk=secret.pk).update(status="draft")
    later = make_event(title_en="Secret later", parent=event, series=event.series)
    Event.objects.filter(pk=later.pk).update(published_at=timezone.now() + timedelta(hours=1))
    EventRole.objects.create(event=secret, person=event.roles.first().person, role="speaker")
    post = make_post(title_en="Secret news")
    post.events.add(event)
    type(post).objects.filter(pk=post.pk).update(status="withdrawn")
    for page in [*pages_of(event)[:8], address("events:event-list"), address("news:post-list"), address("portal:home")]:
        assert "Secret" not in client.get(page).text


def test_the_title_of_a_draft_is_told_nowhere_it_is_linked_from(client):
    event = rich_event()
    pages = pages_of(event)
    hidden = (event.parent, event.series, event.grew_out_of, event.body, event.posters.first(), event.issues.first())
    for record in hidden:
        type(record).objects.filter(pk=record.pk).update(status="draft", title_en="Secret")
    article = event.roles.first().person.articleroles.first().article
    type(article).objects.filter(pk=article.pk).update(status="draft", title_en="Secret")
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 404 or "Secret" not in answer.text


def test_a_draft_is_not_found_a_withdrawn_page_is_gone(client):
    event = make_event()
    url = address("events:event-detail", event.slug)
    Event.objects.filter(pk=event.pk).update(status="draft")
    assert client.get(url).status_code == 404
    Event.objects.filter(pk=event.pk).update(status="withdrawn")
    assert client.get(url).status_code == 410


def test_staff_who_may_view_events_see_a_draft_marked_and_never_cached(client):
    event = make_event()
    Event.objects.filter(pk=event.pk).update(status="draft")
    url = address("events:event-detail", event.slug)
    client.force_login(make_staff("members.view_person"))
    assert client.get(url).status_code == 404
    client.force_login(make_staff("events.view_event"))
    answer = client.get(url)
    assert "Draft: only staff see this page." in answer.text
    with override_settings(STAFF_SECOND_FACTOR=True):
        assert client.get(url).status_code == 404
    assert "no-store" in answer["Cache-Control"]


def test_the_same_slug_belongs_to_schools_or_organizations_not_both(client):
    school = make_school()
    assert client.get(address("members:school-detail", school.slug)).status_code == 200
    assert client.get(address("members:school-detail", make_organization().slug)).status_code == 404


def test_all_public_models_have_an_address():
    assert all(hasattr(model, "get_absolute_url") for model in PUBLIC_MODELS)


def test_places_on_a_page_have_the_name_of_then(client):
    place = make_place(name_en="Astana")
    PlaceName.objects.create(place=place, name_en="Nur-Sultan", valid_from="2019-03", valid_to="2022-09")
    for start, name in (
        ("2018", "Astana"),
        ("2021-06-11", "Nur-Sultan"),
        ("2022-09-17", "Nur-Sultan"),
        ("2024", "Astana"),
    ):
        event = make_event(start=PartialDate.parse(start))
        event.places.add(Place.objects.get(pk=place.pk))
        assert [str(name) for name in event.place_names] == [name]
