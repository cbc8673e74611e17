"""Citations in each format of the field, read back by the programs that others use."""

import json

import bibtexparser
import pytest
import rispy
from citeproc import Citation as Cited
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from django.utils.html import strip_tags
from pybtex.database import parse_string

from lessonstudy.content.citing import highwire
from lessonstudy.content.citing.bibtex import bibtex
from lessonstudy.content.citing.citation import ARTICLE, POSTER, Author, Citation, words_of_list
from lessonstudy.content.citing.csl import csl
from lessonstudy.content.citing.ris import ris
from lessonstudy.content.citing.styles import apa, gost
from lessonstudy.content.dates import PartialDate

WHO = [
    Author("Үлгіұлы", "Айгүл Серікқызы", ("№1 үлгі мектебі",), "0000-0002-1825-0097"),
    Author("Sample", "Jean-Paul"),
]


def article(**facts):
    known = {
        "kind": ARTICLE,
        "key": "article7",
        "title": "Сабақ & зерттеу: 100 % {үлгі}_1 $5 #2 a\\b",
        "translations": {"en": "Lesson & research"},
        "language": "kk",
        "authors": WHO,
        "date": PartialDate(2024),
        "url": "https://archive.example/id/article/7",
        "abstract": "Бірінші жол.\nЕкінші жол.",
        "keywords": ("сабақ", "зерттеу"),
        "container": "Үлгі журналы",
        "volume": "12",
        "issue": "3",
        "through_number": "49",
        "pages": "12-19",
        "issn": "2308-7668",
        "doi": "10.1000/sample_7",
        "publisher": "Үлгі баспасы",
        "pdf": "https://archive.example/kk/journal/a/b/c/full.pdf",
    }
    return Citation(**(known | facts))


def poster(**facts):
    known = {
        "kind": POSTER,
        "key": "poster9",
        "title": "Sample poster",
        "language": "en",
        "authors": [Author("Sample School", is_person=False)],
        "date": PartialDate(2021, 11, 26),
        "url": "https://archive.example/id/poster/9",
        "container": "Sample conference",
        "place": "Shymkent",
    }
    return Citation(**(known | facts))


# --- Read back ------------------------------------------------------------------------------------
def test_bibtexparser_reads_what_was_meant():
    library = bibtexparser.parse_string(bibtex([article(), poster()]))
    assert library.failed_blocks == []
    first, second = library.entries
    fields = {name: field.value for name, field in first.fields_dict.items()}
    assert (first.entry_type, first.key) == ("article", "article7")
    assert fields["author"] == "Үлгіұлы, Айгүл Серікқызы and Sample, Jean-Paul"
    assert (fields["year"], fields["pages"], fields["number"]) == ("2024", "12--19", "3")
    assert (fields["doi"], fields["url"]) == ("10.1000/sample_7", "https://archive.example/id/article/7")
    assert (second.entry_type, second.fields_dict["author"].value) == ("inproceedings", "{Sample School}")
    assert (second.fields_dict["booktitle"].value, second.fields_dict["month"].value) == ("Sample conference", "nov")


def test_the_name_of_an_organization_is_not_divided_at_its_comma():
    school = poster(authors=[Author("School No. 2, Kapshagai", is_person=False)])
    assert "AU  - School No. 2 (Kapshagai)\r\n" in ris([school])
    assert ("citation_author", "School No. 2 (Kapshagai),") in highwire.tags(school, "https://archive.example/")
    assert "{School No. 2, Kapshagai}" in bibtex([school])


def test_pybtex_reads_every_letter_of_the_title():
    entry = parse_string(bibtex([article()]), "bibtex").entries["article7"]
    assert entry.fields["title"] == (
        r"{Сабақ \& зерттеу: 100 \% \textbraceleft{}үлгі\textbraceright{}\_1 \$5 \#2 a\textbackslash{}b}"
    )
    assert [str(person) for person in entry.persons["author"]] == ["Үлгіұлы, Айгүл Серікқызы", "Sample, Jean-Paul"]


def test_a_brace_that_is_never_closed_breaks_no_file():
    text = bibtex([article(abstract="A set {1, 2", doi="10.1000/a}b", volume="{"), poster()])
    assert set(parse_string(text, "bibtex").entries) == {"article7", "poster9"}


def test_rispy_reads_what_was_meant():
    first, second = rispy.loads(ris([article(), poster()]))
    assert (first["type_of_reference"], first["title"]) == ("JOUR", article().title)
    assert first["authors"] == ["Үлгіұлы, Айгүл Серікқызы", "Sample, Jean-Paul"]
    assert (first["start_page"], first["end_page"], first["volume"], first["number"]) == ("12", "19", "12", "3")
    assert (first["issn"], first["doi"], first["keywords"]) == ("2308-7668", "10.1000/sample_7", ["сабақ", "зерттеу"])
    assert first["abstract"] == "Бірінші жол. Екінші жол."
    assert (second["authors"], second["date"]) == (["Sample School"], "2021/11/26/")


