"""Stages and scores on every page: by word and shape as well as by colour."""

from collections.abc import Collection, Sequence

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from monitoring.dashboards import OrganisationRow, StageTable
from monitoring.enums import Tone
from monitoring.figures.catalogue import STAGES
from monitoring.figures.stages import PairsByStage, stage_bars
from monitoring.models import Level
from monitoring.score import HIGHEST_TOTAL
from russian.numbers import plural, plural_form

register = template.Library()

ICONS = {Tone.GOOD: "bi-check-circle-fill", Tone.FAIR: "bi-dash-circle-fill", Tone.BAD: "bi-x-circle-fill"}


@register.simple_tag
def stage_bar(pairs_by_stage: PairsByStage) -> SafeString:
    """A bar for each set of stages, with the numbers as text for screen readers."""
    return stage_bars(pairs_by_stage)


@register.inclusion_tag("monitoring/_score_tag.html")
def score_tag(total: int, level: Level) -> dict[str, object]:
    """«17 · оптимальный» with the sign of its level."""
    label = level.title.removesuffix(" уровень")
    return {"total": total, "level": level, "label": label, "icon": ICONS[Tone(level.tone)]}


@register.simple_tag
def stage_rows(rows: Sequence[OrganisationRow], of_set: StageTable, inside: Collection[int]) -> SafeString:
    """Rows of the table beneath the chart: pairs of each organisation by stage of a set, links in those of `inside`.

    One tag for the whole table: a district has thousands of such cells.
    """
    register = reverse("mentoring:pairs")
    cells = [
        (stage, f'<td class="num" data-label="{escape(stage)}">', f"&amp;stage={stage.pk}")
        for stage, _ in of_set.columns
    ]
    html = []
    for row in rows:
        pairs = row.value_of(STAGES)
        if not pairs.in_set(of_set.set_of_stages):
            continue
        html.append(f"<tr><td>{escape(row.organisation)}</td>")
        here = f"{register}?organisation={row.organisation.pk}&amp;on={row.on:%Y-%m-%d}"
        may_open = row.organisation.pk in inside
        for stage, cell, at_stage in cells:
            number = pairs.at(stage)
            link = f'<a href="{here}{at_stage}">{number}</a>' if may_open and number else number
            html.append(f"{cell}{link}</td>")
        total = pairs.in_set(of_set.set_of_stages)
        total_link = (
            f'<a href="{here}&amp;stage_set={of_set.set_of_stages.stage_set.pk}">{total}</a>' if may_open else total
        )
        html.append(f'<td class="num" data-label="Всего">{total_link}</td></tr>')
    return mark_safe("".join(html))  # noqa: S308 - numbers, and names that have been escaped


@register.inclusion_tag("monitoring/_score_line.html")
def score_line(before: int | None, after: int) -> dict[str, object]:
    """Two points on the axis of scores: a ring for the former score, a disc for the present one."""
    return {"highest": HIGHEST_TOTAL * _POINT, "before": _position(before), "after": _position(after)}


@register.inclusion_tag("monitoring/_score_bar.html")
def score_bar(total: int) -> dict[str, object]:
    return {"highest": HIGHEST_TOTAL * _POINT, "width": total * _POINT}


#: units of a drawing for one point of the score
_POINT = 10


def _position(total: int | None) -> int | None:
    return None if total is None else total * _POINT


@register.filter
def signed_number(number: int) -> str:
    """A change: «+2», «−1», «0», with a typographic minus."""
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{abs(number)}"


@register.filter
def remain(number: int) -> str:
    """«осталось 3 показателя», «остался 1 показатель»."""
    word = plural_form(number, "остался,осталось,осталось")
    return f"{word} {plural(number, 'показатель,показателя,показателей')}"
