"""The page of a poster: its awards, what its file says, more of its school; and when it may be published."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from events.models import Award
from lessonstudy.content.actions import publish
from lessonstudy.content.errors import Refused
from lessonstudy.search.models import FileText
from research.models import Poster, PosterDocument, PosterPhoto
from tests.browserless import errors_of, send
from tests.factories import make_event, make_poster, make_school, make_staff, pdf, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]


def page(client, poster):
    with translation.override("en"):
        answer = client.get(poster.get_absolute_url())
    assert answer.status_code == 200
    return answer.text


def add_picture(poster, **fields):
    photo = PosterPhoto.objects.create(poster=poster, image=picture(), **fields)
    PosterPhoto.objects.filter(pk=photo.pk).update(width=900, height=600)


def of_school(school, **fields):
    poster = make_poster(**fields)
    poster.schools.add(school)
    add_picture(poster)
    return poster


def with_text(poster, text="The sample text of the file.", **fields):
    document = PosterDocument.objects.create(**{"poster": poster, "file": pdf(), "kind": "poster", **fields})
    FileText.objects.create(name=document.file.name, text=text)
    return document


def more(client, poster):
    _before, found, after = page(client, poster).partition('id="more"')
    return [
        other.title_en for other in Poster.objects.order_by("title_en") if found and f"{other.title_en}</a>" in after
    ]


# --- More from this school ------------------------------------------------------------------------
def test_a_poster_leads_on_to_the_newest_four_of_its_school(client):
    school, now = make_school(), timezone.now()
    for day in range(6):
        of_school(school, title_en=f"Sample {day}", published_at=now - timedelta(days=day))
    make_poster(title_en="Sample of nobody")
    here = of_school(school, title_en="Sample here")
    assert more(client, here) == ["Sample 0", "Sample 1", "Sample 2", "Sample 3"]


def test_two_schools_that_share_a_poster_show_it_once(client):
    first, second = make_school(), make_school()
    shared = of_school(first, title_en="Sample shared")
    shared.schools.add(second)
    here = of_school(first)
    here.schools.add(second)
    text = page(client, here)
    assert text.count("Sample shared</a>") == 1
    assert "More from these schools" in text


def test_drafts_of_the_school_are_not_among_them(client):
    school = make_school()
    for status in ("draft", "withdrawn"):
        of_school(school, title_en=f"Secret {status}", status=status)
    of_school(school, title_en="Secret later", published_at=timezone.now() + timedelta(hours=1))
    assert "Secret" not in page(client, of_school(school))


def test_the_page_asks_no_more_for_three_of_everything_than_for_one(client):
    def poster(times):
        event, school = make_event(), make_school()
        poster = of_school(school, event=event)
        for _ in range(times):
            of_school(school)
            with_text(poster)
            poster.awards.add(Award.objects.create(event=event, kind="diploma"))
        return poster

    def queries(poster):
        with CaptureQueriesContext(connection) as asked:
            page(client, poster)
        return len(asked)

    one, three = poster(1), poster(3)
    assert queries(one) == queries(three) <= 8


# --- Awards, subject, grades ----------------------------------------------------------------------
def test_the_facts_name_the_awards_and_lead_to_the_event(client):
    event = make_event()
    poster = make_poster(event=event, subject="physics", grade_from=5, grade_to=7)
    poster.awards.add(Award.objects.create(event=event, kind="diploma", title_en="Best sample"))
    text = page(client, poster)
    assert f'<a href="/en/events/{event.slug}/#awards">Diploma</a>, Best sample' in text
    assert '<a href="/en/research/posters/?subject=physics">Physics</a>' in text
    assert "<dd>5–7</dd>" in text


def test_awards_of_an_event_that_is_not_public_are_told_nowhere(client):
    event = make_event(status="draft")
    poster = make_poster(event=event)
    poster.awards.add(Award.objects.create(event=event, kind="diploma", title_en="Secret award"))
    assert "Secret award" not in page(client, poster)
    assert "Secret award" not in client.get(f"/api/v1/posters/{poster.pk}/").text


def test_the_form_offers_the_awards_of_the_poster_s_own_event_and_refuses_others(client):
    client.cookies["django_language"] = "en"
    client.force_login(make_staff(is_superuser=True))
    event, other = make_event(), make_event()
    mine, foreign = (Award.objects.create(event=each, kind="diploma") for each in (event, other))
    poster = make_poster(event=event)
    address = f"/admin/research/poster/{poster.pk}/change/"
    send(client, address, awards=[mine.pk])
    assert list(poster.awards.all()) == [mine]
    assert "Select a valid choice" in str(errors_of(send(client, address, awards=[foreign.pk])))
    sentence = "An award is of the event the poster was shown at. Take away those of another."
    assert sentence in str(errors_of(send(client, address, awards=[mine.pk], event=other.pk)))
    assert list(poster.awards.all()) == [mine]


# --- What the file says ---------------------------------------------------------------------------
def test_the_text_of_the_file_stands_for_a_missing_transcript(client):
    poster = make_poster()
    with_text(poster, language="kk")
    text = page(client, poster)
    assert "Text of the file" in text
    assert '<div class="prose" lang="kk"><p>The sample text of the file.</p></div>' in text


def test_a_transcript_in_any_language_is_better(client):
    poster = make_poster(transcript_kk="Үлгі мәтін")
    with_text(poster)
    assert "The sample text of the file." not in page(client, poster)


def test_slides_are_no_transcript_and_a_book_is_cut(client):
    poster = make_poster()
    with_text(poster, "The sample slides.", kind="slides")
    with_text(poster, "word " * 40_000)
    text = page(client, poster)
    assert "The sample slides." not in text
    assert 3_900 < text.count("word ") <= 4_000


def test_a_page_that_nobody_described_says_which_page_it_is(client):
    poster = make_poster()
    document = with_text(poster)
    add_picture(poster, document=document, page=2)
    assert 'alt="Page 2 of the file"' in page(client, poster)


# --- Ready for readers ----------------------------------------------------------------------------
def draft_with_picture(**fields):
    poster = make_poster(status="draft")
    add_picture(poster, **fields)
    return poster


@pytest.fixture
def chief():
    return make_staff(is_superuser=True)


@pytest.mark.parametrize("words", [{"alt_kk": "Кесте"}, {"caption_en": "A sample table"}])
def test_a_described_picture_may_be_published(chief, words):
    assert publish(draft_with_picture(**words), by=chief).is_public


def test_a_picture_that_says_nothing_is_refused_with_what_to_do(chief):
    poster = draft_with_picture()
    PosterPhoto.objects.create(poster=poster, image=picture(), alt_en="A sample table")
    told = "Some of its pictures say nothing to those who cannot see them. Describe each picture, or write down"
    with translation.override("en"), pytest.raises(Refused, match=told):
        publish(poster, by=chief)
    Poster.objects.filter(pk=poster.pk).update(transcript_ru="Образец текста")
    assert publish(poster, by=chief).is_public


def test_a_drawn_page_says_what_is_written_in_its_file(chief):
    poster = make_poster(status="draft")
    document = PosterDocument.objects.create(poster=poster, file=pdf(), kind="poster")
    PosterPhoto.objects.create(poster=poster, image=picture(), document=document, page=1)
    with pytest.raises(Refused):
        publish(poster, by=chief)
    FileText.objects.create(name=document.file.name, text="The sample text of the file.")
    assert publish(poster, by=chief).is_public


def test_a_poster_without_a_title_is_refused_first(chief):
    poster = make_poster(status="draft", title_en="")
    with pytest.raises(Refused):
        publish(poster, by=chief)
