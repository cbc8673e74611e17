"""The text inside files is read by the worker, whatever the files are like, and found."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader, PdfWriter

from events.models import EventDocument
from lessonstudy.portal.standins import make_pdf, make_pptx
from lessonstudy.search import reading
from lessonstudy.search.models import FileText
from lessonstudy.search.query import Query, find
from lessonstudy.search.tasks import forget_text, read_file, text_in, tidy
from lessonstudy.search.views import numbers_of
from research.models import PosterDocument
from tests.factories import make_event, make_poster, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LIST = "http://schemas.openxmlformats.org/package/2006/relationships"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def package(**parts):
    """A zip of the parts; in their names "__" stands for a slash and the ending is .xml."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, xml in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", xml)
    return buffer.getvalue()


def stored(data, name):
    return default_storage.save(f"documents/{name}", ContentFile(data))


def read(data, name):
    return text_in(stored(data, name))


def docx(body, head="", **parts):
    return package(word__document=f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>', **parts)


def paragraph(*texts):
    return "<w:p>" + "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in texts) + "</w:p>"


def slide(text, number="7"):
    field = f'<a:fld type="slidenum"><a:t>{number}</a:t></a:fld>'
    return f'<p:sld xmlns:p="{SLIDE}" xmlns:a="{DRAWING}"><a:p><a:r><a:t>{text}</a:t></a:r>{field}</a:p></p:sld>'


def relations(**targets):
    rows = "".join(
        f'<Relationship Id="{number}" Type="{LINK}/{kind}" Target="{target}"/>'
        for number, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{LIST}">{rows}</Relationships>'


def zipped(**parts):
    """As `package`, with the endings as they are written."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, xml in parts.items():
            made.writestr(name, xml)
    return buffer.getvalue()


def upload(data, name="sample.pdf"):
    return ContentFile(data, name)


# --- What is read -----------------------------------------------------------------------------------


def test_a_pdf_is_read_with_its_kazakh_and_russian_letters():
    text = read(make_pdf("Sample", [("kk", "Құбылмалы үлгі сөз"), ("ru", "Образец с ёлкой")]), "sample.pdf")
    assert "Құбылмалы үлгі сөз" in text
    assert "Образец с ёлкой" in text


def test_a_word_broken_at_the_end_of_a_line_is_whole_again():
    assert tidy("confer\x02\r\nence, sam\ufffeple") == "conference, sample"


def test_what_databases_refuse_and_snippets_need_not_is_taken_out():
    assert tidy("a\x00b\x07c\n\n \n  d\u00a0\te\ufffff  ") == "a b c\nd e f"


def test_a_word_file_is_read_with_its_table_and_notes():
    table = f"<w:tbl><w:tr><w:tc>{paragraph('one')}</w:tc><w:tc>{paragraph('two')}</w:tc></w:tr></w:tbl>"
    notes = f'<w:footnotes xmlns:w="{WORD}">{paragraph("below")}</w:footnotes>'
    text = read(docx(paragraph("sam", "ple") + table, word__footnotes=notes), "sample.docx")
    assert text == "sample\none\ntwo\nbelow"


def test_deleted_text_of_a_word_file_and_what_it_says_twice_are_left_out():
    fallback = f'<m:Fallback xmlns:m="urn:any">{paragraph("again")}</m:Fallback>'
    deleted = "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    assert read(docx(paragraph("kept") + fallback + deleted), "sample.docx") == "kept"


def test_slides_are_read_in_the_order_they_are_shown_each_with_its_notes():
    shown = '<p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/></p:sldIdLst>'
    parts = {
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{SLIDE}" xmlns:r="{LINK}">{shown}</p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(
            rId1=("slide", "slides/slide1.xml"), rId2=("slide", "/ppt/slides/slide2.xml")
        ),
        "ppt/slides/slide1.xml": slide("second"),
        "ppt/slides/slide2.xml": slide("first"),
        "ppt/slides/_rels/slide2.xml.rels": relations(rId1=("notesSlide", "../notesSlides/notesSlide1.xml")),
        "ppt/notesSlides/notesSlide1.xml": slide("said"),
        "ppt/slides/slide3.xml": slide("not shown"),
    }
    assert read(zipped(**parts), "sample.pptx") == "first\nsaid\nsecond"


def test_our_own_stand_in_slides_are_read():
    assert "Үлгі сөз" in read(make_pptx("Sample", [("kk", "Үлгі сөз")]), "sample.pptx")


@pytest.mark.parametrize("extension", ["odt", "odp"])
def test_an_open_document_is_read(extension):
    body = "<t:h>Head<t:tab/>line</t:h><t:p>A <t:span>sample</t:span></t:p>"
    xml = f'<o:body xmlns:o="{OPEN}:office:1.0" xmlns:t="{OPEN}:text:1.0">{body}</o:body>'
    assert read(package(content=xml), f"sample.{extension}") == "Head line\nA sample"


# --- Files that are broken, or hostile ----------------------------------------------------------------


def locked_pdf():
    writer = PdfWriter(PdfReader(BytesIO(make_pdf("Sample", [("en", "under lock")]))))
    writer.encrypt("sample-password")
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def entity_bomb():
    bomb = '<!DOCTYPE d [<!ENTITY a "bang ">' + "".join(
        f'<!ENTITY {letter} "{f"&{before};" * 10}">' for before, letter in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return docx(paragraph("&i;"), head=f"{bomb}]>")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7 and nothing more", "cut.pdf"),
        (b"", "empty.pdf"),
        (b"PK\x03\x04 and nothing more", "cut.docx"),
        (package(other="<a/>"), "other.pptx"),
        (docx(paragraph("sample"))[:-30], "cut-too.docx"),
        (entity_bomb(), "bomb.docx"),
    ],
)
def test_a_broken_or_hostile_file_has_no_text(data, name):
    assert read(data, name) == ""


def test_a_pdf_under_a_password_has_no_text():
    assert read(locked_pdf(), "locked.pdf") == ""


def test_an_entity_is_not_followed():
    xml = docx(paragraph("&a;"), head='<!DOCTYPE d [<!ENTITY a "from elsewhere">]>')
    assert read(xml, "entity.docx") == ""


def test_a_zip_bomb_is_read_only_to_the_limit():
    text = read(docx(paragraph("boom!" * 20_000_000)), "bomb.docx")
    assert len(text) == reading.MOST_TEXT


def test_the_part_before_a_fault_is_kept():
    broken = f'<w:document xmlns:w="{WORD}">{paragraph("before")}<w:p><w:r><w:t>on it</w:p>{paragraph("after")}'
    assert read(package(word__document=broken), "broken.docx") == "before\non it"


def test_a_reading_that_takes_too_long_is_stopped_and_what_it_has_is_kept():
    writer = PdfWriter(PdfReader(BytesIO(make_pdf("Sample", [("en", "first page")]))))
    for _ in range(10_000):
        writer.add_blank_page(200, 200)
    buffer = BytesIO()
    writer.write(buffer)
    name = stored(buffer.getvalue(), "long.pdf")
    assert "first page" in text_in(name)
    assert text_in(name, seconds=0.01) == ""


# --- From the upload to the answer --------------------------------------------------------------------


def work():
    """What the worker does."""
    call_command("worker", batch=True, interval=0, verbosity=0)
    return [row.status for row in DBTaskResult.objects.order_by("enqueued_at")]


def found(words):
    return numbers_of(find(Query(words)).found)


@pytest.mark.django_db(transaction=True)
def test_an_uploaded_file_is_found_by_its_text_once_the_worker_has_read_it():
    event = make_event(title_en="Sample gathering")
    data = make_pdf("Sample", [("kk", "Құбылмалы сөздер")])
    document = EventDocument.objects.create(event=event, file=upload(data))
    assert found("құбылмалы") == []
    assert work() == [TaskResultStatus.SUCCESSFUL]
    assert found("құбылмалы") == [document.pk]
    document.label = "Another label"
    document.save()
    assert found("құбылмалы") == [document.pk]
    assert DBTaskResult.objects.count() == 1  # nothing is read twice


@pytest.mark.django_db(transaction=True)
def test_the_worker_outlives_files_that_cannot_be_read_and_does_not_try_again():
    event = make_event()
    for name, data in (("cut.pdf", b"%PDF-1.7"), ("locked.pdf", locked_pdf()), ("bomb.docx", entity_bomb())):
        EventDocument.objects.create(event=event, file=upload(data, name))
    EventDocument.objects.create(event=event, file=upload(make_pdf("Sample", [("en", "legible")])))
    assert work() == [TaskResultStatus.SUCCESSFUL] * 4
    assert sorted(FileText.objects.values_list("text", flat=True))[:3] == ["", "", ""]
    assert len(found("legible")) == 1


@pytest.mark.django_db(transaction=True)
def test_a_file_of_a_draft_is_read_but_not_found():
    event = make_event(status="draft")
    EventDocument.objects.create(event=event, file=upload(make_pdf("Sample", [("en", "unripe")])))
    assert work() == [TaskResultStatus.SUCCESSFUL]
    assert "unripe" in FileText.objects.get().text
    assert found("unripe") == []
    event.status = "published"
    event.save()
    assert len(found("unripe")) == 1


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_is_rolled_back_is_not_read():
    with transaction.atomic():
        EventDocument.objects.create(event=make_event(), file=pdf())
        transaction.set_rollback(True)
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_recording_is_not_read():
    EventDocument.objects.create(event=make_event(), file=upload(b"ID3", "sample.mp3"))
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_replaced_file_is_found_by_its_new_text_only():
    document = EventDocument.objects.create(event=make_event(), file=upload(make_pdf("Sample", [("en", "firstword")])))
    work()
    with transaction.atomic():  # as the admin saves
        document.file = upload(make_pdf("Sample", [("en", "secondword")]))
        document.save()
    assert found("firstword") == []
    work()
    assert (found("firstword"), found("secondword")) == ([], [document.pk])
    assert [("secondword" in row.text) for row in FileText.objects.all()] == [True]


@pytest.mark.django_db(transaction=True)
def test_the_text_of_a_file_goes_with_the_last_row_that_names_it():
    first = EventDocument.objects.create(event=make_event(), file=upload(make_pdf("Sample", [("en", "shared")])))
    second = PosterDocument.objects.create(poster=make_poster(), file=first.file.name)
    work()
    assert len(found("shared")) == 2
    first.delete()
    assert found("shared") == [second.pk]
    second.delete()
    assert (found("shared"), FileText.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_a_file_deleted_before_its_turn_leaves_nothing():
    document = EventDocument.objects.create(event=make_event(), file=pdf())
    document.delete()
    assert work() == [TaskResultStatus.SUCCESSFUL]
    assert FileText.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_file_deleted_while_it_is_read_leaves_nothing(monkeypatch):
    document = EventDocument.objects.create(event=make_event(), file=upload(make_pdf("Sample", [])))
    name = document.file.name
    monkeypatch.setattr("lessonstudy.search.tasks.text_in", lambda name: document.delete() and "late")
    read_file.call(name)
    assert FileText.objects.count() == 0


def test_a_new_index_keeps_what_was_read_and_reads_the_rest():
    document = EventDocument.objects.create(event=make_event(), file=upload(make_pdf("Sample", [("en", "remembered")])))
    DBTaskResult.objects.all().delete()
    call_command("reindex", verbosity=0)
    assert [row.args_kwargs["args"] for row in DBTaskResult.objects.all()] == [[document.file.name]]
    FileText.objects.create(name=document.file.name, text="remembered")
    call_command("reindex", verbosity=0)
    assert DBTaskResult.objects.count() == 1
    assert found("remembered") == [document.pk]
    forget_text(None, document.file.name)
    assert FileText.objects.count() == 0
