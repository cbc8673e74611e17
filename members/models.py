"""Users, people, organizations, places, councils."""

import zoneinfo

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from lessonstudy.content.addresses import link_to, page_of
from lessonstudy.content.dates import PartialDateField
from lessonstudy.content.identifiers import OrcidField
from lessonstudy.content.languages import LANGUAGES, ShownText, Translated, sort_key
from lessonstudy.content.models import SITE_LANGUAGES, Ordered, Photo, Publishable, PublishableQuerySet, check_no_loop
from lessonstudy.content.richtext import RichTextField
from lessonstudy.content.slugs import slug_from

TAKEN = ("mine", "join")  # addresses beside those of schools (urls.py)


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractUser):
    """Someone who signs in, by e-mail address."""

    username = None
    email = models.EmailField(_("e-mail"), unique=True)
    branch = models.ForeignKey(
        "Organization",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="editors",
        verbose_name=_("branch"),
        help_text=_("A branch editor sees and edits only what belongs to this branch."),
    )
    person = models.OneToOneField(
        "Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="account",
        verbose_name=_("person"),
        help_text=_("Who this is in the archive: their talks, posters and awards are shown on their own page."),
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    shown_to_readers = False
    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def schools(self):
        """The schools this user represents: those staff or a colleague confirmed."""
        confirmed = {"representatives__user": self, "representatives__state": Representative.State.CONFIRMED}
        return Organization.objects.filter(**confirmed).named()


class Place(Translated, models.Model):
    """A country, region, city or venue. Its former names are dated: Astana was Nur-Sultan in 2019-2022."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        REGION = "region", _("region")
        CITY = "city", _("city")
        VENUE = "venue", _("venue")

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=120, unique=True, help_text=_("Used in filters: ?region=…"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("lies in"),
    )
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=40, blank=True, help_text=_("Its name in the world's list: Asia/Almaty.")
    )

    translated_fields = ("name",)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="place_not_in_itself",
                violation_error_message=_("A place cannot lie in itself."),
            )
        ]

    def __str__(self):
        return str(self.shown.name)

    def clean(self):
        check_no_loop(self, "parent", _("This place would lie in itself: choose another “lies in”."))
        check_time_zone(self.time_zone)

    @property
    def filter_region(self):
        """The region (or country) lists can be filtered by, for this place; None if there is none above it."""
        filtered = (self.Kind.REGION, self.Kind.COUNTRY)
        place = self if self.kind in filtered else self.parent
        return place if place and place.kind in filtered else None

    def name_on(self, date):
        """The name in force on that date (a PartialDate); the present name if none is dated so."""
        day = str(date) if date and date.year else ""
        for former in self.names.all():
            if day and str(former.valid_from or "") <= day and (not former.valid_to or day <= f"{former.valid_to}~"):
                return former.shown.name
        return self.shown.name


class PlaceName(Translated, models.Model):
    """A name a place had for some years."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200)
    valid_from = PartialDateField(_("from"), null=True, blank=True)
    valid_to = PartialDateField(_("until"), null=True, blank=True)

    translated_fields = ("name",)

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["valid_from"]

    def __str__(self):
        return str(self.shown.name)


class OrganizationQuerySet(PublishableQuerySet):
    def schools(self):
        return self.filter(kind__in=Organization.SCHOOL_KINDS)

    def named(self):
        """Only what their names take, a third of the columns; the rest is read when something asks for it."""
        return self.only("slug", "kind", "original_language", "place", *(f"name_{language}" for language in LANGUAGES))


class Organization(Publishable):
    """A school, branch, university, association ... Schools are organizations with pages of their own kind."""

    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("association")
        CENTRE = "centre", _("centre")
        BRANCH = "branch", _("branch")
        SCHOOL = "school", _("school")
        GYMNASIUM = "gymnasium", _("gymnasium")
        LYCEUM = "lyceum", _("lyceum")
        KINDERGARTEN = "kindergarten", _("kindergarten")
        NETWORK = "network", _("school network")
        COLLEGE = "college", _("college")
        UNIVERSITY = "university", _("university")
        INSTITUTE = "institute", _("institute")
        MINISTRY = "ministry", _("ministry body")
        MUNICIPAL = "municipal", _("municipal centre")
        OTHER = "other", _("other organization")

    SCHOOL_KINDS = (Kind.SCHOOL, Kind.GYMNASIUM, Kind.LYCEUM, Kind.KINDERGARTEN)

    name = models.CharField(_("name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=60, blank=True, help_text=_("WALS, CoE, KALS"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    official_number = models.CharField(
        _("official number"), max_length=20, blank=True, help_text=_("As printed: №69, No. 2.")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
        help_text=_("The Taraz branch belongs to the Center of Excellence."),
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        verbose_name=_("place"),
    )
    website = models.URLField(_("website"), blank=True)
    founded = PartialDateField(_("founded"), null=True, blank=True)
    description = RichTextField(_("description"), blank=True)
    sort_key = models.CharField(max_length=200, editable=False, default="", db_index=True)

    named_without_page = True
    translated_fields = ("name", "short_name", "description", "sort_key")
    text_groups = (("name", "short_name"),)
    objects = OrganizationQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        permissions = [("publish_organization", "Can publish organizations")]

    def save(self, *args, **kwargs):
        for language in LANGUAGES:
            with override(language):
                setattr(self, f"sort_key_{language}", sort_key(self.plain_title))
        super().save(*args, **kwargs)

    def clean(self):
        check_no_loop(self, "parent", _("This organization would belong to itself: choose another “belongs to”."))

    @property
    def is_school(self):
        return self.kind in self.SCHOOL_KINDS

    def title_for_slug(self):
        """The addresses beside schools are taken: a school called “Mine” is at mine-school."""
        title = super().title_for_slug()
        return f"{title} school" if slug_from(title) in TAKEN else title

    def get_absolute_url(self):
        page = "school-detail" if self.is_school else "organization-detail"
        return page_of(f"members:{page}", self.slug)


class OrganizationName(Translated, models.Model):
    """A former or alternative name: what the sources also call it."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=300)
    valid_from = PartialDateField(_("from"), null=True, blank=True)
    valid_to = PartialDateField(_("until"), null=True, blank=True)

    translated_fields = ("name",)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["valid_from", "pk"]

    def __str__(self):
        return str(self.shown.name)


class OrganizationPhoto(Photo):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="photos")

    owned_by = "organization"

    class Meta(Photo.Meta):
        pass


class RepresentativeQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(state=Representative.State.CONFIRMED)


class Representative(models.Model):
    """Someone who speaks for a school on this site, asked staff to, or was invited to by a colleague there."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for an answer")
        INVITED = "invited", _("invited")
        CONFIRMED = "confirmed", pgettext_lazy("representative", "confirmed")
        REFUSED = "refused", pgettext_lazy("representative", "refused")

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="representatives", verbose_name=_("school")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="represents",
        verbose_name=_("user"),
    )
    email = models.EmailField(_("e-mail"))
    position = models.CharField(_("post"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    language = models.CharField(max_length=2, choices=SITE_LANGUAGES)  # of the page they asked on, and of their mails
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("why refused"), blank=True, help_text=_("They read it in the mail about it."))

    shown_to_readers = False
    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("representative of a school")
        verbose_name_plural = _("representatives of schools")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"],
                condition=Q(user__isnull=False),
                name="representative_once_in_school",
                violation_error_message=_("This person is in the list of that school already."),
            ),
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=Q(state="invited"),
                name="representative_invited_once",
                violation_error_message=_("This person is in the list of that school already."),
            ),
            models.CheckConstraint(
                condition=Q(state="invited", user__isnull=True) | (~Q(state="invited") & Q(user__isnull=False)),
                name="representative_invited_or_user",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.user.get_full_name() or self.user.email if self.user else self.email

    @property
    def is_confirmed(self):
        return self.state == self.State.CONFIRMED


class Person(Publishable):
    """Someone named in the archive. A page of their own needs a ground: consent, or a public record."""

    class Ground(models.TextChoices):
        NONE = "", _("none: no page")
        CONSENT = "consent", _("the person agreed to a public page")
        PUBLIC_RECORD = "record", _("named in published programmes and reports")

    family_name = models.CharField(_("family name"), max_length=100)
    given_name = models.CharField(_("given name or initials"), max_length=100, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    printed_name = models.CharField(
        _("name as usually printed"),
        max_length=200,
        blank=True,
        help_text=_("Only if readers should see it so: Lo Mun Ling. Else the given name stands first."),
    )
    orcid = OrcidField(_("ORCID"), max_length=19, blank=True, help_text=_("0000-0002-1825-0097"))
    public_ground = models.CharField(
        _("ground for a public page"),
        max_length=10,
        choices=Ground.choices,
        blank=True,
        default="",
        help_text=_("Without one the name stays in the programmes it was printed in, but gets no page and no link."),
    )
    biography = RichTextField(_("biography"), blank=True)
    sort_key = models.CharField(max_length=200, editable=False, default="", db_index=True)

    named_without_page = True
    translated_fields = ("family_name", "given_name", "patronymic", "biography", "sort_key")
    text_groups = (("family_name", "given_name", "patronymic"),)

    class Meta(Publishable.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        permissions = [("publish_person", "Can publish people")]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(status="published") | ~Q(public_ground=""),
                name="person_published_has_ground",
                violation_error_message=_("A public page of a person needs a ground: choose one before publishing."),
            ),
        ]

    def save(self, *args, **kwargs):
        for language in LANGUAGES:
            with override(language):
                setattr(self, f"sort_key_{language}", sort_key(self.listed_name))
        super().save(*args, **kwargs)

    @property
    def plain_title(self):
        """The name as usually printed, where that is in the script shown; else given name, patronymic, family name."""
        shown = self.shown
        if self.printed_name and shown.family_name and shown.family_name in self.printed_name:
            return self.printed_name
        return " ".join(filter(None, map(str, (shown.given_name, shown.patronymic, shown.family_name))))

    @property
    def title_shown(self):
        return ShownText(self.plain_title, self.shown_language("family_name"))

    def titles(self):
        """{language: the whole name}, of the languages the family name is written in."""
        names = {}
        for language in self.languages_present():
            with override(language):
                names[language] = self.plain_title
        return names

    @property
    def listed_name(self):
        """Family name first, as in an index."""
        shown = self.shown
        given = " ".join(filter(None, map(str, (shown.given_name, shown.patronymic))))
        return f"{shown.family_name}, {given}" if given else str(shown.family_name)

    @property
    def other_spellings(self):
        """Every printed form of the name but the one the page is headed with."""
        forms = [self.printed_name, *(name.name for name in self.names.all())]
        return [form for form in dict.fromkeys(forms) if form and form != self.plain_title]

    def title_for_slug(self):
        parts = ("given_name", "family_name")
        for language in ("en", self.original_language, "kk", "ru"):
            if getattr(self, f"family_name_{language}"):
                return " ".join(filter(None, (getattr(self, f"{part}_{language}") for part in parts)))
        return ""

    def get_absolute_url(self):
        return page_of("members:person-detail", self.slug)


class PersonName(models.Model):
    """Another spelling of a person's name, as some source printed it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("spelling"), max_length=200)

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"],
                name="person_spelling_once",
                violation_error_message=_("This spelling is in the list already."),
            )
        ]

    def __str__(self):
        return self.name


class PersonPhoto(Photo):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="photos")

    owned_by = "person"

    class Meta(Photo.Meta):
        pass


class Affiliation(Translated, models.Model):
    """A post of a person at an organization, for some years. Posts printed for an event live on the role there."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="affiliations",
        verbose_name=_("organization"),
    )
    position = models.CharField(_("post"), max_length=300, blank=True)
    degree = models.CharField(_("degree"), max_length=200, blank=True)
    valid_from = PartialDateField(_("from"), null=True, blank=True)
    valid_to = PartialDateField(_("until"), null=True, blank=True)

    translated_fields = ("position", "degree")

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["valid_from", "pk"]

    def __str__(self):
        return ", ".join(filter(None, (str(self.shown.position), str(self.organization or ""))))


