"""The arithmetic of 0–18 by itself, and the scale that the portal is delivered with."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.score import Band, BrokenRubric, Rubric, calculate_score, partition_errors

BANDS = (Band("optimal", 15, 18), Band("admissible", 9, 14), Band("inadmissible", 0, 8))
CRITERIA = {"programme": (1, 2, 3, 4, 5), "participants": (6, 7), "mentee": (8, 9)}
RUBRIC = Rubric(CRITERIA, BANDS)
SCALE = json.loads((Path(__file__).resolve().parents[2] / "fixtures/scale.json").read_text(encoding="utf-8"))


def nine(total: int) -> dict[int, int]:
    """Nine marks that add up to `total`."""
    twos, ones = divmod(total, 2)
    return dict(zip(range(1, 10), [2] * twos + [1] * ones + [0] * 9, strict=False))


@pytest.mark.parametrize(
    ("total", "level"),
    [
        (0, "inadmissible"),
        (8, "inadmissible"),
        (9, "admissible"),
        (14, "admissible"),
        (15, "optimal"),
        (18, "optimal"),
    ],
)
@pytest.mark.requirement("K-6-levels")
def test_levels_change_between_8_and_9_and_between_14_and_15(total, level):
    score = calculate_score(RUBRIC, nine(total))
    assert (score.total, score.level) == (total, level)


@given(st.lists(st.sampled_from([0, 1, 2]), min_size=9, max_size=9))
@pytest.mark.requirement("K-6-subtotals")
def test_nine_marks_always_have_a_total_a_level_and_subtotals_that_add_up(values):
    score = calculate_score(RUBRIC, dict(enumerate(values, start=1)))
    assert not score.missing
    assert score.total == sum(values) == sum(score.subtotals.values())
    assert score.subtotals == {
        "programme": sum(values[:5]),
        "participants": sum(values[5:7]),
        "mentee": sum(values[7:]),
    }
    expected = "optimal" if sum(values) >= 15 else "admissible" if sum(values) >= 9 else "inadmissible"
    assert score.level == expected


@given(st.dictionaries(st.integers(1, 9), st.sampled_from([0, 1, 2, None]), max_size=9))
def test_without_a_mark_there_is_no_total_no_level_and_no_subtotal_of_that_criterion(marks):
    absent = [indicator for indicator in range(1, 10) if marks.get(indicator) is None]
    score = calculate_score(RUBRIC, marks)
    assert list(score.missing) == absent
    assert (score.total is None) == (score.level is None) == bool(absent)
    for criterion, indicators in CRITERIA.items():
        assert (score.subtotals[criterion] is None) == bool(set(indicators) & set(absent))


@pytest.mark.requirement("K-6-incomplete")
def test_a_blank_is_not_a_zero():
    eight_marks = {**nine(18), 9: None}
    assert calculate_score(RUBRIC, eight_marks).total is None
    assert calculate_score(RUBRIC, {**eight_marks, 9: 0}).total == 16


@pytest.mark.parametrize("wrong", [3, -1, 1.5, "2", True])
def test_a_mark_outside_the_scale_is_an_error_not_a_number(wrong):
    with pytest.raises(ValueError, match="A mark is 0, 1 or 2"):
        calculate_score(RUBRIC, {**nine(18), 4: wrong})


def test_a_mark_of_another_scale_is_an_error():
    with pytest.raises(ValueError, match="10"):
        calculate_score(RUBRIC, {**nine(18), 10: 2})


@pytest.mark.parametrize(
    ("bands", "message"),
    [
        ([(0, 8), (10, 14), (15, 18)], "Для итога 9 нет уровня"),
        ([(0, 9), (9, 14), (15, 18)], "Итог 9 попадает в два уровня"),
        ([(1, 8), (9, 14), (15, 18)], "Для итога 0 нет уровня"),
        ([(0, 8), (9, 14), (15, 17)], "Для итога 18 нет уровня"),
        ([(0, 8), (9, 14), (15, 20)], "Уровни идут до 20"),
        ([], "Для итогов 0–18 нет уровня"),
    ],
)
def test_levels_that_do_not_partition_0_to_18_are_named_and_refused(bands, message):
    wrong = tuple(Band(str(number), *bounds) for number, bounds in enumerate(bands))
    assert any(message in error for error in partition_errors(wrong))
    with pytest.raises(BrokenRubric, match=message):
        Rubric(CRITERIA, wrong)


def test_a_scale_of_eight_indicators_is_refused():
    with pytest.raises(BrokenRubric, match="показателей: 8"):
        Rubric({"all": (1, 2, 3, 4, 5, 6, 7, 8)}, BANDS)


@given(st.sets(st.integers(1, 18), max_size=6))
def test_any_cutting_of_0_to_18_is_a_partition(cuts):
    starts = [0, *sorted(cuts)]
    ends = [start - 1 for start in starts[1:]] + [18]
    assert partition_errors(Band(None, *bounds) for bounds in zip(starts, ends, strict=True)) == []


def test_the_delivered_scale_has_nine_indicators_under_three_criteria_and_levels_that_partition():
    of = {
        name: [row["fields"] for row in SCALE if row["model"] == f"monitoring.{name}"]
        for name in ("criterion", "indicator", "level")
    }
    bands = tuple(Band(level["title"], level["lowest"], level["highest"]) for level in of["level"])
    criteria = {
        criterion["code"]: tuple(i["code"] for i in of["indicator"] if i["criterion"] == [criterion["code"]])
        for criterion in of["criterion"]
    }
    rubric = Rubric(criteria, bands)
    assert [len(indicators) for indicators in rubric.criteria.values()] == [5, 2, 2]
    assert [rubric.level_of(total) for total in (8, 9, 14, 15)] == [
        "недопустимый уровень",
        "допустимый уровень",
        "допустимый уровень",
        "оптимальный уровень",
    ]
