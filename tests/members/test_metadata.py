"""People, schools and councils in the schema.org graph of their pages."""

import pytest

from lessonstudy.content.dates import PartialDate
from members.models import Affiliation, Body, BodyMembership, Organization, OrganizationName, Person, PersonName
from tests.factories import make_body, make_organization, make_person, make_place, make_school
from tests.graphs import graph_of, main_node, way_of

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


def test_a_person_has_spellings_posts_and_orcid(client):
    person = make_person(
        given_name_en="Ann", family_name_en="Sample", family_name_ru="Пример", orcid="0000-0002-1825-0097"
    )
    PersonName.objects.create(person=person, name="A. Sampel")
    school, former = make_school(name_en="Sample school"), make_school(name_en="Former school")
    Affiliation.objects.create(person=person, organization=school, position_en="teacher")
    Affiliation.objects.create(person=person, organization=former, position_en="pupil", valid_to=PartialDate(2001))
    node = main_node(client, person)
    assert (node["@type"], node["@id"], node["name"]) == ("Person", f"{HOST}/id/person/{person.pk}", "Ann Sample")
    assert node["alternateName"] == ["Пример", "A. Sampel"]
    assert node["jobTitle"] == ["teacher"]
    assert [one["name"] for one in node["affiliation"]] == ["Sample school"]
    assert node["sameAs"] == "https://orcid.org/0000-0002-1825-0097"


def test_a_person_sits_in_public_councils_only(client):
    person, council, hidden = make_person(), make_body(), make_body()
    for body in (council, hidden):
        BodyMembership.objects.create(body=body, person=person)
    Body.objects.filter(pk=hidden.pk).update(status="draft")
    assert [one["@id"] for one in main_node(client, person)["memberOf"]] == [f"{HOST}/id/council/{council.pk}"]


@pytest.mark.parametrize(
    ("kind", "schema_kind"),
    [
        ("gymnasium", "School"),
        ("kindergarten", "Preschool"),
        ("university", "CollegeOrUniversity"),
        ("centre", "EducationalOrganization"),
        ("ministry", "GovernmentOrganization"),
        ("association", "Organization"),
    ],
)
def test_an_organization_is_of_the_kind_the_vocabulary_has(client, kind, schema_kind):
    assert main_node(client, make_organization(kind=kind))["@type"] == schema_kind


def test_a_school_has_names_address_and_what_it_belongs_to(client):
    region = make_place(name_en="Sample region")
    school = make_school(
        name_en="Sample school",
        short_name_en="SS",
        place=make_place(kind="city", name_en="Sample town", parent=region),
        parent=make_organization(name_en="Network", kind="network"),
        founded=PartialDate(1998, 9),
        website="https://example.org/",
    )
    OrganizationName.objects.create(organization=school, name_en="Old name")
    make_organization(parent=school, name_en="Its centre")
    hidden = make_organization(parent=school, name_en="Hidden centre")
    Organization.objects.filter(pk=hidden.pk).update(status="draft")
    graph = graph_of(client, "/en/schools/sample-school/")
    node = graph[0]
    assert node["alternateName"] == ["SS", "Old name"]
    assert node["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Sample town",
        "addressRegion": "Sample region",
    }
    assert (node["foundingDate"], node["sameAs"]) == ("1998-09", "https://example.org/")
    assert node["parentOrganization"]["name"] == "Network"
    assert [part["name"] for part in node["subOrganization"]] == ["Its centre"]
    assert way_of(graph) == ["Home", "Schools", "Sample school"]


def test_a_council_has_its_seats(client):
    body = make_body(organization=make_organization(name_en="Whole"))
    person, member, hidden = make_person(family_name_en="Chair"), make_organization(name_en="Member"), make_person()
    BodyMembership.objects.create(body=body, person=person, office="chair", since=PartialDate(2015))
    BodyMembership.objects.create(body=body, person=hidden, organization=member)
    BodyMembership.objects.create(body=body, person=hidden)
    Person.objects.filter(pk=hidden.pk).update(status="draft", family_name_en="Named only")
    node = main_node(client, body)
    assert (node["@type"], node["parentOrganization"]["name"]) == ("Organization", "Whole")
    held = [(seat["roleName"], seat["member"]["name"], seat.get("startDate")) for seat in node["member"]]
    assert held == [("chair", "Chair", "2015"), ("member", "Member", None), ("member", "Named only", None)]
    assert node["member"][2]["member"] == {"@type": "Person", "name": "Named only"}
