import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import override
from pypdf import PdfWriter

from events.models import EventDocument
from lessonstudy.content.files import check_document, media_headers, safe_name
from tests.factories import make_event, pdf, picture


def package(*names, name="slides.pptx", filling=b"x"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in names:
            archive.writestr(entry, filling)
    return ContentFile(buffer.getvalue(), name)


def test_a_real_presentation_and_a_real_pdf_are_taken():
    check_document(package("[Content_Types].xml", "ppt/presentation.xml"))
    check_document(pdf())


@pytest.mark.parametrize(
    "upload",
    [
        ContentFile(b"<html><script>alert(1)</script>", "page.html"),
        ContentFile(b"<html><script>alert(1)</script>", "page.pdf"),
        ContentFile(b"MZ\x90", "setup.exe"),
        ContentFile(b"<svg/>", "drawing.svg"),
        ContentFile(b"PK\x03\x04broken", "slides.pptx"),
        package("word/document.xml", name="slides.pptx"),
        package("ppt/presentation.xml", "ppt/VBAPROJECT.BIN", name="slides.pptx"),
        package("ppt/presentation.xml", "[Content_Types].xml", filling=b"application/vnd.ms-office.vbaProject"),
        ContentFile(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "old.doc"),
        picture("photo.jpg"),
    ],
)
def test_what_is_active_or_not_what_it_says_is_refused_with_its_name(upload):
    with pytest.raises(ValidationError) as refusal:
        check_document(upload)
    assert upload.name in refusal.value.messages[0]


def test_a_zip_bomb_is_refused_without_being_unpacked():
    with pytest.raises(ValidationError):
        check_document(package("ppt/presentation.xml", filling=b"0" * 40_000_000))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Махашев Ержан Баяндама.pptx", "Махашев_Ержан_Баяндама.pptx"),
        ("Ғылыми ізденіс №1.pdf", "Ғылыми_ізденіс_1.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\x.pdf", "x.pdf"),
    ],
)
def test_file_names_keep_their_letters_and_lose_their_tricks(name, kept):
    assert safe_name(name) == kept


@pytest.mark.django_db
def test_a_file_without_a_label_takes_its_name(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = EventDocument.objects.create(event=make_event(), file=pdf("Баяндама 1.pdf"))
    assert (document.label, document.original_name, document.format) == ("Баяндама 1", "Баяндама 1.pdf", "PDF")
    assert document.size == document.file.size


@pytest.mark.django_db
def test_uploads_are_served_so_that_nothing_runs(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = EventDocument.objects.create(event=make_event(), file=pdf())
    answer = client.get(document.file.url)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert media_headers("documents/x/slides.pptx")["Content-Disposition"].startswith("attachment")


@pytest.mark.django_db
def test_what_waits_to_be_sized_is_served_to_nobody(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    folder = tmp_path / "incoming"
    folder.mkdir()
    (folder / "raw.jpg").write_bytes(picture().read())
    assert client.get("/media/incoming/raw.jpg").status_code == 404
    assert client.get("/media/photos/../incoming/raw.jpg").status_code == 404


# --- PDF ------------------------------------------------------------------------------------------
def written_pdf(pages=1, **passwords):
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(600, 800)
    if passwords:
        writer.encrypt(**passwords)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_long_pdf_and_one_that_opens_without_a_password_are_taken():
    check_document(ContentFile(written_pdf(pages=400), "long.pdf"))
    check_document(ContentFile(written_pdf(user_password="", owner_password="sample"), "printing-forbidden.pdf"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            written_pdf(user_password="sample"),
            "“talk.pdf” needs a password to be opened. Save it without one and upload it again.",
        ),
        (
            written_pdf(pages=9)[:600],
            "“talk.pdf” is not a readable PDF file. Open it, save it again under that kind, and upload it.",
        ),
        (
            written_pdf(pages=0),
            "“talk.pdf” is not a readable PDF file. Open it, save it again under that kind, and upload it.",
        ),
    ],
)
def test_a_pdf_that_does_not_open_is_refused_with_what_to_do(content, sentence):
    with override("en"), pytest.raises(ValidationError) as refusal:
        check_document(ContentFile(content, "talk.pdf"))
    with override("en"):
        assert refusal.value.messages == [sentence]
