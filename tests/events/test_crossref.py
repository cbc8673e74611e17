"""Talks with a DOI as Crossref takes them: papers in the proceedings of their event."""

import pytest
from lxml import etree

from events.models import Contribution, ContributionDocument, ContributionRole, Event, EventOrganization
from lessonstudy.content.dates import PartialDate
from members.models import Role
from tests.factories import make_contribution, make_event, make_organization, make_person, make_place, pdf, published
from tests.golden import answered, golden

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]

SPACES = {"c": "http://www.crossref.org/schema/5.3.1"}


def dois(text):
    return [node.text for node in etree.fromstring(text.encode()).iterfind(".//c:conference_paper//c:doi", SPACES)]


def test_talks_with_a_doi_are_deposited_as_papers(client, settings):
    settings.DEFAULT_FROM_EMAIL = "Sample Press <sample@example.org>"
    event = Event.objects.create(
        **published(pk=901, slug="sample-event", kind="conference", original_language="kk", state="held"),
        title_kk="Үлгі конференциясы",
        theme_kk="Үлгі тақырып",
        start=PartialDate(2021, 11, 26),
        end=PartialDate(2021, 11, 27),
    )
    event.places.add(make_place(name_en="Sample city", name_kk="Үлгі қаласы"))
    EventOrganization.objects.create(event=event, organization=make_organization(name_kk="Үлгі орталығы"))
    talk = Contribution.objects.create(
        pk=902,
        event=event,
        title_kk="Үлгі баяндама",
        title_en="Sample talk",
        abstract_kk="Не туралы",
        language="kk",
        doi="10.1000/talk.1",
        pages="5–7",
    )
    person = make_person(family_name_kk="Үлгіев", given_name_kk="Автор")
    ContributionRole.objects.create(contribution=talk, person=person, role=Role.Kind.SPEAKER)
    ContributionDocument.objects.create(contribution=talk, file=pdf(), licence="CC-BY-4.0")
    make_contribution(event)
    assert answered(client.get("/id/event/901.crossref").text) == golden(__file__, "event.crossref")


def test_drafts_and_events_of_which_nobody_knows_the_year_are_not_deposited(client):
    event = make_event()
    make_contribution(event, doi="10.1000/talk")
    assert dois(client.get(f"/id/event/{event.pk}.crossref").text) == ["10.1000/talk"]
    event.start = PartialDate(month=11, day=26)
    event.save()
    assert client.get(f"/id/event/{event.pk}.crossref").status_code == 404
    event.start = PartialDate(2021)
    event.save()
    Event.objects.update(status="draft")
    assert client.get(f"/id/event/{event.pk}.crossref").status_code == 404


def test_an_event_without_papers_has_no_deposit(client):
    event = make_event()
    make_contribution(event)
    assert client.get(f"/id/event/{event.pk}.crossref").status_code == 404
