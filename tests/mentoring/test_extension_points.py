"""What a room above adds to pairs: evidence, conditions, blocks of the page, things that a successor takes over."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring import extension_points
from mentoring.actions.activation import activate
from mentoring.actions.checklist import StageBlocked, advance_stage, mark_item
from mentoring.actions.endings import complete, replace_mentor
from mentoring.enums import PairStatus
from mentoring.extension_points import PairSection, StageEvidence, StageEvidenceSource
from mentoring.models import Pair, Stage, StageItemTemplate
from mentoring.stages.checklist import Checklist, stages_of, with_checklist
from tests.factories import ActFactory, member
from tests.mentoring.conftest import START, TODAY

MEETING = "Проведена первая встреча"


def page(user, address: str) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def required_by_hand(stage: Stage) -> list[StageItemTemplate]:
    return [item for item in stage.items.all() if item.required and not item.fulfilled_by and not item.only_forms]


def register(monkeypatch, name: str, addition) -> None:
    monkeypatch.setattr(extension_points, name, [*getattr(extension_points, name), addition])


def evidence_of_every_item(items: list[StageItemTemplate]) -> StageEvidenceSource:
    return StageEvidenceSource(
        prefetch=lambda pairs: pairs.select_related("organisation"),
        of_pair=lambda pair: {item.code: StageEvidence(START, f"{MEETING}: {pair.organisation}") for item in items},
    )


def test_evidence_of_a_room_above_fulfils_an_item_and_opens_the_next_stage(school, monkeypatch):
    pair = school.active_pair()
    items = required_by_hand(pair.stage)
    assert items
    with pytest.raises(StageBlocked):
        advance_stage(pair=pair, from_stage=pair.stage, by=school.curator)
    register(monkeypatch, "stage_evidence", evidence_of_every_item(items))
    fulfilment = Checklist.of(pair).item(items[0]).fulfilment
    assert (fulfilment.on, fulfilment.mark) == (START, None)
    assert MEETING in page(school.curator, pair.get_absolute_url())
    assert advance_stage(pair=pair, from_stage=pair.stage, by=school.curator).stage.number == pair.stage.number + 1


def test_a_mark_of_a_person_comes_before_the_evidence_of_a_room_above(school, monkeypatch):
    pair = school.active_pair()
    item = required_by_hand(pair.stage)[0]
    register(monkeypatch, "stage_evidence", evidence_of_every_item([item]))
    mark_item(pair=pair, template=item, done_on=TODAY, evidence="протокол", by=school.curator)
    assert Checklist.of(pair).item(item).fulfilment.what == "протокол"


def test_evidence_costs_the_same_queries_for_one_pair_and_for_three(school, monkeypatch):
    items = list(StageItemTemplate.objects.all())
    register(monkeypatch, "stage_evidence", evidence_of_every_item(items))
    counted = []
    for pairs in (1, 2):
        for _ in range(pairs):
            school.active_pair()
        with CaptureQueriesContext(connection) as queries:
            pairs_read = list(with_checklist(Pair.objects.all()))
            stages = list(stages_of(pairs_read[0]))
            for pair in pairs_read:
                assert Checklist(pair, stages).missing() == []
        counted.append(len(queries))
    assert counted[0] == counted[1]


def all_required_done(monkeypatch) -> None:
    register(monkeypatch, "stage_evidence", evidence_of_every_item(list(StageItemTemplate.objects.all())))


def test_a_condition_of_a_room_above_is_a_gap_and_forbids_completion_without_a_reason(school, monkeypatch):
    pair = school.active_pair()
    all_required_done(monkeypatch)
    gaps = ["Анкета наставляемого не заполнена"]
    register(monkeypatch, "closing_conditions", lambda pair: list(gaps))
    Pair.objects.filter(pk=pair.pk).update(stage=pair.stage.stage_set.stages.last())
    assert gaps[0] in page(school.curator, pair.get_absolute_url())
    assert f"<li>{gaps[0]}</li>" in page(school.curator, reverse("mentoring:pair_complete", args=[pair.pk]))
    with pytest.raises(ValidationError, match=f"Не выполнены условия завершения: {gaps[0]}. Напишите, почему"):
        complete(pair=pair, on=TODAY, by=school.curator)
    gaps.clear()
    assert complete(pair=pair, on=TODAY, by=school.curator).status == PairStatus.COMPLETED


def test_a_reason_completes_a_pair_in_spite_of_a_condition(school, monkeypatch):
    pair = school.active_pair()
    register(monkeypatch, "closing_conditions", lambda pair: ["Анкета наставляемого не заполнена"])
    ended = complete(pair=pair, on=TODAY, reason="Наставляемый уехал", by=school.curator)
    assert ended.status == PairStatus.COMPLETED


def test_a_block_of_a_room_above_stands_on_the_page_for_whom_it_is_meant(school, monkeypatch, settings):
    pair = school.active_pair()
    template = engines["django"].from_string("<p>Встреч: {{ section.meetings }}</p>")
    register(
        monkeypatch,
        "pair_sections",
        lambda user, pair: PairSection("Встречи", template, {"meetings": 7}) if user == school.curator else None,
    )
    page_text = page(school.curator, pair.get_absolute_url())
    assert "<h2>Встречи</h2>" in page_text
    assert "Встреч: 7" in page_text
    mentee = member("mentee", person=pair.mentee.person)
    assert "Встречи" not in page(mentee, pair.get_absolute_url())


def test_a_successor_takes_over_what_a_room_above_hands_on(school, monkeypatch):
    """Here: the title of the note; the own marks and the plan have their tests in test_pair_endings."""
    pair = school.active_pair()

    def hand_on(*, predecessor, successor, by):
        Pair.objects.filter(pk=successor.pk).update(note=f"после {predecessor.pk}, {by.pk}")

    register(monkeypatch, "successor_transfers", hand_on)
    draft = replace_mentor(pair=pair, mentor=school.mentor(), on=TODAY, end_reason="request", by=school.curator)
    assert draft.note == ""
    order = ActFactory(organisation=school.organisation, dated=date(2026, 11, 21))
    successor = activate(pairs=[draft], act=order, by=school.curator)[0]
    successor.refresh_from_db()
    assert successor.note == f"после {pair.pk}, {school.curator.pk}"
