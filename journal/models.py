"""Journals, issues, articles."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Contribution, Event
from lessonstudy.content.addresses import page_of
from lessonstudy.content.dates import PartialDate, PartialDateField
from lessonstudy.content.identifiers import DoiField, IssnField, check_pages, span_of
from lessonstudy.content.languages import CONTENT_LANGUAGES, LanguagesField
from lessonstudy.content.models import Document, Photo, Publishable
from lessonstudy.content.richtext import RichTextField
from members.models import Organization, Person, Role
from research.models import Report


class Journal(Publishable):
    """A periodical."""

    title = models.CharField(_("title"), max_length=300)
    description = RichTextField(_("description"), blank=True)
    issn = IssnField(_("ISSN"), max_length=9, blank=True, help_text=_("2308-7668"))
    issn_since = PartialDateField(_("ISSN assigned"), null=True, blank=True)
    registration = models.CharField(_("registration certificate"), max_length=100, blank=True, help_text=_("№12804-Ж"))
    registered_on = PartialDateField(_("registered"), null=True, blank=True)
    founded = PartialDateField(_("published since"), null=True, blank=True)
    owner = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="journals",
        verbose_name=_("owner"),
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)
    guidelines = RichTextField(
        _("how to submit"), blank=True, help_text=_("What authors need to know: it gets a page of its own.")
    )

    translated_fields = ("title", "description", "guidelines")

    class Meta(Publishable.Meta):
        verbose_name = _("journal")
        verbose_name_plural = _("journals")
        permissions = [("publish_journal", "Can publish journals")]

    @property
    def public_issues(self):
        """The newest first."""
        issues = [issue for issue in self.issues.all() if issue.is_public]
        return sorted(issues, key=lambda issue: (issue.year, issue.number), reverse=True)

    def get_absolute_url(self):
        return page_of("journal:journal-detail", self.slug)


class JournalRole(Role):
    """An editor of the journal, for example."""

    journal = models.ForeignKey(Journal, on_delete=models.CASCADE, related_name="roles")
    since = PartialDateField(_("since"), null=True, blank=True)


class Issue(Publishable):
    """One number of a journal: "№3 (49)" is the third of its year and the 49th of all."""

    slug = models.SlugField(_("address"), max_length=120, blank=True, help_text=_("Leave empty to make it: 2024-3."))
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="issues", verbose_name=_("journal"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number in the year"))
    through_number = models.PositiveSmallIntegerField(_("number of all"), null=True, blank=True)
    volume = models.PositiveSmallIntegerField(_("volume"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True, help_text=_("For a special issue."))
    summary = models.TextField(_("summary"), blank=True)
    editions = LanguagesField(_("language editions"))
    event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issues",
        verbose_name=_("special issue of the event"),
    )

    translated_fields = ("title", "summary")
    text_groups = (("title", "summary"),)

    class Meta(Publishable.Meta):
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        permissions = [("publish_issue", "Can publish issues")]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["journal", "slug"],
                name="issue_slug_once_in_journal",
                violation_error_message=_("Another issue of this journal has this address already."),
            ),
            models.UniqueConstraint(
                fields=["journal", "year", "number"],
                name="issue_number_once_in_year",
                violation_error_message=_("This journal has an issue with this number in this year already."),
            ),
        ]

    def __str__(self):
        return f"{self.journal}, {self.designation}"

    @property
    def designation(self):
        """ "2024, №3 (49)"."""
        through = f" ({self.through_number})" if self.through_number else ""
        return f"{self.year}, №{self.number}{through}"

    @property
    def is_public(self):
        """An issue is public with its journal."""
        return super().is_public and self.journal.is_public

    @property
    def public_articles(self):
        articles = [article for article in self.articles.all() if article.is_public]
        return sorted(articles, key=lambda article: (article.position, article.pk))

    def title_for_slug(self):
        return f"{self.year}-{self.number}"

    def slug_neighbours(self):
        return Issue.objects.filter(journal=self.journal)

    def languages_present(self):
        return self.editions.split() or ["kk"]  # an issue is named by its number, which needs no translation

    def titles(self):
        return {language: f"{title}, {self.designation}" for language, title in self.journal.titles().items()}

    def get_absolute_url(self):
        return page_of("journal:issue-detail", self.journal.slug, self.slug)


class IssuePhoto(Photo):
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="photos")

    owned_by = "issue"


class IssueDocument(Document):
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="documents")

    owned_by = "issue"


class Article(Publishable):
    """An article of an issue, with what it takes to cite it."""

    slug = models.SlugField(_("address"), max_length=120, blank=True, help_text=_("Leave empty to make it."))
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="articles", verbose_name=_("issue"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=500)
    abstract = models.TextField(_("abstract"), blank=True)
    keywords = models.CharField(_("keywords"), max_length=500, blank=True)
    language = models.CharField(_("language of the article"), max_length=2, choices=CONTENT_LANGUAGES)
    pages = models.CharField(_("pages"), max_length=20, blank=True, validators=[check_pages], help_text=_("12–19"))
    doi = DoiField(_("DOI"), max_length=200, blank=True, help_text=_("10.1000/182"))
    udc = models.CharField(_("UDC"), max_length=60, blank=True)
    mrnti = models.CharField(_("MRNTI"), max_length=60, blank=True)
    references = models.TextField(_("references"), blank=True, help_text=_("One in a line."))
    received_on = PartialDateField(_("received"), null=True, blank=True)
    accepted_on = PartialDateField(_("accepted"), null=True, blank=True)
    contribution = models.ForeignKey(
        Contribution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("grew out of the contribution"),
    )

    report = models.ForeignKey(
        Report,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("grew out of the report"),
    )

    translated_fields = ("title", "abstract", "keywords")
    text_groups = (("title", "abstract", "keywords"),)

    class Meta(Publishable.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("publish_article", "Can publish articles")]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["issue", "slug"],
                name="article_slug_once_in_issue",
                violation_error_message=_("Another article of this issue has this address already."),
            ),
            models.UniqueConstraint(
                fields=["doi"],
                condition=~Q(doi=""),
                name="article_doi_once",
                violation_error_message=_("Another article has this DOI already."),
            ),
        ]

    def clean(self):
        """Two notes may share a page; two articles with the same first and last page are one of them mistyped."""
        others = Article.objects.filter(issue=self.issue_id).exclude(pk=self.pk)
        span = span_of(self.pages)
        if len(span) == 2 and any(span_of(pages) == span for pages in others.values_list("pages", flat=True)):
            raise ValidationError({"pages": _("Another article of this issue has the same pages.")})

    @property
    def is_public(self):
        """An article is public with its issue."""
        return super().is_public and self.issue.is_public

    @property
    def told_on(self):
        return PartialDate(self.issue.year)

    def slug_neighbours(self):
        return Article.objects.filter(issue=self.issue)

    def get_absolute_url(self):
        return page_of("journal:article-detail", self.issue.journal.slug, self.issue.slug, self.slug)


class ArticleRole(Role):
    """An author, for example; of whom there is no record, by the name as printed alone."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="roles")
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articleroles",
        verbose_name=_("person"),
        help_text=_("Leave it empty if there is no record of this person: the name as printed here is shown."),
    )

    class Meta(Role.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(printed_name=""),
                name="article_role_has_name",
                violation_error_message=_("Choose the person, or write the name as printed here."),
            )
        ]


class ArticleDocument(Document):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="documents")

    owned_by = "article"
