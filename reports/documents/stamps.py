"""Stamps of approval, adoption and agreement on papers (ГОСТ Р 7.0.97-2016, пп. 5.16, 5.20).

A stamp says only what was done; what was not is left as a blank for the hand.
"""

from datetime import date
from typing import NotRequired, TypedDict

from registry.models import Act, Municipality, Organisation
from reports.documents.act_citation import act_in_instrumental, date_and_number, signed_by
from reports.documents.printed_parts import signature_initials
from russian import typography
from russian.typography import NBSP, russian_quotes

BLANK_DAY = f"«____»{NBSP}______________{NBSP}20___{NBSP}г."
BLANK_ACT = ("_" * 28, f"от{NBSP}{'_' * 12} №{NBSP}{'_' * 8}")


class Stamp(TypedDict):
    """`word` is «УТВЕРЖДЕНО», «УТВЕРЖДАЮ», «ПРИНЯТО» or «СОГЛАСОВАНО»; `lines` say by whom or by what act.

    With `signature` a line for the hand follows, with this name beside it when it is not empty, and `dated` under it.
    `by_hand`: nothing of it was done in the portal.
    """

    word: str
    lines: list[str]
    signature: NotRequired[str]
    dated: NotRequired[str]
    by_hand: NotRequired[bool]


def approved_by_act(act: Act) -> Stamp:
    return Stamp(word="УТВЕРЖДЕНО", lines=_filled(*act_in_instrumental(act), signed_by(act)))


def adopted_by_minutes(act: Act) -> Stamp:
    """The minutes say by their title who has met: «Заседание педагогического совета»."""
    issuer = russian_quotes(act.organisation.short_name if act.organisation else "")
    lines = _filled(issuer, russian_quotes(act.title), f"протокол {date_and_number(act)}", signed_by(act))
    return Stamp(word="ПРИНЯТО", lines=lines)


def approved_by_head(organisation: Organisation, name: str, on: date) -> Stamp:
    """`name` as the portal shows who approved it: «Стародубцев Г. Р.»."""
    return Stamp(
        word="УТВЕРЖДАЮ",
        lines=_filled(_post_of_head(organisation)),
        signature=_in_signature_order(name),
        dated=typography.date_in_figures(on),
    )


def agreed_with_body(municipality: Municipality, name: str, on: date) -> Stamp:
    return Stamp(
        word="СОГЛАСОВАНО",
        lines=_filled(_body_of(municipality)),
        signature=_in_signature_order(name),
        dated=typography.date_in_figures(on),
    )


def head_is_to_approve(organisation: Organisation) -> Stamp:
    head = signature_initials(organisation.head_name)
    post = _post_of_head(organisation)
    return Stamp(word="УТВЕРЖДАЮ", lines=_filled(post), signature=head, dated=BLANK_DAY, by_hand=True)


def act_is_to_approve() -> Stamp:
    return Stamp(word="УТВЕРЖДЕНО", lines=list(BLANK_ACT), by_hand=True)


def body_is_to_agree(municipality: Municipality) -> Stamp:
    post = municipality.authorised_head_position
    head = signature_initials(municipality.authorised_head) if post else ""
    lines = _filled(typography.upper_first(post) or _body_of(municipality))
    return Stamp(word="СОГЛАСОВАНО", lines=lines, signature=head, dated=BLANK_DAY, by_hand=True)


def _post_of_head(organisation: Organisation) -> str:
    post = f"{organisation.head_position} {russian_quotes(organisation.short_name)}".strip()
    return typography.upper_first(post)


def _body_of(municipality: Municipality) -> str:
    return typography.upper_first(russian_quotes(municipality.authorised_body))


def _in_signature_order(name: str) -> str:
    """«Стародубцев Г. Р.» → «Г. Р. Стародубцев»."""
    surname, _, initials = name.replace(NBSP, " ").partition(" ")
    return typography.keep_together(f"{initials} {surname}".strip())


def _filled(*lines: str) -> list[str]:
    return [line for line in lines if line]
