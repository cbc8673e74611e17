"""A contribution has a page of its own, public with its event; and from it the way leads on to posters and articles."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import ContributionDocument, ContributionRole, Event
from journal.models import Issue
from members.models import Role
from tests.factories import (
    make_article,
    make_contribution,
    make_event,
    make_person,
    make_poster,
    make_school,
    make_staff,
    pdf,
)
from tests.graphs import graph_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]


def english(record):
    return record.get_absolute_url().replace("/kk/", "/en/", 1)


def make_talk(**fields):
    event = make_event(title_en="Sample conference")
    talk = make_contribution(event, title_en="Sample talk", **fields)
    person = make_person(family_name_en="Speaker")
    ContributionRole.objects.create(contribution=talk, person=person, role=Role.Kind.SPEAKER)
    return talk


def test_the_page_says_what_was_given_by_whom_and_where(client):
    talk = make_talk(abstract_en="What it was about")
    talk.schools.add(make_school(name_en="Sample School"))
    text = client.get(english(talk)).text
    for said in ("Sample talk", "What it was about", "Speaker", "Sample School", "Sample conference"):
        assert said in text
    assert '<meta name="citation_conference_title" content="Sample conference">' in text


def test_the_programme_and_the_search_lead_to_it(client):
    talk = make_talk()
    for path in (english(talk.event), "/en/search/?q=sample+talk"):
        assert f'href="{english(talk)}"' in client.get(path).text


def test_it_is_public_with_its_event(client):
    talk = make_talk()
    Event.objects.update(status="draft")
    assert client.get(english(talk)).status_code == 404
    assert client.get(f"/id/contribution/{talk.pk}").status_code == 404
    client.force_login(make_staff(is_superuser=True))
    assert "Draft: only staff see this page." in client.get(english(talk)).text
    Event.objects.update(status="withdrawn")
    client.logout()
    assert client.get(english(talk)).status_code == 410
    assert client.get(f"/id/contribution/{talk.pk}").status_code == 410


def test_it_answers_at_the_address_of_its_own_event_only(client):
    talk, other = make_talk(), make_event()
    assert client.get(english(talk).replace(talk.event.slug, other.slug)).status_code == 404


def test_its_permanent_address_leads_to_it_and_its_citation(client):
    talk = make_talk()
    assert client.get(f"/id/contribution/{talk.pk}")["Location"] == english(talk)
    assert "Sample talk" in client.get(f"/id/contribution/{talk.pk}.ris").text


def test_only_a_page_that_says_more_than_the_programme_is_for_crawlers(client):
    bare, rich, filed = make_talk(), make_talk(abstract_en="Something"), make_talk()
    ContributionDocument.objects.create(contribution=filed, file=pdf())
    noindex = [' name="robots"' in client.get(english(talk)).text for talk in (bare, rich, filed)]
    assert noindex == [True, False, False]


def test_machines_read_a_work_at_its_event(client):
    talk = make_talk()
    node = graph_of(client, english(talk))[0]
    assert (node["@type"], node["@id"]) == ("CreativeWork", f"http://testserver/id/contribution/{talk.pk}")
    assert (node["author"][0]["name"], node["recordedAt"]["name"]) == ("Speaker", "Sample conference")


# --- The way on -----------------------------------------------------------------------------------
def steps(client, record):
    text = client.get(english(record)).text
    return text.partition('<nav class="chain"')[2].partition("</nav>")[0]


def test_every_step_names_all_the_others(client):
    talk = make_talk()
    poster = make_poster(contribution=talk, title_en="Sample poster")
    article = make_article(contribution=talk)
    everything = [talk, poster, article]
    for here in everything:
        shown = steps(client, here)
        assert [step.plain_title in shown for step in everything] == [True, True, True]
        others = [english(step) in shown for step in everything if step != here]
        assert (others, english(here) in shown) == ([True, True], False)
        assert shown.count('aria-current="page"') == 1


def test_steps_that_are_not_public_are_not_named(client):
    talk = make_talk()
    make_poster(contribution=talk, title_en="Secret poster", status="draft")
    article = make_article(contribution=talk)
    Issue.objects.filter(pk=article.issue_id).update(status="draft")
    assert steps(client, talk) == ""


def test_what_stands_alone_has_no_way(client):
    assert steps(client, make_poster()) == ""
    assert steps(client, make_talk()) == ""


def test_a_longer_way_costs_the_same(client):
    talk = make_talk()

    def statements():
        with CaptureQueriesContext(connection) as counted:
            client.get(english(talk))
        return len(counted)

    make_poster(contribution=talk)
    make_article(contribution=talk)
    few = statements()
    for _ in range(3):
        make_poster(contribution=talk)
        make_article(contribution=talk)
    assert statements() == few
