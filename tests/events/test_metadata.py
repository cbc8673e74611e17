"""Events and series in the schema.org graph of their pages."""

import pytest

from events.models import ContributionRole, Event, EventOrganization, EventPhoto, EventRole
from lessonstudy.content.dates import PartialDate
from members.models import Person, PlaceName
from tests.factories import (
    make_body,
    make_contribution,
    make_event,
    make_organization,
    make_person,
    make_place,
    make_poster,
    make_school,
    make_series,
)
from tests.graphs import graph_of, main_node, way_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]
HOST = "http://testserver"


def make_astana():
    country = make_place(kind="country", name_en="Kazakhstan")
    place = make_place(kind="city", name_en="Astana", parent=country, latitude="51.1694", longitude="71.4491")
    PlaceName.objects.create(place=place, name_en="Nur-Sultan", valid_from="2019", valid_to="2022")
    return place


def test_an_event_has_what_search_engines_ask_for(client):
    event = make_event(
        title_en="Sample conference",
        title_ru="Пример конференции",
        alternative_title_en="Another title",
        summary_en="What it was about.",
        theme_en="A theme",
        start=PartialDate(2021, 11, 26, 10, 0),
        end=PartialDate(2021, 11, 27),
        mode="onsite",
        working_languages="kk ru",
        website="https://example.org/",
    )
    event.places.add(make_astana())
    number = event.pk
    assert main_node(client, event) == {
        "@type": "EducationEvent",
        "@id": f"{HOST}/id/event/{number}",
        "name": "Sample conference",
        "alternateName": ["Пример конференции", "Another title"],
        "url": f"{HOST}/en/events/sample-conference/",
        "description": "What it was about.",
        "startDate": "2021-11-26T10:00:00+06:00",
        "endDate": "2021-11-27",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": [
            {
                "@type": "Place",
                "name": "Nur-Sultan",
                "address": {
                    "@type": "PostalAddress",
                    "addressLocality": "Nur-Sultan",
                    "addressCountry": "Kazakhstan",
                },
                "geo": {"@type": "GeoCoordinates", "latitude": 51.1694, "longitude": 71.4491},
            }
        ],
        "image": [f"{HOST}/en/preview/event/{number}.jpg?v=0"],
        "about": {"@type": "Thing", "name": "A theme"},
        "inLanguage": ["kk", "ru"],
        "sameAs": "https://example.org/",
    }


def test_an_event_of_which_little_is_known_tells_little(client):
    event = make_event(kind="meeting", start=PartialDate(None, 11, 11), title_en="Sample meeting")
    node = main_node(client, event)
    assert set(node) == {"@type", "@id", "name", "url", "eventStatus", "image"}
    assert node["@type"] == "Event"


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("announced", "EventScheduled"),
        ("held", "EventScheduled"),
        ("cancelled", "EventCancelled"),
        ("postponed", "EventPostponed"),
        ("moved-online", "EventMovedOnline"),
    ],
)
def test_the_state_is_told_in_the_words_of_the_vocabulary(client, state, status):
    event = make_event()
    Event.objects.update(state=state)
    assert main_node(client, event)["eventStatus"] == f"https://schema.org/{status}"


def where(client, **fields):
    event = make_event(**fields)
    event.places.add(make_place(name_en="Sample town"))
    node = main_node(client, event)
    return node["eventAttendanceMode"], [place["@type"] for place in node["location"]], node["location"][-1].get("url")


def test_an_event_online_has_the_address_to_go_to(client):
    online = "https://schema.org/OnlineEventAttendanceMode"
    both = "https://schema.org/MixedEventAttendanceMode"
    own = f"{HOST}/en/events/sample/"
    assert where(client, mode="online", slug="sample") == (online, ["VirtualLocation"], own)
    assert where(client, mode="mixed", website="https://example.org/") == (
        both,
        ["Place", "VirtualLocation"],
        "https://example.org/",
    )


