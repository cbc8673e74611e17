"""Forms for posters."""

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from events.models import Award
from lessonstudy.content.admin import PublishableAdmin
from lessonstudy.content.editing.filters import StatusFilter, TranslationFilter, used
from lessonstudy.content.editing.forms import PublishableForm
from lessonstudy.content.editing.inlines import DocumentInline, PhotoInline
from members.admin import BranchOwnedMixin, RoleInline, in_all_languages

from .models import Poster, PosterDocument, PosterPhoto, PosterRole


class AwardsField(forms.ModelMultipleChoiceField):
    widget = UnfoldAdminCheckboxSelectMultipleWidget

    def label_from_instance(self, award):
        return " – ".join(map(str, filter(None, [award.get_kind_display(), award.shown.title, award.receiver])))


class PosterForm(PublishableForm):
    """Offers the awards of the event it was shown at."""

    awards = AwardsField(
        Award.objects.none(),
        required=False,
        label=_("Awards"),
        help_text=Poster._meta.get_field("awards").help_text,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = Award.objects.filter(event__isnull=False, event=self.instance.event_id)
        self.fields["awards"].queryset = offered.select_related("person", "organization")

    def clean(self):
        cleaned = super().clean()
        event = cleaned.get("event")
        if any(award.event_id != (event and event.pk) for award in cleaned.get("awards") or ()):
            self.add_error("awards", _("An award is of the event the poster was shown at. Take away those of another."))
        return cleaned


class PosterRoleInline(RoleInline):
    model = PosterRole


class PosterPhotoInline(PhotoInline):
    model = PosterPhoto


class PosterDocumentInline(DocumentInline):
    model = PosterDocument
    readonly_fields = ["pages_drawn"]
    lines = [*DocumentInline.lines, "pages_drawn"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number_of_pages=Count("pages"))

    @admin.display(description=_("pages shown as pictures"))
    def pages_drawn(self, document):
        if document.drawn != document.to_draw:
            return gettext("being prepared")
        if document.to_draw and not document.number_of_pages:
            return gettext(
                "None. If this PDF is locked or damaged, save it again without a password and choose it anew."
            )
        return document.number_of_pages or "–"


@admin.register(Poster)
class PosterAdmin(BranchOwnedMixin, PublishableAdmin):
    form = PosterForm
    fieldsets = [
        (
            _("Poster"),
            {
                "fields": [
                    ("language", "board_number"),
                    ("subject", "grade_from", "grade_to"),
                    "schools",
                    ("event", "contribution"),
                    "awards",
                    "branch",
                ]
            },
        )
    ]
    inlines = [PosterRoleInline, PosterPhotoInline, PosterDocumentInline]
    autocomplete_fields = ["schools", "event", "contribution", "branch"]
    list_display = ["title_column", "event", "status_column", "languages_column", "changed_column"]
    list_filter = [StatusFilter, "language", TranslationFilter, used("branch")]
    list_select_related = ["event"]
    search_fields = in_all_languages("title", "schools__name")
