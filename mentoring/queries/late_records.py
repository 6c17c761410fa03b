"""What is written of the work of a pair after a day: an end on that day contradicts it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from mentoring.enums import ProgrammeStatus
from mentoring.models import Pair, PairChange, PairStage, PlanItem, Programme, StageItem
from registry.papers.act_texts import act_text
from registry.side_texts import side_text

#: how the reason begins of what is taken back with a last day
TAKEN_BACK = "Снято: последний день пары"


@dataclass(frozen=True)
class LateRecords:
    """Stages begun, items and events held, steps of the programme, extensions after the day `on`."""

    on: date
    stays: list[PairStage]
    marks: list[StageItem]
    plan_items: list[PlanItem]
    #: None when its dates are in order
    programme: Programme | None
    #: entered after the day, of a period that lasted over it without them; the last one first
    extensions: list[PairChange]

    @classmethod
    def of(cls, pair: Pair, on: date) -> "LateRecords":
        programme = Programme.objects.filter(pair=pair).first()
        return cls(
            on,
            list(PairStage.objects.filter(pair=pair, entered_on__gt=on).select_related("stage").order_by("pk")),
            list(
                StageItem.objects.filter(pair=pair, done_on__gt=on).select_related("template").order_by("done_on", "pk")
            ),
            list(PlanItem.objects.filter(programme__pair=pair, done_on__gt=on).order_by("done_on", "pk")),
            programme if programme is not None and _steps_after(programme, on) else None,
            list(
                PairChange.objects.filter(
                    pair=pair, ends_on_before__gte=on, ends_on_after__isnull=False, on__gt=on, correction__isnull=True
                )
                .filter(ends_on_after__gt=F("ends_on_before"))
                .order_by("-pk")
            ),
        )

    def __bool__(self) -> bool:
        return bool(self.stays or self.marks or self.plan_items or self.programme or self.extensions)

    def descriptions(self) -> list[str]:
        """«18.11.2026 начат этап «Основной»»"""
        dated = [(stay.entered_on, f"начат этап «{stay.stage}»") for stay in self.stays]
        dated += [(mark.done_on, f"выполнено: {mark.template.brief}") for mark in self.marks]
        dated += [(item.done_on, f"проведено: {item.title}") for item in self.plan_items if item.done_on]
        dated += [
            (
                change.on,
                f"срок продлён до {change.ends_on_after:%d.%m.%Y}"
                + (act_text(", приказ ждут") if change.act_awaited else ""),
            )
            for change in self.extensions
        ]
        if self.programme is not None:
            dated += _steps_after(self.programme, self.on)
        return [f"{day:%d.%m.%Y} {what}" for day, what in sorted(dated)]

    def refusal(self) -> str:
        return (
            f"После {self.on:%d.%m.%Y} у пары записано: {'; '.join(self.descriptions())}. Если эти записи ошибочны, "
            "отметьте, что их нужно снять; если они верны, укажите более поздний последний день."
        )


def _steps_after(programme: Programme, on: date) -> list[tuple[date, str]]:
    steps = [
        (programme.submitted_on, "программа отправлена на утверждение"),
        (programme.approved_on, "программа утверждена"),
        (programme.acquainted_on, side_text("наставляемый ознакомлен с программой")),
    ]
    return [(day, what) for day, what in steps if day is not None and day > on]


def programme_before(programme: Programme, on: date) -> None:
    """Takes the steps after the day back; saves nothing."""
    if programme.acquainted_on is not None and programme.acquainted_on > on:
        programme.acquainted_on = None
    if programme.approved_on is not None and programme.approved_on > on:
        programme.status = ProgrammeStatus.SUBMITTED
        programme.approved_by = programme.approved_on = None
    if programme.submitted_on is not None and programme.submitted_on > on:
        programme.submitted_on = None
        if programme.status == ProgrammeStatus.SUBMITTED:
            programme.status = ProgrammeStatus.DRAFT
