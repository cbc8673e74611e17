"""People represent schools: they ask, staff decide, colleagues invite each other. Nobody else learns of it."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail, signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from lessonstudy.content.errors import Refused
from lessonstudy.portal.watching import watched_tables
from members import representing
from members.models import Affiliation, Organization, Representative, User
from tests.browserless import errors_of, messages_of, send
from tests.factories import (
    make_organization,
    make_person,
    make_place,
    make_poster,
    make_representative,
    make_school,
    make_staff,
)

pytestmark = pytest.mark.django_db
MINE, LIST = "/en/schools/mine/", "/admin/members/representative/"


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


def absolute(name, *arguments):
    return f"https://example.org{reverse(name, args=arguments)}"


def account(name="teacher"):
    return User.objects.create_user(f"{name}@example.org", "sample-password", first_name=name.title())


def staff():
    user = make_staff()
    user.groups.add(Group.objects.get(name="editor"))
    return User.objects.get(pk=user.pk)


def ask(school, user, position="teacher of physics"):
    return representing.ask_to_represent(school, position=position, by=user, absolute=absolute)


def add(user, place, name="Sample school № 5", **fields):
    fields = {"kind": "school", "place": place, "language": "ru", "position": "", **fields}
    return representing.ask_for_new_school(name=name, by=user, absolute=absolute, **fields)


def invite(school, user, email="colleague@example.org"):
    return representing.invite_colleague(school, email=email, by=user, absolute=absolute)


def refused(sentence):
    return pytest.raises(Refused, match=re.escape(sentence))


def letters_sent():
    """What the worker would send: each once."""
    for task in DBTaskResult.objects.ready():
        task.task.func(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
    DBTaskResult.objects.all().delete()
    letters, mail.outbox = mail.outbox, []
    return letters


def link_in(letter):
    return next(word for word in letter.body.split() if word.startswith("http")).removeprefix("http://testserver")


def states():
    return {row.user.first_name: row.state for row in Representative.objects.exclude(user=None)}


def change(representative):
    return f"{LIST}{representative.pk}/change/"


# --- The whole story ------------------------------------------------------------------------------
def test_a_teacher_asks_is_confirmed_and_invites_a_colleague_who_comes_in(client):
    school, editor, teacher, colleague = make_school(name_en="Sample lyceum"), staff(), account(), account("colleague")
    make_staff()
    client.force_login(teacher)
    page = client.get(f"{MINE}?q=lyceum&next=/en/events/")
    assert page.context["found"] == [school]
    answer = client.post(f"{MINE}?q=lyceum&next=/en/events/", {"ask": school.pk, "position": "deputy head"})
    assert (answer.status_code, answer["Location"]) == (302, "/en/events/")
    assert "Staff have been asked." in client.get("/en/events/").text
    [letter] = letters_sent()
    assert (letter.to, letter.subject) == ([editor.email], "Teacher asks to represent a school: Sample lyceum")
    assert "deputy head" in letter.body
    assert list(teacher.schools()) == []

    client.force_login(editor)
    assert send(client, link_in(letter), "_confirm").status_code == 302
    assert messages_of(client) == ["Teacher is confirmed, and told so by mail."]
    assert list(teacher.schools()) == [school]
    [letter] = letters_sent()
    assert (letter.to, letter.subject) == ([teacher.email], "You represent your school now: Sample lyceum")

    client.force_login(teacher)
    assert client.get(link_in(letter)).status_code == 200
    answer = client.post(MINE, {"invite": school.pk, "email": "Somebody@Example.org"})
    assert (answer.status_code, answer["Location"]) == (302, MINE)
    [letter] = letters_sent()
    assert (letter.to, letter.subject) == (
        ["somebody@example.org"],
        "Teacher asks you to represent the school Sample lyceum",
    )
    assert "somebody@example.org" in client.get(MINE).text

    client.logout()
    assert client.get(link_in(letter))["Location"].startswith("/accounts/login/")
    client.force_login(colleague)
    assert "Sample lyceum" in client.get(link_in(letter)).text
    assert states() == {"Teacher": "confirmed"}
    assert client.post(link_in(letter))["Location"] == MINE
    assert states() == {"Teacher": "confirmed", "Colleague": "confirmed"}
    assert "Teacher" in client.get(MINE).text


def test_a_refused_one_reads_why_and_asks_again(client):
    school, editor, teacher = make_school(), staff(), account()
    representative = ask(school, teacher)
    client.force_login(editor)
    send(client, change(representative), "_refuse")
    assert messages_of(client) == ["It is saved, but: Say why: they read it in the mail."]
    letters_sent()
    send(client, change(representative), "_refuse", reason="Write from the address of your school.")
    [letter] = letters_sent()
    assert letter.to == [teacher.email]
    assert "Write from the address of your school." in letter.body
    client.force_login(teacher)
    assert "Write from the address of your school." in client.get(MINE).text
    ask(school, teacher, position="head")
    row = Representative.objects.get()
    assert (row.state, row.position, row.reason, row.decided_by) == ("asked", "head", "", None)


def test_mails_are_in_the_language_of_the_one_who_asked(client):
    school, editor, teacher = make_school(name_kk="Үлгі мектебі", name_ru="Школа-образец"), staff(), account()
    client.force_login(teacher)
    client.post("/ru/schools/mine/", {"ask": school.pk})
    client.force_login(editor)
    send(client, change(Representative.objects.get()), "_confirm")
    letters = letters_sent()
    assert ["Школа-образец" in letter.subject for letter in letters] == [True, True]
    assert link_in(letters[1]) == "/ru/schools/mine/"


# --- A school that is not there -------------------------------------------------------------------
def test_a_new_school_is_a_draft_that_readers_do_not_see(client):
    teacher, city = account(), make_place(kind="city", parent=make_place())
    client.force_login(teacher)
    sent = {"new": "1", "name": "  Sample   gymnasium ", "kind": "gymnasium", "place": city.pk, "position": "head"}
    answer = client.post(f"/ru/schools/mine/?next={MINE}", sent)
    assert (answer.status_code, answer["Location"]) == (302, MINE)
    school = Organization.objects.get()
    assert (school.name_ru, school.name_kk, school.original_language) == ("Sample gymnasium", None, "ru")
    assert (school.kind, school.place, school.status) == ("gymnasium", city, "draft")
    assert states() == {"Teacher": "asked"}
    client.logout()
    assert client.get(school.get_absolute_url()).status_code == 404
    for address in ("/en/schools/", "/en/search/?q=gymnasium", "/api/v1/organizations/"):
        assert "Sample gymnasium" not in client.get(address).text
    client.force_login(account("other"))
    assert client.get(f"{MINE}?q=gymnasium").context["found"] == []


def test_a_form_that_is_wrong_says_so_and_changes_nothing(client):
    client.force_login(account())
    venue = make_place(kind="venue")
    answer = client.post(MINE, {"new": "1", "name": "Sample", "kind": "university", "place": venue.pk})
    assert answer.status_code == 200
    assert set(answer.context["new"].errors) == {"kind", "place"}
    assert not Organization.objects.exists()


def test_a_school_that_is_there_is_chosen_and_not_added():
    city, other = make_place(kind="city"), make_place(kind="city")
    make_school(name_en="Sample", name_kk="Үлгі мектебі", place=city)
    with refused("“Sample” there already: choose it from the list"):
        add(account(), city, name="үлгі  МЕКТЕБІ")
    assert add(account("elsewhere"), other, name="Үлгі мектебі").state == "asked"


def test_two_who_add_the_same_school_ask_for_one():
    city = make_place(kind="city")
    first, second = add(account("first"), city), add(account("second"), city, name="sample school № 5")
    assert first.organization == second.organization
    with refused("You have asked for “Sample school № 5” already"):
        add(first.user, city)


def test_regions_are_offered_with_their_cities(client):
    home, abroad = make_place(name_en="Zed region"), make_place(name_en="Abroad", kind="country")
    city = make_place(name_en="Able city", kind="city", parent=home)
    far = make_place(name_en="Far city", kind="city", parent=abroad)
    own = make_place(name_en="Own city")
    client.force_login(account())
    _empty, *choices = client.get(MINE).context["new"].fields["place"].choices
    assert [(getattr(value, "value", value), label) for value, label in choices] == [
        (own.pk, "Own city"),
        ("Zed region", [(home.pk, "Zed region"), (city.pk, "Able city")]),
        ("Abroad", [(far.pk, "Far city")]),
    ]


def test_a_school_called_mine_has_an_address_of_its_own():
    assert make_school(name_en="Mine").slug == "mine-school"


# --- Limits and refusals --------------------------------------------------------------------------
def test_one_asks_once():
    school, teacher = make_school(), account()
    ask(school, teacher)
    with refused("already. Staff will answer by mail."):
        ask(school, teacher)
    Representative.objects.update(state="confirmed")
    with refused(f"You represent “{school}” already."):
        ask(school, teacher)


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"kind": "centre"}])
def test_only_a_school_that_readers_see_is_asked_for(client, fields):
    organization = make_organization(**{"kind": "school", **fields})
    teacher = account()
    with refused("Choose a school from the list."):
        ask(organization, teacher)
    client.force_login(teacher)
    for number in (organization.pk, 10**30, "x"):
        assert client.post(MINE, {"ask": number}).status_code == 200
    assert not Representative.objects.exists()


def test_ten_open_requests_are_enough():
    teacher = account()
    for _ in range(10):
        ask(make_school(), teacher)
    with refused("You have asked for 10 schools."):
        ask(make_school(), teacher)
    assert ask(make_school(), account("other")).state == "asked"


def test_five_open_drafts_are_enough():
    teacher, city = account(), make_place(kind="city")
    for number in range(5):
        add(teacher, city, name=f"Sample {number}")
    with refused("You have added 5 schools."):
        add(teacher, city, name="Sample again")
    assert Organization.objects.count() == 5


def test_only_editors_decide():
    representative = ask(make_school(), account())
    branch = make_organization(kind="branch")
    limited = staff()
    limited.branch = branch
    limited.save()
    for user in (account("other"), make_staff(), make_staff("members.change_organization"), limited):
        with refused("You may not decide"):
            representing.confirm(representative, by=User.objects.get(pk=user.pk), absolute=absolute)
    assert states() == {"Teacher": "asked"}


def test_what_is_decided_is_not_decided_again():
    editor, representative = staff(), ask(make_school(), account())
    representing.confirm(representative, by=editor, absolute=absolute)
    with refused("Nothing is to be decided here: confirmed."):
        representing.confirm(representative, by=editor, absolute=absolute)
    representing.refuse(representative, reason="Left the school.", by=editor, absolute=absolute)
    with refused("Nothing is to be decided here: refused."):
        representing.refuse(representative, reason="Again.", by=editor, absolute=absolute)


# --- Colleagues -----------------------------------------------------------------------------------
def test_only_a_representative_invites(client):
    school, stranger, waiting = make_school(), account("stranger"), account("waiting")
    make_representative(account(), school)
    ask(school, waiting)
    for user in (stranger, waiting):
        with refused("Only who represents a school"):
            invite(school, user)
        client.force_login(user)
        assert client.post(MINE, {"invite": school.pk, "email": "a@example.org"}).status_code == 404
    assert not Representative.objects.filter(state="invited").exists()


def test_a_wrong_address_is_not_invited(client):
    own, other = make_representative(account()), make_school()
    make_representative(own.user, other)
    client.force_login(own.user)
    answer = client.post(MINE, {"invite": other.pk, "email": "nobody"})
    assert [bool(row.invite.errors) for row in answer.context["mine"]] == [False, True]


def test_an_address_is_asked_once_an_hour_and_twenty_a_day():
    own = make_representative(account())
    invite(own.organization, own.user, "early@example.org")
    Representative.objects.filter(state="invited").update(asked_at=now() - timedelta(days=2))
    with refused("represents this school already"):
        invite(own.organization, own.user, own.user.email.upper())
    for number in range(17):
        invite(own.organization, own.user, f"a{number}@example.org")
    with refused("a2@example.org was asked a moment ago"):
        invite(own.organization, own.user, "a2@example.org")
    own.organization.representatives.filter(state="invited").delete()
    with refused("Go on tomorrow"):
        invite(own.organization, own.user, "one-more@example.org")


def test_a_link_works_once():
    own, first, second = make_representative(account()), account("first"), account("second")
    invitation = invite(own.organization, own.user)
    assert representing.join_school(invitation, by=own.user) == own
    representing.join_school(invitation, by=first)
    with refused("This link was used already"):
        representing.join_school(invitation, by=second)
    representing.refuse(Representative.objects.get(user=first), reason="No.", by=staff(), absolute=absolute)
    with refused("This link was used already"):
        representing.join_school(invitation, by=first)
    assert states() == {"Teacher": "confirmed", "First": "refused"}


def test_who_asked_and_is_invited_meanwhile_stands_there_once():
    own, colleague = make_representative(account()), account("colleague")
    ask(own.organization, colleague, position="librarian")
    representing.join_school(invite(own.organization, own.user), by=colleague)
    row = colleague.represents.get()
    assert (row.state, row.position, row.email) == ("confirmed", "librarian", colleague.email)
    assert own.organization.representatives.count() == 2


class LongAgo(signing.TimestampSigner):
    def timestamp(self):
        return signing.b62_encode(int(time.time()) - representing.INVITED_FOR - 60)


def test_a_link_that_is_old_or_of_another_kind_or_taken_back_lets_nobody_in(client):
    own = make_representative(account())
    invitation = invite(own.organization, own.user)
    old = LongAgo(salt=representing.SALT).sign_object(invitation.pk)
    good, other_kind = (signing.dumps(invitation.pk, salt=salt) for salt in (representing.SALT, "another"))
    client.force_login(account("colleague"))
    for token, status in ((good, 200), (old, 410), (other_kind, 410), ("x", 410)):
        assert client.get(f"/en/schools/join/{token}/").status_code == status
    representing.stop_representing(invitation, by=own.user)
    assert client.post(f"/en/schools/join/{good}/").status_code == 410
    assert states() == {"Teacher": "confirmed"}


def test_whom_a_refused_one_invited_is_not_let_in():
    own, colleague = make_representative(account()), account("colleague")
    make_representative(colleague, own.organization)
    invite(own.organization, own.user, "a@example.org")
    kept = invite(own.organization, colleague, "b@example.org")
    representing.refuse(own, reason="Does not work there.", by=staff(), absolute=absolute)
    assert list(own.organization.representatives.filter(state="invited")) == [kept]


# --- Going ----------------------------------------------------------------------------------------
def test_one_goes_and_takes_invitations_back_but_removes_no_colleague(client):
    own, colleague = make_representative(account()), account("colleague")
    other, invitation = (
        make_representative(colleague, own.organization),
        invite(own.organization, own.user, "a@example.org"),
    )
    client.force_login(colleague)
    client.post(MINE, {"stop": own.pk})
    assert Representative.objects.count() == 3
    client.post(MINE, {"stop": invitation.pk})
    client.post(MINE, {"stop": other.pk})
    assert list(Representative.objects.all()) == [own]


def test_a_stranger_ends_nothing(client):
    own = make_representative(account())
    invitation = invite(own.organization, own.user)
    client.force_login(account("stranger"))
    for row in (own, invitation):
        assert client.post(MINE, {"stop": row.pk}).status_code == 404
        with refused("Only they themselves"):
            representing.stop_representing(row, by=User.objects.get(first_name="Stranger"))
    assert Representative.objects.count() == 2


def test_a_draft_goes_with_the_one_who_asked_for_it_unless_somebody_needs_it():
    city = make_place(kind="city")
    alone, shared, edited, made, worked = (add(account(f"t{n}"), city, name=f"Sample {n}") for n in range(5))
    add(account("second"), city, name="Sample 1")
    Organization.objects.filter(pk=edited.organization_id).update(version=1)
    of_staff = make_school(name_en="Of staff", status="draft", place=city)
    guest = add(account("guest"), city, name="of staff")
    make_poster().schools.add(made.organization)
    Affiliation.objects.create(person=make_person(), organization=worked.organization)
    for row in (alone, shared, edited, made, worked, guest):
        representing.stop_representing(row, by=row.user)
    left = {row.organization for row in (shared, edited, made, worked)}
    assert set(Organization.objects.all()) == {*left, of_staff}


# --- Who sees what --------------------------------------------------------------------------------
def test_another_user_sees_nothing_of_a_school_they_do_not_represent(client):
    own, stranger, waiting = make_representative(account("insider")), account("stranger"), account("waiting")
    invite(own.organization, own.user, "secret@example.org")
    ask(own.organization, waiting)
    client.force_login(stranger)
    text = client.get(MINE).text
    assert [word for word in (own.organization.name_en, "Insider", "secret@") if word in text] == []
    client.force_login(waiting)
    text = client.get(MINE).text
    assert [word for word in (own.organization.name_en, "Insider", "secret@") if word in text] == [
        own.organization.name_en
    ]


def test_the_pages_are_for_those_signed_in_and_kept_nowhere(client):
    for address in (MINE, "/en/schools/join/x/"):
        assert client.get(address)["Location"].startswith("/accounts/login/")
    client.force_login(account())
    for address in (MINE, "/en/schools/join/x/"):
        answer = client.get(address)
        assert "no-store" in answer["Cache-Control"]
        assert '<meta name="robots" content="noindex' in answer.text
    assert 'href="/en/schools/mine/"' in client.get("/accounts/email/", headers={"accept-language": "en"}).text


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/\\evil.example", "events", ""])
def test_one_goes_back_to_pages_of_this_site_only(client, address):
    client.force_login(account())
    answer = client.post(f"{MINE}?next={address}", {"ask": make_school().pk})
    assert answer["Location"] == MINE


def test_the_page_asks_as_much_for_three_schools_as_for_one(client, django_assert_num_queries):
    teacher = account()
    client.force_login(teacher)

    def another():
        own = make_representative(teacher, make_school(place=make_place()))
        make_representative(account(f"colleague{own.pk}"), own.organization)
        invite(own.organization, teacher, "invited@example.org")

    another()
    client.get(MINE)
    with django_assert_num_queries(5):
        client.get(MINE)
    another()
    another()
    with django_assert_num_queries(5):
        assert len(client.get(MINE).context["mine"]) == 3


def test_representatives_do_not_disturb_readers():
    assert "members_representative" not in watched_tables()


def test_the_database_keeps_one_row_for_each_person_and_invitation():
    own = make_representative(account())
    invite(own.organization, own.user)
    rows = [
        {"user": own.user, "state": "asked", "email": "x@example.org"},
        {"user": None, "state": "invited", "email": "colleague@example.org"},
        {"user": None, "state": "asked", "email": "y@example.org"},
    ]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            Representative.objects.create(organization=own.organization, language="en", **row)


# --- Staff ----------------------------------------------------------------------------------------
def test_staff_find_and_confirm_several_from_the_list(client):
    rows = [ask(make_school(name_en=name), account(name)) for name in ("able", "baker")]
    done = make_representative(account("done"))
    client.force_login(staff())
    shown = client.get(f"{LIST}?state__exact=asked").context["cl"].result_list
    assert set(shown) == set(rows)
    assert list(client.get(f"{LIST}?q=baker").context["cl"].result_list) == rows[1:]
    assert client.get("/admin/").context["asking"].number == 2
    assert "2 people ask to represent a school" in client.get("/admin/").text
    client.post(LIST, {"action": "confirm_selected", "_selected_action": [row.pk for row in (*rows, done)]})
    assert messages_of(client) == ["Done: Nothing is to be decided here: confirmed.", "Done: 2 of 3."]
    assert states() == {"Able": "confirmed", "Baker": "confirmed", "Done": "confirmed"}


def test_staff_put_someone_to_the_school_that_was_there_already(client):
    there = make_school()
    row = add(account(), make_place(kind="city"))
    draft = row.organization
    client.force_login(staff())
    send(client, change(row), "_confirm", organization=there.pk)
    assert Representative.objects.get().organization == there
    assert states() == {"Teacher": "confirmed"}
    assert not Organization.objects.filter(pk=draft.pk).exists()
    assert list(row.user.schools()) == [there]


def test_nobody_is_put_where_they_are_already(client):
    own = make_representative(account())
    row = ask(make_school(), own.user)
    client.force_login(staff())
    response = send(client, change(row), organization=own.organization_id)
    assert errors_of(response) == ["This person is in the list of that school already."]


def test_an_editor_of_a_branch_and_a_registrar_see_no_representatives(client):
    row = ask(make_school(), account())
    limited = staff()
    limited.branch = make_organization(kind="branch")
    limited.save()
    client.force_login(limited)
    assert list(client.get(LIST).context["cl"].result_list) == []
    assert client.get(change(row)).status_code == 302
    assert client.get("/admin/").context["asking"].number == 0
    registrar = make_staff()
    registrar.groups.add(Group.objects.get(name="registrar"))
    client.force_login(registrar)
    assert client.get(LIST).status_code == 403
    assert client.get("/admin/").context["asking"] is None


def test_a_user_is_somebody_in_the_archive(client):
    client.force_login(make_staff(is_superuser=True))
    user, person = account(), make_person()
    send(client, f"/admin/members/user/{user.pk}/change/", person=person.pk)
    assert person.account == user
    with pytest.raises(ValidationError):
        User(email="x@example.org", person=person).full_clean()
    person.delete()
    assert User.objects.get(pk=user.pk).person is None
