"""The participants as a table to download."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from events.models import Participant, Question
from events.registration.export import participants_table
from lessonstudy.content.sheets import csv_table, excel_table
from tests.events.registration.desks import make_desk, register, school
from tests.factories import make_place, make_staff

pytestmark = pytest.mark.django_db
ROW = ["=1+1", "+7 700", "-1", "@sum", "\t=1", " =1", "2-4", "Ғалия", 5, "A;=1+1"]


def test_nothing_in_a_csv_runs_and_excel_knows_its_letters():
    content = csv_table(["Name"], [ROW]).getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    _heading, row = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    assert row == ["'=1+1", "'+7 700", "'-1", "'@sum", "'\t=1", "' =1", "2-4", "Ғалия", "5", "A;'=1+1"]


def test_every_cell_of_an_excel_file_is_text():
    sheet = load_workbook(excel_table(["Name"] * len(ROW), [ROW, ["\x07bell"]])).active
    assert {cell.data_type for cell in sheet[2]} == {"s"}
    assert [sheet["A2"].value, sheet["H2"].value, sheet["A3"].value] == ["=1+1", "Ғалия", "bell"]


def desk_with_answers():
    desk = make_desk()
    of_group, of_teacher, agreed = (
        Question.objects.create(desk=desk, about=about, kind=kind, label_en=label, position=n)
        for n, (about, kind, label) in enumerate(
            [("group", "text", "Which bus?"), ("teacher", "text", "Lunch?"), ("group", "consent", "Agreed?")]
        )
    )
    where = school(1, place=make_place(name_en="Sample town", kind="city", parent=make_place(name_en="Steppe")))
    group = register(desk, where, onsite=2, answers={of_group.name: "=HYPERLINK()"}, consents=[agreed])
    group.participants.filter(position=1).update(answers={of_teacher.name: "yes"}, post="Teacher of physics")
    return desk


def test_a_row_says_everything_of_a_teacher(client):
    desk = desk_with_answers()
    client.cookies["django_language"] = "en"
    client.force_login(make_staff(is_superuser=True))
    content = b"".join(client.get(f"/admin/events/desk/{desk.pk}/participants.csv").streaming_content)
    heading, first, _second = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    code, registered, attended = first[11:]
    assert heading[8:11] == ["Which bus?", "Lunch?", "Agreed?"]
    assert first[:11] == [
        "Test school 1", "Steppe", "Teacher 1", "Teacher of physics", "", "", "On site", "confirmed",
        "'=HYPERLINK()", "yes", "yes, version 1",
    ]  # fmt: skip
    assert (code, attended, len(registered)) == (
        Participant.objects.get(position=1).code,
        "no",
        len("22.11.2026 21:00"),
    )


def test_the_list_exports_what_was_chosen_of_one_event(client):
    desk = desk_with_answers()
    other = register(make_desk(), school(2), onsite=1)
    client.cookies["django_language"] = "en"
    client.force_login(make_staff(is_superuser=True))
    second = Participant.objects.get(registration__desk=desk, position=2)
    chosen = {"action": "export_excel", "_selected_action": [second.pk]}
    answer = client.post("/admin/events/participant/", chosen)
    book = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert [row[2].value for row in book.iter_rows(min_row=2)] == ["Teacher 2"]
    chosen["_selected_action"] = [second.pk, other.participants.get().pk]
    assert client.post("/admin/events/participant/", chosen).status_code == 302


def test_more_teachers_take_no_more_questions_to_the_database(django_assert_num_queries):
    desk = desk_with_answers()
    assert len(desk.asked) == 3
    with django_assert_num_queries(10_000, exact=False) as few:
        participants_table(desk, Participant.objects.filter(registration__desk=desk))
    for number in (3, 4, 5):
        register(desk, school(number, place=make_place(kind="city", parent=make_place())), online=3)
    with django_assert_num_queries(len(few)):
        _headings, rows = participants_table(desk, Participant.objects.filter(registration__desk=desk))
    assert len(rows) == 11