def test_what_moved_online_is_no_longer_held_in_a_place(client):
    event = make_event(mode="onsite")
    event.places.add(make_place())
    Event.objects.update(state="moved-online")
    node = main_node(client, event)
    assert node["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert [place["@type"] for place in node["location"]] == ["VirtualLocation"]


def test_an_event_names_the_larger_and_the_smaller_ones(client):
    event = make_event(
        parent=make_event(title_en="Larger", start=PartialDate(2021)), series=make_series(title_en="Row")
    )
    inside = make_event(parent=event, title_en="Smaller", kind="exhibition", mode="online")
    node = main_node(client, event)
    assert [(part["@type"], part["name"]) for part in node["superEvent"]] == [
        ("EducationEvent", "Larger"),
        ("EventSeries", "Row"),
    ]
    assert node["superEvent"][0]["startDate"] == "2021"
    assert node["subEvent"] == [
        {
            "@type": "ExhibitionEvent",
            "@id": f"{HOST}/id/event/{inside.pk}",
            "name": "Smaller",
            "url": f"{HOST}/en/events/smaller/",
            "startDate": "2021-11-26",
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
            "location": [{"@type": "VirtualLocation", "url": f"{HOST}/en/events/smaller/"}],
        }
    ]


def test_nothing_that_is_not_public_is_named(client):
    hidden = {
        "parent": make_event(title_en="Secret"),
        "series": make_series(title_en="Secret"),
        "body": make_body(title_ru="Secret"),
    }
    event = make_event(title_en="Open", **hidden)
    hidden["child"] = make_event(title_en="Secret", parent=event)
    hidden["poster"] = make_poster(title_en="Secret", event=event)
    assert {"superEvent", "subEvent", "organizer", "workFeatured"} <= set(main_node(client, event))
    for record in hidden.values():
        type(record).objects.filter(pk=record.pk).update(status="draft")
    graph = graph_of(client, "/en/events/open/")
    assert {"superEvent", "subEvent", "organizer", "workFeatured"} & set(graph[0]) == set()
    assert way_of(graph) == ["Home", "Events", "Open"]


def test_the_way_to_a_part_goes_through_the_whole(client):
    make_event(title_en="Part", parent=make_event(title_en="Whole"))
    assert way_of(graph_of(client, "/en/events/part/")) == ["Home", "Events", "Whole", "Part"]
    assert way_of(graph_of(client, "/en/events/part/programme/")) == ["Home", "Events", "Whole", "Part", "Programme"]


def test_who_spoke_is_named_once_key_speakers_first(client):
    event, keynote, speaker, chair = make_event(), make_person(), make_person(), make_person()
    school = make_school(name_en="Sample school of then")
    EventRole.objects.create(event=event, person=speaker, role="speaker", organization=school)
    EventRole.objects.create(event=event, person=chair, role="chair")
    talk = make_contribution(event)
    for person in (keynote, speaker):
        ContributionRole.objects.create(contribution=talk, person=person, role="keynote")
    performers = main_node(client, event)["performer"]
    assert [person["@id"].rsplit("/", 1)[1] for person in performers] == [str(keynote.pk), str(speaker.pk)]


def test_a_speaker_without_a_public_page_is_named_only(client):
    event, person, school = make_event(), make_person(family_name_en="Sample"), make_school(name_en="Sample school")
    EventRole.objects.create(
        event=event, person=person, role="speaker", organization=school, printed_name="S. Sample-Then"
    )
    type(school).objects.filter(pk=school.pk).update(status="draft")
    Person.objects.filter(pk=person.pk).update(status="draft")
    assert main_node(client, event)["performer"] == [
        {
            "@type": "Person",
            "name": "S. Sample-Then",
            "affiliation": {"@type": "School", "name": "Sample school"},
        }
    ]


def test_organizations_are_told_by_what_they_were(client):
    event = make_event()
    for role in ("organizer", "host", "partner", "sponsor", "participant"):
        EventOrganization.objects.create(event=event, organization=make_organization(name_en=role), role=role)
    node = main_node(client, event)
    names = {name: [one["name"] for one in node[name]] for name in ("organizer", "contributor", "sponsor")}
    assert names == {"organizer": ["organizer", "host"], "contributor": ["partner"], "sponsor": ["sponsor"]}


def test_a_council_holds_its_own_meetings(client):
    body = make_body()
    assert [one["name"] for one in main_node(client, make_event(body=body))["organizer"]] == [body.plain_title]


def test_pictures_of_an_event_are_a_gallery(client):
    event = make_event()
    sized = {"width": 900, "height": 600, "image": "photos/sample.jpg"}
    EventPhoto.objects.create(event=event, caption_en="A lesson", credit="S. Sample", **sized)
    EventPhoto.objects.create(event=event, image="incoming/unsized.jpg")
    node, gallery, _way = graph_of(client, event.get_absolute_url().replace("/kk/", "/en/"))
    copies = [f"{HOST}/media/photos/sample-{width}.webp" for width in (900, 800, 400)]
    assert node["image"] == copies
    assert gallery["about"] == {"@id": node["@id"]}
    assert gallery["associatedMedia"] == [
        {
            "@type": "ImageObject",
            "contentUrl": copies[0],
            "thumbnailUrl": copies[-1],
            "caption": "A lesson",
            "creditText": "S. Sample",
        }
    ]


def test_a_series_lists_its_public_editions(client):
    series = make_series(title_en="Row", owner=make_organization(name_en="Owner"))
    make_event(series=series, title_en="First", start=PartialDate(2019))
    hidden = make_event(series=series, title_en="Secret")
    Event.objects.filter(pk=hidden.pk).update(status="withdrawn")
    node = main_node(client, series)
    assert (node["@type"], node["@id"]) == ("EventSeries", f"{HOST}/id/series/{series.pk}")
    assert [(edition["name"], edition["startDate"]) for edition in node["subEvent"]] == [("First", "2019")]
    assert node["organizer"]["name"] == "Owner"
