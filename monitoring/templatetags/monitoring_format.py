"""How stages and scores are shown on every page: by word and shape as well as by colour."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from mentoring.models import Stage
from monitoring.enums import Tone
from monitoring.figures.formats import linked
from monitoring.figures.rows_behind import RegisterRows
from monitoring.figures.stages import bar_context
from monitoring.models import Level
from russian.numbers import plural

register = template.Library()

ICONS = {Tone.GOOD: "bi-check-circle-fill", Tone.FAIR: "bi-dash-circle-fill", Tone.BAD: "bi-x-circle-fill"}


@register.inclusion_tag("monitoring/_stage_bar.html")
def stage_bar(pairs_by_stage: Sequence[int], titles: Sequence[str]) -> dict[str, object]:
    """A bar of five pieces; whoever does not see it reads the numbers."""
    return bar_context(pairs_by_stage, titles)


@register.inclusion_tag("monitoring/_score_tag.html")
def score_tag(total: int, level: Level) -> dict[str, object]:
    """«17 · оптимальный» with the sign of its level."""
    label = level.title.removesuffix(" уровень")
    return {"total": total, "level": level, "label": label, "icon": ICONS[Tone(level.tone)]}


@register.simple_tag
def stage_cells(
    pairs_by_stage: Sequence[int], stages: Sequence[Stage], organisation_id: int, may_open: bool
) -> SafeString:
    """Cells with the numbers of an organisation, each a link to its pairs for whoever `may_open` them.

    One tag for a row: a district has thousands of such cells.
    """
    pairs = RegisterRows("mentoring:pairs", (("status", "active"),)).address_in(organisation_id)
    cells = zip(stages, pairs_by_stage, strict=True)
    return format_html_join(
        "",
        '<td class="num" data-label="{}">{}</td>',
        ((stage, linked(number, f"{pairs}&stage={stage.pk}" if may_open else "")) for stage, number in cells),
    )


@register.filter
def signed_number(number: int) -> str:
    """A change: «+2», «−1», «0» with a real minus."""
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{abs(number)}"


@register.filter
def at(row: Sequence[int], index: int) -> int:
    """The number at the index, counted from 0."""
    return row[index]


@register.filter
def remain(number: int) -> str:
    """«осталось 3 показателя», «остался 1 показатель»."""
    word = "остался" if number % 10 == 1 and number % 100 != 11 else "осталось"
    return f"{word} {plural(number, 'показатель,показателя,показателей')}"
