"""What the tests take for granted about their database."""

import os

import pytest
from django.db import connection

from registry.models import Form


@pytest.mark.django_db
def test_the_engine_is_the_one_asked_for() -> None:
    assert connection.vendor == os.environ.get("TEST_ENGINE", "sqlite")


@pytest.mark.django_db
def test_several_processes_can_open_the_database() -> None:
    name = str(connection.settings_dict["NAME"])
    assert connection.vendor == "postgresql" or os.path.isfile(name)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_committing_test_finds_the_reference_data_and_leaves_it_to_the_next(turn: str) -> None:
    assert Form.objects.filter(in_use=True).exists()
    Form.objects.update(in_use=False)
