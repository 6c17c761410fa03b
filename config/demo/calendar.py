"""The days of the demonstration, counted from today so that the district always looks alive."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from registry import clock
from russian.school_year import school_year_of


@dataclass(frozen=True)
class Calendar:
    today: date

    @classmethod
    def now(cls) -> "Calendar":
        return cls(clock.today())

    @property
    def autumn(self) -> date:
        """When this year's pairs began: the first of a month, about eighty days ago (1 September in November)."""
        return (self.today - timedelta(days=80)).replace(day=1)

    @property
    def own_rules(self) -> date:
        """When rules of a school and of kindergartens begin: after this year's orders, which the policy has printed."""
        return self.autumn + timedelta(days=14)

    @property
    def spring(self) -> date:
        """When this year's pairs are to end: after nine months."""
        return self.autumn + relativedelta(months=9) - timedelta(days=1)

    @property
    def last_autumn(self) -> date:
        return self.autumn - relativedelta(years=1)

    @property
    def last_spring(self) -> date:
        return self.spring - relativedelta(years=1)

    @property
    def beginning(self) -> date:
        """Since when the municipality keeps the register."""
        return self.last_autumn - relativedelta(years=1)

    @property
    def school_year(self) -> int:
        return school_year_of(self.today)

    def between(self, share: float) -> date:
        """A day of this year's work: 0 is its beginning, 1 is today."""
        return self.autumn + timedelta(days=int((self.today - self.autumn).days * share))
