from tests.mentoring.conftest import school, today
from tests.registry.conftest import as_role, district, neighbour, stranger

__all__ = ["as_role", "district", "neighbour", "school", "stranger", "today"]
