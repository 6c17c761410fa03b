"""Values that a merge of two cards and its participants in the rooms above exchange."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from registry.models import Curator, Mentee, Mentor, Person


@dataclass(frozen=True)
class Reassignment:
    """New values of one record. `values`: column (or a many-to-many field with its primary keys) → value.

    `title` and `note` are for the page where a person checks what will happen.
    """

    record: models.Model
    values: Mapping[str, Any]
    title: str = ""
    note: str = ""

    @property
    def kind(self) -> str:
        return str(self.record._meta.verbose_name_plural).capitalize()

    @property
    def label(self) -> str:
        return self.title or str(self.record)


@dataclass(frozen=True)
class Merge:
    """Two cards of one person. Entries of a bank: (the one that ends, the one that stays), if both have one."""

    survivor: Person
    absorbed: Person
    mentors: tuple[Mentor, Mentor] | None = None
    mentees: tuple[Mentee, Mentee] | None = None
    curators: tuple[tuple[Curator, Curator], ...] = ()

    @property
    def people(self) -> frozenset[int]:
        return frozenset({self.survivor.pk, self.absorbed.pk})