class Role(Translated, Ordered):
    """What a person did in something, with the affiliation as printed then. Abstract: each thing has its own table.

    The same person has other posts in other years, so the post is kept here and never only on the person.
    """

    class Kind(models.TextChoices):
        SPEAKER = "speaker", _("speaker")
        KEYNOTE = "keynote", _("key speaker")
        AUTHOR = "author", _("author")
        MODERATOR = "moderator", _("moderator")
        CHAIR = "chair", _("chair")
        DISCUSSANT = "discussant", _("discussant")
        SUMMING_UP = "summing-up", _("summing-up")
        TRAINER = "trainer", _("trainer")
        ACCOMPANYING = "accompanying", _("accompanying trainer")
        COACH = "coach", _("coach")
        EXPERT = "expert", _("expert")
        LEADER = "leader", pgettext_lazy("role", "led it")
        PARTICIPANT = "participant", _("participant")
        DELEGATE = "delegate", _("delegate")
        REPRESENTATIVE = "representative", _("representative")
        JURY = "jury", _("jury member")
        EDITOR = "editor", _("editor")
        ORGANIZER = "organizer", _("organizer")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Kind.choices)
    printed_name = models.CharField(
        _("name as printed here"), max_length=200, blank=True, help_text=_("Only if it differs from the person's.")
    )
    affiliation = models.CharField(
        _("post as printed then"), max_length=400, blank=True, help_text=_("As in the programme of that time.")
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("organization"),
    )

    translated_fields = ("affiliation",)

    class Meta(Ordered.Meta):
        abstract = True
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self):
        return f"{self.person or self.printed_name} ({self.get_role_display()})"

    @property
    def line(self):
        """What a row of people says, worked out once: who, what they were, the post printed then, of what."""
        post = self.shown.affiliation
        return {
            "who": self.who,
            "what": self.get_role_display(),
            "post": post if post and not (self.organization and post == self.organization.title_shown) else "",
            "of": link_to(self.organization),
        }

    @property
    def who(self):
        """The name, with a link if the person has a page. Where there is no record of the person, as printed."""
        return link_to(self.person, self.printed_name) if self.person else conditional_escape(self.plain_name)

    @property
    def plain_name(self):
        return self.person.plain_title if self.person else in_reading_order(self.printed_name)

    @property
    def what(self):
        return self.get_role_display()

    @property
    def in_what(self):
        """The part of the event the role was in; empty for the event itself."""
        return ""


