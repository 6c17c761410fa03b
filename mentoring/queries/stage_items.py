"""Stages, their items, and the marks of a pair that the reader may see."""

from django.db.models import QuerySet

from mentoring.models import Pair, Stage, StageItem, StageItemTemplate


def stage_with_code(code: str) -> Stage | None:
    return Stage.objects.filter(code=code).first()


def stages_in_order() -> QuerySet[Stage]:
    """The five stages without their items."""
    return Stage.objects.order_by("number")


def stages_before(stage: Stage) -> QuerySet[Stage]:
    """Stages to which a pair may be taken back, the nearest first."""
    return Stage.objects.filter(number__lt=stage.number).order_by("-number")


def item_templates() -> QuerySet[StageItemTemplate]:
    return StageItemTemplate.objects.select_related("stage")


def marks_of(pair: Pair) -> QuerySet[StageItem]:
    return StageItem.objects.filter(pair=pair)
