"""What is still to be done before a pair has done its work."""

from dataclasses import dataclass

from mentoring.extension_points import unmet_closing_conditions
from mentoring.models import Pair
from mentoring.stages.checklist import Checklist, Item


@dataclass(frozen=True)
class ClosingGaps:
    #: required items of the stages that are not done
    undone: tuple[Item, ...]
    #: conditions of the rooms above, in words
    conditions: tuple[str, ...]

    @classmethod
    def of(cls, pair: Pair) -> "ClosingGaps":
        """Reads everything afresh."""
        return cls(tuple(Checklist.of(pair).missing()), tuple(unmet_closing_conditions(pair)))

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(item.title for item in self.undone)

    def __bool__(self) -> bool:
        return bool(self.items or self.conditions)

    def refusal(self) -> str:
        """«Не выполнены обязательные пункты этапов: … Напишите, почему пара завершается.»"""
        sentences = []
        if self.items:
            sentences.append(f"Не выполнены обязательные пункты этапов: {'; '.join(self.items)}.")
        if self.conditions:
            sentences.append(f"Не выполнены условия завершения: {'; '.join(self.conditions)}.")
        return " ".join((*sentences, "Напишите, почему пара завершается."))
