import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult
from PIL import Image

from events.models import EventPhoto
from lessonstudy.content.images import check_image, widths_for
from lessonstudy.content.tasks import size_photo
from tests.factories import make_event, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]


def png_claiming(width, height):
    """A PNG of a few bytes whose header claims any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return ContentFile(data + struct.pack(">I", 0) + b"IEND\xaeB`\x82", "huge.png")


def sized(**fields):
    photo = EventPhoto.objects.create(event=make_event(), **fields)
    size_photo.call("events.EventPhoto", photo.pk)
    photo.refresh_from_db()
    return photo


def test_a_picture_of_two_gigapixels_is_refused_from_its_header():
    with pytest.raises(ValidationError) as refusal:
        check_image(png_claiming(50_000, 40_000))
    assert "huge.png" in refusal.value.messages[0]


@pytest.mark.parametrize("name", ["drawing.svg", "drawing.png"])
def test_a_drawing_with_a_script_is_refused_whatever_its_name(name):
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    with pytest.raises(ValidationError):
        check_image(ContentFile(svg, name))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_damaged_picture_is_refused(kind):
    whole = picture(kind=kind, name=f"broken.{kind.lower()}").read()
    with pytest.raises(ValidationError):
        check_image(ContentFile(whole[: len(whole) // 2], f"broken.{kind.lower()}"))


def test_saving_a_picture_asks_for_its_sizes_in_the_same_transaction():
    photo = EventPhoto.objects.create(event=make_event(), image=picture())
    assert DBTaskResult.objects.get().args_kwargs["args"] == ["events.EventPhoto", photo.pk]


def test_the_stored_picture_knows_no_position_of_the_camera():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (43.0, 15.0, 0.0), 3: "E", 4: (76.0, 57.0, 0.0)}
    photo = sized(image=picture(exif=exif))
    with default_storage.open(photo.image.name) as file, Image.open(file) as image:
        assert dict(image.getexif()) == {}
    assert not default_storage.listdir("incoming")[1]


def test_a_picture_lying_on_its_side_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = sized(image=picture(size=(900, 600), exif=exif))
    assert (photo.width, photo.height) == (600, 900)


def test_every_width_that_a_page_names_exists():
    photo = sized(image=picture(size=(1000, 500)))
    assert [width for width, _url in photo.copies] == [400, 800, 1000]
    folder = default_storage.listdir("photos")[1]
    assert len(folder) == 4  # the master and three copies


def test_sizing_twice_does_no_harm():
    photo = sized(image=picture())
    before = photo.image.name
    size_photo.call("events.EventPhoto", photo.pk)
    photo.refresh_from_db()
    assert photo.image.name == before


@pytest.mark.parametrize(
    ("width", "widths"), [(300, [300]), (400, [400]), (1601, [400, 800, 1600]), (900, [400, 800, 900])]
)
def test_copies_are_never_larger_than_the_picture(width, widths):
    assert widths_for(width) == widths
