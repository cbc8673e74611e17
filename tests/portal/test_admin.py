"""Old addresses in the admin: one by one, from a table, into one."""

import csv
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from lessonstudy.portal.models import Redirect
from tests.browserless import errors_of, messages_of, open_form, read_form, send
from tests.factories import make_event, make_person, make_post, make_series, make_staff

pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/portal/redirect/", "/admin/portal/redirect/add/"
IMPORT, EXPORT = f"{LIST}import/", f"{LIST}export/"


def sign_in(client, role):
    user = make_staff()
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


@pytest.fixture
def editor(client):
    return sign_in(client, "editor")


@pytest.fixture
def event():
    return make_event(slug="sample", title_en="Sample event")


def rows():
    return {row.old: row.new for row in Redirect.objects.all()}


# --- One by one -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "new",
    ["https://testserver/ru/events/sample/", "/en/events/sample/?utm_source=x", "/events/sample", "/id/event/{pk}"],
)
def test_an_editor_pastes_the_address_of_the_page(client, editor, event, new):
    send(client, ADD, old="https://old.example.kz/%D1%83%D1%80%D0%BE%D0%BA/", new=new.format(pk=event.pk))
    row = Redirect.objects.get()
    assert (row.old, row.kind, row.number, row.path, row.origin) == ("/урок", "event", event.pk, "", "hand")


def test_a_list_may_be_the_target(client, editor):
    send(client, ADD, old="/?cat=5", new="/ru/events/?year=2021&kind=tour")
    assert rows() == {"/?cat=5": "/events/?kind=tour&year=2021"}


NOWHERE = "This site has no page at %s. Open the page you mean, copy its address and paste it here."
INVISIBLE = "An address has no line breaks or other invisible signs in it."
NEITHER = "%s is neither the page of a record nor a list, and an old address leads only there."


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("//evil.example/kk/events/", "“evil.example” is another site. An old address leads to a page of this one."),
        ("https://evil.example/", "“evil.example” is another site. An old address leads to a page of this one."),
        ("https://testserver:a@evil.example/en/", "“testserver:a@evil.example” is another site. An old address leads"),
        ("\\\\evil.example/kk/", NOWHERE % "/\\\\evil.example/kk"),
        ("/\\evil.example/kk/events/", NOWHERE % "/\\evil.example/kk/events"),
        ("https:///evil.example/kk/events/", NOWHERE % "/evil.example/kk/events"),
        ("javascript:alert(1)", "This is not the address of a page."),
        ("/en/events/\r\nX: 1", INVISIBLE),
        ("/en/events/%0d%0aX:1", INVISIBLE),
        ("/en/events/%00", INVISIBLE),
        ("/en/events/no-such-event/", NOWHERE % "/en/events/no-such-event"),
        ("/2021/other-old-address/", NOWHERE % "/2021/other-old-address"),
        ("/en/events/sample/programme/", NEITHER % "/en/events/sample/programme"),
        ("/admin/", NEITHER % "/admin"),
        ("/" + "a" * 5000, "This is longer than the 500 characters an address may have."),
    ],
)
def test_it_leads_only_to_pages_of_this_site(client, editor, event, new, sentence):
    Redirect.objects.create(old="/2021/other-old-address", path="/events/")
    before = rows()
    response = send(client, ADD, old="/old", new=new)
    assert [error[: len(sentence)] for error in errors_of(response)] == [sentence]
    assert rows() == before


@pytest.mark.parametrize(
    ("old", "name"),
    [
        ("/en/events/sample/", "Sample event"),
        ("https://testserver/ru/events/sample", "Sample event"),
        ("/events/sample/", "Sample event"),
        ("/id/event/{pk}", "Sample event"),
        ("/en/events/", "/events/"),
        ("/ru/events/?page=2", "/events/?page=2"),
        ("/", "/"),
        ("/kk/", "/"),
        ("/admin/", "/admin/"),
        ("/robots.txt", "/robots.txt"),
        ("/en/events/sample/programme/", "/events/sample/programme/"),
    ],
)
def test_a_living_page_is_never_hidden(client, editor, event, old, name):
    response = send(client, ADD, old=old.format(pk=event.pk), new="/en/news/")
    [sentence] = errors_of(response)
    assert sentence.endswith(f"“{name}”. It would be hidden.")
    assert rows() == {}


