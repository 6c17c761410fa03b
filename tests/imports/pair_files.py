"""Lists of pairs and bases of mentees for the tests, and short ways to bring them in."""

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from imports.actions import commit_batch, stage_import
from imports.enums import ImportRowStatus
from imports.models import ImportBatch, ImportRow
from registry.models import Organisation
from tests.factories import PersonFactory
from tests.imports.import_files import csv_file

PAIRS = ("Организация", "ФИО наставника", "ФИО наставляемого", "Дата начала", "Дата окончания")
TERM = ("01.09.2026", "31.05.2027")
MENTOR, MENTEE = "Ольхова Мария Сергеевна", "Берестнева Анна Львовна"


def pairs_file(*rows: Sequence[Any], headings: Sequence[str] = PAIRS) -> bytes:
    return csv_file(*rows, headings=headings)


def staged(
    data: bytes,
    organisation: Organisation,
    by: User,
    *,
    kind: str = "pairs",
    alone: bool = False,
    name: str = "пары.csv",
) -> ImportBatch:
    """`alone`: the batch is of the organisation alone."""
    return stage_import(
        data=data, filename=name, kind=kind, municipality=organisation.municipality,
        organisation=organisation if alone else None, by=by,
    )  # fmt: skip


def written(data: bytes, organisation: Organisation, by: User, **options: Any) -> ImportBatch:
    return commit_batch(batch=staged(data, organisation, by, **options), by=by)


def row_of(batch: ImportBatch, number: int, part: int = 0) -> ImportRow:
    return batch.rows.get(row=number, part=part)


def statuses(batch: ImportBatch) -> list[str]:
    return [ImportRowStatus(row.status).value for row in batch.rows.order_by("position")]


def codes(row: ImportRow) -> set[str]:
    return {issue.code for issue in (*row.errors, *row.warnings)}


def named(**fields):
    """A person of this name."""
    last, first, middle = fields.pop("name").split()
    return {"last_name": last, "first_name": first, "middle_name": middle} | fields


def known(school, name, factory=PersonFactory, **fields):
    return factory(organisation=school.organisation, **named(name=name, **fields))


def rows(school, *pairs):
    return pairs_file(*((school.organisation.short_name, *pair, *TERM[: 4 - len(pair)]) for pair in pairs))
