"""The register in the service section: for the superuser, when the portal's own screens do not reach."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from accounts.models import User
from accounts.service_refusals import ExplainedRefusalsMixin
from registry.database.search import matches
from registry.forms.json_shape import ShapedJSONField
from registry.forms.limit_warning import ANYWAY, LimitWarning, LimitWarningMixin, bound_personal_limit, limit_below_load
from registry.forms.service_form import ServiceForm
from registry.forms.service_municipality import MunicipalityServiceForm
from registry.forms.service_people import MenteeServiceForm, PersonServiceForm, PlaceServiceForm
from registry.forms.service_select import NumberedSelectMixin
from registry.models import (
    Act,
    Affiliation,
    CalendarException,
    Category,
    ClassMove,
    ClassTransfer,
    Consent,
    Contingent,
    Curator,
    Form,
    Format,
    FormerName,
    Invitation,
    Kind,
    LeadingPost,
    LocalRules,
    Membership,
    Mentee,
    Mentor,
    Municipality,
    Organisation,
    OrganisationAlias,
    Person,
    PlanStep,
    Policy,
    PolicyPreset,
    PolicyProposal,
    Reason,
    RoleModel,
    SideRequirement,
)
from russian.search_key import fold

admin.site.site_header = admin.site.site_title = admin.site.index_title = "Служебный раздел"

#: what a person types as JSON has the shape of its column
JSON_FIELDS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {models.JSONField: {"form_class": ShapedJSONField}}


class ServiceAdmin(NumberedSelectMixin, ExplainedRefusalsMixin):
    """Every admin that writes is one, or a HistoryAdmin: the texts are judged as on the portal's own pages."""

    form = ServiceForm
    formfield_overrides = JSON_FIELDS


class HistoryAdmin(NumberedSelectMixin, ExplainedRefusalsMixin, SimpleHistoryAdmin):
    """The same of what keeps its history."""

    form = ServiceForm
    formfield_overrides = JSON_FIELDS


class ServiceInline(NumberedSelectMixin, admin.TabularInline):
    form = ServiceForm
    formfield_overrides = JSON_FIELDS
    extra = 0


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that are made elsewhere and only looked at here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class FoldedSearchAdmin(HistoryAdmin):
    """Search by the folded key, since SQLite folds no Cyrillic letters."""

    #: path to the key
    folded_key = "search_key"
    search_fields = ["pk"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return (queryset.filter(matches(search_term, field=self.folded_key)) if fold(search_term) else queryset), False


@admin.register(Municipality)
class MunicipalityAdmin(HistoryAdmin):
    form = MunicipalityServiceForm
    list_display = ["name", "region"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Policy)
class PolicyAdmin(HistoryAdmin):
    list_display = ["municipality", "valid_from", "mentee_limit", "basis"]
    list_filter = ["municipality"]
    filter_horizontal = ["forms", "role_models", "kinds"]


@admin.register(LocalRules)
class LocalRulesAdmin(HistoryAdmin):
    list_display = ["__str__", "level", "valid_from", "valid_to"]
    list_select_related = ["organisation", "municipality"]
    list_filter = ["level", "municipality"]
    filter_horizontal = ["forms", "role_models", "kinds"]


@admin.register(PolicyProposal)
class PolicyProposalAdmin(ReadOnlyAdmin):
    """Decided in the portal, where accepting makes the version."""

    list_display = ["municipality", "valid_from", "status", "proposed_by", "decided_by"]
    list_select_related = ["municipality", "proposed_by", "decided_by"]
    list_filter = ["status", "municipality"]


@admin.register(PolicyPreset)
class PolicyPresetAdmin(ReadOnlyAdmin):
    list_display = ["title", "source"]


class AliasInline(ServiceInline):
    model = OrganisationAlias
    exclude = ["municipality"]
    extra = 0


class ContingentInline(ServiceInline):
    model = Contingent
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(FoldedSearchAdmin):
    list_display = ["short_name", "kind", "municipality", "archived_on"]
    list_filter = ["municipality", "kind"]
    inlines = [AliasInline, ContingentInline]


@admin.register(Person)
class PersonAdmin(FoldedSearchAdmin):
    form = PersonServiceForm
    list_display = ["last_name", "first_name", "middle_name", "organisation", "position"]
    list_select_related = ["organisation"]
    list_filter = ["municipality"]
    autocomplete_fields = ["organisation"]


@admin.register(Affiliation)
class AffiliationAdmin(ReadOnlyAdmin):
    """Moves are entered and corrected on the portal's own pages, which ask about pairs."""

    list_display = ["person", "organisation", "since", "until"]
    list_select_related = ["person", "organisation"]
    search_fields = ["person__search_key"]


@admin.register(FormerName)
class FormerNameAdmin(FoldedSearchAdmin):
    folded_key = "name_key"
    list_display = ["last_name", "first_name", "middle_name", "until", "person"]
    list_select_related = ["person"]
    autocomplete_fields = ["person"]


class ClassMoveInline(ServiceInline):
    model = ClassMove
    autocomplete_fields = ["person"]
    extra = 0


@admin.register(ClassTransfer)
class ClassTransferAdmin(HistoryAdmin):
    list_display = ["organisation", "school_year", "day", "made_by"]
    list_select_related = ["organisation", "made_by"]
    list_filter = ["school_year"]
    autocomplete_fields = ["organisation"]
    inlines = [ClassMoveInline]


class BankEntryAdmin(FoldedSearchAdmin):
    folded_key = "person__search_key"
    list_select_related = ["person__organisation"]
    autocomplete_fields = ["person"]


class MentorServiceForm(LimitWarningMixin, PlaceServiceForm):
    """Warns of a limit below the load as the form of the card does."""

    who = "source"
    limit_field = "personal_limit"
    anyway = forms.BooleanField(required=False)
    #: who keeps the portal reads everybody's names; given by the admin
    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[ANYWAY].widget = forms.CheckboxInput()
        bound_personal_limit(self.fields["personal_limit"])

    def limit_warning(self, cleaned: dict[str, Any]) -> LimitWarning:
        return limit_below_load(self.user, self.instance, cleaned["personal_limit"], self.initial.get("personal_limit"))


@admin.register(Mentor)
class MentorAdmin(BankEntryAdmin):
    form = MentorServiceForm
    list_display = ["person", "source", "readiness", "approval", "personal_limit", "excluded_on"]
    list_filter = ["source", "readiness", "approval"]

    def get_form(self, request: HttpRequest, obj: Mentor | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"user": request.user})


