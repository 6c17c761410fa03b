"""Values of organisations that are more than a plain number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse

from monitoring.queries import ApprovedScore
from registry.models.person import NameOnDay, full_name, short_name


@dataclass(frozen=True)
class Share:
    """A part of a whole. Without a known whole, or with a whole of zero, it is «н/д» and never 0 %."""

    part: int
    whole: int | None

    @classmethod
    def of_all(cls, shares: Iterable["Share"]) -> "Share":
        """The share over those with a known whole: the others would make it smaller than it is."""
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
        """Whether the part is greater than the whole: the whole is out of date."""
        return self.whole is not None and self.part > self.whole

    def __str__(self) -> str:
        return "н/д" if self.percent is None else f"{self.percent}\u00a0%"


@dataclass(frozen=True)
class LatestScore:
    """The last approved assessment, if there is one; `is_enabled`: the municipality keeps the score."""

    assessment: ApprovedScore | None
    is_enabled: bool

    @property
    def total(self) -> int:
        """The total for sorting: organisations without a score come below the worst."""
        return -1 if self.assessment is None else self.assessment.total


class CuratorInOffice(NamedTuple):
    """The facts of a curator that a dashboard shows. A district has a thousand curators: model instances would take too
    much memory."""

    person_id: int
    last_name: str
    first_name: str
    middle_name: str
    appointed_on: date
    confirmed_on: date | None
    #: names of before, in words
    formerly: str
    #: the name of the past day that is shown, where it was another
    name_then: NameOnDay | None = None

    @property
    def short_name(self) -> str:
        return short_name(self.last_name, self.first_name, self.middle_name)

    @property
    def full_name(self) -> str:
        return full_name(self.last_name, self.first_name, self.middle_name)

    @property
    def full_name_then(self) -> str:
        return (self.name_then or self).full_name

    @property
    def short_name_then(self) -> str:
        return (self.name_then or self).short_name

    @property
    def name_now(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("registry:person", args=[self.person_id])
