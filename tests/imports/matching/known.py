"""Whom the register knows before a bank comes, and what became of the rows."""

from typing import Any

from imports.models import ImportBatch
from registry.models import Organisation, Person
from tests.factories import MentorFactory, PersonFactory

SCHOOL, OTHER = "МБОУ «Заречная СОШ № 1»", "МКОУ «Нижнелуговская ООШ»"


def known(organisation: Organisation, name: str = "Ольхова Мария Сергеевна", **fields: Any) -> Person:
    """A mentor of the organisation, without a birth date unless one is given."""
    last, first, *middle = name.split()
    fields = {"birth_date": None, "position": "учитель"} | fields
    person = PersonFactory(
        organisation=organisation, last_name=last, first_name=first, middle_name=" ".join(middle), **fields
    )
    return MentorFactory(person=person).person


def statuses(batch: ImportBatch) -> list[str]:
    return [row.status for row in batch.rows.order_by("position")]
