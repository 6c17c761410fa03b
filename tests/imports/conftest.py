"""Imports are tried in the district of the registry's tests and in the school of the pairs' tests."""

from tests.mentoring.conftest import school, today
from tests.registry.conftest import as_role, district, neighbour, stranger, twins

__all__ = ["as_role", "district", "neighbour", "school", "stranger", "today", "twins"]
