"""How many pairs are at each stage of the sets that they go through, and the bars that show it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from mentoring.models import Stage, StageSet

#: how many colours there are for the stages of a set: .s1 and on in static/css/portal.css, STAGE_COLOURS of charts
SHADES = 10
#: from pale to deep; the shades after them are of another colour
_PALE_TO_DEEP = 5


@dataclass(frozen=True)
class StageCount:
    """How many pairs are at a stage; `x` and `width` place its piece in a bar that is 100 wide."""

    stage: Stage
    shade: int
    pairs: int
    x: float
    width: float


@dataclass(frozen=True)
class SetOfStages:
    """A set with its stages in their order, as dashboards need it."""

    stage_set: StageSet
    stages: Sequence[Stage]

    def shade(self, index: int) -> int:
        """The shades of the stages from 1; a few stages use the whole range from pale to deep."""
        last = len(self.stages) - 1
        if last >= _PALE_TO_DEEP:
            return min(index + 1, SHADES)
        return 1 + round(index * (_PALE_TO_DEEP - 1) / last) if last else _PALE_TO_DEEP

    @cached_property
    def shades(self) -> list[int]:
        return [self.shade(index) for index in range(len(self.stages))]

    @cached_property
    def titles(self) -> dict[int, tuple[str, SafeString]]:
        """Of each stage by its primary key: within a sentence, and escaped for the markup of a bar."""
        return {stage.pk: (stage.title.lower(), escape(stage.title)) for stage in self.stages}

    @property
    def legend(self) -> list[tuple[int, Stage]]:
        """Shades of the stages that are in use."""
        return [(shade, stage) for shade, stage in zip(self.shades, self.stages, strict=True) if stage.in_use]


@dataclass(frozen=True)
class PairsByStage:
    """Pairs by the primary key of their stage; `sets` are all at whose stages they may be, the portal's first."""

    pairs: Mapping[int, int] = field(default_factory=dict)
    sets: Sequence[SetOfStages] = ()

    def __bool__(self) -> bool:
        return bool(self.total)

    @classmethod
    def of_all(cls, values: Iterable["PairsByStage"]) -> "PairsByStage":
        total: Counter[int] = Counter()
        sets: Sequence[SetOfStages] = ()
        for value in values:
            total.update(value.pairs)
            sets = sets or value.sets
        return cls(total, sets)

    @property
    def total(self) -> int:
        return sum(self.pairs.values())

    @property
    def sets_taken(self) -> list[SetOfStages]:
        """The sets at whose stages there are pairs; the portal's set when there are none."""
        return [each for each in self.sets if self.in_set(each)] or list(self.sets[:1])

    def at(self, stage: Stage) -> int:
        return self.pairs.get(stage.pk, 0)

    def in_set(self, stages: SetOfStages) -> int:
        return sum(map(self.at, stages.stages))

    def stages_to_show(self, stages: SetOfStages) -> list[Stage]:
        """The stages of the set that are in use or have pairs."""
        return [stage for stage in stages.stages if stage.in_use or self.at(stage)]

    def counts(self, stages: SetOfStages) -> list[StageCount]:
        """The stages of one set with their pieces of a bar."""
        total = self.in_set(stages) or 1
        counts, x = [], 0.0
        for shade, stage in zip(stages.shades, stages.stages, strict=True):
            width = round(self.at(stage) / total * 100, 2)
            counts.append(StageCount(stage, shade, self.at(stage), round(x, 2), width))
            x += width
        return counts


def sets_with(stages: Iterable[Stage]) -> list[SetOfStages]:
    """Sets from `stages`, which are sorted by set. Stages out of use count, because pairs may have been at them."""
    by_set = groupby(stages, key=lambda stage: stage.stage_set)
    return [SetOfStages(stage_set, list(rows)) for stage_set, rows in by_set]


def stage_bars(value: PairsByStage, address: str = "") -> SafeString:
    """A bar for each set of stages, with the numbers as text for screen readers and paper. With the address of all the
    pairs it leads to those of its set.

    Written here and not in a template: a district's table has one in every row.
    """
    if not value:
        return mark_safe('<span class="muted small">нет пар</span>')
    sets = value.sets_taken
    bars = [
        _bar(value, each, name=f" («{each.stage_set}»)" if len(sets) > 1 else "", margin=" mt-1" if index else "")
        for index, each in enumerate(sets)
    ]
    if not address:
        return format_html_join("", "{}", ((bar,) for bar in bars))
    linked = ((f"{address}&stage_set={each.stage_set.pk}", bar) for each, bar in zip(sets, bars, strict=True))
    return format_html_join("", '<a class="bar-link" href="{}">{}</a>', linked)


def _bar(value: PairsByStage, stages: SetOfStages, *, name: str, margin: str) -> SafeString:
    counts = value.counts(stages)
    with_pairs = [count for count in counts if count.pairs]
    titles = stages.titles
    numbers = "; ".join(f"{titles[count.stage.pk][0]} — {count.pairs}" for count in with_pairs)
    pieces = (
        f'<rect class="s{count.shade}" x="{count.x:.2f}" y="0" width="{count.width:.2f}" height="14">'
        f"<title>{titles[count.stage.pk][1]}: {count.pairs}</title></rect>"
        for count in with_pairs
    )
    return format_html(
        '<svg class="bar{}" viewBox="0 0 100 14" preserveAspectRatio="none" role="img" aria-label="{label}">'
        '<title>{label}</title>{}</svg><span class="print-only nowrap">{}</span>',
        margin,
        mark_safe("".join(pieces)),  # noqa: S308 - numbers, and titles that have been escaped
        " / ".join(str(count.pairs) for count in counts),
        label=f"По этапам{name}: {numbers}",
    )
