"""The picture of a shared link."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from events.models import EventPhoto
from journal.models import Journal
from lessonstudy.content.dates import PartialDate
from lessonstudy.content.images import make_sizes
from lessonstudy.portal import preview
from lessonstudy.portal.preview import note_of, title_of
from lessonstudy.portal.registry import KINDS
from tests.factories import make_article, make_event, make_issue, make_place, make_poster, picture
from tests.portal.test_pages import rich_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]


def ask(client, path):
    answer = client.get(path)
    return answer, b"".join(answer.streaming_content) if answer.streaming else b""


def opened(data):
    with Image.open(BytesIO(data)) as image:
        return image.convert("RGB")


def kept():
    return default_storage.listdir("previews")[1] if default_storage.exists("previews") else []


def test_a_record_without_a_picture_gets_a_card(client):
    event = make_event(title_kk="Сабақты зерттеу: әңғқөұүһі")
    answer, data = ask(client, f"/kk/preview/event/{event.pk}.jpg?v=0")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "public, max-age=2592000"
    assert opened(data).size == (1200, 630)
    assert len(data) < 300_000


def test_it_is_drawn_once_for_each_language_and_title(client, monkeypatch):
    event, drawn = make_event(title_en="Sample"), []
    draw = preview._drawn
    monkeypatch.setattr(preview, "_drawn", lambda words: drawn.append(words["title"]) or draw(words))
    for path in (f"/en/preview/event/{event.pk}.jpg", f"/en/preview/event/{event.pk}.jpg?v=7"):
        ask(client, path)
    assert (drawn, len(kept())) == (["Sample"], 1)
    event.title_en = "Another"
    event.save()
    ask(client, f"/en/preview/event/{event.pk}.jpg")
    ask(client, f"/ru/preview/event/{event.pk}.jpg")
    assert (drawn, len(kept())) == (["Sample", "Another", "Another"], 3)


def test_a_page_draws_nothing(client):
    event = make_event()
    assert client.get(f"/en/events/{event.slug}/").status_code == 200
    assert kept() == []


def test_titles_are_words_and_never_code(client):
    plain, code = make_event(title_en="Sample"), make_event(title_en='#panic() "] $x$ #read("/manage.py")')
    long = make_event(title_en="Ұ" * 400)
    for event in (plain, code, long):
        assert ask(client, f"/en/preview/event/{event.pk}.jpg")[0].status_code == 200


def test_a_wide_picture_stands_for_the_record_a_sheet_does_not(client):
    event = make_event()
    name, width, height = make_sizes(picture(size=(1000, 600), colour="red"))
    photo = EventPhoto.objects.create(event=event, image=name, width=width, height=height)
    red = opened(ask(client, f"/en/preview/event/{event.pk}.jpg")[1])
    assert (red.size, red.getpixel((600, 300))) == ((1200, 630), (254, 0, 0))
    EventPhoto.objects.filter(pk=photo.pk).update(height=900)
    card = opened(ask(client, f"/en/preview/event/{event.pk}.jpg")[1])
    assert card.getpixel((1190, 5)) == pytest.approx((11, 83, 101), abs=4)


def test_a_picture_that_was_lost_is_not_found(client):
    event = make_event()
    EventPhoto.objects.create(event=event, image="photos/lost.jpg", width=900, height=600)
    assert ask(client, f"/en/preview/event/{event.pk}.jpg")[0].status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_picture_while_it_is_public(client, kind):
    rich_event()
    record = KINDS[kind].objects.first()
    path = f"/ru/preview/{kind}/{record.pk}.jpg"
    assert ask(client, path)[0].status_code == 200
    for status in ("draft", "withdrawn"):
        KINDS[kind].objects.filter(pk=record.pk).update(status=status)
        assert ask(client, path)[0].status_code == 404


@pytest.mark.parametrize("path", ["nothing/1", "event/0", "event/99999999999999999999999"])
def test_there_is_no_picture_of_what_does_not_exist(client, path):
    assert client.get(f"/en/preview/{path}.jpg").status_code == 404
    assert kept() == []


def test_pages_about_no_record_have_the_sites_picture(client):
    answer, data = ask(client, "/kk/preview.jpg")
    assert (answer.status_code, opened(data).size) == (200, (1200, 630))


def test_what_is_kept_is_not_served_as_an_upload(client):
    ask(client, "/kk/preview.jpg")
    (name,) = kept()
    assert client.get(f"/media/previews/{name}").status_code == 404


def test_the_card_says_when_and_where(client):
    event = make_event(start=PartialDate(2021, 11, 26))
    event.places.add(make_place(name_en="Astana"))
    assert note_of(event) == "2021 жылғы 26\xa0қараша · Astana"
    assert note_of(make_poster()) == ""


def test_the_card_of_an_issue_names_no_hidden_journal():
    article = make_article(issue=make_issue())
    journal = article.issue.journal
    assert (note_of(article.issue), note_of(article)) == (journal.plain_title, journal.plain_title)
    assert title_of(article.issue) == article.issue.designation
    Journal.objects.update(status="draft")
    journal.refresh_from_db()
    assert (note_of(article.issue), note_of(article)) == ("", "")
