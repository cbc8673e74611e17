"""Many pictures and files at once; bad ones get a sentence each, good ones are not asked for twice."""

import struct
import tracemalloc
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from events.models import Event, EventDocument, EventPhoto
from lessonstudy.content.editing import uploads
from tests.browserless import errors_of, read_form, send
from tests.factories import make_contribution, make_event, make_staff, pdf, picture

pytestmark = pytest.mark.django_db
ADD = "/admin/events/event/add/"
TITLE = {"title_kk": "Жаңа", "kind": "seminar"}


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def chief(client):
    user = make_staff(is_superuser=True)
    client.force_login(user)
    return user


def change(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def header_only_png(width, height):
    """A PNG that says it is huge and holds nothing."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    end = b"\0\0\0\0IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + end
    return SimpleUploadedFile("huge.png", data)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def test_eight_pictures_and_three_files_come_in_the_order_they_were_chosen(client, chief):
    pictures = [picture(f"{n}.jpg") for n in range(8)]
    files = [pdf(f"Talk {n}.pdf") for n in range(3)]
    send(client, ADD, **TITLE, add_pictures=pictures, add_files=files)
    event = Event.objects.get()
    assert [photo.position for photo in event.photos.all()] == [*range(1, 9)]
    assert [document.label for document in event.documents.all()] == ["Talk 0", "Talk 1", "Talk 2"]


def test_more_pictures_are_put_after_those_already_there(client, chief):
    event = make_event()
    send(client, change(event), add_pictures=[picture("a.jpg")])
    send(client, change(event), add_pictures=[picture("b.jpg"), picture("c.jpg")])
    assert [photo.position for photo in event.photos.all()] == [1, 2, 3]


def test_the_log_names_what_was_uploaded(client, chief):
    event = make_event()
    send(client, change(event), add_files=[pdf("Talk.pdf")])
    assert event.history.first().history_change_reason == "Added file “Talk”."


def test_a_picture_of_two_gigapixels_is_refused_from_its_header_without_taking_memory(client, chief):
    tracemalloc.start()
    response = send(client, ADD, **TITLE, add_pictures=[header_only_png(50_000, 40_000)])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert errors_of(response) == [
        "“huge.png” has too many pixels to be opened safely. Make it at most 8000 pixels wide."
    ]
    assert peak < 50_000_000
    assert not Event.objects.exists()


def test_a_picture_between_the_limit_and_its_double_is_refused_as_well(client, chief):
    response = send(client, ADD, **TITLE, add_pictures=[header_only_png(10_000, 5_000)])
    assert len(errors_of(response)) == 1


@pytest.mark.parametrize("name", ["drawing.svg", "drawing.png", "drawing.jpg"])
def test_a_drawing_with_a_script_is_no_picture(client, chief, name):
    response = send(client, ADD, **TITLE, add_pictures=[SimpleUploadedFile(name, SVG)])
    assert errors_of(response) == [
        f"“{name}” is not a picture this site can show. Save it as JPEG, PNG or WebP and choose it again."
    ]


@pytest.mark.parametrize("name", ["drawing.svg", "page.html", "macros.docm", "program.exe"])
def test_a_file_of_a_kind_we_do_not_keep_is_refused(client, chief, name):
    response = send(client, ADD, **TITLE, add_files=[SimpleUploadedFile(name, SVG)])
    assert [sentence.split(".")[0] for sentence in errors_of(response)] == [f"“{name.split('.')[0]}"]
    assert not EventDocument.objects.exists()


def test_a_script_under_the_name_of_a_document_is_refused(client, chief):
    response = send(client, ADD, **TITLE, add_files=[SimpleUploadedFile("talk.pdf", SVG)])
    assert errors_of(response) == [
        "“talk.pdf” is not a readable PDF file. Open it, save it again under that kind, and upload it."
    ]


def test_every_bad_file_gets_its_sentence_and_nothing_is_half_saved(client, chief):
    chosen = [picture("good.jpg"), SimpleUploadedFile("one.png", SVG), SimpleUploadedFile("two.png", SVG)]
    response = send(client, ADD, **TITLE, add_pictures=chosen)
    assert [sentence.split("”")[0] for sentence in errors_of(response)] == ["“one.png", "“two.png"]
    assert (Event.objects.count(), EventPhoto.objects.count()) == (0, 0)


def test_good_files_are_not_chosen_again_after_a_mistake(client, chief):
    chosen = [picture("good.jpg"), SimpleUploadedFile("bad.png", SVG)]
    page = send(client, ADD, kind="seminar", add_pictures=chosen, add_files=[pdf("Talk.pdf")])
    assert "already uploaded" in page.content.decode()
    kept = read_form(page, "event_form")
    client.post(ADD, {**kept, **TITLE, "add_pictures": [picture("another.jpg")], "_save": "1"})
    event = Event.objects.get()
    assert (event.photos.count(), [document.label for document in event.documents.all()]) == (2, ["Talk"])


def test_the_kept_copy_goes_when_the_file_has_found_its_place(client, chief, django_capture_on_commit_callbacks):
    page = send(client, ADD, kind="seminar", add_files=[pdf("Talk.pdf")])
    assert len(default_storage.listdir("incoming/kept")[1]) == 1
    with django_capture_on_commit_callbacks(execute=True):
        client.post(ADD, {**read_form(page, "event_form"), **TITLE, "_save": "1"})
    assert default_storage.listdir("incoming/kept")[1] == []


def test_a_forged_token_opens_nothing(client, chief):
    default_storage.save("secret.pdf", pdf())
    response = send(client, ADD, **TITLE, **{"add_files-kept": ["secret.pdf"]})
    assert errors_of(response) == ["A file that waited here is gone after a day. Choose it again."]


def test_what_waited_for_a_day_is_swept_away(monkeypatch):
    uploads.kept_token(pdf("old.pdf"), uploads.SALT)
    tomorrow = timezone.now() + timezone.timedelta(days=1, minutes=1)
    monkeypatch.setattr(uploads.timezone, "now", lambda: tomorrow)
    uploads.sweep()
    assert default_storage.listdir("incoming/kept")[1] == []


def test_a_file_that_stays_is_not_opened_again(client, chief, monkeypatch):
    event = make_event()
    send(client, change(event), add_files=[pdf("Talk.pdf")])
    default_storage.delete(event.documents.get().file.name)
    assert send(client, change(event), **{"documents-0-label": "Another"}).status_code == 302
    assert event.documents.get().label == "Another"


def test_a_contribution_takes_files_in_its_rows(client, chief):
    contribution = make_contribution(make_event())
    row = {"documents-TOTAL_FORMS": "1", "documents-0-file": pdf("Talk.pdf"), "documents-0-kind": "slides"}
    send(client, change(contribution), **row, **{"documents-0-position": "0", "documents-0-licence": ""})
    assert contribution.documents.get().label == "Talk"


def test_a_bad_file_in_a_row_is_refused(client, chief):
    contribution = make_contribution(make_event())
    row = {"documents-TOTAL_FORMS": "1", "documents-0-file": SimpleUploadedFile("x.pdf", SVG)}
    response = send(client, change(contribution), **row, **{"documents-0-kind": "slides", "documents-0-position": "0"})
    assert len(errors_of(response)) == 1
    assert not contribution.documents.exists()
