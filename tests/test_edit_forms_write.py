"""Every edit form saves outside the transaction of a test as well: its view brings its own."""

import pytest
from django.db.transaction import TransactionManagementError

from registry.queries.row_locks import hold_row
from tests.every_thing import World
from tests.factories import OrganisationFactory
from tests.test_edit_versions import EDITS, fields_of, page_of, visitor, world_to_edit

__all__ = ["visitor"]


@pytest.fixture
def world(transactional_db: None) -> World:
    return world_to_edit()


def test_every_edit_form_is_sent_without_the_transaction_of_a_test(world, visitor):
    answers = {}
    for name in EDITS:
        address = page_of(world, name)
        answers[name] = visitor.post(address, fields_of(visitor.get(address))).status_code
    assert set(answers.values()) <= {200, 302}, answers


def test_the_transaction_of_a_test_does_not_hide_a_view_without_one(db):
    with pytest.raises(TransactionManagementError, match="atomic_post"):
        hold_row(OrganisationFactory())
