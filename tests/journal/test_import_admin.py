"""A whole issue from a table and a folder of PDFs: what would happen is shown first, then it is done at once."""

from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models.signals import pre_save
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfWriter

from journal.models import Article, ArticleDocument, ArticleRole
from lessonstudy.content.sheets import LOCKED
from members.models import Person
from tests.browserless import messages_of, read_form
from tests.factories import make_issue, make_person, make_staff, pdf
from tests.journal.tables import comma, excel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]

HEADING = ["Title (Kazakh)", "Authors", "Affiliation", "Pages", "File"]


def row(number, **changed):
    cells = {"title": f"Мақала {number}", "authors": "Мысалова А.; Sample, Bob", "affiliation": "№1 мектеп"}
    cells |= {"pages": f"{number}0–{number}9", "file": f"{number:02d}.pdf"}
    return [*(cells | changed).values()]


def folder(*numbers):
    return [pdf(f"{number:02d}.pdf") for number in numbers]


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def editor(client):
    user = make_staff("journal.view_issue", "journal.add_article", "journal.view_article")
    client.force_login(user)
    return user


@pytest.fixture
def issue():
    return make_issue(status="draft")


def address(issue):
    return f"/admin/journal/issue/{issue.pk}/add-articles/"


def check(client, issue, table, files=(), **more):
    return client.post(address(issue), {"table": table, "files": [*files], "check": "1", **more})


def confirm(client, issue, response, **changed):
    form = read_form(response, "add_articles_form")
    return client.post(address(issue), {**form, "confirm": "1", **changed})


def errors_of(response):
    return [str(sentence) for sentences in response.context["form"].errors.values() for sentence in sentences]


def deeds(response):
    return {line.number: (line.deed.value, line.problems) for line in response.context["plan"].lines}


def test_twelve_articles_are_shown_first_and_added_when_confirmed(client, editor, issue):
    known = make_person(family_name_en="Sample", given_name_en="Bob")
    response = check(client, issue, excel(HEADING, *map(row, range(1, 13))), folder(*range(1, 13)))
    assert response.context["plan"].numbers == [("to be added", 12)]
    assert not Article.objects.exists()
    assert confirm(client, issue, response)["Location"] == (f"/admin/journal/article/?issue__id__exact={issue.pk}")
    assert messages_of(client) == ["12 articles were added, as drafts."]
    articles = list(Article.objects.order_by("position"))
    assert [article.title_kk for article in articles] == [f"Мақала {number}" for number in range(1, 13)]
    assert {(article.status, article.issue, article.language) for article in articles} == {("draft", issue, "kk")}
    assert issue.__class__.objects.get().status == "draft"
    roles = ArticleRole.objects.filter(article=articles[0])
    assert [(role.person, role.printed_name, role.role, role.affiliation_kk) for role in roles] == [
        (None, "Мысалова А.", "author", "№1 мектеп"),
        (known, "", "author", "№1 мектеп"),
    ]
    document = ArticleDocument.objects.get(article=articles[0])
    assert (document.label, document.language, document.original_name) == ("Мақала 1", "kk", "01.pdf")
    with document.file.open() as stored:
        assert stored.read().startswith(b"%PDF")
    assert Person.objects.count() == 1
    assert LogEntry.objects.filter(user=editor, change_message="from a table").count() == 12
    assert articles[0].history.get().history_user == editor


def test_a_second_time_nothing_is_left_to_do(client, editor, issue):
    table = [HEADING, row(1), row(2)]
    confirm(client, issue, check(client, issue, excel(*table), folder(1, 2)))
    response = check(client, issue, excel(*table), folder(1, 2))
    assert deeds(response) == {2: ("there", []), 3: ("there", [])}
    assert not response.context["may_confirm"]
    confirm(client, issue, response)
    assert (Article.objects.count(), ArticleDocument.objects.count()) == (2, 2)


def test_good_rows_are_added_and_the_others_stay_on_the_page_with_their_pdfs(client, editor, issue):
    rows = [HEADING, row(1), row(2, pages="29–20"), row(3, file="lost.pdf")]
    response = confirm(client, issue, check(client, issue, excel(*rows), folder(1, 2, 3)))
    assert [article.title_kk for article in Article.objects.all()] == ["Мақала 1"]
    assert deeds(response) == {
        2: ("there", []),
        3: ("wrong", ["Pages: The last page comes before the first: “29–20”."]),
        4: ("wrong", ["“lost.pdf” is not among the PDFs. Choose it below, or correct its name in the table."]),
    }
    assert "1 article was added, as a draft." in response.text
    assert "Left out: the lines 3, 4. What is wrong is said below." in response.text
    assert [upload.name for upload in response.context["plan"].unclaimed] == ["03.pdf"]
    mended = excel(HEADING, row(1), row(2), row(3))
    again = check(client, issue, mended, **read_form(response, "add_articles_form"))
    confirm(client, issue, again)
    assert [article.position for article in Article.objects.order_by("title_kk")] == [1, 2, 3]
    assert ArticleDocument.objects.count() == 3


