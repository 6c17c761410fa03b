"""Stamps of approval, adoption and agreement on papers (ГОСТ Р 7.0.97-2025).

A stamp says only what was done; what was not is left as a blank for the hand.
"""

from datetime import date
from typing import NotRequired, TypedDict

from accounts.models import User
from registry.models import Act, Municipality, Organisation
from registry.policies.rules_in_force import SupervisingBody
from reports.documents.act_citation import act_in_instrumental, date_and_number, issuer_in_genitive, signed_by
from reports.documents.printed_parts import in_signature_order, signature_initials
from reports.documents.signature_mark import mark_in_stamp
from russian import typography
from russian.approval import approved_word
from russian.meeting_bodies import body_in_instrumental
from russian.search_key import fold
from russian.typography import NBSP, russian_quotes

BLANK_DAY = f"«____»{NBSP}______________{NBSP}20___{NBSP}г."
BLANK_POST = "_" * 28
#: an act of a body or of its administration, and who has issued it
BLANK_AUTHOR = "_" * 32
BLANK_ACT = ("приказом (постановлением)", BLANK_AUTHOR, f"от{NBSP}{'_' * 12} №{NBSP}{'_' * 8}")


#: that of a kind of organisations, or the only one of the municipality
AnyBody = Municipality | SupervisingBody


class Stamp(TypedDict):
    """`word` is «УТВЕРЖДЕНА» as the title asks, «УТВЕРЖДАЮ», «ПРИНЯТО» or «СОГЛАСОВАНО»; `lines` say by whom or by what
    act.

    With `signature` a line for the hand follows, with this name beside it when it is not empty, and `dated` under it.
    `by_hand`: nothing of it was done in the portal. `mark`: lines of the mark of the electronic signature of the act.
    """

    word: str
    lines: list[str]
    signature: NotRequired[str]
    dated: NotRequired[str]
    by_hand: NotRequired[bool]
    mark: NotRequired[list[str]]


def approved_by_act(act: Act, title: str) -> Stamp:
    """`title` of the document that it approves: the word agrees with it. A stamp of approval by an act names the act,
    its day and number, and nobody who has signed it (ГОСТ Р 7.0.97-2025)."""
    return _with_mark(act, Stamp(word=approved_word(title), lines=_filled(*act_in_instrumental(act))))


def adopted_by_minutes(act: Act) -> Stamp:
    """The minutes say by their title who has met: «Заседание педагогического совета» → «педагогическим советом»."""
    if body := body_in_instrumental(act.title):
        issuer = f"{body} {issuer_in_genitive(act)}".strip()
        lines = _filled(issuer, f"(протокол {date_and_number(act)})", signed_by(act))
        return _with_mark(act, Stamp(word="ПРИНЯТО", lines=lines))
    issuer = russian_quotes(act.organisation.short_name) if act.organisation else _body_of(act.municipality)
    lines = _filled(issuer, russian_quotes(act.title), f"протокол {date_and_number(act)}", signed_by(act))
    return _with_mark(act, Stamp(word="ПРИНЯТО", lines=lines))


def _with_mark(act: Act, stamp: Stamp) -> Stamp:
    """The mark stands only where the signature of the act is kept."""
    if mark := mark_in_stamp(act):
        stamp["mark"] = mark
    return stamp


def approved_by_head(organisation: Organisation, by: User, on: date) -> Stamp:
    """The post of the head goes with the name of the head alone; that of anybody else is for the hand."""
    is_head = _is_named(by, organisation.head_name)
    return Stamp(
        word="УТВЕРЖДАЮ",
        lines=_filled(*([_post_of_head(organisation)] if is_head else [BLANK_POST, _quoted_name(organisation)])),
        signature=in_signature_order(by.short_name),
        dated=typography.date_in_figures(on),
    )


def agreed_with_body(body: AnyBody, by: User, on: date, function: str = "") -> Stamp:
    """As `approved_by_head`: the post of the head of the body only with the name of the head. Anybody else signs as
    what has given the right to agree: `function`, «муниципальный координатор»."""
    post = body.authorised_head_position if _is_named(by, body.authorised_head) else ""
    of_another = [_body_of(body), typography.upper_first(function) or BLANK_POST]
    return Stamp(
        word="СОГЛАСОВАНО",
        lines=_filled(*([typography.upper_first(post)] if post else of_another)),
        signature=in_signature_order(by.short_name),
        dated=typography.date_in_figures(on),
    )


def head_is_to_approve(organisation: Organisation) -> Stamp:
    head = signature_initials(organisation.head_name)
    post = _post_of_head(organisation)
    return Stamp(word="УТВЕРЖДАЮ", lines=_filled(post), signature=head, dated=BLANK_DAY, by_hand=True)


def act_is_to_approve(title: str) -> Stamp:
    return Stamp(word=approved_word(title), lines=list(BLANK_ACT), by_hand=True)


def body_is_to_agree(body: AnyBody) -> Stamp:
    post = body.authorised_head_position
    head = signature_initials(body.authorised_head) if post else ""
    lines = _filled(typography.upper_first(post) or _body_of(body))
    return Stamp(word="СОГЛАСОВАНО", lines=lines, signature=head, dated=BLANK_DAY, by_hand=True)


def _post_of_head(organisation: Organisation) -> str:
    return typography.upper_first(f"{organisation.head_position} {_quoted_name(organisation)}".strip())


def _quoted_name(organisation: Organisation) -> str:
    return russian_quotes(organisation.short_name)


def _is_named(user: User, name: str) -> bool:
    return bool(name.strip()) and fold(user.get_full_name()) == fold(name)


def _body_of(body: AnyBody) -> str:
    return typography.upper_first(russian_quotes(body.authorised_body))


def _filled(*lines: str) -> list[str]:
    return [line for line in lines if line]
