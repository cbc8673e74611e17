"""Posters in the schema.org graph of their pages."""

import pytest

from research.models import PosterDocument, PosterRole
from tests.factories import make_person, make_poster, make_school, pdf
from tests.graphs import main_node

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]
HOST = "http://testserver"


def test_a_poster_has_authors_schools_and_files(client):
    poster, author, coach = make_poster(aim_en="To find out.", language="ja"), make_person(), make_person()
    poster.schools.add(make_school(name_en="Sample school"))
    PosterRole.objects.create(poster=poster, person=author, role="author")
    PosterRole.objects.create(poster=poster, person=coach, role="coach")
    document = PosterDocument.objects.create(poster=poster, file=pdf(), licence="CC-BY-4.0")
    node = main_node(client, poster)
    assert (node["@type"], node["@id"]) == ("Poster", f"{HOST}/id/poster/{poster.pk}")
    assert (node["abstract"], node["inLanguage"]) == ("To find out.", "ja")
    assert [person["@id"] for person in node["author"]] == [f"{HOST}/id/person/{author.pk}"]
    assert [school["name"] for school in node["sourceOrganization"]] == ["Sample school"]
    assert node["encoding"] == [
        {
            "@type": "MediaObject",
            "name": "sample",
            "contentUrl": f"{HOST}{document.file.url}",
            "encodingFormat": "application/pdf",
            "license": "https://creativecommons.org/licenses/by/4.0/",
        }
    ]
