"""What is shown of an organisation where it is not a plain number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse

from monitoring.models import Assessment
from registry.models.person import short_name


@dataclass(frozen=True)
class Share:
    """A part of a whole. Without a denominator, or with none to count, it is «н/д» and never 0 %."""

    part: int
    whole: int | None

    @classmethod
    def of_all(cls, shares: Iterable["Share"]) -> "Share":
        """Over those that have a denominator: the others would make the share smaller than it is."""
        with_whole = [share for share in shares if share.whole is not None]
        return cls(
            sum(share.part for share in with_whole),
            sum(share.whole or 0 for share in with_whole) if with_whole else None,
        )

    @property
    def percent(self) -> int | None:
        return round(self.part / self.whole * 100) if self.whole else None

    @property
    def is_impossible(self) -> bool:
        """More were counted than there are: the denominator is out of date."""
        return self.whole is not None and self.part > self.whole

    def __str__(self) -> str:
        return "н/д" if self.percent is None else f"{self.percent}\u00a0%"


@dataclass(frozen=True)
class LatestScore:
    """The last approved assessment, if there is one; `is_enabled` where the municipality has the score at all."""

    assessment: Assessment | None
    is_enabled: bool

    @property
    def total(self) -> int:
        """For sorting: organisations without a score come below the worst."""
        return -1 if self.assessment is None else self.assessment.total or 0


class CuratorInOffice(NamedTuple):
    """What a dashboard shows of a curator. A district has a thousand: rows of the database are too heavy for that."""

    person_id: int
    last_name: str
    first_name: str
    middle_name: str
    appointed_on: date
    confirmed_on: date | None

    @property
    def short_name(self) -> str:
        return short_name(self.last_name, self.first_name, self.middle_name)

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)

    def get_absolute_url(self) -> str:
        return reverse("registry:person", args=[self.person_id])
