"""The ways in: language, health, uploads, errors, sign-in, policies."""

import pytest
from django.test import override_settings

from members.models import User
from tests.factories import make_event, make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cookie", "accept", "home"),
    [
        ("ru", "en", "/ru/"),
        ("", "ru-KZ,ru;q=0.9,en;q=0.5", "/ru/"),
        ("", "en-GB", "/en/"),
        ("", "de", "/kk/"),
        ("", "", "/kk/"),
        ("xx", "en", "/en/"),
    ],
)
def test_the_root_leads_to_the_readers_language(client, cookie, accept, home):
    if cookie:
        client.cookies["django_language"] = cookie
    answer = client.get("/", headers={"accept-language": accept})
    assert (answer.status_code, answer["Location"]) == (302, home)
    assert "Cookie" in answer["Vary"]
    assert "Accept-Language" in answer["Vary"]


def test_the_site_says_that_it_is_alive(client):
    assert client.get("/healthz").text == "ok"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_missing_page_is_explained_in_the_readers_language(client, language):
    answer = client.get(f"/{language}/no-such-page/")
    assert answer.status_code == 404
    assert f'<html lang="{language}">' in answer.text
    assert f'href="/{language}/events/"' in answer.text


def test_an_error_of_ours_is_told_in_all_three(client, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("sample")

    monkeypatch.setattr("lessonstudy.portal.views.numbers", broken)
    client.raise_request_exception = False
    answer = client.get("/en/")
    assert answer.status_code == 500
    assert 'lang="ru"' in answer.text
    assert 'lang="en"' in answer.text


def test_public_pages_have_a_strict_policy(client):
    policy = client.get("/kk/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_pages_ask_no_other_host_for_anything(client):
    text = client.get(f"/en/events/{make_event().slug}/").text
    for named in ("http://testserver", "https://schema.org"):  # the names of a vocabulary are not fetched
        text = text.replace(named, "")
    assert "//" not in text


def test_the_admin_asks_for_the_sites_own_sign_in(client):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")


@override_settings(STAFF_SECOND_FACTOR=True)
def test_staff_without_a_second_factor_are_sent_to_set_one_up(client):
    client.force_login(make_staff())
    answer = client.get("/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")


def test_who_signs_up_has_an_account_and_no_rights(client):
    password = "a-sample-password-1"
    sent = {"email": "a@example.org", "password1": password, "password2": password, "is_staff": "on"}
    client.post("/accounts/signup/", sent)
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.get_all_permissions()) == (False, False, set())
    assert "_auth_user_id" not in client.session  # first the code from the mail
    assert not user.has_usable_password()  # else whoever guesses the address first would come in with theirs


def test_the_styleguide_is_for_staff(client):
    assert client.get("/styleguide/").status_code == 302
    client.force_login(make_staff())
    assert client.get("/styleguide/").status_code == 200