class Body(Publishable):
    """A council, committee or working group and its seats."""

    class Kind(models.TextChoices):
        COUNCIL = "council", _("council")
        COMMITTEE = "committee", _("committee")
        WORKING_GROUP = "group", _("working group")

    title = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.COUNCIL)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="bodies", verbose_name=_("of the organization")
    )
    stated_size = models.PositiveSmallIntegerField(
        _("stated number of members"), null=True, blank=True, help_text=_("As the source says, e.g. 28.")
    )
    description = RichTextField(_("description"), blank=True)

    kind_in_addresses = "council"
    translated_fields = ("title", "description")

    class Meta(Publishable.Meta):
        verbose_name = _("council")
        verbose_name_plural = _("councils")
        permissions = [("publish_body", "Can publish councils")]

    def get_absolute_url(self):
        return page_of("members:council-detail", self.slug)


class BodyMembership(Translated, Ordered):
    """A seat: held by a person, or by an organization that a person represents."""

    class Office(models.TextChoices):
        PRESIDENT = "president", _("president")
        PRESIDENT_ELECT = "president-elect", _("president-elect")
        PAST_PRESIDENT = "past-president", _("past president")
        VICE_PRESIDENT = "vice-president", _("vice-president")
        SECRETARY = "secretary", _("honorary general secretary")
        TREASURER = "treasurer", _("treasurer")
        AUDITOR = "auditor", _("auditor")
        CHAIR = "chair", _("chair")
        MEMBER = "member", _("member")

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("council"))
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("organization"),
        help_text=_("If the organization holds the seat; the person then represents it."),
    )
    office = models.CharField(_("office"), max_length=20, choices=Office.choices, default=Office.MEMBER)
    since = PartialDateField(_("since"), null=True, blank=True)
    until = PartialDateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    translated_fields = ("note",)

    class Meta(Ordered.Meta):
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(organization__isnull=False),
                name="seat_has_holder",
                violation_error_message=_("Say who holds the seat: a person, an organization, or both."),
            )
        ]

    def __str__(self):
        return f"{self.person or self.organization}: {self.get_office_display()}"


def in_reading_order(name):
    """ "Family, Given" as it is read in a sentence; any other name stays as it is."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma else name


def check_time_zone(name):
    """Refuse (ValidationError on `time_zone`) a name the IANA list does not have. Empty is fine."""
    if name and name not in zoneinfo.available_timezones():
        raise ValidationError({"time_zone": _("There is no such time zone. Write it like Asia/Almaty.")})
