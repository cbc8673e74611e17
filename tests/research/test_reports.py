"""Lesson-study reports for readers: the page, the list, two side by side, as files, and for machines."""

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document as Word
from pypdf import PdfReader

from lessonstudy.content.models import Status
from research.models import Report, TeamMember
from tests.factories import (
    make_article,
    make_contribution,
    make_event,
    make_person,
    make_poster,
    make_report,
    make_school,
    make_staff,
)
from tests.graphs import main_node

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]


def english(record):
    return record.get_absolute_url().replace("/kk/", "/en/", 1)


def with_team(report):
    TeamMember.objects.create(report=report, family_name="Sampleova", given_name="A.", post="teacher of mathematics")
    TeamMember.objects.create(report=report, role="observer", family_name="Watcher", given_name="W.", position=1)
    return report


def test_the_page_tells_the_story_and_a_table_for_each_pupil(client):
    text = client.get(english(with_team(make_report()))).text
    for said in (
        "Research question",
        "Қалай түсіндіреміз?",
        "Research lesson 1",
        "By pupil",
        "A. Sampleova",
        "W. Watcher",
    ):
        assert said in text
    assert text.count("Есептеп шықты.") == 4  # two lessons, each in the story and in the table
    assert '<td data-label="Seen" lang="kk">' in text


def test_it_is_cited_by_its_teachers_and_read_as_pdf(client):
    report = with_team(make_report(title_en="Fractions"))
    text = client.get(english(report)).text
    assert text.count('name="citation_author" content=') == 1
    assert '<meta name="citation_author" content="Sampleova, A.">' in text
    assert f'<meta name="citation_pdf_url" content="http://testserver{english(report)}full.pdf">' in text
    node = main_node(client, report)
    assert (node["@type"], node["license"]) == ("Report", "https://creativecommons.org/licenses/by/4.0/")
    assert [author["name"] for author in node["author"]] == ["A. Sampleova"]


def test_the_pdf_and_the_word_file_say_what_the_page_says(client):
    report = make_report(title_kk="Бөлшектің мағынасы: ә ғ қ ң ө ұ ү һ і", title_en="")
    answer = client.get(f"{report.get_absolute_url()}full.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pages = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "Бөлшектің мағынасы: ә ғ қ ң ө ұ ү һ і" in " ".join(pages.split())
    assert "Қалай түсіндіреміз?" in pages
    document = Word(BytesIO(client.get(f"{report.get_absolute_url()}full.docx").getvalue()))
    assert report.title_kk in [paragraph.text for paragraph in document.paragraphs]
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {"Сызба салады.", "Есептеп шықты."} <= cells


def test_what_someone_typed_is_no_markup_in_a_file(client):
    report = make_report(title_kk='#image("/etc/passwd") $x$ *bold*')
    page = PdfReader(BytesIO(client.get(f"{report.get_absolute_url()}full.pdf").content)).pages[0]
    assert '#image("/etc/passwd") $x$ *bold*' in " ".join(page.extract_text().split())


@pytest.mark.parametrize("name", ["", "full.pdf", "full.docx"])
def test_a_draft_is_shown_to_nobody_but_staff(client, name):
    report = make_report(status="draft")
    assert client.get(f"{english(report)}{name}").status_code == 404
    client.force_login(make_staff(is_superuser=True))
    assert client.get(f"{english(report)}{name}").status_code == 200


def test_two_reports_stand_side_by_side_but_no_draft(client):
    one, two, draft = make_report(), make_report(), make_report(status="draft", title_en="Secret draft")
    text = client.get("/en/research/reports/compare/", {"report": [one.slug, two.slug]}).text
    assert text.count("Қалай түсіндіреміз?") == 2
    text = client.get("/en/research/reports/compare/", {"report": [one.slug, draft.slug]}).text
    assert "Choose two reports" in text
    assert "Secret draft" not in text


def test_the_list_is_filtered_by_subject_and_grade(client):
    fractions = make_report(title_en="Fractions", subject="mathematics", grade_from=5, grade_to=6)
    make_report(title_en="Essays", subject="russian", grade_from=9)
    answers = [page(client, query).context["object_list"] for query in ("subject=russian", "grade=6")]
    found = [[row.title_en for row in answer] for answer in answers]
    assert found == [["Essays"], ["Fractions"]]
    assert english(fractions) in page(client, "q=түсіндіреміз").text


def page(client, query):
    return client.get(f"/en/research/reports/?{query}")


def test_the_chain_leads_from_the_talk_to_the_article_over_poster_and_report(client):
    talk = make_contribution(make_event(), title_en="Sample talk")
    poster = make_poster(contribution=talk, title_en="Sample poster")
    report = make_report(poster=poster, title_en="Sample report")
    article = make_article(report=report, title="Sample article")
    for record in (talk, poster, report, article):
        chain = client.get(english(record)).context["chain"]
        assert chain == [talk, poster, report, article], record
    Report.objects.update(status=Status.DRAFT)
    assert client.get(english(article)).context["chain"] == [talk, poster, article]


def test_schools_and_people_tell_it_as_a_time_line(client):
    school, person = make_school(), make_person()
    report = make_report(title_en="Told report", begins="2025-01")
    report.schools.add(school)
    hidden = make_report(title_en="Hidden report", status="draft")
    hidden.schools.add(school)
    for row in (report, hidden):
        TeamMember.objects.create(report=row, family_name="Sampleova", person=person)
    for record in (school, person):
        moments = client.get(english(record)).context["moments"]
        assert [moment.record for moment in moments] == [report]


def test_a_report_is_known_to_feeds_api_and_harvesters(client):
    report = make_report(title_en="Known report", published_at="2025-05-01T10:00Z")
    assert "Known report" in client.get("/en/research/reports/feed.xml").text
    said = client.get(f"/api/v1/reports/{report.pk}/").json()
    assert said["lessons"][0]["stages"][0]["observed"] == {"A": "Есептеп шықты."}
    assert client.get(reverse("citation", args=["report", report.pk, "bib"])).text.startswith("@techreport{")
