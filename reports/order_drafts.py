"""An order that is being prepared. It lives in the user's session on the server until it is issued.

The draft's code becomes the verification code of the paper, so that issuing the same draft twice is impossible.
"""

from collections.abc import MutableMapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from registry.models import Curator
from reports.documents.base import Someone
from reports.documents.order_texts import Point
from reports.documents.pair_facts import Named
from reports.documents.pairing_order import TITLE, OrderWishes
from reports.models.issued_document import new_verification_code

_KEY = "order_drafts"
#: the oldest go when somebody leaves many unfinished
MOST_DRAFTS = 5


@dataclass
class OrderDraft:
    """Plain values only: the session keeps it as JSON. Dates are ISO or empty."""

    organisation: int
    pairs: list[int] = field(default_factory=list)
    number: str = ""
    dated: str = ""
    grounds: str = ""
    purpose: str = ""
    programmes_by: str = ""
    curator: int | None = None
    control: int | None = None
    signatory_name: str = ""
    signatory_post: str = ""
    annex_landscape: bool = True
    personnel: bool = False
    title: str = TITLE
    #: texts edited by hand; None while the portal writes them
    preamble: str | None = None
    points: list[Point] | None = None
    #: the issued document that this order replaces
    supersedes: int | None = None
    code: str = field(default_factory=new_verification_code)

    def wishes(self, curators: dict[int, Curator]) -> OrderWishes:
        """`curators`: those of the organisation by their id; anybody else is forgotten."""
        control = curators.get(self.control or 0)
        return OrderWishes(
            number=self.number,
            dated=_day(self.dated),
            title=self.title,
            grounds=self.grounds,
            purpose=self.purpose,
            programmes_by=_day(self.programmes_by),
            curator=curators.get(self.curator or 0),
            control=Named.person(control.person) if control else None,
            signatory=Someone(name=self.signatory_name, post=self.signatory_post),
            preamble=self.preamble,
            points=self.points,
            annex_landscape=self.annex_landscape,
            personnel=self.personnel,
        )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def keep(session: MutableMapping[str, Any], draft: OrderDraft) -> None:
    drafts = {code: data for code, data in session.get(_KEY, {}).items() if code != draft.code}
    drafts[draft.code] = asdict(draft)
    session[_KEY] = dict(list(drafts.items())[-MOST_DRAFTS:])


def find(session: MutableMapping[str, Any], code: str) -> OrderDraft | None:
    data = session.get(_KEY, {}).get(code)
    return OrderDraft(**data) if data else None


def forget(session: MutableMapping[str, Any], code: str) -> None:
    session[_KEY] = {other: data for other, data in session.get(_KEY, {}).items() if other != code}
