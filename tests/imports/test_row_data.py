"""What rows hold goes into the database as readable JSON and comes back the same."""

import json

from hypothesis import given
from hypothesis import strategies as st

from imports.batch_data import (
    AppliedMapping,
    ColumnLayout,
    FileLayout,
    HeadingGuess,
    SheetLayout,
    UnreadRow,
    UnreadSheet,
)  # fmt: skip
from imports.row_data import NO_DECISION, SIDES, Candidate, Decision, PersonAnswer, PersonRecord, RowIssue, RowRecord

texts = st.text(max_size=10)
maybe_text = st.none() | texts
numbers = st.integers(0, 10_000)
issues = st.builds(
    RowIssue,
    code=texts,
    message=texts,
    column=maybe_text,
    sheet=maybe_text,
    row=st.none() | numbers,
    before=maybe_text,
    after=maybe_text,
    of_row=st.none() | numbers,
    of_sheet=maybe_text,
    rows=st.lists(numbers, max_size=3).map(tuple),
    side=st.sampled_from(["", "mentor", "mentee"]),
    from_registry=st.booleans(),
    asks=st.booleans(),
    echo=st.booleans(),
    candidates=st.none() | st.lists(texts, max_size=2).map(tuple),
    first_row=st.none() | numbers,
    organisation=maybe_text,
)

keys = st.none() | st.integers(1, 10_000)
of_person = {
    "person": keys,
    "names": st.none() | st.dictionaries(st.sampled_from(["last_name", "first_name", "middle_name"]), texts),
    "row": st.none() | numbers,
    "skip": st.booleans(),
    "remember": st.booleans(),
}
answers = st.builds(PersonAnswer, **of_person) | st.builds(PersonAnswer, is_new=st.just(True), names=of_person["names"])
decisions = st.builds(
    Decision,
    **of_person,
    organisation=keys,
    new_organisation=st.booleans(),
    alias=keys,
    form=texts,
    accept=st.booleans(),
    mentor=st.none() | answers,
    mentee=st.none() | answers,
    by=keys,
    at=texts,
)
candidates = st.builds(
    Candidate, person=keys, row=st.none() | numbers, organisation=keys, form=texts, why=texts,
    side=st.sampled_from(["", "mentor", "mentee"]),
)  # fmt: skip

of_named = {
    "values": st.dictionaries(st.sampled_from(["last_name", "form", "grade"]), texts | numbers, max_size=3),
    "initials": texts,
    "raw_name": texts,
    "organisation_name": texts,
}
records = st.builds(
    RowRecord,
    **of_named,
    status=texts,
    organisation=keys,
    organisations=st.lists(numbers, max_size=2).map(tuple),
    sides=st.dictionaries(st.sampled_from(SIDES), st.builds(PersonRecord, **of_named)),
    columns=st.dictionaries(st.sampled_from(["mentor", "period"]), texts),
)

several_texts = st.lists(texts, max_size=2).map(tuple)


def several(kind: type, **parts: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(st.builds(kind, **parts), max_size=2).map(tuple)


layouts = st.builds(
    FileLayout,
    read_on=texts,
    format=texts,
    encoding=st.none() | st.just("cp1251"),
    delimiter=st.none() | st.just(";"),
    sheet=st.none() | st.just("Лист 1"),
    sheets=several(SheetLayout, name=maybe_text, header_row=numbers, title=texts),
    ignored_sheets=several(UnreadSheet, name=texts, why=texts),
    headings=several_texts,
    columns=several(
        ColumnLayout, heading=texts, field=maybe_text, hidden=st.booleans(), sheet=texts,
        index=st.none() | numbers, samples=several_texts,
    ),
    declared_total=st.none() | numbers,
    skipped_rows=several(UnreadRow, row=numbers, why=texts),
    remembered=st.none() | st.builds(AppliedMapping, at=texts, by=texts),
    guesses=several(
        HeadingGuess, sheet=texts, header_row=numbers,
        rows=st.dictionaries(numbers, st.lists(texts, max_size=2), max_size=2),
    ),
)  # fmt: skip


@given(layouts)
def test_a_layout_comes_back_from_json(layout: FileLayout) -> None:
    assert FileLayout.from_json(json.loads(json.dumps(layout.to_json()))) == layout


@given(decisions)
def test_a_decision_comes_back_from_json(decision: Decision) -> None:
    assert Decision.from_json(json.loads(json.dumps(decision.to_json()))) == decision


@given(candidates)
def test_a_candidate_comes_back_from_json(candidate: Candidate) -> None:
    assert Candidate.from_json(json.loads(json.dumps(candidate.to_json()))) == candidate


@given(records)
def test_a_record_comes_back_from_json(record: RowRecord) -> None:
    assert RowRecord.from_json(json.loads(json.dumps(record.to_json()))) == record


def test_a_record_stands_in_the_database_under_the_keys_of_the_old_portal() -> None:
    stored = {
        "status": "ready",
        "values": {
            "starts_on": "2026-09-01",
            "mentor": {"values": {"last_name": "Ольхова"}, "raw_name": "Ольхова М.", "place": "Музей"},
            "columns": {"mentor": "Наставник"},
        },
        "organisation": 3,
        "organisations": [],
        "organisation_raw": "Школа",
    }
    record = RowRecord.from_json(stored)
    assert record.values == {"starts_on": "2026-09-01"}
    assert record.person("mentor") == PersonRecord({"last_name": "Ольхова"}, "", "Ольхова М.", "Музей")
    assert record.to_json() == stored


def test_a_decision_stands_in_the_database_under_the_keys_of_the_old_portal() -> None:
    stored = {
        "person": "new", "names": {"first_name": "Яна"}, "mentor": {"person": 7}, "mentee": {"row": 0},
        "organisation": 3, "by": 1, "at": "2026-11-01T10:00:00+00:00",
    }  # fmt: skip
    decision = Decision.from_json(stored)
    assert (decision.is_new, decision.mentor, decision.mentee) == (True, PersonAnswer(person=7), PersonAnswer(row=0))
    assert decision.to_json() == stored


def test_an_answer_given_anew_replaces_only_its_own_question() -> None:
    before = Decision(person=7, organisation=3, alias=4, accept=True, by=1, at="then")
    answer = Decision(is_new=True, names={"first_name": "Яна"})
    after = before.followed_by(answer, by=2, at="now")
    assert after == Decision(
        is_new=True, names={"first_name": "Яна"}, organisation=3, alias=4, accept=True, by=2, at="now"
    )
    made = after.followed_by(Decision(new_organisation=True), by=2, at="now")
    assert (made.organisation, made.alias) == (None, None), "the spelling that the old answer has taught goes with it"
    assert after.followed_by(Decision(skip=True), by=2, at="now") == Decision(skip=True, by=2, at="now")
    assert after.followed_by(NO_DECISION, by=2, at="now") == NO_DECISION


@given(issues)
def test_an_issue_comes_back_from_json(issue: RowIssue) -> None:
    assert RowIssue.from_json(json.loads(json.dumps(issue.to_json()))) == issue


def test_an_issue_stands_in_the_database_under_the_keys_of_the_old_portal() -> None:
    stored = {
        "code": "cap_exceeded", "message": "наставляемых 4", "column": "ФИО", "row": 5, "rows": [2, 5],
        "register": True, "asks": True, "first_row": 2,
    }  # fmt: skip
    assert RowIssue.from_json({"sheet": None, **stored}).to_json() == stored
