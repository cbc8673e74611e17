"""The rows of pictures, files, people ... inside a form of the admin."""

from django.contrib import admin
from django.db import models
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold import widgets
from unfold.admin import StackedInline, TabularInline
from unfold.forms import PaginationInlineFormSet

from lessonstudy.content.dates import PartialDateField
from lessonstudy.content.languages import LANGUAGES, LanguagesField

from .forms import RowForm


class FieldsMixin:
    """Our own kinds of fields in the clothes of the theme, and choices that keep to what the user may see."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, PartialDateField):
            field.widget = widgets.UnfoldAdminTextInputWidget({"autocomplete": "off"})
            field.label = capfirst(field.label)
        elif isinstance(db_field, LanguagesField):
            field.widget = widgets.UnfoldAdminCheckboxSelectMultipleWidget(choices=field.choices)
            field.label = capfirst(field.label)
        elif isinstance(db_field, models.TextField) and not getattr(db_field, "is_html", False):
            field.widget.attrs["rows"] = 3
        return field

    def get_field_queryset(self, db, db_field, request):
        related = self.admin_site._registry.get(db_field.remote_field.model)
        if hasattr(related, "within_reach"):
            return related.within_reach(request, related.model._default_manager.using(db))
        return super().get_field_queryset(db, db_field, request)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        related = self.admin_site._registry.get(db_field.remote_field.model)
        if field and hasattr(related, "choice_label"):
            field.label_from_instance = related.choice_label
        return field


class SharedFormSet(PaginationInlineFormSet):
    """Rows that someone else deleted while they were edited here come back as new rows: nothing typed is lost."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and self.management_form.is_valid():
            self._renew(self._vanished_rows())

    def get_queryset(self):
        """The rows in the order in which they were sent, so that each stands beside its own name."""
        rows = super().get_queryset()
        if not self.is_bound:
            return rows
        found = {str(row.pk): row for row in rows}
        return [found[key] for key in map(self._key, range(self.initial_form_count())) if key in found]

    def _key(self, number):
        return self.data.get(f"{self.add_prefix(number)}-{self.model._meta.pk.name}", "")

    def _vanished_rows(self):
        present = {str(row.pk) for row in super().get_queryset()}
        return [n for n in range(self.initial_form_count()) if self._key(n) not in present]

    def _renew(self, vanished):
        """Number the rows anew: those still there first, the vanished ones last and without their key."""
        if not vanished:
            return
        initial, total = self.initial_form_count(), self.total_form_count()
        again = [n for n in vanished if self.max_num and f"{self.add_prefix(n)}-DELETE" not in self.data]
        order = [*(n for n in range(total) if n not in vanished), *again]
        keys = {f"{self.add_prefix(n)}-{self.model._meta.pk.name}" for n in vanished}
        self.data = self._renumbered(self.data, order, total, leaving=keys)
        self.files = self.files and self._renumbered(self.files, order, total)
        self.data[f"{self.prefix}-{INITIAL_FORM_COUNT}"] = initial - len(vanished)
        self.data[f"{self.prefix}-{TOTAL_FORM_COUNT}"] = len(order)
        del self.management_form

    def _renumbered(self, data, order, total, leaving=()):
        places = {f"{self.add_prefix(old)}-": f"{self.add_prefix(new)}-" for new, old in enumerate(order)}
        rows = tuple(f"{self.add_prefix(n)}-" for n in range(total))
        renumbered = data.copy()
        renumbered.clear()
        for name, values in data.lists():
            start = next((row for row in rows if name.startswith(row)), None)
            if start is None:
                renumbered.setlist(name, values)
            elif start in places and name not in leaving:
                renumbered.setlist(places[start] + name.removeprefix(start), values)
        return renumbered


class OrderedFormSet(SharedFormSet):
    def save_new(self, form, commit=True):
        form.instance.position = max((other.instance.position for other in self.forms), default=0) + 1
        return super().save_new(form, commit)


class RowsMixin(FieldsMixin):
    """Rows belong to their owner: whoever may change the owner may change them."""

    form = RowForm
    formset = SharedFormSet
    extra = 0
    tab = True

    def get_queryset(self, request):
        """With what the rows point to: every row shows it in its title."""
        keys = [field.name for field in self.opts.concrete_fields if field.many_to_one]
        return super().get_queryset(request).select_related(*keys)

    def _owner_admin(self):
        return self.admin_site.get_model_admin(self.parent_model)

    def has_view_permission(self, request, obj=None):
        return self._owner_admin().has_view_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        owner = self._owner_admin()
        return owner.has_change_permission(request, obj) if obj else owner.has_add_permission(request)

    def has_add_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


class TableRows(RowsMixin, TabularInline):
    pass


class Rows(RowsMixin, StackedInline):
    """Rows with text in three languages; `lines` names the fields of each line."""

    lines = ()

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": [*self.lines, *self.hidden_fields()]})]

    def hidden_fields(self):
        return []


class OrderedRows(Rows):
    """Rows in an order that is changed by dragging."""

    formset = OrderedFormSet
    ordering_field = "position"
    hide_ordering_field = True

    def hidden_fields(self):
        return ["position"]


def in_languages(*names):
    """A line for each name, with its columns in the three languages."""
    return [tuple(f"{name}_{language}" for language in LANGUAGES) for name in names]


class UploadedRows(OrderedRows):
    """Rows that come from the field for many files, so they are only arranged and described here."""

    def has_add_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).order_by("position", "pk")


class PhotoInline(UploadedRows):
    readonly_fields = ["thumbnail"]
    lines = [("thumbnail", "consent"), ("credit", "taken_on"), *in_languages("caption", "alt")]

    @admin.display(description=_("picture"))
    def thumbnail(self, photo):
        if not photo.width:
            return gettext("being prepared")
        return format_html('<img class="ls-thumbnail" src="{}" alt="" loading="lazy">', photo.small)


class DocumentInline(UploadedRows):
    lines = [("file", "label"), ("kind", "language", "licence"), *in_languages("title", "note")]


class VideoInline(OrderedRows):
    lines = [("url", "language", "minutes"), *in_languages("title"), "captions"]
