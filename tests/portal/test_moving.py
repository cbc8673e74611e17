"""A page that moves leaves its old address behind."""

import pytest
from django.core.management import call_command

from lessonstudy.portal.addresses import address_of
from lessonstudy.portal.models import Redirect
from lessonstudy.portal.registry import KINDS
from tests.browserless import send
from tests.factories import make_article, make_event, make_issue, make_journal, make_organization, make_staff
from tests.portal.test_addresses import MAKERS

pytestmark = pytest.mark.django_db


def rename(record, slug):
    record = type(record).objects.get(pk=record.pk)
    record.slug = slug
    record.save()
    return record


def rows():
    return {row.old: (row.kind, row.number) for row in Redirect.objects.all()}


@pytest.mark.parametrize("kind", KINDS)
def test_the_old_address_leads_to_the_new_one_in_all_languages(client, kind):
    record = MAKERS[kind]()
    old = address_of(record)
    new = address_of(rename(record, "renamed"))
    assert old != new
    for language in ("kk", "ru", "en"):
        answer = client.get(f"/{language}{old}/?utm_source=mail&page=2", follow=True)
        assert (answer.status_code, answer.redirect_chain) == (200, [(f"/{language}{new}/", 301)])
    assert Redirect.objects.get(old=old).origin == "moved"


def test_a_page_that_moves_twice_leaves_no_chain(client):
    event = make_event(slug="a")
    rename(event, "b")
    rename(event, "c")
    assert rows() == {"/events/a": ("event", event.pk), "/events/b": ("event", event.pk)}
    for old in ("a", "b"):
        assert client.get(f"/en/events/{old}/", follow=True).redirect_chain == [("/en/events/c/", 301)]


def test_a_page_that_moves_back_leaves_no_loop(client):
    event = make_event(slug="a")
    rename(event, "b")
    rename(event, "a")
    assert rows() == {"/events/b": ("event", event.pk)}
    assert client.get("/en/events/a/").status_code == 200
    assert client.get("/en/events/b/", follow=True).redirect_chain == [("/en/events/a/", 301)]


def test_who_takes_an_old_address_is_seen_there_and_leaves_it_again(client):
    first, second = make_event(slug="a"), make_event(slug="z")
    rename(first, "b")
    rename(second, "a")
    assert client.get("/en/events/a/").context["object"] == second
    rename(second, "c")
    assert client.get("/en/events/a/")["Location"] == "/en/events/c/"


def test_what_was_never_public_leaves_nothing():
    rename(make_event(slug="a", status="draft", published_at=None), "b")
    assert rows() == {}


def test_what_was_public_once_does(client):
    event = make_event(slug="a")
    event.status = "withdrawn"
    event.save()
    rename(event, "b")
    assert client.get("/en/events/a/").status_code == 410


def test_a_save_that_does_not_move_it_writes_nothing():
    event = make_event(slug="a")
    event.title_en = "Another"
    event.save()
    event.slug = "b"
    event.save(update_fields=["title_en"])
    assert rows() == {}


def test_an_organization_that_becomes_a_school_moves(client):
    organization = make_organization(slug="a", kind="centre")
    organization.kind = "lyceum"
    organization.save()
    assert client.get("/ru/organizations/a/")["Location"] == "/ru/schools/a/"
    organization.kind = "university"
    organization.save()
    assert client.get("/ru/schools/a/")["Location"] == "/ru/organizations/a/"
    assert client.get("/ru/organizations/a/").status_code == 200
    assert rows() == {"/schools/a": ("organization", organization.pk)}


@pytest.fixture
def journal():
    journal = make_journal(slug="j")
    for number in (1, 2):
        make_article(issue=make_issue(journal=journal, slug=f"i{number}"), slug="a")
    return journal


def test_what_lies_below_a_journal_moves_with_it(client, journal):
    rename(journal, "k")
    pages = ["", "i1/", "i2/", "i1/a/", "i2/a/"]
    for page in pages:
        answer = client.get(f"/en/journal/j/{page}", follow=True)
        assert (answer.status_code, answer.redirect_chain) == (200, [(f"/en/journal/k/{page}", 301)])
    assert len(rows()) == len(pages)
    rename(journal, "j")
    assert {old.split("/")[2] for old in rows()} == {"k"}


def test_an_issue_and_its_journal_may_both_move(client, journal):
    rename(journal, "k")
    rename(journal.issues.get(slug="i1"), "m")
    for old in ("j/i1", "k/i1"):
        assert client.get(f"/en/journal/{old}/a/", follow=True).redirect_chain == [("/en/journal/k/m/a/", 301)]


def test_an_article_that_changes_its_issue_moves(client, journal):
    first, second = journal.issues.order_by("slug")
    article = first.articles.get()
    article.issue, article.slug = second, "b"
    article.save()
    assert client.get("/en/journal/j/i1/a/")["Location"] == "/en/journal/j/i2/b/"


def test_a_draft_below_leaves_nothing(journal):
    make_issue(journal=journal, slug="hidden", status="draft", published_at=None)
    rename(journal, "k")
    assert "/journal/j/hidden" not in rows()


def test_a_large_journal_moves_by_few_queries(journal, django_assert_max_num_queries):
    issue = journal.issues.first()
    for number in range(30):
        make_article(issue=issue, slug=f"n{number}")
    with django_assert_max_num_queries(60):  # the index included
        rename(journal, "k")
    assert len(rows()) == 35


def test_other_pages_of_the_record_follow(client):
    rename(make_event(slug="a"), "b")
    assert client.get("/ru/events/a/programme/")["Location"] == "/ru/events/b/programme/"
    for path in ("contributions/5/", "contributions/5/full.pdf", "exhibition/", "exhibition/catalogue.pdf"):
        assert client.get(f"/ru/events/a/{path}")["Location"] == f"/ru/events/b/{path}"
    assert client.get("/ru/events/a/contributions/x/").status_code == 404
    assert client.get("/ru/events/a/none/").status_code == 404


def test_a_page_below_that_is_another_record_is_not_made_up(client, journal):
    rename(journal, "k")
    assert client.get("/en/journal/j/none/").status_code == 404


def test_only_what_moved_takes_its_other_pages_along(client):
    Redirect.objects.create(old="/events/a", kind="event", number=make_event(slug="b").pk)
    assert client.get("/en/events/a/programme/").status_code == 404


def test_the_form_of_the_admin_leaves_it_too(client):
    event = make_event(slug="a")
    client.force_login(make_staff(is_superuser=True))
    send(client, f"/admin/events/event/{event.pk}/change/", slug="b")
    assert rows() == {"/events/a": ("event", event.pk)}


def test_fixtures_are_loaded_as_they_are(tmp_path):
    event = make_event(slug="a")
    call_command("dumpdata", "events.event", output=tmp_path / "events.json")
    rename(event, "b")
    Redirect.objects.all().delete()
    call_command("loaddata", tmp_path / "events.json", verbosity=0)
    assert rows() == {}
