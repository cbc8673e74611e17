"""The columns of a table of articles: how they are headed, in the three languages and in the usual variants."""

from dataclasses import dataclass
from functools import cache, partial

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.languages import LANGUAGES, in_each_language
from lessonstudy.content.models import SITE_LANGUAGES
from lessonstudy.content.sheets import plain

# They add nothing to "title of the article".
FILLERS = set("статьи мақаланың мақала article articles of the a публикации полное полностью толық full".split())


@dataclass(frozen=True)
class Column:
    """Its heading in the reader's language, and how others head it: spellings of each language, divided by "|"."""

    label: str
    kk: str
    ru: str
    en: str
    is_translated: bool = False


COLUMNS = {
    "title": Column(
        _("title"),
        kk="атауы|атау|тақырыбы|тақырып|мақала|мақаланың аты",
        ru="название|наименование|заголовок|тема|статья",
        en="title|name|heading|article|article name",
        is_translated=True,
    ),
    "abstract": Column(
        _("abstract"),
        kk="аңдатпа|аңдатпасы|андатпа|түйін|түйіндеме|түйіні",
        ru="аннотация|резюме|реферат",
        en="abstract|summary|annotation",
        is_translated=True,
    ),
    "keywords": Column(
        _("keywords"),
        kk="түйінді сөздер|түйін сөздер|кілт сөздер|кілтті сөздер|кілттік сөздер|тірек сөздер",
        ru="ключевые слова",
        en="keywords|key words",
        is_translated=True,
    ),
    "authors": Column(
        _("authors"),
        kk="авторлар|авторлары|автордың аты жөні|авторлардың аты жөні|аты жөні|автордың тегі аты|тегі аты",
        ru="авторы|автор|автор ы|фио|ф и о|фио автора|фио авторов|ф и о автора|ф и о авторов|имя автора|имена авторов",
        en="authors|author|author s|author name|author names|names of authors|author s name",
    ),
    "affiliation": Column(
        _("affiliation"),
        kk="жұмыс орны|ұйым|ұйымы|мекеме|мекемесі|аффилиациясы|автордың жұмыс орны|авторлардың жұмыс орны",
        ru="место работы|аффилиация|аффилиация автора|аффилиация авторов|организация|учреждение|место работы автора|"
        "место работы авторов|должность и место работы",
        en="affiliation|affiliations|author affiliation|organization|organisation|institution|workplace",
    ),
    "language": Column(_("language of the article"), kk="тілі|тіл|мақала тілі", ru="язык", en="language|lang"),
    "pages": Column(
        _("pages"),
        kk="беттері|беттер|бет|беті|бб",
        ru="страницы|страница|стр|с|номера страниц",
        en="pages|page|pp|p|page numbers",
    ),
    "doi": Column(_("DOI"), kk="дои", ru="дои", en="doi"),
    "udc": Column(_("UDC"), kk="әож", ru="удк", en="udc"),
    "mrnti": Column(_("MRNTI"), kk="хғтар|ғтамр", ru="мрнти|грнти", en="mrnti"),
    "received_on": Column(
        _("received"),
        kk="түскен күні|келіп түскен күні|келіп түсті|түсті|редакцияға түскен күні",
        ru="дата поступления|поступила|дата получения|получена|поступила в редакцию|дата поступления в редакцию",
        en="received|date received|received on|date of receipt|submitted",
    ),
    "accepted_on": Column(
        _("accepted"),
        kk="қабылданған күні|қабылданды|жариялауға қабылданған күні|жариялауға қабылданды|басуға қабылданған күні",
        ru="дата принятия|принята|принята к печати|принята к публикации|дата принятия к печати|"
        "дата принятия к публикации",
        en="accepted|date accepted|accepted on|date of acceptance",
    ),
    "references": Column(
        _("references"),
        kk="әдебиеттер тізімі|әдебиеттер|әдебиет|пайдаланылған әдебиеттер|пайдаланылған әдебиеттер тізімі",
        ru="список литературы|литература|источники|библиография|список использованной литературы",
        en="references|literature|bibliography|sources",
    ),
    "file": Column(
        _("file"),
        kk="файл атауы|файл аты|файлдың аты|файлдың атауы|pdf файл|pdf файлы",
        ru="файл|имя файла|название файла|файл pdf|пдф",
        en="file|file name|filename|pdf|pdf file|name of file",
    ),
    "number": Column(
        _("number"),
        kk="р с|реттік нөмірі|рет саны|рет нөмірі",
        ru="n п п|no п п|п п|номер|порядковый номер|номер п п",
        en="no|n|number|order",
    ),
}
# An empty table to fill in has these; what else is known is there for the tables of others.
OFFERED = [name for name in COLUMNS if name != "number"]


@cache
def known():
    """{column: {language: its spellings}}, as `content.sheets.columns` takes them."""
    return {
        name: {
            language: {*getattr(column, language).split("|"), " ".join(plain(label))}
            for language, label in in_each_language(partial(str, column.label)).items()
        }
        for name, column in COLUMNS.items()
    }


def label_of(name, language=""):
    """The heading of a column: "Title (Kazakh)"."""
    label = capfirst(COLUMNS[name].label)
    return f"{label} ({dict(SITE_LANGUAGES)[language]})" if language else str(label)


def offered_headings():
    """The headings of an empty table, in the reader's language."""
    languages = {name: LANGUAGES if COLUMNS[name].is_translated else [""] for name in OFFERED}
    return [label_of(name, language) for name in OFFERED for language in languages[name]]
