"""The five stages and their 21 items say what Холм, пп. 5.1–5.6 say."""

from collections import Counter

import pytest

from mentoring.enums import StageItemSource
from mentoring.models import Stage, StageItemTemplate
from registry.models import Form

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("H-5.1")
def test_the_five_stages_stand_in_their_order():
    assert [(stage.number, stage.title) for stage in Stage.objects.all()] == [
        (1, "Подготовительный"),
        (2, "Проектировочный"),
        (3, "Реализационный"),
        (4, "Рефлексивно-аналитический"),
        (5, "Результативный"),
    ]


def test_the_21_items_are_split_as_the_document_splits_them():
    counts = Counter(StageItemTemplate.objects.order_by("pk").values_list("stage__number", flat=True))
    assert counts == {1: 7, 2: 8, 3: 2, 4: 2, 5: 2}


def test_every_item_carries_the_clause_and_place_it_has_in_the_document():
    for item in StageItemTemplate.objects.select_related("stage"):
        clause = item.stage.number + 1
        assert item.code == f"h-5-{clause}-{item.position}"
        assert item.source == f"Холм, п. 5.{clause}, перечисление {item.position}"
        assert item.responsible
        assert item.evidence_hint


def test_a_contract_is_asked_only_where_an_enterprise_or_a_student_takes_part():
    limited = StageItemTemplate.objects.exclude(only_forms=[])
    assert [item.code for item in limited] == ["h-5-2-5"]
    outsiders = {"employer", "student"}
    assert limited[0].only_forms == [
        form.code for form in Form.objects.order_by("position") if outsiders & {*form.mentor_sides, *form.mentee_sides}
    ]


def test_every_stage_holds_a_pair_of_every_form_by_something_but_not_by_everything():
    for form in Form.objects.all():
        for stage in Stage.objects.all():
            asked = [item for item in stage.items.all() if not item.only_forms or form.code in item.only_forms]
            assert any(item.required for item in asked), (form, stage)
        everything = StageItemTemplate.objects.all()
        assert not all(item.required for item in everything)


def test_what_the_portal_knows_is_not_asked_of_people():
    by_itself = StageItemTemplate.objects.exclude(fulfilled_by=StageItemSource.HAND)
    assert {item.code: item.fulfilled_by for item in by_itself} == {
        "h-5-2-3": "act",
        "h-5-3-1": "goal",
        "h-5-3-6": "plan",
        "h-5-3-8": "approval",
        "h-5-4-2": "plan_done",
    }
    assert all(item.required for item in by_itself)


def test_the_required_items_are_those_of_the_decision():
    required = StageItemTemplate.objects.filter(required=True)
    assert [item.code for item in required] == [
        "h-5-2-3",
        "h-5-2-5",
        "h-5-2-6",
        "h-5-2-7",
        "h-5-3-1",
        "h-5-3-4",
        "h-5-3-6",
        "h-5-3-8",
        "h-5-4-2",
        "h-5-5-1",
        "h-5-5-2",
        "h-5-6-2",
    ]
