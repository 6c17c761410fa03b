"""The list of pairs under an order: what all pairs share stands above the table, what differs in its columns."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from reports.documents.orders.pair_rows import PairRow
from reports.documents.printed_parts import NameAndPost, signature_initials
from russian import typography

#: so many pairs at least stand under one heading, on the average
LEAST_PAIRS_IN_GROUP = 4
#: column → share of the width
_SHARES = {
    "number": 4,
    "mentor": 27,
    "mentor_sign": 11,
    "mentee": 27,
    "mentee_sign": 11,
    "what": 20,
    "form": 15,
    "role_model": 18,
    "kinds": 16,
    "period": 14,
}
_HEADINGS = {"form": "форма", "role_model": "ролевая модель", "kinds": "вид", "period": "срок"}
SIGNS = "Ознакомлен, дата"


def arranged(rows: list[PairRow]) -> list[PairRow]:
    """Pairs of one form, model, kind and period stand together where there are several such groups of some size."""
    groups = list(dict.fromkeys(_what(row) for row in rows))
    if len(groups) * LEAST_PAIRS_IN_GROUP > len(rows):
        return rows
    return sorted(rows, key=lambda row: groups.index(_what(row)))


def annex_context(payload: Mapping[str, Any], *, signed_here: bool) -> dict[str, Any]:
    """What the template of the annex needs. `signed_here`: people sign in the table that they have read the order."""
    rows: list[PairRow] = payload["pairs"]
    groups = list(dict.fromkeys(_what(row) for row in rows))
    is_grouped = len(groups) > 1 and len(groups) * LEAST_PAIRS_IN_GROUP <= len(rows)
    differing = [] if is_grouped else _differing(rows)
    shared = [name for name in _HEADINGS if name not in differing]
    lines = {} if is_grouped or not rows else {0: _describe(rows[0], shared)}
    if is_grouped:
        firsts = {_what(row): number for number, row in reversed(list(enumerate(rows)))}
        lines = {number: _describe(rows[number], shared) for number in firsts.values()}
    signed = _where_signed(rows)
    return {
        "shared_by_all": "" if is_grouped else lines.get(0, ""),
        "annex_columns": _columns(payload, differing, signed_here=signed_here),
        "annex_rows": [
            {
                **row,
                **{side: _with_representative(person) for side, person in _sides(row)},
                "heading": lines.get(number, "") if is_grouped else "",
                "kinds_label": ", ".join(row["kinds"]),
                "differing": differing,
                "mentor_signed": signed[number, "mentor"],
                "mentee_signed": signed[number, "mentee"],
            }
            for number, row in enumerate(rows)
        ],
    }


def signing_beside(payload: Mapping[str, Any]) -> list[NameAndPost]:
    """Those who are to read the order and stand in no pair: the curator."""
    rows: list[PairRow] = payload["pairs"]
    in_pairs = {_key(person) for row in rows for _side, person in _sides(row)}
    return [person for person in payload["acquaintance"] if _key(person) not in in_pairs]


def _what(row: PairRow) -> tuple[str, ...]:
    return row["form"], row["role_model"], *row["kinds"], row["starts_on"], row["ends_on"]


def _differing(rows: list[PairRow]) -> list[str]:
    """The columns that the table keeps: what is not the same everywhere, or is missing somewhere."""
    if len(rows) == 1:
        return list(_HEADINGS)
    values = {
        "form": [row["form"] for row in rows],
        "role_model": [row["role_model"] if row["needs_role_model"] else "–" for row in rows],
        "kinds": [", ".join(row["kinds"]) for row in rows],
        "period": [row["starts_on"] and row["ends_on"] and f"{row['starts_on']} {row['ends_on']}" for row in rows],
    }
    return [name for name, column in values.items() if len(set(column)) > 1 or not all(column)]


def _describe(row: PairRow, names: Sequence[str]) -> str:
    """«Форма: «педагог – педагог»; ролевая модель: «…»; вид: …; срок: 01.09.2026 – 31.05.2027.»"""
    words = {
        "form": row["form"],
        "role_model": row["role_model"],
        "kinds": ", ".join(row["kinds"]),
        "period": _period(row["starts_on"], row["ends_on"]),
    }
    parts = [f"{_HEADINGS[name]}: {words[name]}" for name in names if words[name]]
    return typography.full_stop(typography.upper_first("; ".join(parts))) if parts else ""


def _period(starts_on: str, ends_on: str) -> str:
    if not (starts_on and ends_on):
        return ""
    first, last = (typography.date_in_figures(date.fromisoformat(day)) for day in (starts_on, ends_on))
    return f"{first}{typography.NBSP}– {last}"


def _columns(payload: Mapping[str, Any], differing: list[str], *, signed_here: bool) -> list[dict[str, str]]:
    """The differing qualities share one column on a sheet that stands upright, but the period has its own."""
    merged = [name for name in differing if name != "period"]
    qualities = merged if payload["annex_landscape"] else ["what"] * bool(merged)
    period = ["period"] if "period" in differing else []
    signs = {"mentor": ["mentor_sign"] * signed_here, "mentee": ["mentee_sign"] * signed_here}
    codes = ["number", "mentor", *signs["mentor"], "mentee", *signs["mentee"], *qualities, *period]
    headings = {
        "number": "№",
        "mentor": f"{typography.upper_first(payload.get('mentor_term') or 'наставник')} (ФИО, должность)",
        "mentor_sign": SIGNS,
        "mentee": f"{typography.upper_first(payload['mentee_term'])} (ФИО, должность или{typography.NBSP}класс)",
        "mentee_sign": SIGNS,
        "what": typography.upper_first(", ".join(_HEADINGS[name] for name in merged)),
        **{name: typography.upper_first(words) for name, words in _HEADINGS.items()},
    }
    total = sum(_SHARES[code] for code in codes)
    return [{"code": code, "heading": headings[code], "width": f"{_SHARES[code] * 100 / total:.2f}%"} for code in codes]


def _where_signed(rows: list[PairRow]) -> dict[tuple[int, str], int]:
    """(row, side) → the number of the row where the same person signs already, 0 where it is this one."""
    first: dict[Any, int] = {}
    where = {}
    for number, row in enumerate(rows):
        for side, person in _sides(row):
            known = first.setdefault(_key(person), number)
            where[number, side] = known + 1 if known != number else 0
    return where


def _key(person: NameAndPost) -> Any:
    return person.get("person") or (person["name"], person["post"])


def _sides(row: PairRow) -> tuple[tuple[str, NameAndPost], ...]:
    return ("mentor", row["mentor"]), ("mentee", row["mentee"])


def _with_representative(person: NameAndPost) -> dict[str, Any]:
    return {**person, "representative_initials": representative_of(person)}


def representative_of(person: NameAndPost) -> str:
    """«Н. В. Скрытная»; an empty string where the register has no name."""
    return signature_initials(person.get("representative", ""))