def test_what_changed_since_the_check_is_shown_again(client, editor, issue):
    response = check(client, issue, excel(HEADING, row(1)), folder(1))
    make_person(family_name_kk="Мысалова", given_name_kk="А.")
    again = confirm(client, issue, response)
    assert (again.status_code, Article.objects.count()) == (200, 0)
    assert "linked to the person" in again.text
    confirm(client, issue, again)
    assert Article.objects.count() == 1


def test_if_anything_fails_in_the_middle_nothing_is_kept(client, editor, issue):
    response = check(client, issue, excel(HEADING, row(1), row(2)), folder(1, 2))

    def fail(sender, instance, **kwargs):
        if instance.article.position == 2:
            raise OSError("no space left")

    pre_save.connect(fail, sender=ArticleDocument)
    try:
        with pytest.raises(OSError, match="no space left"):
            confirm(client, issue, response)
    finally:
        pre_save.disconnect(fail, sender=ArticleDocument)
    assert not Article.objects.exists()
    assert not ArticleRole.objects.exists()
    assert [default_storage.listdir(f"documents/{name}")[1] for name in default_storage.listdir("documents")[0]] == [[]]
    confirm(client, issue, response)
    assert Article.objects.count() == 2


def locked(name):
    writer, buffer = PdfWriter(), BytesIO()
    writer.add_blank_page(90, 90)
    writer.encrypt("sample")
    writer.write(buffer)
    return ContentFile(buffer.getvalue(), name)


def test_bad_pdfs_are_told_beside_the_outcome_and_asked_for_again(client, editor, issue):
    table = comma(HEADING, row(1), row(2), encoding="utf-8")
    bad = [pdf("01.pdf"), locked("02.pdf"), ContentFile(b"x", "notes.docx")]
    response = check(client, issue, table, bad)
    assert errors_of(response) == [
        "“02.pdf” needs a password to be opened. Save it without one and upload it again.",
        "“notes.docx” is not a PDF. Save it as PDF and choose that.",
    ]
    assert [deed for deed, _problems in deeds(response).values()] == ["new", "wrong"]
    assert not response.context["may_confirm"]
    mended = client.post(address(issue), {**read_form(response, "add_articles_form"), "files": folder(2)})
    assert [deed for deed, _problems in deeds(mended).values()] == ["new", "new"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose the table."),
        ({"table": ContentFile(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + LOCKED, "issue.xlsx")},
         "This Excel file needs a password to be opened. Save it without one."),
        ({"table": comma(["Pages"], ["1"])},
         "No column is headed “Title”. Put the headings of the empty table over the columns."),
    ],
)  # fmt: skip
def test_a_table_that_is_none_is_refused_and_the_pdfs_are_kept(client, editor, issue, sent, sentence):
    response = client.post(address(issue), {**sent, "files": folder(1), "check": "1"})
    assert errors_of(response) == [sentence]
    assert len(read_form(response, "add_articles_form")["files-kept"]) == 1


def test_text_of_the_table_cannot_become_markup(client, editor, issue):
    text = "<script>x</script>"
    response = check(client, issue, excel(["Title", "Authors", text], [text, text, text]))
    assert "<script>x" not in response.text


def test_only_those_who_may_add_articles_see_the_button_and_the_page(client, issue):
    for permissions, status in [(["journal.view_issue"], 403), (["journal.add_article"], 403)]:
        client.force_login(make_staff(*permissions))
        assert client.get(address(issue)).status_code == status
    client.force_login(make_staff("journal.view_issue", "journal.add_article"))
    assert f'href="{address(issue)}"' in client.get(f"/admin/journal/issue/{issue.pk}/change/").text
    assert client.get(address(issue)).status_code == 200
    assert client.get("/admin/journal/issue/999999/add-articles/").status_code == 404


def test_the_empty_table_is_in_the_language_of_the_reader(client, editor, issue):
    response = client.get(f"{address(issue)}?empty=1")
    assert response["Content-Disposition"] == 'attachment; filename="articles.xlsx"'
    headings = [cell.value for cell in load_workbook(BytesIO(response.getvalue())).active[1]]
    assert headings[:4] == ["Title (Kazakh)", "Title (Russian)", "Title (English)", "Abstract (Kazakh)"]


def test_a_row_costs_three_queries_to_judge_and_two_savepoints(client, editor, issue):
    def statements(*numbers):
        with CaptureQueriesContext(connection) as counted:
            check(client, issue, excel(HEADING, *map(row, numbers)), folder(*numbers))
        return len(counted)

    statements(1)
    assert statements(1, 2, 3) - statements(1) == 2 * (3 + 4)