def test_every_line_of_ris_ends_as_the_format_wants():
    text = ris([article()])
    assert all(line.endswith("\r\n") for line in text.splitlines(keepends=True))
    assert [line[2:6] for line in text.splitlines() if line] == ["  - "] * (len(text.splitlines()) - 1)


@pytest.mark.filterwarnings("ignore:The following arguments")  # it knows `event`, which CSL 1.0.2 calls `event-title`
def test_a_citation_processor_reads_csl_json():
    items = json.loads(csl([article(), poster()]))
    bibliography = CitationStylesBibliography(
        CitationStylesStyle("harvard-cite-them-right", validate=False), CiteProcJSON(items), formatter.plain
    )
    for item in items:
        bibliography.register(Cited([CitationItem(item["id"])]))
    first, second = map(str, bibliography.bibliography())
    assert first.startswith("Үлгіұлы, А.С. and Sample, J.-P. (2024) “Сабақ & зерттеу")
    assert "Үлгі журналы, 12(3), pp. 12–19. Available at: https://doi.org/10.1000/sample_7" in first
    assert second.startswith("Sample School (2021) ")


# --- To copy --------------------------------------------------------------------------------------
def test_apa():
    assert strip_tags(apa(article(title="Сабақ"))) == (
        "Үлгіұлы, А. С., &amp; Sample, J.-P. (2024). Сабақ [Lesson &amp; research]. "
        "Үлгі журналы, 12(3), 12–19. https://doi.org/10.1000/sample_7"
    )
    assert apa(poster()) == (
        "Sample School. (2021, November 26). <i>Sample poster</i> [Poster presentation]. "
        "Sample conference, Shymkent. https://archive.example/id/poster/9"
    )


def test_gost_in_the_language_of_the_thing():
    assert gost(article(title="Сабақ")) == (
        "Үлгіұлы А. С., Sample J.-P. Сабақ // Үлгі журналы. 2024. Т. 12. № 3 (49). Б. 12–19. DOI: 10.1000/sample_7."
    )
    assert gost(poster(language="ru", title="Образец")).startswith("Sample School. Образец : постер // ")


def test_a_school_with_quotation_marks_is_escaped_once():
    assert gost(poster(authors=[Author('School "One"', is_person=False)])).startswith("School &quot;One&quot;. Sample")


def test_of_many_authors_apa_names_the_last_and_gost_the_first_three():
    many = [Author(f"Sample{letter}", letter) for letter in "ABCDEFGHIJKLMNOPQRSTUVW"]
    assert ", SampleS, S., . . . SampleW, W. (2024)." in apa(article(authors=many))
    assert "SampleT" not in apa(article(authors=many))
    assert " / A. SampleA, B. SampleB, C. SampleC [және т. б.] // " in gost(article(authors=many))


def test_what_is_not_known_leaves_no_trace():
    bare = poster(authors=[], date=None, container="", place="")
    assert apa(bare) == "<i>Sample poster</i> [Poster presentation]. (n.d.). https://archive.example/id/poster/9"
    assert gost(bare) == "Sample poster : poster. URL: https://archive.example/id/poster/9."


@pytest.mark.parametrize(
    ("given", "initials"),
    [("Айгүл Серікқызы", "А. С."), ("Jean-Paul", "J.-P."), ("G. B.", "G. B."), ("G.B.", "G. B."), ("", "")],
)
def test_initials(given, initials):
    assert Author("Sample", given).initials == initials


def test_markup_in_a_title_is_only_text():
    assert "&lt;b&gt;" in apa(article(title="<b>Bold</b>"))


# --- Google Scholar -------------------------------------------------------------------------------
def test_the_tags_that_scholar_reads():
    page = "https://archive.example/kk/journal/a/b/c/"
    tags = highwire.tags(article(), page)
    assert tags[:4] == [
        ("citation_title", article().title),
        ("citation_author", "Үлгіұлы, Айгүл Серікқызы"),
        ("citation_author_institution", "№1 үлгі мектебі"),
        ("citation_author_orcid", "https://orcid.org/0000-0002-1825-0097"),
    ]
    told = dict(tags)
    assert (told["citation_publication_date"], told["citation_journal_title"]) == ("2024", "Үлгі журналы")
    assert (told["citation_firstpage"], told["citation_lastpage"]) == ("12", "19")
    assert told["citation_pdf_url"].rsplit("/", 1)[0] == page.rstrip("/")
    assert all(content for _name, content in tags)


@pytest.mark.parametrize("missing", [{"authors": []}, {"date": None}, {"date": PartialDate(None, 11, 26)}])
def test_without_what_scholar_demands_there_is_no_tag(missing):
    assert highwire.tags(article(**missing), "https://archive.example/") == []


def test_a_poster_is_shown_at_a_conference_on_a_day():
    told = dict(highwire.tags(poster(), "https://archive.example/"))
    assert (told["citation_conference_title"], told["citation_publication_date"]) == ("Sample conference", "2021/11/26")


@pytest.mark.parametrize("text", ["сабақ, зерттеу", "сабақ; зерттеу.", "сабақ\nзерттеу", " сабақ ,, зерттеу "])
def test_keywords_as_people_type_them(text):
    assert words_of_list(text) == ("сабақ", "зерттеу")