def test_a_draft_is_a_page_already(client, editor):
    make_event(slug="later", status="draft")
    send(client, ADD, old="/en/events/later/", new="/en/news/")
    assert rows() == {}


def test_an_old_address_stands_in_the_list_once(client, editor, event):
    send(client, ADD, old="/old/", new="/en/news/")
    response = send(client, ADD, old="https://www.example.kz/old", new="/en/events/sample/")
    assert errors_of(response) == ["This old address is in the list already."]
    assert rows() == {"/old": "/news/"}


def test_what_was_typed_stays_in_the_form(client, editor):
    response = send(client, ADD, old="/старый/", new="https://evil.example/")
    form = read_form(response, "redirect_form")
    assert (form["old"], form["new"]) == (["/старый/"], ["https://evil.example/"])


def test_a_row_is_opened_and_mended(client, editor, event):
    send(client, ADD, old="/old", new="/en/news/")
    address = f"{LIST}{Redirect.objects.get().pk}/change/"
    assert open_form(client, address)["new"] == ["/en/news/"]
    send(client, address, new="/en/events/sample/")
    assert open_form(client, address)["new"] == ["/en/events/sample/"]
    send(client, address, old="/older")
    assert rows() == {"/older": "/events/sample/"}


def test_the_second_of_two_editors_hears_of_the_first(client, editor, event):
    send(client, ADD, old="/old", new="/en/news/")
    address = f"{LIST}{Redirect.objects.get().pk}/change/"
    mine = open_form(client, address)
    send(client, address, new="/en/events/sample/")
    response = client.post(address, {**mine, "new": "/en/people/"})
    assert errors_of(response)[0].startswith("While you were writing, someone else saved this.")


def test_the_list_says_where_each_leads(client, editor, event, django_assert_max_num_queries):
    gone = make_post()
    for number, record in enumerate([event, make_person(), make_person(), gone]):
        send(client, ADD, old=f"/?p={number}", new=record.get_absolute_url())
    gone.delete()
    with django_assert_max_num_queries(16):
        html = client.get(LIST).text
    assert '<a href="/en/events/sample/">Sample event</a>' in html
    assert "nowhere: the record was deleted" in html


def test_the_list_is_narrowed_by_origin_and_words(client, editor, event):
    event.slug = "renamed"
    event.save()
    send(client, ADD, old="/Старый", new="/en/events/renamed/")
    found = {
        query: [row.old for row in client.get(f"{LIST}?{query}").context["cl"].result_list]
        for query in ("origin__exact=moved", "origin__exact=hand", "q=старый", "q=sample")
    }
    assert found == {
        "origin__exact=moved": ["/events/sample"],
        "origin__exact=hand": ["/Старый"],
        "q=старый": ["/Старый"],
        "q=sample": ["/events/sample"],
    }


# --- From a table ---------------------------------------------------------------------------------
def upload(content, name="old.csv"):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def check(client, content, **fields):
    return client.post(IMPORT, {"file": upload(content), "check": "1", **fields})


def confirm(client, response, **changes):
    form = read_form(response, "redirect_import_form")
    return client.post(IMPORT, {**form, **changes, "confirm": "1"})


def outcome(response):
    return {line.number: (line.deed.value, str(line.problem)) for line in response.context["lines"]}


