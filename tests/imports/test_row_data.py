"""What rows hold goes into the database as readable JSON and comes back the same."""

import json

from hypothesis import given
from hypothesis import strategies as st

from imports.row_data import RowIssue

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
    details=st.dictionaries(st.sampled_from(["candidates", "first_row"]), numbers | st.lists(texts, max_size=2)),
)


@given(issues)
def test_an_issue_comes_back_from_json(issue: RowIssue) -> None:
    assert RowIssue.from_json(json.loads(json.dumps(issue.to_json()))) == issue


def test_an_issue_stands_in_the_database_under_the_keys_of_the_old_portal() -> None:
    stored = {
        "code": "cap_exceeded", "message": "наставляемых 4", "column": "ФИО", "row": 5, "rows": [2, 5],
        "register": True, "asks": True, "first_row": 2,
    }  # fmt: skip
    assert RowIssue.from_json({"sheet": None, **stored}).to_json() == stored
