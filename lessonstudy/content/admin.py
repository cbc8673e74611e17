"""What every form and list of the admin shares; and the rows of pictures, files and videos inside a form."""

from functools import reduce
from operator import or_

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections, router
from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks_db.admin import DBTaskResultAdmin
from django_tasks_db.models import DBTaskResult
from js_asset import Media
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from . import actions
from .editing.deletion import linked, pointing_at
from .editing.filters import NAMES, StatusFilter, TranslationFilter
from .editing.forms import GuardedForm, PublishableForm
from .editing.history import Words, beyond_columns, bring_back, past_and_present, who_and_when
from .editing.inlines import FieldsMixin, UploadedRows
from .errors import Refused, sentence_of
from .languages import LANGUAGES


def spellings(word):
    """SQLite compares Cyrillic letters with their case, so a word is tried as typed, small, and with a capital."""
    return {word} if word.isascii() else {word, word.lower(), word.capitalize(), word.upper()}


class SharedModelAdmin(FieldsMixin, ModelAdmin):
    """The base of every form and list: guarded against two editors, searchable in any script, deletion with care."""

    form = GuardedForm
    change_form_template = "admin/own_change_form.html"
    warn_unsaved_form = True
    list_per_page = 50
    show_full_result_count = False

    def within_reach(self, request, queryset):
        """The records this user may choose and see. All, unless a subclass knows better."""
        return queryset

    def choice_label(self, record):
        """How the record is named where it is chosen."""
        return str(record)

    def get_queryset(self, request):
        return self.within_reach(request, super().get_queryset(request))

    def get_object(self, request, object_id, from_field=None):
        """While something is saved the record is locked, so of two editors the second sees what the first did."""
        using = router.db_for_write(self.model)
        if request.method == "POST" and connections[using].in_atomic_block:
            lock = self.model._base_manager.using(using).select_for_update()
            list(lock.filter(pk=self._key(object_id)).values_list("pk"))
        return super().get_object(request, object_id, from_field)

    def _key(self, object_id):
        try:
            return self.model._meta.pk.to_python(object_id)
        except ValidationError:
            return None

    def get_fieldsets(self, request, obj=None):
        """The fieldsets of the class; the first also carries the hidden mark of what the editor saw."""
        (name, options), *others = super().get_fieldsets(request, obj)
        fields = [*options["fields"], *(["seen"] if self.may_write(request, obj) else [])]
        return [(name, {**options, "fields": fields}), *others]

    def may_write(self, request, obj=None):
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    def get_search_results(self, request, queryset, search_term):
        """Every word must occur in one of the fields. SQLite knows no Cyrillic capitals, so they are tried as well."""
        fields = self.get_search_fields(request)
        for word in search_term.split():
            found = [Q(**{f"{field}__icontains": spelling}) for field in fields for spelling in spellings(word)]
            queryset = queryset.filter(reduce(or_, found))
        return queryset, any("__" in field for field in fields)

    def get_deleted_objects(self, objs, request):
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, lacking, [*protected, *map(linked, pointing_at(objs))]

    def construct_change_message(self, request, form, formsets, add=False):
        """Names of fields begin with a small letter in our catalogues, and the log looks its words up there."""
        message = super().construct_change_message(request, form, formsets, add)
        for deed in (deed for part in message for deed in part.values() if "fields" in deed):
            deed["fields"] = [name[:1].lower() + name[1:] for name in deed["fields"]]
        return message

    def render_change_form(self, request, context, *args, **kwargs):
        # The import map of the text editor is an inline script: it runs only with this page's nonce.
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)


def language_tabs(model, record, writes):
    """A tab for every language, which says when its text is missing or fell behind the original."""
    names = [name for name in model.translated_fields if model._meta.get_field(name).editable]
    return [
        (tab_name(record, language), {"classes": ["tab"], **tab_content(names, writes and record, language)})
        for language in LANGUAGES
    ]


def tab_name(record, language):
    if record and language in record.stale_languages.split():
        return gettext("%s · outdated") % NAMES[language]
    if record and not written_in(record, language):
        return gettext("%s · missing") % NAMES[language]
    return NAMES[language]


def tab_content(names, record, language):
    fresh = [f"fresh_{language}"] if record and language in record.stale_languages.split() else []
    return {"fields": [*fresh, *(f"{name}_{language}" for name in names)]}


def written_in(record, language):
    return bool(getattr(record, f"{record.translated_fields[0]}_{language}"))


def status_name(record):
    return gettext("scheduled") if record.is_scheduled else record.get_status_display()


