"""What the rows of a table of articles would become, and what is said of those that are wrong."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from journal.authors import authors_in
from journal.columns import offered_headings
from journal.importing import plan
from journal.models import Article
from lessonstudy.content.dates import WRONG
from lessonstudy.content.languages import LANGUAGES
from lessonstudy.content.sheets import table_of
from members.models import PersonName
from tests.factories import make_article, make_issue, make_person, pdf
from tests.journal.tables import comma, excel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def planned(*rows, issue=None, files=(), upload=excel, **options):
    return plan(issue or make_issue(), table_of(upload(*rows)), [pdf(name) for name in files], **options)


def line_of(heading, *cells, **options):
    return planned(heading, list(cells), **options).lines[0]


def problems(outcome):
    return {line.number: line.problems for line in outcome.lines if line.problems}


# --- Tables of all kinds --------------------------------------------------------------------------
KAZAKH = ["№", "Файл", "Беттері", "Авторлары", "Тақырыбы (қазақша)", "Мақала тілі", "DOI", "Түскен күні", "Ескерту"]


def kazakh_row(number):
    return [
        number,
        f"{number:02d}.pdf",
        f"{number * 10}–{number * 10 + 9} бб.",
        "Үлгібаева А. Б.; Мысалов С.",
        f"Сабақты зерттеу {number}",
        "қазақ",
        f"https://doi.org/10.1000/sample{number}",
        datetime.date(2024, 3, number),
        "тексерілді",
    ]


def test_twelve_articles_with_shuffled_columns_and_kazakh_headings_are_read():
    files = [f"{number:02d}.PDF" for number in range(1, 13)]
    outcome = planned(KAZAKH, [], *map(kazakh_row, range(1, 13)), files=files)
    assert problems(outcome) == {}
    assert (outcome.unknown, outcome.unclaimed) == (["Ескерту"], [])
    assert [line.order for line in outcome.lines] == [*range(1, 13)]
    last = outcome.lines[-1]
    article = last.article
    assert (last.number, article.position, article.title_kk) == (14, 12, "Сабақты зерттеу 12")
    assert (article.language, article.original_language, article.pages) == ("kk", "kk", "120–129")
    assert (article.doi, str(article.received_on)) == ("10.1000/sample12", "2024-03-12")
    assert [author.name for author in last.authors] == ["Үлгібаева А. Б.", "Мысалов С."]
    assert [(upload.name, language) for upload, language in last.files] == [("12.PDF", "kk")]


@pytest.mark.parametrize(("encoding", "delimiter"), [("cp1251", ";"), ("utf-8-sig", ","), ("utf-8", "\t")])
def test_russian_tables_without_a_column_of_the_language_are_read(encoding, delimiter):
    rows = [["Авторы", "Название статьи", "Стр."], ["Образцова А.; Примеров Б.", "Как учатся дети", "стр. 12-19"]]
    table = comma(*rows, encoding=encoding, delimiter=delimiter)
    line = plan(make_issue(), table_of(table), []).lines[0]
    assert (line.article.title_ru, line.article.language, line.article.pages) == ("Как учатся дети", "ru", "12–19")
    assert (len(line.authors), line.problems) == (2, [])


def test_columns_headed_in_three_languages_are_in_these_languages():
    heading = ["Атауы", "Название", "Title", "Аңдатпа", "Аннотация", "Abstract", "Тіл", "Литература", "References"]
    line = line_of(heading, "Бір", "Один", "One", "а", "б", "c", "ru", "Книга", "Book")
    article = line.article
    assert [getattr(article, f"title_{language}") for language in LANGUAGES] == ["Бір", "Один", "One"]
    assert [getattr(article, f"abstract_{language}") for language in LANGUAGES] == ["а", "б", "c"]
    assert (article.original_language, article.references, line.problems) == ("ru", "Книга\nBook", [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_empty_table_is_read_in_the_language_it_was_fetched_in(language):
    with override(language):
        headings = offered_headings()
    outcome = planned(headings, ["Sample"] * 3)
    assert outcome.unknown == []
    assert outcome.lines[0].titles == ["Sample"] * 3


def test_a_table_without_titles_or_rows_is_refused():
    for rows, sentence in [
        ([["Pages"], ["1"]], "No column is headed “Title”. Put the headings of the empty table over the columns."),
        ([["Title"]], "There are no rows in it."),
        ([["Title"], *([["x"]] * 301)], "There are more than 300 rows. Divide the file."),
    ]:
        with pytest.raises(ValidationError) as refusal:
            planned(*rows)
        assert refusal.value.messages == [sentence]


# --- Cells ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("15.03.2024", "15.03.2024"),
        ("2024-03-15", "2024-03-15"),
        ("15/03/2024", "15.03.2024"),
        ("15.03.2024 г.", "15.03.2024"),
        ("15 марта 2024 г.", "15.03.2024"),
        ("2024 жылғы 15 наурыз", "15.03.2024"),
        ("March 2024", "03.2024"),
        ("2024", "2024"),
        ("—", None),
    ],
)
def test_dates_are_read_as_people_write_them(typed, kept):
    line = line_of(["Title", "Received"], "x", typed)
    assert (line.article.received_on and str(line.article.received_on), line.problems) == (
        kept and str(Article._meta.get_field("received_on").to_python(kept)),
        [],
    )


@pytest.mark.parametrize("typed", ["12-19", "12–19", "12 — 19", "стр. 12-19", "С. 12–19", "pp. 12-19", "12-19 бб."])
def test_pages_are_read_as_people_write_them(typed):
    assert line_of(["Title", "Pages"], "x", typed).article.pages == "12–19"


@pytest.mark.parametrize("typed", ["10.1000/a", "https://doi.org/10.1000/a", "DOI: 10.1000/a", "doi 10.1000/a"])
def test_a_doi_is_read_with_and_without_its_address(typed):
    assert line_of(["Title", "DOI"], "x", typed).article.doi == "10.1000/a"


# --- Languages ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "language"), [("қазақша", "kk"), ("Русский язык", "ru"), ("EN", "en"), ("Japanese", "ja"), ("тр", "")]
)
def test_the_language_may_be_said_by_code_or_name(said, language):
    line = line_of(["Title (en)", "Language"], "x", said)
    assert line.article.language == language
    assert bool(line.problems) == (not language)


def test_several_titles_and_no_language_are_a_problem_until_one_is_chosen_for_all():
    rows = (["Title kk", "Title ru"], "а", "б")
    assert line_of(*rows).problems == [
        "Say in which language the article is: in a column “Language”, or below for all rows."
    ]
    assert line_of(*rows, language="ru").problems == []


# --- Authors --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Sample A. B.; Example, Carol", ["Sample A. B.", "Example, Carol"]),
        ("Sample A.\nExample C.", ["Sample A.", "Example C."]),
        ("Sample A. B., Example C.", ["Sample A. B.", "Example C."]),
        ("Ann Sample and Carol Example", ["Ann Sample", "Carol Example"]),
        ("Sample, Ann", ["Sample, Ann"]),
        ("Ann Sample¹*", ["Ann Sample"]),
    ],
)
def test_authors_are_divided(typed, names):
    line = line_of(["Title", "Authors"], "x", typed)
    assert ([author.name for author in line.authors], line.problems) == (names, [])


def test_authors_that_can_be_read_in_two_ways_are_a_problem():
    assert line_of(["Title", "Authors"], "x", "Sample, Ann, Example, Carol").problems == [
        "Put a semicolon between the authors: “Sample, Ann, Example, Carol” can be read in two ways."
    ]


@pytest.mark.parametrize(
    ("authors", "posts", "affiliations"),
    [
        ("A. Sample (School 1, Sampletown); B. Example", "School 2", ["School 1, Sampletown", "School 2"]),
        ("A. Sample; B. Example", "School 1; School 2", ["School 1", "School 2"]),
        ("A. Sample; B. Example", "School 1", ["School 1", "School 1"]),
    ],
)
def test_affiliations_stand_in_brackets_or_in_a_column(authors, posts, affiliations):
    line = line_of(["Title", "Authors", "Affiliation"], "x", authors, posts)
    assert [author.affiliation for author in line.authors] == affiliations


def test_an_author_is_linked_if_exactly_one_person_has_the_name():
    known = make_person(family_name_ru="Образцова", given_name_ru="Анна", family_name_en="Sample", given_name_en="Ann")
    PersonName.objects.create(person=known, name="Sample A.")
    for _person in range(2):
        make_person(family_name_en="Twin", given_name_en="Bob")
    names = ["ОБРАЗЦОВА Анна", "Sample, Ann", "Ann Sample", "Sample A.", "Sample B.", "Bob Twin"]
    line = line_of(["Title", "Authors"], "x", "; ".join(names))
    assert [author.person for author in line.authors] == [known] * 4 + [None] * 2
    assert [author.namesakes for author in line.authors] == [1, 1, 1, 1, 0, 2]
    assert [author.printed_name for author in line.authors] == ["", "", "", "Sample A.", "Sample B.", "Bob Twin"]


# --- PDFs -----------------------------------------------------------------------------------------
def files_of(outcome):
    return [[(upload.name, language) for upload, language in line.files] for line in outcome.lines]


def test_pdfs_are_found_by_name_and_by_number():
    outcome = planned(
        ["Title", "File", "File (ru)"],
        ["One", "folder/first", "первый.pdf"],
        ["Two"],
        files=["First.pdf", "первый.pdf", "2_kk.pdf", "02.pdf", "notes.pdf"],
    )
    assert files_of(outcome) == [
        [("First.pdf", "en"), ("первый.pdf", "ru")],
        [("2_kk.pdf", "kk"), ("02.pdf", "en")],
    ]
    assert [upload.name for upload in outcome.unclaimed] == ["notes.pdf"]


def test_a_pdf_that_is_missing_or_named_twice_is_told():
    outcome = planned(["Title", "PDF"], ["One", "a.pdf"], ["Two", "a.pdf"], ["Three", "b.pdf"], files=["a.pdf"])
    assert problems(outcome) == {
        3: ["“a.pdf” is named in line 2, too."],
        4: ["“b.pdf” is not among the PDFs. Choose it below, or correct its name in the table."],
    }


# --- What is wrong --------------------------------------------------------------------------------
def test_every_row_is_judged_by_the_rules_of_the_record():
    issue = make_issue()
    make_article(issue=issue, pages="1–9")
    make_article(doi="10.1000/taken")
    outcome = planned(
        ["Title", "Pages", "DOI", "Received", "Authors"],
        ["Good", "20-29", "10.1000/good", "2024"],
        ["", "", "", "", "A. Sample"],
        ["Same pages as in the issue", "1-9"],
        ["Backwards", "9-1"],
        ["No DOI", "", "sample"],
        ["Taken", "", "10.1000/taken"],
        ["No date", "", "", "yesterday"],
        ["Twin", "20-29", "10.1000/GOOD"],
        ["good"],
        ["A date", datetime.date(2024, 12, 5)],
        issue=issue,
    )
    assert problems(outcome) == {
        3: ["The title is missing. Write it in at least one of the three languages."],
        4: ["Pages: Another article of this issue has the same pages."],
        5: ["Pages: The last page comes before the first: “9–1”."],
        6: ["DOI: “sample” is not a DOI: it begins with 10., a number and a slash, as in 10.1000/182."],
        7: ["Another article has this DOI already."],
        8: [
            f"Received: {WRONG % {'value': 'yesterday'}}",
        ],
        9: ["Line 2 has these pages already.", "Line 2 has this DOI already."],
        10: ["Line 2 has this title already."],
        11: ["Excel made a date of the pages. Write them with a letter before: p. 5–12."],
    }


def test_what_is_in_the_issue_is_left_alone_and_new_rows_come_after_it():
    issue = make_issue()
    make_article(issue=issue, title_kk="Бар мақала", position=1)
    make_article(issue=issue, doi="10.1000/there", position=2)
    make_article(title_ru="В другом выпуске")
    rows = [["БАР МАҚАЛА"], ["Renamed", "10.1000/there"], ["В другом выпуске"]]
    outcome = planned(["Title", "DOI"], *rows, issue=issue)
    assert [line.deed for line in outcome.lines] == ["there", "there", "new"]
    assert outcome.lines[2].article.position == 3
    assert planned(["Title"], ["Only new"], issue=issue).lines[0].article.position == 3


def test_a_cell_nobody_could_print_is_refused_at_once():
    problems = []
    assert authors_in("a;" * 40_000, "", problems) == []
    assert len(problems) == 1
    problems.clear()
    authors_in(f"{'a' * 201}; Sample, B.", "b" * 401, problems)
    assert len(problems) == 3
