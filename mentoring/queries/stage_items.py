"""Stages, their items, and the marks of a pair that the reader may see."""

from django.db.models import QuerySet

from mentoring.models import Pair, Stage, StageItem, StageItemTemplate


def stage_with_code(code: str) -> Stage | None:
    return Stage.objects.filter(code=code).first()


def item_templates() -> QuerySet[StageItemTemplate]:
    return StageItemTemplate.objects.select_related("stage")


def marks_of(pair: Pair) -> QuerySet[StageItem]:
    return StageItem.objects.filter(pair=pair)