# Button of the form: (its label, what it does, what is said when it was done).
DEEDS = {
    "_publish": (_("Save and publish"), actions.publish, _("“%s” is published.")),
    "_publish_now": (_("Save and publish now"), actions.publish, _("“%s” is published.")),
    "_withdraw": (_("Save and withdraw"), actions.withdraw, _("“%s” is withdrawn: readers no longer see it.")),
    "_draft": (_("Save and make it a draft again"), actions.back_to_draft, _("“%s” is a draft again.")),
}
BUTTONS = {"draft": ["_publish"], "withdrawn": ["_publish", "_draft"], "published": ["_withdraw"]}


class PublishableAdmin(SimpleHistoryAdmin, SharedModelAdmin):
    """Something with a page of its own: languages as tabs, publishing, history.

    `fieldsets` of a subclass name the untranslated fields only; publication, uploads and languages are added here.
    """

    form = PublishableForm
    actions_detail = ["preview"]
    actions = ["publish_selected", "withdraw_selected"]
    view_on_site = False  # "Preview" does it, for drafts too
    list_display = ["title_column", "status_column", "languages_column", "changed_column"]
    list_filter = [StatusFilter, TranslationFilter]
    ordering = ["-updated_at"]
    picture_column = "photos"

    # --- the form ---
    def get_fieldsets(self, request, obj=None):
        publication = {"fields": ["status_line", "published_at", "original_language", "slug"]}
        writes = self.may_write(request, obj)
        uploads = [name for name, owned in UPLOADS.items() if writes and hasattr(self.model, owned)]
        return [
            *super().get_fieldsets(request, obj),
            *([(_("Pictures and files"), {"fields": uploads})] if uploads else []),
            (_("Publication"), publication),
            *language_tabs(self.model, obj, writes),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if "fields" in kwargs:  # the check boxes about outdated translations belong to the form, not to the model
            kwargs["fields"] = [name for name in kwargs["fields"] if not name.startswith("fresh_")]
        return super().get_form(request, obj, change=change, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        dates = [] if self.has_publish_permission(request) else ["published_at"]
        return [*super().get_readonly_fields(request, obj), "status_line", *dates]

    def get_changeform_initial_data(self, request):
        language = (request.LANGUAGE_CODE or "")[:2]
        mine = {"original_language": language} if language in LANGUAGES else {}
        return {**mine, **super().get_changeform_initial_data(request)}

    @admin.display(description=_("status"))
    def status_line(self, record):
        if record.pk is None:
            return gettext("new: readers see it once it is published")
        if record.status == "published":
            when = date_format(timezone.localtime(record.published_at), "SHORT_DATETIME_FORMAT")
            return gettext("%(status)s, %(when)s") % {"status": status_name(record), "when": when}
        return status_name(record)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if request.method == "POST":
            context["adminform"].form.keep_uploads()
        context["show_save_and_add_another"] = add
        context["actions_submit_line"] = [
            {"action_name": name, "description": DEEDS[name][0]} for name in self.buttons(request, obj)
        ]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def buttons(self, request, record):
        if not self.has_publish_permission(request) or (record and not self.has_change_permission(request, record)):
            return []
        soon = ["_publish_now"] if record and record.is_scheduled else []
        return [*soon, *BUTTONS[record.status if record else "draft"]]

    def get_inlines(self, request, obj):
        """On a new form there are no pictures and files to arrange yet: the fields for many files bring them."""
        rows = super().get_inlines(request, obj)
        return rows if obj else [row for row in rows if not issubclass(row, UploadedRows)]

    # --- saving ---
    def save_model(self, request, obj, form, change):
        if change:
            obj.version += 1  # the row is locked: see get_object
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for row in form.save_uploads(form.instance):
            form.instance._uploaded = [*getattr(form.instance, "_uploaded", ()), row]

    def construct_change_message(self, request, form, formsets, add=False):
        message = super().construct_change_message(request, form, formsets, add)
        for row in getattr(form.instance, "_uploaded", ()):
            message.append({"added": {"name": str(row._meta.verbose_name), "object": str(row)}})
        return message

    def response_add(self, request, obj, post_url_continue=None):
        return self.do_deed(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.do_deed(request, obj) or super().response_change(request, obj)

    def do_deed(self, request, record):
        """Do what the pressed button adds to saving. If it is refused, say why and stay on the form."""
        name = next((name for name in DEEDS if name in request.POST), None)
        if name is None:
            return None
        now = {"at": timezone.now()} if name == "_publish_now" else {}
        try:
            record = DEEDS[name][1](record, by=request.user, **now)
        except (Refused, ValidationError) as refusal:
            self.message_user(request, gettext("It is saved, but: %s") % sentence_of(refusal), messages.ERROR)
            return HttpResponseRedirect(record.edit_url)
        done = _("“%s” will appear at its time.") if record.is_scheduled else DEEDS[name][2]
        self.message_user(request, done % record, messages.SUCCESS)
        return None

    def has_publish_permission(self, request, obj=None):
        return request.user.has_perm(actions.publish_permission(self.model))

    @action(description=_("Preview"), icon="visibility", attrs={"target": "_blank"})
    def preview(self, request, object_id):
        record = self.get_object(request, unquote(object_id))
        if record is None or not self.has_view_or_change_permission(request, record):
            raise Http404
        return HttpResponseRedirect(record.get_absolute_url())

    # --- lists ---
    @admin.action(description=_("Publish the selected"), permissions=["publish"])
    def publish_selected(self, request, queryset):
        self._for_each(request, queryset, actions.publish)

    @admin.action(description=_("Withdraw the selected"), permissions=["publish"])
    def withdraw_selected(self, request, queryset):
        self._for_each(request, queryset, actions.withdraw)

    def _for_each(self, request, queryset, deed):
        done = 0
        for record in queryset:
            try:
                done_to = deed(record, by=request.user)
                self.log_change(request, done_to, status_name(done_to))
                done += 1
            except (Refused, ValidationError) as refusal:
                self.message_user(request, f"{record}: {sentence_of(refusal)}", messages.ERROR)
        self.message_user(request, gettext("Done: %(done)d of %(all)d.") % {"done": done, "all": len(queryset)})

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        if not self.picture_column or not hasattr(self.model, "photos"):
            return queryset
        sized = self.model._meta.get_field("photos").related_model.objects.filter(width__isnull=False)
        return queryset.prefetch_related(Prefetch("photos", sized.order_by("position", "pk"), to_attr="sized_photos"))

    @display(description=_("title"), header=True)
    def title_column(self, record):
        photos = getattr(record, "sized_photos", ())
        picture = {"path": photos[0].small, "squared": True, "width": 44, "height": 32} if photos else None
        return [str(record) or gettext("(no title)"), self.subtitle(record), None, picture]

    def subtitle(self, record):
        """The small line under the title in a list."""
        return ""

    @display(
        description=_("status"),
        ordering="status",
        label={"draft": "warning", "published": "success", "scheduled": "info", "withdrawn": "danger"},
    )
    def status_column(self, record):
        return ("scheduled" if record.is_scheduled else record.status), status_name(record)

    @admin.display(description=_("languages"))
    def languages_column(self, record):
        marks = format_html_join(" ", '<span class="ls-language ls-{}" title="{}">{}</span>', self._languages(record))
        return format_html('<span class="ls-languages">{}</span>', marks)

    def _languages(self, record):
        present, stale = record.languages_present(), record.stale_languages.split()
        for language in LANGUAGES:
            state = "stale" if language in stale else "present" if language in present else "missing"
            yield state, {"stale": _("outdated"), "present": _("written"), "missing": _("missing")}[state], language

    @display(description=_("changed"), ordering="updated_at")
    def changed_column(self, record):
        return date_format(timezone.localtime(record.updated_at), "SHORT_DATE_FORMAT")

    # --- history ---
    def get_historical_record_context_helper(self, request, historical_record):
        return Words(self.model, historical_record)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """An earlier version beside the present one, and the button that brings it back."""
        record = self.get_object(request, unquote(object_id))
        if record is None or not self.has_view_or_change_permission(request, record):
            raise Http404
        version = get_object_or_404(record.history, pk=version_id)
        if request.method == "POST":
            return self._bring_back(request, record, version)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("An earlier version of “%s”") % record,
            "opts": self.opts,
            "original": record,
            "by": who_and_when(version.history_user, version.history_date),
            "rows": past_and_present(record, version),
            "may_change": self.has_change_permission(request, record),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/history_version.html", context)

    def _bring_back(self, request, record, version):
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        try:
            record = bring_back(record, version=version, by=request.user)
            self.log_change(request, record, record.history.first().history_change_reason)
            self.message_user(request, gettext("The earlier version of “%s” is back.") % record, messages.SUCCESS)
        except (Refused, ValidationError) as refusal:
            self.message_user(request, sentence_of(refusal), messages.ERROR)
        return HttpResponseRedirect(record.edit_url)

    def log_change(self, request, obj, message):
        """The history also says what happened to pictures, people and other rows."""
        entry = super().log_change(request, obj, message)
        latest = obj.history.first()
        if latest and not latest.history_change_reason:
            entry.change_message = beyond_columns(obj, entry.change_message)
            latest.history_change_reason = entry.get_change_message()[:100] or None
            latest.save(update_fields=["history_change_reason"])
        return entry


UPLOADS = {"add_pictures": "photos", "add_files": "documents"}


# --- Slow work ------------------------------------------------------------------------------------
admin.site.unregister(DBTaskResult)


@admin.register(DBTaskResult)
class TaskAdmin(DBTaskResultAdmin, ModelAdmin):
    """What the background worker did, in the clothes of the theme."""

    list_display = ["task_name", "status", "enqueued_at", "started_at", "finished_at"]
    list_filter = ["status", "task_path"]
