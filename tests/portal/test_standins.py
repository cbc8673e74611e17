"""The stand-ins are real pictures and files, the same for the same seed, and right in every Kazakh letter."""

import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from pypdf import PdfReader

from lessonstudy.content.files import check_document
from lessonstudy.content.images import check_image
from lessonstudy.portal.standins import draw_photo, make_pdf, make_pptx
from lessonstudy.portal.standins.files import SENTENCES
from lessonstudy.portal.standins.pictures import MOTIFS

LETTERS = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі"
LINES = [("kk", LETTERS), ("ru", "Опыт школ"), ("en", "Schools & <their> experience")]
SEEDS = [f"event/shymkent-2021/{number}" for number in range(len(MOTIFS) + 1)] + ["poster/kapshagai/0", "issue/a/1/0"]


@pytest.fixture(scope="module")
def pictures():
    return {seed: draw_photo(seed) for seed in SEEDS}


def slide_texts(data):
    """The paragraphs of every slide of a PowerPoint file."""
    a = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    with zipfile.ZipFile(BytesIO(data)) as package:
        names = sorted(name for name in package.namelist() if name.startswith("ppt/slides/slide"))
        slides = [ElementTree.fromstring(package.read(name)) for name in names]
    return [[text.text for text in slide.iter(f"{a}t")] for slide in slides]


def test_a_seed_always_draws_the_same_picture(pictures):
    assert {seed: draw_photo(seed) for seed in SEEDS} == pictures


def test_every_seed_draws_another_picture(pictures):
    assert len(set(pictures.values())) == len(SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_picture_is_a_small_jpeg_that_an_editor_could_upload(pictures, seed):
    data = pictures[seed]
    check_image(ContentFile(data, "standin.jpg"))
    with Image.open(BytesIO(data)) as picture:
        assert picture.format == "JPEG"
        assert 1000 <= picture.width <= 1200
    assert len(data) < 140_000


@pytest.mark.parametrize(("seed", "upright"), [(seed, not seed.startswith("event/")) for seed in SEEDS])
def test_only_posters_and_issues_are_upright(pictures, seed, upright):
    with Image.open(BytesIO(pictures[seed])) as picture:
        assert (picture.height > picture.width) == upright


@pytest.mark.parametrize(("make", "name"), [(make_pdf, "a.pdf"), (make_pptx, "a.pptx")])
def test_a_file_is_accepted_as_an_upload_and_always_the_same(make, name):
    data = make("WALS 2021", LINES)
    check_document(ContentFile(data, name))
    assert make("WALS 2021", LINES) == data
    assert make("WALS 2022", LINES) != data
    assert len(data) < 40_000


def test_slides_carry_the_label_the_sentences_and_the_lines():
    label = f"«Баяндама» & <{LETTERS}>"
    assert slide_texts(make_pptx(label, LINES)) == [
        [label, *SENTENCES.values()],
        [label, *(text for _, text in LINES)],
    ]


def test_a_pdf_carries_every_kazakh_letter():
    label = 'Баяндама № 3 "#$*_'
    text = " ".join(PdfReader(BytesIO(make_pdf(label, LINES))).pages[0].extract_text().split())
    assert text == " ".join([label, *SENTENCES.values(), *(line for _, line in LINES)])


@pytest.mark.parametrize("make", [make_pdf, make_pptx])
def test_a_file_can_have_no_lines(make):
    assert make("WALS 2021", [])