TABLE = {
    "comma": "old,new\n/урок/,/en/events/sample/\n/?p=1,/en/news/\n",
    "semicolon": "old;new\r\n/урок/;/en/events/sample/\r\n/?p=1;/en/news/\r\n",
    "tab": "/урок/\t/en/events/sample/\n/?p=1\t/en/news/",
    "quotes, empty cells and lines": '\n"Ескі","Жаңа",,\n\n"/урок/","/en/events/sample/",\n,,\n"/?p=1",/en/news/,\n',
    "old Mac": "old,new\r/урок/,/en/events/sample/\r/?p=1,/en/news/\r",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("table", TABLE)
def test_a_table_is_shown_first_and_written_when_confirmed(client, editor, event, table, encoding):
    content = TABLE[table].replace("Ескі", "Было").replace("Жаңа", "Стало").encode(encoding)
    response = check(client, content)
    assert [deed for deed, _problem in outcome(response).values()] == ["new", "new"]
    assert rows() == {}
    assert confirm(client, response).status_code == 302
    assert rows() == {"/урок": "/events/sample/", "/?p=1": "/news/"}
    assert {*Redirect.objects.values_list("origin", flat=True)} == {"csv"}
    assert messages_of(client) == ["2 old addresses were written."]


WRONG = """/good,/en/events/sample/
/good/,/en/news/
/en/events/sample/,/en/news/
/evil,//evil.example/
/none,/en/events/none/
/alone
/three,/en/news/,x
javascript:x,/en/news/
=cmd|' /C calc'!A0,/en/news/
"""


def test_every_row_is_judged_and_the_good_ones_are_written(client, editor, event):
    response = check(client, WRONG)
    assert outcome(response) == {
        1: ("new", ""),
        2: ("wrong", "Line 1 has this old address already."),
        3: ("wrong", "A page of this site has the address /en/events/sample: “Sample event”. It would be hidden."),
        4: ("wrong", "“evil.example” is another site. An old address leads to a page of this one."),
        5: ("wrong", NOWHERE % "/en/events/none"),
        6: ("wrong", "A row needs two cells: the old address and the new one."),
        7: ("wrong", "A row needs two cells: the old address and the new one."),
        8: ("wrong", "This is not the address of a page."),
        9: ("new", ""),
    }
    assert response.context["numbers"] == [("to be added", 2), ("wrong, left out", 7)]
    assert response.context["lines"][0].number == 2  # what is wrong comes first
    confirm(client, response)
    assert {*rows()} == {"/good", "/=cmd|' /C calc'!A0"}


def test_what_was_uploaded_can_be_mended_on_the_page(client, editor, event):
    response = check(client, "/one,/en/none/\n/two,/en/events/sample/\n")
    form = read_form(response, "redirect_import_form")
    assert form["rows"] == ["/one,/en/none/\n/two,/en/events/sample/\n"]
    mended = confirm(client, response, rows=form["rows"][0].replace("none", "news"))
    assert (mended.status_code, rows()) == (200, {})  # nobody writes what they have not seen
    confirm(client, mended)
    assert rows() == {"/one": "/news/", "/two": "/events/sample/"}


def test_what_changed_since_the_check_is_shown_again(client, editor, event):
    response = check(client, "/one,/en/events/sample/")
    Redirect.objects.create(old="/one", path="/news/")
    again = confirm(client, response)
    assert outcome(again) == {1: ("changed", "")}
    assert rows() == {"/one": "/news/"}
    confirm(client, again)
    assert rows() == {"/one": "/events/sample/"}


def test_a_second_time_nothing_is_left_to_do(client, editor, event):
    confirm(client, check(client, "/one,/en/events/sample/\n/two,/en/news/?page=2"))
    response = check(client, "/one,/ru/events/sample/\n/two,/kk/news/?page=2")
    assert outcome(response) == {1: ("same", ""), 2: ("same", "")}
    assert response.context["may_confirm"] is False


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04\x00\x00", "This is not a CSV file. In Excel choose “Save as”, then “CSV UTF-8”."),
        (b"old,new\n", "There are no rows in it."),
        (b"\n\n", "There are no rows in it."),
        (b"/a,/b\n" * 10_002, "There are more than 10000 rows. Divide the file."),
        (b'/a,"' + b"b" * 200_000, "Line 1 cannot be read: field larger than field limit (131072)."),
        (b"/" * (5 * 1024 * 1024 + 1), "This file is too large. Divide it."),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(client, editor, content, sentence):
    form = check(client, content).context["form"]
    assert [str(error) for errors in form.errors.values() for error in errors] == [sentence]
    assert rows() == {}


def test_nothing_sent_is_said_too(client, editor):
    form = client.post(IMPORT, {"check": "1"}).context["form"]
    assert form.non_field_errors() == ["There are no rows in it."]


def test_text_of_the_table_cannot_become_markup(client, editor):
    assert "<script>x" not in check(client, "/<script>x,/en/<script>x/\n</textarea><script>x,/en/news/").text


def test_ten_thousand_rows_take_few_queries(client, editor, event, django_assert_max_num_queries):
    series = make_series(slug="row")
    targets = ["/ru/events/sample/", "https://testserver/kk/series/row/", f"/id/series/{series.pk}", "/en/news/?page=2"]
    table = "".join(f"/2021/11/{n}/%D1%83%D1%80%D0%BE%D0%BA-{n}/;{targets[n % 4]}\n" for n in range(10_000))
    with django_assert_max_num_queries(20):
        response = check(client, table)
    assert response.context["numbers"] == [("to be added", 10_000)]
    assert (len(response.context["lines"]), response.context["rest"]) == (300, 9700)
    with django_assert_max_num_queries(90):  # SQLite takes fewer columns at once
        assert confirm(client, response).status_code == 302
    assert Redirect.objects.count() == 10_000
    assert LogEntry.objects.get(user=editor).object_repr == "10000 rows from a CSV file"


# --- Into a table ---------------------------------------------------------------------------------
def exported(client):
    response = client.get(EXPORT)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return response.content.decode("utf-8-sig")


def test_the_export_is_what_the_import_reads(client, editor, event, django_assert_max_num_queries):
    confirm(client, check(client, '/урок,/en/events/sample/\n/?p=1,/en/news/?page=2\n"/a;b""c",/en/news/'))
    with django_assert_max_num_queries(8):
        text = exported(client)
    assert list(csv.reader(StringIO(text), delimiter=";")) == [
        ["old", "new"],
        ["/?p=1", "/news/?page=2"],
        ['/a;b"c', "/news/"],
        ["/урок", "/events/sample/"],
    ]
    before = rows()
    response = check(client, text)
    assert {deed for deed, _problem in outcome(response).values()} == {"same"}
    Redirect.objects.all().delete()
    confirm(client, check(client, text))
    assert rows() == before


def test_no_cell_is_taken_for_a_formula(client, editor):
    confirm(client, check(client, '=1+1,/en/news/\n+1,/en/news/\n-1,/en/news/\n@x,/en/news/\n"\t=1",/en/news/'))
    assert len(rows()) == 5
    cells = [cell for row in csv.reader(StringIO(exported(client)), delimiter=";") for cell in row]
    assert [cell for cell in cells if cell[0] in "=+-@\t\r"] == []


# --- Who may --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("editor", 200),
        ("administrator", 200),
        ("journal-editor", 403),
        ("council-secretary", 403),
        ("registrar", 403),
        ("branch-editor", 403),
    ],
)
def test_only_editors_and_administrators_keep_old_addresses(client, role, status):
    Redirect.objects.create(old="/old", path="/events/")
    sign_in(client, role)
    for address in (LIST, ADD, IMPORT, EXPORT):
        assert client.get(address).status_code == status, address
    assert client.post(IMPORT, {"rows": "/x,/en/news/", "check": "1"}).status_code == status


