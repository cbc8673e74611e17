"""The pages of a poster's PDF are drawn by the worker, whatever the file is like."""

import resource
import zlib
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult
from pypdf import PdfWriter

from lessonstudy.portal.standins import make_pdf
from research.models import PosterDocument, PosterPhoto
from research.posters.drawing import MEMORY, MOST_PAGES
from research.posters.tasks import draw_pages, pages_of
from tests.factories import make_poster, make_staff, picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_uploads")]


def with_pages(number, password="", size=(400, 300)):
    """A PDF; each page has a size of its own, so that no two look alike."""
    writer, buffer = PdfWriter(), BytesIO()
    for page in range(number):
        writer.add_blank_page(size[0], size[1] + page)
    if password:
        writer.encrypt(password)
    writer.write(buffer)
    return ContentFile(buffer.getvalue(), "sample.pdf")


def locked():
    return with_pages(2, password="secret")


def torn():
    whole = make_pdf("Sample", [("en", "Sample text")])
    return ContentFile(whole[: len(whole) // 2], "sample.pdf")


def bomb():
    """A page of a few kilobytes with a picture that needs 3 GB when it is unpacked."""
    side = 32_000
    packed = zlib.compress(b"\x81\x00" * (side * side * 3 // 128))
    head = f"/Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceRGB /BitsPerComponent 8"
    filters = "/Filter [/FlateDecode /RunLengthDecode]"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R"
            b" /Resources << /XObject << /I 5 0 R >> >> >>"
        ),
        b"<< /Length 26 >> stream\nq 400 0 0 300 0 0 cm /I Do Q\nendstream",
        f"<< {head} {filters} /Length {len(packed)} >> stream\n".encode() + packed + b"\nendstream",
    ]
    objects = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, part) for number, part in enumerate(parts, start=1))
    return ContentFile(b"%PDF-1.4\n" + objects + b"trailer << /Root 1 0 R >>\n%%EOF\n", "sample.pdf")


def drawn(file, kind="poster", **fields):
    document = PosterDocument.objects.create(poster=fields.pop("poster", None) or make_poster(), file=file, kind=kind)
    draw_pages.call(document.pk)
    document.refresh_from_db()
    return document


def pages(document):
    return list(document.pages.order_by("page").values_list("page", "width", "height"))


def stored_pictures():
    return len(default_storage.listdir("photos")[1]) if default_storage.exists("photos") else 0


def test_saving_a_pdf_asks_for_its_pages_in_the_same_transaction():
    document = PosterDocument.objects.create(poster=make_poster(), file=with_pages(1), kind="poster")
    asked = [row.args_kwargs["args"] for row in DBTaskResult.objects.all() if row.task_path.endswith("draw_pages")]
    assert asked == [[document.pk]]


def test_the_pages_of_a_poster_become_its_pictures_in_all_sizes():
    document = drawn(with_pages(3))
    assert pages(document) == [(1, 2560, 1920), (2, 2560, 1927), (3, 2560, 1933)]
    assert [photo.page for photo in document.poster.photos.all()] == [1, 2, 3]
    assert stored_pictures() == 3 * 4  # the master and its three copies


@pytest.mark.parametrize("kind", ["slides", "abstract", "paper", "recording", "minutes", "programme"])
def test_slides_and_texts_are_not_drawn(kind):
    assert pages(drawn(with_pages(1), kind=kind)) == []


def test_a_task_that_runs_twice_changes_nothing():
    document = drawn(with_pages(2))
    before = list(document.pages.values())
    draw_pages.call(document.pk)
    assert list(document.pages.values()) == before


def test_a_new_file_replaces_the_pages_and_what_was_written_of_them_stays():
    document = drawn(with_pages(3))
    PosterPhoto.objects.filter(page=2).update(alt_en="A sample table of results")
    document.file = with_pages(2, size=(300, 400))
    document.save()
    draw_pages.call(document.pk)
    assert pages(document) == [(1, 1920, 2560), (2, 1916, 2560)]
    assert [photo.alt_en for photo in document.pages.order_by("page")] == [None, "A sample table of results"]
    assert stored_pictures() == 2 * 4


def test_pages_go_with_their_file():
    drawn(with_pages(2)).delete()
    assert (PosterPhoto.objects.count(), stored_pictures()) == (0, 0)


def test_a_file_that_turns_out_to_be_slides_loses_its_pages():
    document = drawn(with_pages(2))
    document.kind = "slides"
    document.save()
    draw_pages.call(document.pk)
    assert pages(document) == []


@pytest.mark.parametrize(("kind", "cover"), [("poster", 1), ("other", None), ("full", None)])
def test_the_poster_itself_is_the_cover_other_files_come_after_the_pictures(kind, cover):
    poster = make_poster()
    for position in range(2):
        PosterPhoto.objects.create(poster=poster, image=picture(), width=900, height=600, position=position)
    drawn(with_pages(2), kind=kind, poster=poster)
    order = [photo.page for photo in poster.photos.all()]
    assert order[0] == cover
    assert sorted(order, key=str) == [1, 2, None, None]


def test_a_file_that_becomes_the_poster_becomes_the_cover():
    poster = make_poster()
    PosterPhoto.objects.create(poster=poster, image=picture(), width=900, height=600)
    document = drawn(with_pages(1), kind="other", poster=poster)
    document.kind = "poster"
    document.save()
    draw_pages.call(document.pk)
    assert [photo.page for photo in poster.photos.all()] == [1, None]


def test_of_400_pages_the_first_twelve_are_drawn():
    assert len(pages(drawn(with_pages(400, size=(40, 30))))) == MOST_PAGES


@pytest.mark.parametrize("file", [locked, torn])
def test_a_locked_or_broken_file_has_no_pages_and_is_not_tried_again(file):
    document = drawn(file())
    assert pages(document) == []
    assert document.drawn == document.to_draw


def test_the_form_says_how_many_pages_there_are_or_what_to_do(client):
    client.cookies["django_language"] = "en"
    client.force_login(make_staff(is_superuser=True))

    def form(document):
        return client.get(f"/admin/research/poster/{document.poster_id}/change/").text

    sentence = "None. If this PDF is locked or damaged, save it again without a password and choose it anew."
    assert sentence in form(drawn(locked()))
    assert sentence not in form(drawn(with_pages(1)))
    assert sentence not in form(drawn(with_pages(1), kind="slides"))
    assert sentence not in form(PosterDocument.objects.create(poster=make_poster(), file=locked(), kind="poster"))


def test_a_file_that_asks_for_all_memory_gets_none_of_the_workers():
    document = drawn(bomb())
    assert document.drawn == document.to_draw
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MEMORY // 1024


def test_a_drawing_that_takes_too_long_is_stopped():
    document = PosterDocument.objects.create(poster=make_poster(), file=with_pages(1), kind="poster")
    assert pages_of(document.file.name, seconds=0.01) == []
    assert len(pages_of(document.file.name)) == 1


def test_what_was_deleted_meanwhile_is_left_alone():
    document = PosterDocument.objects.create(poster=make_poster(), file=with_pages(1), kind="poster")
    default_storage.delete(document.file.name)
    draw_pages.call(document.pk)
    document.delete()
    draw_pages.call(document.pk)
    assert PosterPhoto.objects.count() == 0
