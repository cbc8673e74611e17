"""What each role may do; and that nobody gives themselves more."""

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import Group

from events.models import Contribution, Event
from members.models import User
from members.roles import ROLES, set_up_roles
from tests.browserless import errors_of, open_form, send
from tests.factories import (
    make_contribution,
    make_event,
    make_organization,
    make_person,
    make_post,
    make_poster,
    make_session,
    make_staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["django_language"] = "en"


def sign_in(client, role, **fields):
    user = make_staff(**fields)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(User.objects.get(pk=user.pk))
    return user


def change(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


# --- The groups -----------------------------------------------------------------------------------
def test_the_roles_are_there_after_migrating():
    assert {*Group.objects.values_list("name", flat=True)} == {*ROLES}


def test_setting_up_again_restores_what_is_written_down():
    group = Group.objects.get(name="registrar")
    before = set(group.permissions.all())
    group.permissions.clear()
    group.permissions.add(*Group.objects.get(name="administrator").permissions.all())
    for app in apps.get_app_configs():
        set_up_roles(app)
    assert set(group.permissions.all()) == before


def test_every_permission_written_down_exists():
    for name, role in ROLES.items():
        count = sum(len(verbs) for verbs in role.permits.values())
        assert Group.objects.get(name=name).permissions.count() == count, name


SEEN = {
    "editor": {"personal-data", "news", "events", "research", "journal", "members", "portal"},
    "branch-editor": {"news", "events", "research", "members"},
    "journal-editor": {"journal", "events", "members"},
    "council-secretary": {"events", "members"},
    "registrar": {"personal-data", "events", "members"},
    "administrator": {
        *("news", "events", "research", "journal", "members", "auth", "portal", "django_tasks_database"),
        "personal-data",
    },
}


@pytest.mark.parametrize("role", ROLES)
def test_the_boxes_show_what_the_role_may_see(client, role):
    sign_in(client, role, branch=make_organization() if role == "branch-editor" else None)
    boxes = client.get("/admin/").context["sidebar_navigation"]
    assert {item["link"].split("/")[2] for box in boxes for item in box["items"]} == SEEN[role]


def test_a_registrar_sees_events_and_changes_none(client):
    event = make_event()
    sign_in(client, "registrar")
    assert client.get(change(event)).status_code == 200
    assert client.post(change(event), {"title_en": "Mine"}).status_code == 403


def test_a_journal_editor_publishes_issues_and_no_events(client):
    user = sign_in(client, "journal-editor")
    assert (user.has_perm("journal.publish_issue"), user.has_perm("events.publish_event")) == (True, False)


def test_a_council_secretary_enters_a_meeting_with_its_agenda(client):
    sign_in(client, "council-secretary")
    row = {"agenda-TOTAL_FORMS": "1", "agenda-0-title_kk": "Бюджет", "agenda-0-position": "0"}
    send(client, "/admin/events/event/add/", "_publish", title_kk="Отырыс", kind="meeting", **row)
    assert Event.objects.published().get().agenda.count() == 1


# --- Branch editors -------------------------------------------------------------------------------
@pytest.fixture
def branches():
    return make_organization(kind="branch", name_en="Own"), make_organization(kind="branch", name_en="Other")


@pytest.fixture
def branch_editor(client, branches):
    return sign_in(client, "branch-editor", branch=branches[0])


@pytest.fixture
def records(branches):
    """Of the own branch, of another one, of the head office."""
    return [make_event(branch=branch) for branch in (*branches, None)]


def test_a_branch_editor_sees_the_own_records_only(client, branch_editor, records):
    assert list(client.get("/admin/events/event/").context["cl"].result_list) == records[:1]


def test_a_branch_editor_opens_changes_and_deletes_nothing_of_others(client, branch_editor, records):
    own, *others = records
    assert client.get(change(own)).status_code == 200
    for event in others:
        for address in (change(event), change(event).replace("change/", "delete/"), f"{change(event)[:-7]}preview/"):
            assert client.get(address).status_code != 200, address
            client.post(address, {**open_form(client, change(own)), "title_en": "Mine", "post": "yes"})
        event.refresh_from_db()
        assert event.title_en != "Mine"


def test_a_branch_editor_neither_reads_nor_restores_the_history_of_others(client, branch_editor, records):
    own, *others = records
    assert client.get(change(own).replace("change/", "history/")).status_code == 200
    for event in others:
        history = change(event).replace("change/", "history/")
        assert client.get(history).status_code == 403
        assert client.get(f"{history}{event.history.first().pk}/").status_code == 404
        assert client.post(f"{history}{event.history.first().pk}/").status_code == 404


def test_a_branch_editor_publishes_nothing_of_others_from_the_list(client, branch_editor, branches):
    events = [make_event(status="draft", branch=branch) for branch in (*branches, None)]
    chosen = {"_selected_action": [event.pk for event in events]}
    client.post("/admin/events/event/", {"action": "publish_selected", **chosen})
    assert list(Event.objects.published()) == events[:1]
    client.post("/admin/events/event/", {"action": "delete_selected", "post": "yes", **chosen})
    assert list(Event.objects.order_by("pk")) == events[1:]


def autocompleted(client, app, model, field):
    query = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
    return [int(row["id"]) for row in client.get("/admin/autocomplete/", query).json()["results"]]


def test_a_branch_editor_chooses_among_the_own_events(client, branch_editor, records):
    assert autocompleted(client, "events", "event", "parent") == [records[0].pk]
    assert autocompleted(client, "news", "newspost", "events") == [records[0].pk]
    assert autocompleted(client, "research", "poster", "event") == [records[0].pk]


def test_a_branch_editor_cannot_name_an_event_of_others_by_a_forged_form(client, branch_editor, records):
    own, other, _head_office = records
    response = send(client, change(own), parent=other.pk)
    assert len(errors_of(response)) == 1
    own.refresh_from_db()
    assert own.parent is None


def test_what_the_head_office_chose_stays_when_the_branch_saves(client, branch_editor, records):
    own, other, _head_office = records
    Event.objects.filter(pk=own.pk).update(parent=other)
    assert send(client, change(own), title_en="Better").status_code == 302
    own.refresh_from_db()
    assert (own.parent, own.title_en) == (other, "Better")


def test_new_records_belong_to_the_branch(client, branch_editor, branches):
    send(client, "/admin/events/event/add/", title_kk="Жаңа", kind="seminar", branch=branches[1].pk)
    assert Event.objects.get().branch == branches[0]


def test_a_branch_editor_cannot_give_a_record_to_another_branch(client, branch_editor, branches, records):
    send(client, change(records[0]), branch=branches[1].pk)
    records[0].refresh_from_db()
    assert records[0].branch == branches[0]


@pytest.mark.parametrize("make", [make_post, make_poster])
def test_news_and_posters_likewise(client, branch_editor, branches, make):
    own, other = make(branch=branches[0]), make(branch=branches[1])
    assert client.get(change(own)).status_code == 200
    assert client.get(change(other)).status_code == 302


@pytest.mark.parametrize("make", [make_session, make_contribution])
def test_parts_of_the_programme_follow_their_event(client, branch_editor, records, make):
    own, other = make(records[0]), make(records[1])
    assert client.get(change(own)).status_code == 200
    assert client.get(change(other)).status_code == 302
    list_page = client.get(f"/admin/events/{own._meta.model_name}/")
    assert list(list_page.context["cl"].result_list) == [own]


def test_a_part_cannot_be_put_into_an_event_of_others(client, branch_editor, records):
    own, other, _head_office = records
    contribution = make_contribution(own)
    response = send(client, change(contribution), event=other.pk)
    assert len(errors_of(response)) == 1
    assert Contribution.objects.get().event == own


def test_a_branch_editor_sees_organizations_and_changes_the_own_one(client, branch_editor, branches):
    own, other = branches
    assert send(client, change(own), website="https://example.org/").status_code == 302
    assert client.get(change(other)).status_code == 200
    assert client.post(change(other), {"name_en": "Mine"}).status_code == 403


def test_a_branch_editor_adds_people_and_changes_none(client, branch_editor):
    person = make_person()
    assert send(client, "/admin/members/person/add/", family_name_kk="Сейтова").status_code == 302
    assert client.post(change(person), {"family_name_en": "Mine"}).status_code == 403


def test_a_branch_editor_without_a_branch_sees_nothing(client, records):
    sign_in(client, "branch-editor")
    assert list(client.get("/admin/events/event/").context["cl"].result_list) == []


def test_the_front_page_of_a_branch_editor_counts_and_names_the_own_only(client, branches):
    sign_in(client, "editor")
    send(client, "/admin/events/event/add/", title_kk="Құпия", kind="seminar", branch=branches[1].pk)
    client.get("/admin/")  # where the message about it is shown
    sign_in(client, "branch-editor", branch=branches[0])
    page = client.get("/admin/")
    [events] = [row for row in page.context["waiting"] if row["address"] == "/admin/events/event/"]
    assert events["drafts"].number == 0
    assert "Құпия" not in page.content.decode()


# --- Users ----------------------------------------------------------------------------------------
def test_an_administrator_makes_an_account_with_an_address(client):
    sign_in(client, "administrator")
    data = {"email": "New@Example.org", "usable_password": "false"}
    send(client, "/admin/members/user/add/", **data)
    user = User.objects.get(email="new@example.org")
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (False, False, False)


def test_an_administrator_gives_roles(client):
    sign_in(client, "administrator")
    user = make_staff()
    send(client, change(user), groups=[Group.objects.get(name="editor").pk])
    assert user.has_perm("events.publish_event")


@pytest.mark.parametrize("whom", ["self", "another"])
def test_an_administrator_makes_no_superuser(client, whom):
    administrator = sign_in(client, "administrator")
    user = administrator if whom == "self" else make_staff()
    send(client, change(user), is_superuser="on", user_permissions=[1], first_name="Saved")
    user = User.objects.get(pk=user.pk)
    assert (user.first_name, user.is_superuser, user.user_permissions.count()) == ("Saved", False, 0)


def test_an_administrator_does_not_touch_a_superuser(client):
    sign_in(client, "administrator")
    chief = make_staff(is_superuser=True)
    assert client.post(change(chief), {"first_name": "Mine"}).status_code == 403
    assert client.post(change(chief).replace("change/", "password/"), {"password1": "x"}).status_code == 403
    assert client.post(change(chief).replace("change/", "delete/"), {"post": "yes"}).status_code == 403


def test_a_changed_address_replaces_the_old_one(client):
    sign_in(client, "administrator")
    user = make_staff()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    send(client, change(user), email="new@example.org")
    assert not EmailAddress.objects.filter(user=user).exists()


def test_a_superuser_makes_another(client):
    client.force_login(make_staff(is_superuser=True))
    user = make_staff()
    send(client, change(user), is_superuser="on")
    user.refresh_from_db()
    assert user.is_superuser


def test_a_branch_editor_needs_a_branch(client):
    sign_in(client, "administrator")
    response = send(client, change(make_staff()), groups=[Group.objects.get(name="branch-editor").pk])
    assert errors_of(response) == ["Say which branch this branch editor works for."]


def test_an_editor_sees_no_users(client):
    sign_in(client, "editor")
    assert client.get("/admin/members/user/").status_code == 403


def test_roles_are_not_changed_in_the_admin(client):
    client.force_login(make_staff(is_superuser=True))
    group = Group.objects.get(name="registrar")
    before = group.permissions.count()
    client.post(f"/admin/auth/group/{group.pk}/change/", {"name": "registrar", "permissions": [1]})
    assert group.permissions.count() == before
