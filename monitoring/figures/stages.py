"""How many pairs are at each of the five stages, and the bar that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentoring.enums import StageNumber

STAGES = tuple(int(number) for number in StageNumber.values)


@dataclass(frozen=True)
class StageCount:
    """How many pairs are at a stage; `x` and `width` place its piece in a bar that is 100 wide."""

    number: int
    title: str
    pairs: int
    x: float
    width: float


def stage_counts(pairs_by_stage: Sequence[int], titles: Sequence[str]) -> list[StageCount]:
    """The five stages with their pieces of a bar."""
    total = sum(pairs_by_stage) or 1
    counts, x = [], 0.0
    for number, title, pairs in zip(STAGES, titles, pairs_by_stage, strict=True):
        width = round(pairs / total * 100, 2)
        counts.append(StageCount(number, title, pairs, round(x, 2), width))
        x += width
    return counts


def bar_context(pairs_by_stage: Sequence[int], titles: Sequence[str]) -> dict[str, object]:
    """For the template of the bar; whoever does not see it reads the numbers."""
    stages = [stage for stage in stage_counts(pairs_by_stage, titles) if stage.pairs]
    numbers = "; ".join(f"{stage.title.lower()} — {stage.pairs}" for stage in stages)
    return {
        "pieces": [(stage.number, f"{stage.x:.2f}", f"{stage.width:.2f}") for stage in stages],
        "label": f"По этапам: {numbers}",
        "numbers": " / ".join(map(str, pairs_by_stage)),
    }
