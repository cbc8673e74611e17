"""Staff's forms for people, organizations, councils, places; and for those who sign in."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from lessonstudy.content.admin import PublishableAdmin, SharedModelAdmin
from lessonstudy.content.editing.filters import StatusFilter, TranslationFilter
from lessonstudy.content.editing.inlines import OrderedRows, PhotoInline, Rows, RowsMixin, TableRows, in_languages
from lessonstudy.content.errors import Refused
from lessonstudy.content.languages import LANGUAGES
from lessonstudy.content.mail import page_in

from . import representing
from .models import (
    Affiliation,
    Body,
    BodyMembership,
    Organization,
    OrganizationName,
    OrganizationPhoto,
    Person,
    PersonName,
    PersonPhoto,
    Place,
    PlaceName,
    Representative,
    User,
)
from .roles import BRANCH_EDITOR, ROLES, is_limited_to_branch


def in_all_languages(*names):
    """The columns of the three languages, to search in."""
    return [f"{name}_{language}" for name in names for language in LANGUAGES]


class RoleInline(OrderedRows):
    """Who did what, with the post as printed then."""

    autocomplete_fields = ["person", "organization"]
    lines = [("person", "role"), ("organization", "printed_name"), *in_languages("affiliation")]


class BranchMixin:
    """Branch editors see, choose and edit only what belongs to their branch; what they add belongs to it, too."""

    branch_lookup = "branch"

    def within_reach(self, request, queryset):
        queryset = super().within_reach(request, queryset)
        if is_limited_to_branch(request.user):
            return queryset.filter(**{self.branch_lookup: request.user.branch_id or 0})
        return queryset

    def reaches(self, request, record):
        """Whether the record belongs to the user's branch, or the user to no branch."""
        if record is None or not is_limited_to_branch(request.user):
            return True
        for name in self.branch_lookup.split("__"):
            record = getattr(record, name)
        return record is not None and record.pk == request.user.branch_id

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and self.reaches(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.reaches(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.reaches(request, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """What an editor of the head office chose stays choosable, though the branch could not choose it itself."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None and is_limited_to_branch(request.user):
            for name, field in form.base_fields.items():
                if isinstance(field, forms.ModelChoiceField):
                    field.queryset = with_present(field.queryset, obj, name)
        return form


def with_present(queryset, record, name):
    model_field = record._meta.get_field(name)
    present = getattr(record, name).all() if model_field.many_to_many else [getattr(record, f"{name}_id")]
    return queryset.model._default_manager.filter(Q(pk__in=queryset.values("pk")) | Q(pk__in=present))


class BranchOwnedMixin(BranchMixin):
    """Records with a `branch` column of their own."""

    def get_readonly_fields(self, request, obj=None):
        own = ["branch"] if is_limited_to_branch(request.user) else []
        return [*super().get_readonly_fields(request, obj), *own]

    def save_model(self, request, obj, form, change):
        if not change and is_limited_to_branch(request.user):
            obj.branch_id = request.user.branch_id
        super().save_model(request, obj, form, change)


# --- People and organizations ---------------------------------------------------------------------
class PersonNameInline(TableRows):
    model = PersonName
    form = forms.ModelForm


class AffiliationInline(Rows):
    model = Affiliation
    autocomplete_fields = ["organization"]
    lines = [("organization", "valid_from", "valid_to"), *in_languages("position", "degree")]


class PersonPhotoInline(PhotoInline):
    model = PersonPhoto


@admin.register(Person)
class PersonAdmin(PublishableAdmin):
    fieldsets = [(_("Person"), {"fields": [("printed_name", "orcid"), "public_ground"]})]
    inlines = [AffiliationInline, PersonNameInline, PersonPhotoInline]
    list_filter = [StatusFilter, "public_ground", TranslationFilter]
    search_fields = [*in_all_languages("family_name", "given_name", "patronymic"), "printed_name", "names__name"]
    ordering = ["sort_key"]

    def subtitle(self, record):
        return record.printed_name


class OrganizationNameInline(Rows):
    model = OrganizationName
    lines = [("valid_from", "valid_to"), *in_languages("name")]


class OrganizationPhotoInline(PhotoInline):
    model = OrganizationPhoto


@admin.register(Organization)
class OrganizationAdmin(PublishableAdmin):
    fieldsets = [
        (_("What it is"), {"fields": [("kind", "official_number"), ("parent", "place"), ("website", "founded")]})
    ]
    inlines = [OrganizationNameInline, OrganizationPhotoInline]
    autocomplete_fields = ["parent", "place"]
    list_filter = [StatusFilter, "kind", TranslationFilter]
    search_fields = [*in_all_languages("name", "short_name", "names__name"), "official_number"]
    list_select_related = ["place"]
    ordering = ["sort_key"]

    def has_change_permission(self, request, obj=None):
        """A branch editor changes one organization: the branch."""
        own = not is_limited_to_branch(request.user) or obj is None or obj.pk == request.user.branch_id
        return own and super().has_change_permission(request, obj)

    def subtitle(self, record):
        return " · ".join(filter(None, (str(record.get_kind_display()), record.place and str(record.place))))


# Button of the form: (its label, what is said when it was done).
DECISIONS = {
    "_confirm": (_("Save and confirm"), _("%s is confirmed, and told so by mail.")),
    "_refuse": (_("Save and refuse"), _("%s is refused, and told the reason by mail.")),
}
TO_DECIDE = {"asked": ["_confirm", "_refuse"], "confirmed": ["_refuse"], "refused": ["_confirm"]}


@admin.register(Representative)
class RepresentativeAdmin(SharedModelAdmin):
    """People come here by asking on the site: they are confirmed or refused, and may be put to another school."""

    fieldsets = [
        (
            _("Who asks"),
            {"fields": [("user", "email"), ("organization", "position"), ("state", "asked_at"), "reason"]},
        )
    ]
    readonly_fields = ["user", "email", "state", "asked_at"]
    autocomplete_fields = ["organization"]
    actions = ["confirm_selected"]
    list_display = ["name_column", "organization", "position", "state_column", "asked_at"]
    list_filter = ["state"]
    list_select_related = ["user", "organization"]
    search_fields = ["email", "user__email", *in_all_languages("organization__name")]
    ordering = ["-asked_at"]

    def within_reach(self, request, queryset):
        return queryset.none() if is_limited_to_branch(request.user) else queryset

    def has_add_permission(self, request):
        return False

    @display(description=_("who"), ordering="email")
    def name_column(self, representative):
        return representative.name

    @display(
        description=_("state"),
        ordering="state",
        label={"asked": "warning", "invited": "info", "confirmed": "success", "refused": "danger"},
    )
    def state_column(self, representative):
        return representative.state, representative.get_state_display()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        names = TO_DECIDE.get(obj.state, []) if self.may_write(request, obj) else []
        context["actions_submit_line"] = [{"action_name": name, "description": DECISIONS[name][0]} for name in names]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        """Put to another school: the former one goes if it was only a draft made by asking."""
        super().save_model(request, obj, form, change)
        if "organization" in form.changed_data:
            former = Organization.objects.get(pk=form.initial["organization"])
            representing.forget_draft(former, made_by=obj.user)

    def response_change(self, request, obj):
        """Do what the pressed button adds to saving. If it is refused, say why and stay on the form."""
        name = next((name for name in DECISIONS if name in request.POST), None)
        if name is None:
            return super().response_change(request, obj)
        try:
            self.decide(request, obj, name)
        except Refused as refusal:
            self.message_user(request, gettext("It is saved, but: %s") % refusal.message, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:members_representative_change", args=[obj.pk]))
        self.message_user(request, DECISIONS[name][1] % obj, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:members_representative_changelist"))

    def decide(self, request, representative, name):
        absolute = page_in(request, representative.language)
        if name == "_confirm":
            return representing.confirm(representative, by=request.user, absolute=absolute)
        reason = representative.reason
        return representing.refuse(representative, reason=reason, by=request.user, absolute=absolute)

    @admin.action(description=_("Confirm the selected"), permissions=["change"])
    def confirm_selected(self, request, queryset):
        done = 0
        for representative in queryset:
            try:
                decided = self.decide(request, representative, "_confirm")
                self.log_change(request, decided, decided.get_state_display())
                done += 1
            except Refused as refusal:
                self.message_user(request, f"{representative}: {refusal.message}", messages.ERROR)
        self.message_user(request, gettext("Done: %(done)d of %(all)d.") % {"done": done, "all": len(queryset)})


class SeatInline(OrderedRows):
    model = BodyMembership
    autocomplete_fields = ["person", "organization"]
    lines = [("person", "organization"), ("office", "since", "until"), *in_languages("note")]


@admin.register(Body)
class BodyAdmin(PublishableAdmin):
    fieldsets = [(_("Council"), {"fields": [("kind", "stated_size"), "organization"]})]
    inlines = [SeatInline]
    autocomplete_fields = ["organization"]
    list_filter = [StatusFilter, "kind", TranslationFilter]
    list_select_related = ["organization"]
    search_fields = in_all_languages("title")
    ordering = ["title"]

    def subtitle(self, record):
        return str(record.organization)


class PlaceNameInline(Rows):
    model = PlaceName
    tab = False
    lines = [("valid_from", "valid_to"), *in_languages("name")]


@admin.register(Place)
class PlaceAdmin(SharedModelAdmin):
    fieldsets = [
        (_("Place"), {"fields": [*in_languages("name"), ("kind", "parent"), "slug"]}),
        (_("On the map"), {"classes": ["collapse"], "fields": [("latitude", "longitude"), "time_zone"]}),
    ]
    inlines = [PlaceNameInline]
    autocomplete_fields = ["parent"]
    list_display = ["__str__", "kind", "parent"]
    list_select_related = ["parent"]
    list_filter = ["kind"]
    search_fields = in_all_languages("name", "names__name")
    ordering = ["name"]


# --- Those who sign in ----------------------------------------------------------------------------
for model in (Group, EmailAddress, EmailConfirmation, Authenticator, UserSession):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class NewUserForm(UserCreationForm):
    class Meta:
        model = User
        fields = ("email",)
        field_classes = {}

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class UserForm(UserChangeForm):
    def clean(self):
        cleaned = super().clean()
        roles = {group.name for group in cleaned.get("groups") or ()}
        if BRANCH_EDITOR in roles and not cleaned.get("branch"):
            self.add_error("branch", _("Say which branch this branch editor works for."))
        return cleaned


class RolesField(forms.ModelMultipleChoiceField):
    widget = UnfoldAdminCheckboxSelectMultipleWidget

    def label_from_instance(self, group):
        return str(ROLES[group.name].title) if group.name in ROLES else group.name


class SecondFactorInline(RowsMixin, TabularInline):
    """How the user proves it is them. Delete a row when the telephone is lost: they set up a new one."""

    model = Authenticator
    form = forms.ModelForm
    verbose_name = _("second factor")
    verbose_name_plural = _("second factors")
    fields = readonly_fields = ["type", "created_at", "last_used_at"]

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    form = UserForm
    add_form = NewUserForm
    change_password_form = AdminPasswordChangeForm
    fieldsets = [
        (_("Who"), {"fields": ["email", ("first_name", "last_name"), "person", "password"]}),
        (_("What they may do"), {"fields": ["is_active", "is_staff", "groups", "branch", "is_superuser"]}),
        (_("Dates"), {"fields": [("last_login", "date_joined")]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "usable_password", "password1", "password2"]})]
    filter_horizontal = []
    inlines = [SecondFactorInline]
    autocomplete_fields = ["branch", "person"]
    list_display = ["email", "get_full_name", "roles", "branch", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "groups"]
    list_select_related = ["branch"]
    search_fields = ["email", "first_name", "last_name"]
    ordering = ["email"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def save_model(self, request, obj, form, change):
        """A new address replaces the old one: nobody signs in with that any more."""
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email__iexact=obj.email).delete()

    @admin.display(description=_("roles"))
    def roles(self, user):
        return ", ".join(str(ROLES[group.name].title) for group in user.groups.all() if group.name in ROLES)

    def get_readonly_fields(self, request, obj=None):
        """Only a superuser makes superusers."""
        return ["last_login", "date_joined", *([] if request.user.is_superuser else ["is_superuser"])]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_equal(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_equal(request, obj)

    def _is_equal(self, request, user):
        return request.user.is_superuser or user is None or not user.is_superuser

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            return RolesField(queryset=Group.objects.order_by("name"), required=False, label=capfirst(_("roles")))
        return super().formfield_for_manytomany(db_field, request=request, **kwargs)


@admin.register(Group)
class GroupAdmin(ModelAdmin):
    """The roles come with the site: they are shown here, and changed in members/roles.py."""

    fields = ["title", "about", "permits"]
    readonly_fields = fields
    list_display = ["title", "about", "people"]
    search_fields = ["name"]

    @admin.display(description=_("role"), ordering="name")
    def title(self, group):
        return ROLES[group.name].title if group.name in ROLES else group.name

    @admin.display(description=_("what it may do"))
    def about(self, group):
        return ROLES[group.name].about if group.name in ROLES else ""

    @admin.display(description=_("permissions"))
    def permits(self, group):
        return ", ".join(group.permissions.values_list("codename", flat=True))

    @admin.display(description=_("people"))
    def people(self, group):
        return len(group.user_set.all())

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("user_set")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
