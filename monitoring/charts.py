"""Charts as SVG made on the server: no scripts, the same picture on the page and on paper.

A chart stands at an address of its own and is shown by <img>, so a page's font files do not reach it: it names fonts
with Cyrillic that systems have. The figures stand in a table beside every chart.
"""

import sys
from collections.abc import Sequence
from typing import Any

import pygal
from pygal.style import Style

from monitoring.dashboards import OrganisationRow
from monitoring.enums import AssessmentPeriod, Tone
from monitoring.figures.catalogue import STAGES
from monitoring.figures.stages import SetOfStages
from monitoring.models import Assessment
from monitoring.score import HIGHEST_TOTAL

# pygal leaves a finder of its plug-ins among Python's importers, of a kind that Python 3.11 warns of and 3.12 has
# dropped. The portal has no such plug-ins.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != pygal.__name__]

FONTS = '"Golos Text", "PT Sans", "Noto Sans", "DejaVu Sans", "Liberation Sans", Arial, sans-serif'
#: The stages by their shade, as in static/css/portal.css: from pale to deep, and those after the fifth.
STAGE_COLOURS = (
    "#c9d8ea", "#93b3d8", "#4f83bf", "#1b4f93", "#123766", "#9fd3c7", "#5fb3a1", "#2f8f7c", "#1c6b5c", "#0f4a40",
)  # fmt: skip
LEVEL_COLOURS = {Tone.GOOD: "#1a6b43", Tone.FAIR: "#c08a1e", Tone.BAD: "#b3261e"}
PERIODS = {AssessmentPeriod.START: "начало", AssessmentPeriod.MIDDLE: "середина", AssessmentPeriod.END: "конец"}
ROW_HEIGHT = 32
LONGEST_LABEL = 32


def _style(colours: Sequence[str]) -> Style:
    return Style(
        background="#ffffff",
        plot_background="#ffffff",
        foreground="#566372",
        foreground_strong="#17202b",
        foreground_subtle="#dfe5ec",
        colors=tuple(colours),
        font_family=FONTS,
        label_font_size=13,
        major_label_font_size=13,
        legend_font_size=13,
        value_font_size=12,
        no_data_font_size=16,
        opacity="1",
        opacity_hover="1",
        transition="none",
        guide_stroke_dasharray="0",
        guide_stroke_color="#dfe5ec",
        major_guide_stroke_dasharray="0",
        major_guide_stroke_color="#dfe5ec",
    )


def _without_scripts(root: Any) -> Any:
    """The picture is still: scripts of tooltips, which no policy would let run, are left out."""
    for parent in list(root.iter()):
        for child in list(parent):
            if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == "script":
                parent.remove(child)
    return root


def _render(chart: pygal.graph.graph.Graph) -> bytes:
    chart.add_xml_filter(_without_scripts)
    return chart.render()


def stages_chart(rows: Sequence[OrganisationRow], stages: SetOfStages | None) -> bytes:
    """Pairs by stage of one set of each organisation as stacked bars, in the order of the table; SVG in UTF-8."""
    with_pairs = [row for row in reversed(rows) if stages and row.value_of(STAGES).in_set(stages)]
    numbers = [row.value_of(STAGES) for row in with_pairs]
    most = max((value.in_set(stages) for value in numbers if stages), default=0)
    chart = pygal.HorizontalStackedBar(
        js=[],
        style=_style([STAGE_COLOURS[shade - 1] for shade in stages.shades] if stages else STAGE_COLOURS),
        width=960,
        height=150 + ROW_HEIGHT * max(len(with_pairs), 3),
        legend_at_bottom=True,
        legend_at_bottom_columns=2,
        legend_box_size=14,
        margin=12,
        margin_left=30,
        margin_bottom=40,
        spacing=8,
        rounded_bars=0,
        show_x_guides=False,
        show_y_guides=False,
        no_data_text="Пар пока нет",
        y_labels=_whole_numbers(most),
        y_labels_major=_whole_numbers(most),
        formatter=lambda value: f"{value:.0f}" if value else "",
        truncate_label=-1,
        truncate_legend=-1,
        title=None,
        pretty_print=False,
    )
    chart.x_labels = [_short(row.organisation.short_name) for row in with_pairs]
    for stage in stages.stages if stages else ():
        chart.add(f"{stage.number}. {stage}", [value.at(stage) for value in numbers])
    if not stages:
        chart.add("", [])
    return _render(chart)


def scores_chart(assessments: Sequence[Assessment]) -> bytes:
    """Approved totals by period, from the earliest to the latest, on the whole scale 0–18; SVG in UTF-8."""
    chart = pygal.Bar(
        js=[],
        style=_style(("#4f83bf",)),
        width=960,
        height=300,
        show_legend=False,
        margin=12,
        spacing=10,
        range=(0, HIGHEST_TOTAL),
        y_labels=[0, 9, 15, HIGHEST_TOTAL],
        y_labels_major=[0, 9, 15, HIGHEST_TOTAL],
        print_values=True,
        print_values_position="top",
        formatter=lambda value: f"{value:.0f}",
        no_data_text="Утверждённых оценок пока нет",
        truncate_label=-1,
    )
    chart.x_labels = [_period(assessment) for assessment in assessments]
    bars = [{"value": row.total, "color": LEVEL_COLOURS[Tone(row.level.tone)]} for row in assessments if row.level]
    chart.add("Итог", bars)
    return _render(chart)


def _whole_numbers(most: int) -> list[int]:
    """Four or five round marks from 0 up to at least `most`: pairs are not counted in halves."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000) if most <= step * 5)
    return list(range(0, max(most, 1) + step, step))


def _period(assessment: Assessment) -> str:
    """«начало 2026/27»: six of these fit under six bars."""
    year = assessment.school_year
    return f"{PERIODS[AssessmentPeriod(assessment.period)]} {year}/{(year + 1) % 100:02}"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1].rstrip()}…"
