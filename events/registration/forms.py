"""The form of a group: what is said of the school once, and a row for each teacher. The form of a report."""

from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import Jinja2
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.editing.uploads import OneFileField
from lessonstudy.content.files import MEGABYTE, check_document
from lessonstudy.content.machines import plain
from lessonstudy.content.sheets import ACCEPT as TABLES
from lessonstudy.content.sheets import table_of

from .actions import MOST_TEACHERS, Teacher
from .arrivals import confirmed
from .desk import Desk, Question
from .models import Participant
from .report import plan, visitors_in

FIRST_ROWS, MORE_ROWS = 3, 3
PREFIX = "teachers"
MOST_BYTES = 10 * MEGABYTE
LONGEST_ADDRESS, LONGEST_ROW = 254, 5  # signs of an e-mail address; digits of the number of a row
ACCEPT = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp"


class Line(forms.CharField):
    """One line of text, without the signs that no keyboard has."""

    def clean(self, value):
        return super().clean(" ".join(plain(value or "").split()))


def field_of(question):
    """The form field of a question."""
    common = {"label": question.shown.label, "required": question.required}
    if question.kind == Question.Kind.CHOICE:
        return forms.ChoiceField(choices=[("", "–"), *((each, each) for each in question.choices)], **common)
    if question.kind == Question.Kind.CONSENT:
        return forms.BooleanField(help_text=question.shown.text, **common)
    if question.kind == Question.Kind.FILE:
        return OneFileField(check=check_answer, accept=ACCEPT, help_text=question.shown.text, label=common["label"])
    return forms.CharField(max_length=2000, help_text=question.shown.text, **common)


def check_answer(upload):
    """A document, not larger than answers need to be."""
    if upload.size > MOST_BYTES:
        raise ValidationError(_("This file is too large. Choose one of at most 10 MB."))
    check_document(upload)


