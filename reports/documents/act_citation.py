"""How papers name an act that they rest on: «приказом … от 25.08.2026 № 118 «О …»»."""

import re

from registry.enums import ActKind
from registry.models import Act
from reports.documents.act_cases import ACT_CASES
from reports.documents.printed_parts import in_signature_order, signature_initials
from russian import typography
from russian.typography import NBSP, russian_quotes

#: «Лагунова О. В.»
_SURNAME_FIRST = re.compile(r"[А-ЯЁ][а-яё-]+(?:-[А-ЯЁ][а-яё]+)?\s[А-ЯЁ]\.\s?[А-ЯЁ]\.$")
#: «УТВЕРЖДЕНО приказом …»; another document is named by its own name, in the nominative
_INSTRUMENTAL = {
    **{kind: cases.instrumental for kind, cases in ACT_CASES.items()},
    ActKind.MINUTES: "протоколом",
    ActKind.OTHER: "документом",
}


def citation_of(act: Act) -> str:
    """In the instrumental, as «в соответствии с …» takes it, with the title of the act."""
    title = typography.without_full_stop(russian_quotes(act.title))
    quoted = f"«{title}»" if title and not title.startswith("«") else title
    return typography.keep_together(" ".join(part for part in (*act_in_instrumental(act), quoted) if part))


def act_in_instrumental(act: Act) -> tuple[str, str]:
    """What it is and whose («приказом МБОУ «…»»), and its date and number («от 25.08.2026 № 118»)."""
    kind = _INSTRUMENTAL[ActKind(act.kind)]
    own_name = f"«{russian_quotes(act.kind_title)}»" if act.kind_title else ""
    words = " ".join(part for part in (kind, own_name, _issuer_in_genitive(act)) if part)
    return words, date_and_number(act)


def date_and_number(act: Act) -> str:
    return f"от{NBSP}{typography.date_in_figures(act.dated)} №{NBSP}{act.number}"


def names_act(text: str, act: Act) -> bool:
    """Whether the text cites the act by its date and number, as `citation_of` does or as people type it."""
    day, number = typography.date_in_figures(act.dated), f"№ {act.number}"
    plain = text.replace(NBSP, " ")
    after = plain.partition(number)[2] if number in plain else None
    return after is not None and not after[:1].isalnum() and day in plain


def signed_by(act: Act) -> str:
    """«Директор О. В. Лагунова»: the register keeps it as typed, usually the name first."""
    name, comma, post = act.signatory.strip().partition(", ")
    is_full = len(name.split()) == 3
    shown = signature_initials(name) if is_full else name
    if comma and _SURNAME_FIRST.match(name):
        shown = in_signature_order(name)
    words = f"{post} {shown}" if comma and post and (is_full or "." in name) else act.signatory.strip()
    return typography.keep_together(typography.upper_first(russian_quotes(words)))


def _issuer_in_genitive(act: Act) -> str:
    """Only where its form is known: names that begin with an abbreviation do not change, the municipality keeps the
    genitive of the body that gives its orders; who else has issued the act is left to its number."""
    if act.organisation is not None:
        first = act.organisation.short_name.split(" ", 1)[0]
        return russian_quotes(act.organisation.short_name) if len(first) > 1 and first.isupper() else ""
    return act.municipality.authorised_body_genitive if act.kind == ActKind.ORDER else ""
