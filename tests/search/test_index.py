"""Whatever is changed, the index is as if it had been built anew: no new word is missing, no old one is left."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import models, transaction
from django.utils import timezone

from events.models import Contribution, ContributionRole, Event, EventDocument, EventRole, SessionRole, Visit
from lessonstudy.content.models import Publishable, Status
from lessonstudy.content.related import fetch_related
from lessonstudy.portal.registry import FINDABLE, shown_models
from lessonstudy.search import index
from lessonstudy.search.models import Card, Entry, FileText, Label
from lessonstudy.search.query import Query, find
from lessonstudy.search.views import numbers_of
from members.models import BodyMembership, Person
from tests.factories import (
    make_article,
    make_body,
    make_contribution,
    make_event,
    make_issue,
    make_person,
    make_place,
    make_post,
    make_poster,
    make_report,
    make_school,
    make_series,
    make_session,
    pdf,
)
from tests.races import Meeting, at_once, shared_database
from tests.search.building import found_afterwards

WHEN = timezone.now() + timedelta(days=1)
FILES = ("eventdocument", "contributiondocument", "posterdocument", "newsdocument", "issuedocument", "articledocument")


@pytest.fixture
def archive(own_uploads):
    """One of everything that is found, with all it is found by."""
    with found_afterwards():
        make_one_of_each()


def make_one_of_each():
    country = make_place(kind="country")
    city = make_place(kind="city", parent=make_place(parent=country))
    city.names.create(name_en="Sample former name")
    school, host = make_school(place=city), make_school()
    school.names.create(name_en="Sample former school")
    person, other, seated = (make_person(printed_name=f"S. Printed {number}") for number in range(3))
    person.names.create(name="Sample spelling")
    person.affiliations.create(organization=school, position_en="Sample teacher")
    event = make_event(series=make_series(), mode="online", summary_en="Sample summary")
    event.places.add(city)
    event.points.create(kind="question", text_en="Sample question")
    event.agenda.create(title_en="Sample agenda")
    event.event_organizations.create(organization=host)
    Visit.objects.create(event=event, kind="school", title_en="Sample visit")
    EventRole.objects.create(event=event, person=person, role="chair", printed_name="S. Chairprint")
    session = make_session(event)
    SessionRole.objects.create(session=session, person=other, role="moderator")
    talk = make_contribution(event, session=session, abstract_en="Sample abstract")
    talk.schools.add(school)
    ContributionRole.objects.create(contribution=talk, person=other, role="speaker")
    poster = make_poster(event=event, contribution=talk)
    poster.schools.add(school)
    poster.roles.create(person=person, role="author")
    report = make_report(event=event, poster=poster)
    report.schools.add(school)
    report.team.create(family_name="Sampleteam", person=person)
    report.documents.create(file=pdf(), label="Sample plan")
    post = make_post(lead_en="Sample lead")
    post.events.add(event)
    issue = make_issue(title_en="Sample issue")
    article = make_article(issue=issue)
    article.roles.create(person=other, role="author")
    body = make_body(organization=host)
    BodyMembership.objects.create(body=body, person=seated)
    for owner in (event, talk, poster, post, issue, article):
        owner.documents.create(file=pdf())
    event.documents.get().people.add(seated)


def kept():
    """All that can be found now, and what facets are called."""
    entries = Entry.objects.values_list("record", "number", "digest", "facets")
    used = {token for *_, facets in entries for token in facets.split()}
    labels = Label.objects.filter(token__in=used).values_list("token", "title_en")
    return sorted(entries), sorted((token, title or "") for token, title in labels)


def described():
    """All that could be found, if it were described anew."""
    anew = [
        description
        for model, kind in index.FINDABLE.items()
        for record in fetch_related(list(model.objects.all()), *kind.related)
        if (description := index.described(record, kind))
    ]
    entries = [(d.record._meta.label_lower, d.record.pk, d.digest(), " ".join(d.facet_tokens())) for d in anew]
    labels = {(token, record.titles().get("en", "")) for d in anew for token, record in d.labelled().items()}
    return sorted(entries), sorted(labels)


def assert_as_new(what):
    assert kept() == described(), what


def rows():
    return [row for model in shown_models() for row in model._default_manager.order_by("pk")]


def each(change):
    """Make the change to one row after the other, each time to an archive that is otherwise whole."""
    for row in rows():
        point = transaction.savepoint()
        if change(type(row)._default_manager.get(pk=row.pk)):
            assert_as_new(f"{row._meta.label} {row.pk}")
        transaction.savepoint_rollback(point)
        index.touched_records().clear()


@pytest.mark.django_db
def test_the_archive_has_one_of_everything_that_is_found(archive):
    found = set(Entry.objects.values_list("record", flat=True))
    assert found == {model._meta.label_lower for model, *_ in FINDABLE}


@pytest.mark.django_db
def test_an_index_built_anew_is_the_one_that_was_kept(archive):
    def cards():
        return sorted(Card.objects.values_list("path", "title_en", "context_en", "text_en", "sort_key_kk"))

    before = kept(), cards()
    index.rebuild()
    assert before == (kept(), cards())
    assert_as_new("all")


@pytest.mark.django_db
def test_every_text_that_changes_is_found_as_it_is_now(archive):
    def change(row):
        texts = [
            field.attname
            for field in row._meta.concrete_fields
            if type(field).__name__.endswith(("CharField", "TextField")) and not field.choices and field.editable
        ]
        texts = [name for name in texts if name.endswith(("_en", "name", "label", "keywords"))]
        for name in texts:
            setattr(row, name, f"Changed {name}"[:40])
        row.save()
        return texts

    each(change)


@pytest.mark.django_db
def test_what_is_deleted_is_not_found_nor_what_it_said(archive):
    def delete(row):
        try:
            with transaction.atomic():
                row.delete()
        except models.ProtectedError:
            return False
        return True

    each(delete)


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"status": Status.DRAFT}, {"status": Status.WITHDRAWN}, {"published_at": WHEN}])
def test_what_is_hidden_is_not_found_nor_mentioned(archive, fields):
    def hide(row):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
        return True

    each(lambda row: isinstance(row, Publishable) and hide(row))


@pytest.mark.django_db
def test_a_file_that_is_read_is_found_by_its_text(archive):
    for document in EventDocument.objects.all():
        FileText.objects.create(name=document.file.name, text="legible")
        document.save()
    assert_as_new("file")
    assert len(find(Query("legible"))) == 1


@pytest.mark.django_db
def test_what_is_taken_from_a_list_is_not_found_by_it(archive):
    def empty(row):
        lists = [field.name for field in row._meta.many_to_many]
        for name in lists:
            getattr(row, name).clear()
        return lists

    each(empty)


@pytest.mark.django_db
def test_what_is_put_on_a_list_from_its_other_end_is_found_by_it(archive):
    post, event = make_post(), make_event(series=make_series(title_en="Another series"))
    event.news.add(post)
    assert_as_new("other end")
    assert numbers_of(find(Query("", ("what:news", f"series:{event.series.slug}"))).found) == [post.pk]


@pytest.mark.django_db
def test_with_an_event_goes_all_that_is_inside(archive):
    event = Event.objects.get()
    inside = ("what:event", "what:session", "what:talk")
    assert [len(find(Query("", (what,)))) for what in inside] == [1, 1, 1]
    files = len(find(Query("", ("what:file",))))
    event.status = Status.WITHDRAWN
    event.save()
    assert [len(find(Query("", (what,)))) for what in inside] == [0, 0, 0]
    assert len(find(Query("", ("what:file",)))) == files - 2


@pytest.mark.django_db
def test_what_mentions_a_scheduled_record_says_so_from_its_hour_on(monkeypatch):
    series = make_series(title_en="Zanzibar", published_at=WHEN)
    event, poster = make_event(series=series), make_poster(event=make_event(title_en="Madagascar", published_at=WHEN))
    talk = make_contribution(event)

    def found():
        facets = [
            numbers_of(find(Query("", (what, f"series:{series.slug}"))).found) for what in ("what:event", "what:talk")
        ]
        return facets, [card.context_en for card in Card.objects.filter(entry__record="research.poster")]

    assert found() == ([[], []], [""])
    monkeypatch.setattr(timezone, "now", lambda: WHEN)
    assert found()[0] == [[event.pk], [talk.pk]]
    assert found()[1] == ["Madagascar"]
    assert poster.pk
    assert not Entry.objects.filter(due__isnull=False).exists()
    assert_as_new("after the hour")


# --- In real transactions -----------------------------------------------------------------------------


def found(words):
    return sorted(numbers_of(find(Query(words)).found))


@pytest.mark.django_db(transaction=True)
def test_as_soon_as_a_save_has_returned_the_record_is_found_by_its_new_words_only():
    event = make_event(title_en="Zanzibar")
    assert found("zanzibar") == [event.pk]
    event.title_en = "Madagascar"
    event.save()
    assert (found("zanzibar"), found("madagascar")) == ([], [event.pk])
    event.delete()
    assert found("madagascar") == []


@pytest.mark.django_db(transaction=True)
def test_inlines_saved_after_their_owner_are_in_it():
    with transaction.atomic():
        event = make_event(title_en="Madagascar")
        event.points.create(kind="question", text_en="Zanzibar")
        assert found("madagascar") == []
    assert found("zanzibar") == [event.pk]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_found():
    event = make_event(title_en="Madagascar")
    with transaction.atomic():
        event.title_en = "Zanzibar"
        event.save()
        make_event(title_en="Zanzibar")
        transaction.set_rollback(True)
    assert (found("zanzibar"), found("madagascar")) == ([], [event.pk])
    make_event()  # the next change does not bring it back
    assert (found("zanzibar"), found("madagascar")) == ([], [event.pk])


@pytest.mark.django_db(transaction=True)
def test_what_a_savepoint_rolls_back_is_not_found_and_the_rest_is():
    with transaction.atomic():
        kept = make_event(title_en="Madagascar")
        with transaction.atomic():
            make_event(title_en="Zanzibar")
            transaction.set_rollback(True)
        also = make_event(title_en="Zanzibar kept")
    assert (found("madagascar"), found("zanzibar")) == ([kept.pk], [also.pk])


@pytest.mark.django_db(transaction=True)
def test_a_change_only_in_a_rolled_back_savepoint_leaves_nothing_behind():
    event = make_event(title_en="Madagascar")
    with transaction.atomic(), transaction.atomic():
        Event.objects.get(pk=event.pk).delete()
        transaction.set_rollback(True)
    assert found("madagascar") == [event.pk]
    event.title_en = "Zanzibar"
    event.save()
    assert (found("zanzibar"), found("madagascar")) == ([event.pk], [])


@pytest.mark.django_db(transaction=True)
def test_readers_find_things_while_the_index_is_built_anew(tmp_path, monkeypatch):
    with shared_database(tmp_path):
        event = make_event(title_en="Zanzibar")
        meeting, done = Meeting(), Meeting()
        before = index.rewrite
        seen = []

        def rewrite(records):
            if not seen:
                seen.append(None)
                meeting.wait()
                done.wait()
            before(records)

        monkeypatch.setattr(index, "rewrite", rewrite)

        def read():
            meeting.wait()
            answer = found("zanzibar")
            done.wait()
            return answer

        assert at_once(index.rebuild, read) == [1, [event.pk]]


def race(monkeypatch, tmp_path):
    """One renames an event and has read its place; another renames the place; then the first writes what they read."""
    with shared_database(tmp_path):
        place, event = make_place(name_en="Oldplace"), make_event(title_en="Oldtitle")
        event.places.add(place)
        has_read, has_written = Meeting(), Meeting()
        describe, first = index.FINDABLE[Event].describe, []

        def described(record):
            description = describe(record)
            if not first:
                first.append(record)
                has_read.wait()
                has_written.wait()
            return description

        def rename_event():
            event.title_en = "Newtitle"
            event.save()

        def rename_place():
            has_read.wait()
            place.name_en = "Newplace"
            place.save()
            has_written.wait()

        monkeypatch.setattr(index.FINDABLE[Event], "describe", described)
        at_once(rename_event, rename_place)
        monkeypatch.setattr(index.FINDABLE[Event], "describe", describe)
        return [word for word in ("oldtitle", "oldplace", "newtitle", "newplace") if found(word)]


@pytest.mark.django_db(transaction=True)
def test_two_who_change_what_belongs_together_at_once_leave_the_newest_state(monkeypatch, tmp_path):
    assert race(monkeypatch, tmp_path) == ["newtitle", "newplace"]


@pytest.mark.django_db(transaction=True)
def test_without_the_one_writer_the_index_would_keep_an_old_state(monkeypatch, tmp_path):
    monkeypatch.setattr(index, "one_writer", nullcontext)
    assert race(monkeypatch, tmp_path) == ["oldplace", "newtitle"]


@pytest.mark.django_db
def test_rows_that_readers_do_not_see_touch_nothing(django_assert_num_queries):
    person = make_person()
    with django_assert_num_queries(0):
        index.refresh_touched()
    assert Person.objects.get() == person


@pytest.mark.django_db
def test_a_talk_is_found_by_the_name_its_speaker_had_in_the_programme():
    talk = make_contribution(make_event())
    ContributionRole.objects.create(
        contribution=talk, person=make_person(), role="speaker", printed_name="S. Zanzibari"
    )
    assert numbers_of(find(Query("zanzibari", ("what:talk",))).found) == [talk.pk]
    assert Contribution.objects.count() == 1