def test_who_only_sees_them_writes_nothing(client):
    row = Redirect.objects.create(old="/old", path="/events/")
    client.force_login(make_staff("portal.view_redirect"))
    assert {client.get(address).status_code for address in (LIST, EXPORT, f"{LIST}{row.pk}/change/")} == {200}
    assert client.post(f"{LIST}{row.pk}/change/", {"old": "/x", "new": "/en/news/"}).status_code == 403
    assert (client.get(IMPORT).status_code, client.get(ADD).status_code) == (403, 403)


def test_strangers_see_nothing(client):
    for address in (LIST, IMPORT, EXPORT):
        assert client.get(address)["Location"].startswith("/admin/login/")


# --- The command ----------------------------------------------------------------------------------
def test_the_command_writes_all_or_nothing(tmp_path, event):
    file = tmp_path / "old.csv"
    file.write_text("/one,/en/events/sample/\n/two,/en/none/\n")
    with pytest.raises(CommandError, match="1 rows are wrong; nothing was written"):
        call_command("load_redirects", file)
    assert rows() == {}
    file.write_text("/one,/en/events/sample/\n/two,/en/news/\n")
    said = StringIO()
    call_command("load_redirects", file, stdout=said)
    assert (rows(), said.getvalue()) == ({"/one": "/events/sample/", "/two": "/news/"}, "Wrote 2 of 2 rows.\n")


def test_the_command_names_a_file_that_is_missing(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_redirects", tmp_path / "none.csv")