@admin.register(Mentee)
class MenteeAdmin(BankEntryAdmin):
    form = MenteeServiceForm
    list_display = ["person", "participant", "excluded_on"]
    list_filter = ["participant"]
    filter_horizontal = ["categories"]


@admin.register(Curator)
class CuratorAdmin(FoldedSearchAdmin):
    folded_key = "person__search_key"
    list_display = ["person", "organisation", "appointed_on", "dismissed_on"]
    list_select_related = ["person", "organisation"]
    autocomplete_fields = ["person", "organisation", "act"]


@admin.register(Consent)
class ConsentAdmin(FoldedSearchAdmin):
    folded_key = "person__search_key"
    list_display = ["person", "kind", "signed_on", "withdrawn_on"]
    list_select_related = ["person"]
    list_filter = ["kind"]
    autocomplete_fields = ["person"]


@admin.register(Act)
class ActAdmin(HistoryAdmin):
    list_display = ["number", "dated", "kind", "organisation", "title"]
    list_select_related = ["organisation"]
    search_fields = ["number"]
    autocomplete_fields = ["organisation", "basis", "cancelled_by"]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """It is taken out of the register on its page, with a reason."""
        return False


@admin.register(Membership)
class MembershipAdmin(HistoryAdmin):
    list_display = ["user", "role", "municipality", "organisation", "organisation_kinds", "since", "until"]
    list_select_related = ["user", "municipality", "organisation"]
    list_filter = ["role", "municipality"]
    search_fields = ["user__email"]
    autocomplete_fields = ["user", "organisation", "person"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Without the token: whoever has it can accept."""

    list_display = ["email", "role", "municipality", "sent_at", "accepted_at", "revoked_at"]
    list_select_related = ["municipality"]
    search_fields = ["email"]


@admin.register(Format)
class DictionaryAdmin(ServiceAdmin):
    list_display = ["title", "source", "position", "in_use"]
    list_editable = ["in_use"]
    search_fields = ["code"]


@admin.register(Form, Kind, Reason, LeadingPost, PlanStep)
class OwnableEntryAdmin(DictionaryAdmin):
    list_display = ["title", "municipality", "source", "position", "in_use"]
    list_select_related = ["municipality"]
    list_filter = ["municipality"]


@admin.register(RoleModel, SideRequirement)
class RoleModelAdmin(OwnableEntryAdmin):
    list_display = ["title", "form", "municipality", "source", "position", "in_use"]
    list_select_related = ["form", "municipality"]
    list_filter = ["form", "municipality"]


@admin.register(Category)
class CategoryAdmin(DictionaryAdmin):
    list_display = ["title", "participant", "sensitive", "source", "in_use"]
    list_filter = ["participant", "sensitive"]


@admin.register(CalendarException)
class CalendarExceptionAdmin(ServiceAdmin):
    list_display = ["day", "title", "is_working", "source", "in_use"]
    list_editable = ["in_use"]
    list_filter = ["is_working"]
    fields = ["day", "title", "is_working", "source", "in_use"]
    date_hierarchy = "day"
