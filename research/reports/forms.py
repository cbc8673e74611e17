"""The filter of the list of reports; and how a report is begun, illustrated and shared between writers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lessonstudy.content.editing.uploads import ManyFilesField
from lessonstudy.content.files import DOCUMENT_EXTENSIONS, check_document
from lessonstudy.content.images import check_image
from lessonstudy.content.languages import CONTENT_LANGUAGES
from lessonstudy.content.models import SITE_LANGUAGES
from lessonstudy.search.filters import FacetFilter, RecordFilter, YearFilter
from research.filters import GradeFilter, SubjectFilter


class ReportFilter(RecordFilter):
    year = YearFilter()
    subject = SubjectFilter()
    grade = GradeFilter()
    school = FacetFilter(_("School"), is_record=True)
    region = FacetFilter(_("Region"), is_record=True)
    language = FacetFilter(_("Language"), choices=CONTENT_LANGUAGES)

    scope = ("what:report",)


class StartForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=400)
    language = forms.ChoiceField(label=_("Language of the report"), choices=SITE_LANGUAGES)


class PicturesForm(forms.Form):
    pictures = ManyFilesField(label=_("Add pictures"), check=check_image, accept="image/*")
    files = ManyFilesField(
        label=_("Add files"), check=check_document, accept=",".join(f".{known}" for known in DOCUMENT_EXTENSIONS)
    )


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail of your colleague"), max_length=254)
