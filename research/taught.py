"""What lesson and which grades a study is of: posters and reports share it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

PRESCHOOL = 0
GRADES = [(PRESCHOOL, _("preschool")), *((grade, str(grade)) for grade in range(1, 13))]


class Subject(models.TextChoices):
    """The subjects of Kazakhstan's schools, and what stands above them."""

    KAZAKH = "kazakh", _("Kazakh language and literature")
    RUSSIAN = "russian", _("Russian language and literature")
    ENGLISH = "english", pgettext_lazy("school subject", "English")
    LANGUAGES = "languages", _("other languages")
    MATHEMATICS = "mathematics", _("mathematics")
    INFORMATICS = "informatics", _("informatics")
    SCIENCE = "science", _("natural science")
    PHYSICS = "physics", _("physics")
    CHEMISTRY = "chemistry", _("chemistry")
    BIOLOGY = "biology", _("biology")
    GEOGRAPHY = "geography", _("geography")
    HISTORY = "history", _("history")
    SOCIETY = "society", _("law, economics and society")
    ARTS = "arts", _("art and technology")
    MUSIC = "music", _("music")
    SPORT = "sport", _("physical education")
    PRIMARY = "primary", _("primary school, all subjects")
    PRESCHOOL = "preschool", _("preschool education")
    INCLUSION = "inclusion", _("inclusive education")
    TEACHER_TRAINING = "teachers", _("teachers' learning")
    OTHER = "other", _("another subject")


class Taught(models.Model):
    """A subject, and the grades from the one to the other. Abstract."""

    subject = models.CharField(_("subject"), max_length=20, choices=Subject.choices, blank=True)
    grade_from = models.PositiveSmallIntegerField(_("grade"), choices=GRADES, null=True, blank=True)
    grade_to = models.PositiveSmallIntegerField(
        _("to grade"), choices=GRADES, null=True, blank=True, help_text=_("Only if it was more than one grade.")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(grade_to__isnull=True) | Q(grade_from__isnull=False, grade_to__gte=F("grade_from")),
                name="%(app_label)s_%(class)s_grades_in_order",
                violation_error_message=_("Grades go from the first to the last: from 5 to 7."),
            )
        ]

    @property
    def grades(self):
        """[5, 6, 7]; empty if none is said."""
        if self.grade_from is None:
            return []
        return list(range(self.grade_from, (self.grade_to or self.grade_from) + 1))

    @property
    def grades_said(self):
        """ "5–7", "preschool"."""
        grades, names = self.grades, dict(GRADES)
        return "–".join(str(names[grade]) for grade in dict.fromkeys([*grades[:1], *grades[-1:]]))

    @property
    def taught_said(self):
        """ "mathematics, grade 5–7"; empty if nothing is said."""
        grades = gettext("grade %(grades)s") % {"grades": self.grades_said} if any(self.grades) else self.grades_said
        return ", ".join(filter(None, (self.get_subject_display() if self.subject else "", grades)))

    @property
    def taught_facets(self):
        return [("subject", self.subject), *(("grade", str(grade)) for grade in self.grades)]
