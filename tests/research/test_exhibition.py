"""The virtual exhibition of an event, and its catalogue."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from events.models import Award, EventVideo
from lessonstudy.content import printing
from lessonstudy.content.tasks import size_photo
from research.models import PosterPhoto, PosterRole
from research.posters import pdf
from research.posters.exhibition import natural
from tests.factories import make_event, make_person, make_poster, make_school, make_staff, picture
from tests.graphs import graph_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]
LONG = "Оқушылардың қарым-қатынасын дамыту: ғылыми ізденіс, өзіндік үлгі, ұжымдық іс және һәм"


def address(event, language="en"):
    return f"/{language}/events/{event.slug}/exhibition/"


def hung(event, **fields):
    """A poster with everything on the wall."""
    poster = make_poster(event=event, **fields)
    poster.schools.add(make_school())
    poster.awards.add(Award.objects.create(event=event, kind="diploma", organization=make_school()))
    PosterRole.objects.create(poster=poster, person=make_person(), role="author")
    photo = PosterPhoto.objects.create(poster=poster, image=picture(size=(300, 500)), alt_en="A sample sheet")
    size_photo.call("research.PosterPhoto", photo.pk)
    return poster


def printed(client, event, language="en"):
    answer = client.get(f"{address(event, language)}catalogue.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return PdfReader(BytesIO(answer.content))


def text_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def secrets(event):
    for status in ("draft", "withdrawn"):
        hung(event, title_en=f"Secret {status}", status=status)
    hung(event, title_en="Secret later", published_at=timezone.now() + timedelta(hours=1))


# --- The wall -------------------------------------------------------------------------------------
def test_the_wall_hangs_by_board_then_by_title(client):
    event = make_event()
    for board, title in [
        ("A10", "Third"),
        ("", "Sixth"),
        ("A2", "Second"),
        ("B1", "Fourth"),
        ("", "Fifth"),
        ("7", "First"),
    ]:
        make_poster(event=event, board_number=board, title_en=title)
    posters = client.get(address(event)).context["posters"]
    assert [poster.title_en for poster in posters] == ["First", "Second", "Third", "Fourth", "Fifth", "Sixth"]


def test_boards_are_ordered_as_people_count():
    boards = ["A10", "a2", "B1", "12", "9", "A2-3", "Ә1", "Б1"]
    assert sorted(boards, key=natural) == ["9", "12", "a2", "A2-3", "A10", "B1", "Ә1", "Б1"]


def test_the_page_shows_boards_awards_and_the_videos_of_schools(client):
    event = make_event()
    hung(event, board_number="A2")
    video = EventVideo.objects.create(
        event=event, title_en="Sample video", url="https://example.org/v", organization=make_school()
    )
    text = client.get(address(event)).text
    for words in ("Board A2", "Diploma", "Sample video", video.organization.name_en, f"{address(event)}catalogue.pdf"):
        assert words in text


def test_the_page_of_the_event_leads_to_it(client):
    event = make_event()
    assert "exhibition/" not in client.get(f"/en/events/{event.slug}/").text
    make_poster(event=event)
    assert f'href="{address(event)}"' in client.get(f"/en/events/{event.slug}/").text


@pytest.mark.parametrize("part", ["", "catalogue.pdf"])
def test_an_event_without_a_public_poster_has_none(client, part):
    event = make_event()
    secrets(event)
    assert client.get(address(event) + part).status_code == 404


@pytest.mark.parametrize("part", ["", "catalogue.pdf"])
def test_staff_see_that_of_a_draft_marked_and_never_cached(client, part):
    event = make_event(status="draft")
    make_poster(event=event)
    assert client.get(address(event) + part).status_code == 404
    client.force_login(make_staff("events.view_event"))
    answer = client.get(address(event) + part)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_what_is_not_public_hangs_nowhere(client):
    event = make_event()
    make_poster(event=event)
    secrets(event)
    hung(make_event(), title_en="Secret of another event")
    assert "Secret" not in client.get(address(event)).text
    assert "Secret" not in text_of(printed(client, event))


@pytest.mark.parametrize("part", ["", "catalogue.pdf"])
def test_it_asks_no_more_for_three_posters_than_for_one(client, part):
    def queries(event):
        printed(client, event)  # what is stored once is not counted
        with CaptureQueriesContext(connection) as asked:
            client.get(address(event) + part)
        return len(asked)

    one, three = make_event(), make_event()
    hung(one), hung(three), hung(three), hung(three)
    assert queries(one) == queries(three) <= 6


def test_machines_read_a_collection_of_posters(client):
    event = make_event()
    poster = hung(event)
    secrets(event)
    node = graph_of(client, address(event))[0]
    assert (node["@type"], node["about"]) == ("CollectionPage", {"@id": f"http://testserver/id/event/{event.pk}"})
    assert [part["@id"] for part in node["hasPart"]] == [f"http://testserver/id/poster/{poster.pk}"]


# --- The catalogue --------------------------------------------------------------------------------
def test_the_catalogue_has_a_cover_contents_and_a_page_for_each_poster(client):
    event = make_event(title_kk="Үлгі көрме", edition_label_kk="IV қалалық")
    hung(event, title_kk=LONG, aim_kk="Қысқаша мақсат", model_kk="Үлгі модель", results_kk="Нәтиже", board_number="A2")
    hung(event, title_kk="Екінші", subject="physics", grade_from=5)
    reader = printed(client, event, "kk")
    cover, contents, first, second, awards = (" ".join(page.extract_text().split()) for page in reader.pages)
    assert "Үлгі көрме" in cover
    assert "IV қалалық" in cover
    assert LONG in contents
    for words in (
        LONG,
        "A2",
        "Қысқаша мақсат",
        "Үлгі модель",
        "Нәтиже",
        "Sampleperson",
        "Sample organization",
        "/id/poster/",
    ):
        assert words in first
    assert "Екінші" in second
    assert "Sample organization" in awards


def test_the_catalogue_is_tagged_and_says_its_language(client):
    event = make_event(title_kk="Үлгі көрме")
    hung(event)
    for language in ("kk", "ru", "en"):
        root = printed(client, event, language).trailer["/Root"]
        assert root["/Lang"][:2] == language
        assert root["/MarkInfo"]["/Marked"].value is True


def test_what_is_written_cannot_steer_the_printing(client):
    event = make_event(title_en='#panic("x") $ \\ ] } "quoted" <b>')
    hung(event, title_en='#include "/etc/passwd"', aim_en="*_`= @sample //")
    text = text_of(printed(client, event))
    for words in ('#panic("x") $ \\ ] } "quoted" <b>', '#include "/etc/passwd"', "*_`= @sample //"):
        assert words in text


def test_a_poster_without_a_picture_and_one_whose_picture_is_lost_are_printed_too(client):
    event = make_event()
    make_poster(event=event, title_en="Sample without")
    lost = hung(event, title_en="Sample lost").photos.get()
    default_storage.delete(f"{lost.image.name[:-4]}-300.webp")
    text = text_of(printed(client, event))
    assert "Sample without" in text
    assert "Sample lost" in text


def test_it_is_printed_once_and_anew_after_a_change(client, monkeypatch):
    event = make_event()
    poster = hung(event)
    folder = f"catalogues/{event.pk}-en"
    first = client.get(f"{address(event)}catalogue.pdf")
    before = default_storage.listdir(folder)[1]
    with monkeypatch.context() as without:
        without.delattr(printing.typst, "compile")
        printed(client, event)
        again = client.get(f"{address(event)}catalogue.pdf", headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304
    poster.title_en = "Another sample"
    poster.save()
    assert "Another sample" in text_of(printed(client, event))
    after = default_storage.listdir(folder)[1]
    assert len(before) == len(after) == 1
    assert before != after


def test_the_catalogue_ends_with_the_last_poster_that_may_stand_in_it(client, monkeypatch):
    monkeypatch.setattr(pdf, "MOST_POSTERS", 2)
    event = make_event()
    for board in "123":
        make_poster(event=event, board_number=board, title_en=f"Sample sheet {board}")
    text = text_of(printed(client, event))
    assert ("Sample sheet 2" in text, "Sample sheet 3" in text) == (True, False)
