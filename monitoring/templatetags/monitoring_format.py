"""How stages and scores are shown on every page: by word and shape as well as by colour."""

from collections.abc import Sequence

from django import template

from monitoring.dashboards import stage_counts
from monitoring.enums import Tone
from monitoring.models import Level
from russian.numbers import plural

register = template.Library()

ICONS = {Tone.GOOD: "bi-check-circle-fill", Tone.FAIR: "bi-dash-circle-fill", Tone.BAD: "bi-x-circle-fill"}


@register.inclusion_tag("monitoring/_stage_bar.html")
def stage_bar(pairs_by_stage: Sequence[int], titles: Sequence[str]) -> dict:
    """A bar of five pieces; whoever does not see it reads the numbers."""
    stages = stage_counts(pairs_by_stage, titles)
    words = "; ".join(f"{stage.title.lower()} — {stage.pairs}" for stage in stages if stage.pairs)
    return {"stages": stages, "total": sum(pairs_by_stage), "words": f"По этапам: {words}"}


@register.inclusion_tag("monitoring/_score_tag.html")
def score_tag(total: int, level: Level) -> dict:
    """«17 · оптимальный» with the sign of its level."""
    words = level.title.removesuffix(" уровень")
    return {"total": total, "level": level, "words": words, "icon": ICONS[Tone(level.tone)]}


@register.filter
def signed_number(number: int) -> str:
    """A change: «+2», «−1», «0» with a real minus."""
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{abs(number)}"


@register.filter
def at(row: Sequence[int], place: int) -> int:
    """The number at a place of a row, counted from 0."""
    return row[place]


@register.filter
def remain(number: int) -> str:
    """«осталось 3 показателя», «остался 1 показатель»."""
    word = "остался" if number % 10 == 1 and number % 100 != 11 else "осталось"
    return f"{word} {plural(number, 'показатель,показателя,показателей')}"
