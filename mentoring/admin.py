"""Pairs and what belongs to them in the service section.

States and stages change only through the portal's own actions, so here they are shown, not edited.
"""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.models import User
from mentoring.enums import PLACE_HOLDING, PairStatus
from mentoring.models import (
    DueDay,
    MoveDecision,
    Pair,
    PairChange,
    PairGroup,
    PairRequest,
    PlanItem,
    Programme,
    ProgrammeComment,
    RequestOpinion,
    Roadmap,
    RoadmapItem,
    RoadmapPreset,
    RoadmapSection,
    Route,
    Stage,
    StageAssignment,
    StageItem,
    StageItemTemplate,
    StageSet,
)
from mentoring.queries.policies import policy_day
from mentoring.refusals import capacity as capacity_refusal
from registry.admin import FoldedSearchAdmin, HistoryAdmin, ReadOnlyAdmin, ServiceInline
from registry.forms.service_form import ServiceForm
from registry.queries.policy import NoPolicy
from registry.queries.rules import rules_in_force


class PairAdminForm(ServiceForm):
    """Explains the cap before the database refuses."""

    user: User

    def _post_clean(self) -> None:
        super()._post_clean()
        pair = self.instance
        if self.errors or pair.status not in PLACE_HOLDING:
            return
        try:
            policy = rules_in_force(pair.organisation, policy_day(pair))
            capacity_refusal.require_capacity(pair, policy, by=self.user)
            if pair.status == PairStatus.ACTIVE:
                capacity_refusal.check_beginning(pair, policy, by=self.user)
        except NoPolicy as missing:
            self.add_error(None, str(missing))
        except ValidationError as refusal:
            self.add_error(None, refusal.messages)


class PlanItemInline(ServiceInline):
    model = PlanItem
    extra = 0


class StageItemInline(ServiceInline):
    model = StageItem
    extra = 0
    can_delete = False
    autocomplete_fields = ["done_by"]
    readonly_fields = ["template"]

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Pair)
class PairAdmin(FoldedSearchAdmin):
    form = PairAdminForm
    folded_key = "mentor__person__search_key"
    list_display = ["__str__", "organisation", "form", "starts_on", "ends_on", "status"]
    list_select_related = ["mentor__person", "mentee__person", "organisation", "form"]
    list_filter = ["status", "form"]
    autocomplete_fields = ["mentor", "mentee", "organisation", "curator", "form", "role_model"]
    filter_horizontal = ["kinds"]
    readonly_fields = ["status", "stage", "act", "ended_on", "end_reason", "notified_on", "predecessor", "group"]
    inlines = [StageItemInline]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        return form


@admin.register(MoveDecision)
class MoveDecisionAdmin(ReadOnlyAdmin):
    list_display = ["pair", "side", "on", "decided_by"]
    list_select_related = ["pair__mentor__person", "pair__mentee__person", "decided_by"]


@admin.register(PairChange)
class PairChangeAdmin(ReadOnlyAdmin):
    list_display = ["pair", "from_status", "to_status", "made_by"]
    list_select_related = ["pair__mentor__person", "pair__mentee__person", "made_by"]


@admin.register(PairGroup)
class PairGroupAdmin(HistoryAdmin):
    list_display = ["title", "mentor"]
    list_select_related = ["mentor__person"]
    autocomplete_fields = ["mentor"]


@admin.register(Programme)
class ProgrammeAdmin(HistoryAdmin):
    list_display = ["pair", "status"]
    list_select_related = ["pair__mentor__person", "pair__mentee__person"]
    raw_id_fields = ["pair", "approved_by"]
    inlines = [PlanItemInline]


@admin.register(PairRequest)
class PairRequestAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "organisation", "author", "status"]
    list_select_related = ["organisation"]
    list_filter = ["status", "kind"]


@admin.register(RequestOpinion)
class RequestOpinionAdmin(ReadOnlyAdmin):
    list_display = ["request", "giver", "given_on"]
    list_select_related = ["request"]


@admin.register(ProgrammeComment)
class ProgrammeCommentAdmin(ReadOnlyAdmin):
    list_display = ["programme", "author", "made_on", "answered_on"]
    list_select_related = ["programme__pair__mentor__person", "programme__pair__mentee__person"]


class StageInline(ServiceInline):
    model = Stage
    extra = 0


@admin.register(StageSet)
class StageSetAdmin(ReadOnlyAdmin):
    """Changed on the pages of the settings, which say what a change means for the pairs at work."""

    list_display = ["title", "municipality", "source"]
    list_select_related = ["municipality"]
    inlines = [StageInline]


class StageItemTemplateInline(ServiceInline):
    model = StageItemTemplate
    extra = 0


@admin.register(Stage)
class StageAdmin(ReadOnlyAdmin):
    list_display = ["title", "stage_set", "number", "in_use"]
    list_select_related = ["stage_set"]
    inlines = [StageItemTemplateInline]


@admin.register(StageAssignment)
class StageAssignmentAdmin(ReadOnlyAdmin):
    list_display = ["municipality", "form", "valid_from", "stage_set"]
    list_select_related = ["municipality", "form", "stage_set"]


class RoadmapSectionInline(ServiceInline):
    model = RoadmapSection
    extra = 0


@admin.register(Roadmap)
class RoadmapAdmin(HistoryAdmin):
    list_display = ["title", "organisation", "status"]
    list_select_related = ["organisation"]
    raw_id_fields = ["act", "agreed_by"]
    autocomplete_fields = ["organisation"]
    inlines = [RoadmapSectionInline]


class DueDayInline(ServiceInline):
    model = DueDay


@admin.register(RoadmapItem)
class RoadmapItemAdmin(HistoryAdmin):
    inlines = [DueDayInline]
    list_display = ["number", "section", "term", "status"]
    list_select_related = ["section"]
    raw_id_fields = ["section"]


@admin.register(Route)
class RouteAdmin(HistoryAdmin):
    list_display = ["mentee", "starts_on", "ends_on"]
    list_select_related = ["mentee__person"]
    raw_id_fields = ["mentee"]


@admin.register(RoadmapPreset)
class RoadmapPresetAdmin(ReadOnlyAdmin):
    list_display = ["title", "level", "source"]
