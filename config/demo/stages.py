"""The district has made three stages of its own for pupils who mentor pupils; others go through the portal's five."""

from config.demo.district import DemoDistrict
from mentoring.actions.stage_sets import assign_stage_set, copy_stage_set, delete_stage
from mentoring.models import StageItemTemplate, StageSet
from registry.history.audit import with_audit
from registry.models import Form

TITLE = "Три этапа для учеников"
#: item of the portal's set → the stage in which the district has it, and its short name there
MOVED = {
    "h-5-3-1": ("preparatory", "Выбрать общую цель"),
    "h-5-3-6": ("preparatory", "Составить план встреч"),
    "h-5-5-1": ("result", "Обсудить, что получилось"),
}
LEFT_OUT = ("design", "reflection")


def make_own_stages(district: DemoDistrict) -> None:
    """Through the portal's own actions; in force from the first day of the story."""
    own = copy_stage_set(
        source=StageSet.objects.of_portal(), municipality=district.municipality, title=TITLE, by=district.admin
    )
    stages = {stage.code: stage for stage in own.stages.all()}
    for position, (code, (stage, short_title)) in enumerate(MOVED.items()):
        item = StageItemTemplate.objects.get(stage__stage_set=own, code=code)
        item.stage, item.position, item.short_title = stages[stage], 20 + position, short_title
        with_audit(item, by=district.admin, reason=f"Перенесён в этап «{stages[stage]}»").save()
    for code in LEFT_OUT:
        delete_stage(stage=own.stages.get(code=code), by=district.admin)
    assign_stage_set(
        stage_set=own,
        municipality=district.municipality,
        forms=[Form.objects.get(code="pupil-pupil")],
        valid_from=district.calendar.last_autumn,
        by=district.admin,
    )
