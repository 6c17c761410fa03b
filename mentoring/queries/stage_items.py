"""Stages, their items, and the marks of a pair that the reader may see."""

from django.db.models import QuerySet

from mentoring.models import Pair, Stage, StageItem, StageItemTemplate
from mentoring.stages.checklist import stage_set_of


def stage_of_pair_with_code(pair: Pair, code: str) -> Stage | None:
    """The stage with the code in the set of the pair."""
    return Stage.objects.filter(stage_set=stage_set_of(pair), code=code).first()


def stages_before(stage: Stage) -> QuerySet[Stage]:
    """Stages to which the pair may return, the nearest first."""
    earlier = Stage.objects.filter(stage_set=stage.stage_set_id, number__lt=stage.number, in_use=True)
    return earlier.order_by("-number")


def stages_beside(stage: Stage) -> QuerySet[Stage]:
    """All stages of the same set."""
    return Stage.objects.filter(stage_set=stage.stage_set_id).order_by("number")


def item_templates_for(pair: Pair) -> QuerySet[StageItemTemplate]:
    """The items of the set of the pair."""
    return StageItemTemplate.objects.filter(stage__stage_set=stage_set_of(pair)).select_related("stage")


def stage_marks_of(pair: Pair) -> QuerySet[StageItem]:
    return StageItem.objects.filter(pair=pair)