class AskingForm(forms.Form):
    """A form with questions of the desk; `said` divides what was answered from what was agreed to and sent along."""

    default_renderer = Jinja2()  # draws a field in a fraction of the time, and a group has many

    def __init__(self, *args, questions=(), **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[question.name] = field_of(question)

    def clean(self):
        for question in self.questions:
            is_file = question.kind == Question.Kind.FILE and question.pk not in self.kept
            if is_file and question.required and not self.cleaned_data.get(question.name):
                self.add_error(question.name, _("Choose a file."))

    @property
    def kept(self):
        """The numbers of the questions whose files are here already."""
        return ()

    def keep_files(self):
        """Good files stay with a form that is shown again."""
        for question in self.questions:
            if question.kind == Question.Kind.FILE:
                self.fields[question.name].keep()

    @property
    def said(self):
        cleaned = self.cleaned_data
        of_kind = {kind: [each for each in self.questions if each.kind == kind] for kind in Question.Kind}
        texts = [*of_kind[Question.Kind.TEXT], *of_kind[Question.Kind.CHOICE]]
        return {
            "answers": {each.name: cleaned[each.name] for each in texts if cleaned.get(each.name)},
            "consents": [each for each in of_kind[Question.Kind.CONSENT] if cleaned.get(each.name)],
            "files": {each: cleaned[each.name][0] for each in of_kind[Question.Kind.FILE] if cleaned.get(each.name)},
        }


class GroupForm(AskingForm):
    organization = forms.ChoiceField(label=_("School"))
    email = forms.EmailField(label=_("E-mail of the school"), max_length=LONGEST_ADDRESS)
    code = forms.CharField(label=_("Code of the event"), required=False, max_length=40)
    allows_part = forms.BooleanField(
        label=_("If there are not enough places, part of the group may come and the others wait"), required=False
    )

    def __init__(self, *args, desk, schools, for_staff=False, **kwargs):
        super().__init__(*args, questions=[q for q in desk.asked if q.about == Question.About.GROUP], **kwargs)
        if not for_staff:
            del self.fields["email"]
        self.schools = {str(school.pk): school for school in schools}
        self.fields["organization"].choices = [(key, str(school)) for key, school in self.schools.items()]
        if desk.access != Desk.Access.CODE:
            del self.fields["code"]
        if not desk.has_waiting_list:
            del self.fields["allows_part"]

    def clean_organization(self):
        return self.schools[self.cleaned_data["organization"]]


class TeacherForm(AskingForm):
    """A row; or, alone, the form of a teacher who is `known`: their files stay theirs under the same name."""

    name = Line(label=_("Full name"), max_length=200)
    post = Line(label=_("Post"), max_length=200, required=False)
    subject = Line(label=_("Subject"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=LONGEST_ADDRESS)
    option = forms.ChoiceField(label=_("Takes part"))

    def __init__(self, *args, desk, known=None, **kwargs):
        super().__init__(*args, questions=[q for q in desk.asked if q.about == Question.About.TEACHER], **kwargs)
        self.known = known
        self.options = {str(option.pk): option for option in desk.ways}
        self.fields["option"].choices = [(key, str(option)) for key, option in self.options.items()]
        for name, hint in (("name", "name"), ("post", "organization-title"), ("email", "email")):
            self.fields[name].widget.attrs["autocomplete"] = f"section-{self.prefix} {hint}"

    def has_changed(self):
        """A row that only says how one takes part is an empty row: the first way is chosen in it from the beginning."""
        return any(name != "option" for name in self.changed_data)

    def clean_option(self):
        return self.options[self.cleaned_data["option"]]

    @property
    def kept(self):
        is_same = self.known and self.known.name == self.cleaned_data.get("name")
        return set(self.known.files.values_list("question", flat=True)) if is_same else ()

    def teacher(self):
        cleaned = {name: self.cleaned_data[name] for name in (*Participant.TOLD, "option")}
        return Teacher(**cleaned, **self.said)


class Teachers(forms.BaseFormSet):
    """The rows. Empty ones count for nothing, wherever they stand; the same name twice is asked about."""

    def initial_form_count(self):
        return 0

    def clean(self):
        seen = set()
        for form in self.forms:
            name = getattr(form, "cleaned_data", {}).get("name", "").casefold()
            if name and name in seen:
                form.add_error("name", _("This name stands twice. Take one of the rows out, or tell the two apart."))
            seen.add(name)

    def teachers(self):
        return [form.teacher() for form in self.forms if form.cleaned_data.get("name")]


def teachers_form(desk, data=None, files=None, rows=()):
    """The rows as they were sent; or what is known of some teachers already, with empty rows below."""
    empty = MORE_ROWS if rows else FIRST_ROWS
    limits = {"max_num": MOST_TEACHERS, "absolute_max": MOST_TEACHERS}
    made = forms.formset_factory(TeacherForm, Teachers, extra=len(rows) + empty, **limits)
    return made(data, files, initial=list(rows), prefix=PREFIX, form_kwargs={"desk": desk})


# --- What was typed, right or wrong ---------------------------------------------------------------
HIDDEN = ("csrfmiddlewaretoken", "pasted", "token")


def typed(data):
    """What stands in a sent form, to be kept or shown again: {name: text}, without the buttons."""
    return {name: plain(text)[:5000] for name, text in data.items() if name not in HIDDEN}


def rows_in(content):
    """[{name: text}] of the rows in what was typed; those that say nothing are left out."""
    rows = {}
    for name, text in content.items():
        prefix, _minus, rest = name.partition("-")
        number, _minus, field = rest.partition("-")
        if prefix == PREFIX and number.isdecimal() and len(number) <= LONGEST_ROW and field:
            rows.setdefault(int(number), {})[field] = text
    return [row for _number, row in sorted(rows.items()) if says_something(row)]


def says_something(row):
    return any(text for name, text in row.items() if name != "option")


def as_sent(rows):
    """What a browser would send for these rows."""
    fields = {f"{PREFIX}-{number}-{name}": text for number, row in enumerate(rows) for name, text in row.items()}
    return {f"{PREFIX}-TOTAL_FORMS": len(rows), f"{PREFIX}-INITIAL_FORMS": 0, **fields}


class ReportForm(forms.Form):
    """The attendance report of an online platform. It is kept while staff look at what would be noted."""

    report = OneFileField(
        check=table_of,
        accept=TABLES,
        label=_("Report of the platform"),
        help_text=_("The list of participants that Zoom gives after the meeting: CSV or Excel, as it came."),
    )
    session = forms.ModelChoiceField(
        queryset=None, required=False, label=_("What was attended"), empty_label=_("the event")
    )
    at_least = forms.IntegerField(min_value=1, max_value=1440, initial=1, label=_("At least so many minutes"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    plan = None

    def __init__(self, desk, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.desk = desk
        self.fields["session"].queryset = desk.checked_in_sessions.all()

    def clean(self):
        """What would be noted, if the report can be read."""
        cleaned = super().clean()
        if not self.errors:
            try:
                if not cleaned["report"]:
                    raise ValidationError(_("Choose the report."))
                visitors = visitors_in(table_of(cleaned["report"][0]), self.desk.event)
                self.plan = plan(confirmed(self.desk), visitors, cleaned["at_least"])
            except ValidationError as error:
                self.add_error("report", error)
        return cleaned

    @property
    def mark(self):
        """Another as soon as anything else would be noted, or of anybody else."""
        return sha256(repr((self.plan, self.cleaned_data["session"])).encode()).hexdigest()

    def remember_what_is_shown(self):
        """Say whether staff saw this outcome already; from now on they have."""
        was_seen = self.data.get("seen") == self.mark
        self.data = self.data.copy()
        self.data["seen"] = self.mark
        return was_seen

    @property
    def doubtful(self):
        """[(visitor, name of the field, candidates, the chosen one's number)]."""
        asked = [(f"who-{number}", *pair) for number, pair in enumerate(self.plan.doubtful)]
        return [(visitor, name, people, self.data.get(name, "")) for name, visitor, people in asked]

    def chosen(self):
        """[(participant, when they joined, minutes)] of all who are sure or were chosen, each once."""
        pairs = list(self.plan.sure)
        for visitor, _name, people, number in self.doubtful:
            pairs += [(visitor, person) for person in people if str(person.pk) == number]
        found = {}
        for visitor, person in pairs:
            found.setdefault(person, []).append(visitor)
        return [(person, first_of(those), sum(each.minutes for each in those)) for person, those in found.items()]

    def close(self):
        self.fields["report"].widget.close()


def first_of(visitors):
    """When the first of them joined; now if the report does not say."""
    return min((visitor.joined for visitor in visitors if visitor.joined), default=now())
