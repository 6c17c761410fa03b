"""The list of pairs under an order: what all pairs share stands above the table, what differs in its columns.

In a list that would take too many sheets what differs is named above the table once and by a sign in the rows («1, б»),
and who stands in several rows is printed whole in the first of them. The sheets stand as the draft says.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from reports.documents.orders.annex_signs import period_of_row, signs_of
from reports.documents.orders.pair_rows import PairRow, term_of_row
from reports.documents.printed_parts import NameAndPost, signature_initials
from russian import typography

#: so many pairs at least stand under one heading, on the average
LEAST_PAIRS_IN_GROUP = 4
#: column → share of the width
_SHARES = {
    "number": 4.2,
    "mentor": 27,
    "mentor_sign": 11,
    "mentee": 27,
    "mentee_sign": 11,
    "what": 22,
    "signs": 7,
    "form": 15,
    "role_model": 18,
    "kinds": 16,
    "period": 20,
}
#: the two days of a period stand one under the other there
_SHARES_UPRIGHT = {"period": 18}
_SHARES_OF_LONG_LIST = {"number": 3.6, "mentor": 28, "mentor_sign": 10, "mentee": 28, "mentee_sign": 10, "period": 11}
_HEADINGS = {"form": "форма", "role_model": "ролевая модель", "kinds": "вид", "period": "срок"}
SIGNS = "Ознакомлен, дата"
#: its title says already what is signed
SIGNS_OF_LONG_LIST = "Подпись, дата"
#: (in the small type of a long list, across) → letters in a line as wide as the sheet
_LETTERS_IN_LINE = {(False, False): 88, (False, True): 130, (True, False): 97, (True, True): 143}
#: a cell holds so many less: its padding, and a bracket or a comma beside a word
_LETTERS_LOST, _LEAST_LETTERS = 3, 8
_PUPIL = re.compile(r"^обучающ(?:ийся|аяся) (\d+(?: «.+»)?) класса$")
_STUDENT = re.compile(r"студент(?:ка)?\b", re.IGNORECASE)
#: a long list has so few headings of groups; of more groups the rows have signs
MOST_HEADINGS_IN_LONG_LIST = 3


def arranged(rows: list[PairRow]) -> list[PairRow]:
    """Pairs of one form, model, kind and period stand together where there are several such groups of some size."""
    groups = list(dict.fromkeys(_what(row) for row in rows))
    if len(groups) * LEAST_PAIRS_IN_GROUP > len(rows):
        return rows
    return sorted(rows, key=lambda row: groups.index(_what(row)))


def annex_context(payload: Mapping[str, Any], *, signed_here: bool, is_long: bool = False) -> dict[str, Any]:
    """What the template of the annex needs. `signed_here`: people sign in the table that they have read the order.
    `is_long`: the list would take too many sheets."""
    rows: list[PairRow] = payload["pairs"]
    groups = list(dict.fromkeys(_what(row) for row in rows))
    is_grouped = len(groups) > 1 and len(groups) * LEAST_PAIRS_IN_GROUP <= len(rows)
    if is_long and len(groups) > MOST_HEADINGS_IN_LONG_LIST:
        is_grouped = False
    differing = [] if is_grouped else _differing(rows)
    shared = [name for name in _HEADINGS if name not in differing]
    signs = signs_of(rows, differing if is_long else [])
    columns = [*(["signs"] if signs.legend else []), *signs.columns] if is_long else differing
    lines = {} if is_grouped or not rows else {0: _describe(rows[0], shared)}
    if is_grouped:
        firsts = {_what(row): number for number, row in reversed(list(enumerate(rows)))}
        lines = {number: _describe(rows[number], shared) for number in firsts.values()}
    signed = _where_signed(rows)
    return {
        "shared_by_all": "" if is_grouped else lines.get(0, ""),
        "annex_legend": signs.legend,
        "annex_is_long": is_long,
        "annex_has_representatives": any("representative" in person for row in rows for _side, person in _sides(row)),
        "annex_wide": payload["annex_landscape"],
        "annex_title": _title(len(rows)),
        "annex_columns": _columns(payload, columns, signed_here=signed_here, is_long=is_long),
        "annex_rows": [
            {
                **row,
                **{side: _printed(person, is_long=is_long) for side, person in _sides(row)},
                "heading": lines.get(number, "") if is_grouped else "",
                "kinds_label": ", ".join(row["kinds"]),
                "differing": differing,
                "signs": signs.of_rows[number],
                "mentor_signed": signed[number, "mentor"],
                "mentee_signed": signed[number, "mentee"],
            }
            for number, row in enumerate(rows)
        ],
    }


def _title(pairs: int) -> str:
    """Of the annex, and in the mark of the annex under the order."""
    return "Сведения о наставнической паре" if pairs == 1 else "Список наставнических пар (групп)"


def signing_beside(payload: Mapping[str, Any]) -> list[NameAndPost]:
    """Those who are to read the order and stand in no pair: the curator."""
    rows: list[PairRow] = payload["pairs"]
    in_pairs = {_key(person) for row in rows for _side, person in _sides(row)}
    return [person for person in payload["acquaintance"] if _key(person) not in in_pairs]


def _what(row: PairRow) -> tuple[str, ...]:
    return row["form"], row["role_model"], *row["kinds"], row["starts_on"], row["ends_on"], term_of_row(row)


def _differing(rows: list[PairRow]) -> list[str]:
    """The columns that the table keeps: what is not the same everywhere, or is missing somewhere."""
    if len(rows) == 1:
        return list(_HEADINGS)
    values = {
        "form": [row["form"] for row in rows],
        "role_model": [row["role_model"] if row["needs_role_model"] else "—" for row in rows],
        "kinds": [", ".join(row["kinds"]) for row in rows],
        "period": [period_of_row(row) for row in rows],
    }
    return [name for name, column in values.items() if len(set(column)) > 1 or not all(column)]


def _describe(row: PairRow, names: Sequence[str]) -> str:
    """«Форма: «педагог – педагог»; ролевая модель: «…»; вид: …; срок: 01.09.2026 – 31.05.2027.»"""
    values = {
        "form": row["form"],
        "role_model": row["role_model"],
        "kinds": ", ".join(row["kinds"]),
        "period": period_of_row(row),
    }
    parts = [f"{_HEADINGS[name]}: {values[name]}" for name in names if values[name]]
    return typography.full_stop(typography.upper_first("; ".join(parts))) if parts else ""


def _columns(
    payload: Mapping[str, Any], differing: list[str], *, signed_here: bool, is_long: bool
) -> list[dict[str, Any]]:
    """The differing qualities share one column on a sheet that stands upright, but the period has its own. In a long
    list signs stand for them."""
    merged = [name for name in differing if name != "period"]
    qualities = merged if payload["annex_landscape"] or is_long else ["what"] * bool(merged)
    period = ["period"] if "period" in differing else []
    sign_columns = {"mentor": ["mentor_sign"] * signed_here, "mentee": ["mentee_sign"] * signed_here}
    codes = ["number", "mentor", *sign_columns["mentor"], "mentee", *sign_columns["mentee"], *qualities, *period]
    signs = SIGNS_OF_LONG_LIST if is_long else SIGNS
    mentor_term = typography.upper_first(payload.get("mentor_term") or "наставник")
    headings = {
        "number": "№",
        "mentor": f"{mentor_term} ({_facts_of_side(payload, 'mentor')})",
        "mentor_sign": signs,
        "mentee": f"{typography.upper_first(payload['mentee_term'])} ({_facts_of_side(payload, 'mentee')})",
        "mentee_sign": signs,
        "what": typography.upper_first(", ".join(_HEADINGS[name] for name in merged if name in _HEADINGS)),
        "signs": "Знак",
        **{name: typography.upper_first(heading) for name, heading in _HEADINGS.items()},
    }
    upright = {} if payload["annex_landscape"] else _SHARES_UPRIGHT
    shares = {**_SHARES, **(_SHARES_OF_LONG_LIST if is_long else upright)}
    total = sum(shares[code] for code in codes)
    in_line = _LETTERS_IN_LINE[is_long, payload["annex_landscape"]]
    letters = {code: max(int(shares[code] / total * in_line) - _LETTERS_LOST, _LEAST_LETTERS) for code in codes}
    return [
        {
            "code": code,
            "heading": headings[code],
            "width": f"{shares[code] * 100 / total:.2f}%",
            "letters": letters[code],
        }
        for code in codes
    ]


def _facts_of_side(payload: Mapping[str, Any], side: Literal["mentor", "mentee"]) -> str:
    """«ФИО, должность», «ФИО, класс»: what the rows tell of this side. Students are called so without a heading."""
    posts = [row[side]["post"] for row in payload["pairs"]]
    facts = {"класс" if is_pupil_post(post) else "должность" for post in posts if post and not _STUDENT.match(post)}
    if not any(posts):
        facts = {"должность"} if side == "mentor" else {"должность", "класс"}
    what = f" или{typography.NBSP}".join(word for word in ("должность", "класс") if word in facts)
    return f"ФИО, {what}" if what else "ФИО"


def is_pupil_post(post: str) -> bool:
    """«обучающийся 9 «А» класса»"""
    return bool(_PUPIL.match(post))


def _where_signed(rows: list[PairRow]) -> dict[tuple[int, str], int]:
    """(row, side) → the number of the row where the same person signs already, 0 where it is this one."""
    first: dict[Any, int] = {}
    where = {}
    for number, row in enumerate(rows):
        for side, person in _sides(row):
            first_number = first.setdefault(_key(person), number)
            where[number, side] = first_number + 1 if first_number != number else 0
    return where


def _key(person: NameAndPost) -> Any:
    return person.get("person") or (person["name"], person["post"])


def _sides(row: PairRow) -> tuple[tuple[str, NameAndPost], ...]:
    return ("mentor", row["mentor"]), ("mentee", row["mentee"])


def _printed(person: NameAndPost, *, is_long: bool) -> dict[str, Any]:
    """A long list says «9 «А» класс» of a pupil, as its heading allows."""
    post = _PUPIL.sub(r"\1 класс", person["post"]) if is_long else person["post"]
    return {**person, "post": post, "representative_initials": representative_initials_of(person)}


def representative_initials_of(person: NameAndPost) -> str:
    """«Н. В. Скрытная»; an empty string where the register has no name."""
    return signature_initials(person.get("representative", ""))
