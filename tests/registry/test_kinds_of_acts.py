"""Every kind of act has what pages and papers call it."""

from dataclasses import asdict

import pytest

from registry.enums import PRINTED_ACTS, ActKind
from registry.papers.act_cases import cases_of


@pytest.mark.parametrize("kind", ActKind)
def test_a_kind_of_act_is_named_in_every_case(kind: ActKind) -> None:
    cases = cases_of(kind)
    assert cases.kind == kind
    assert all(word for case, word in asdict(cases).items() if case != "decree")
    assert bool(cases.decree) == (kind in PRINTED_ACTS)
