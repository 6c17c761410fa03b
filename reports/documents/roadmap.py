"""Дорожная карта of a municipality or an organisation (requirements A11)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NotRequired, TypedDict

from reports import typography
from reports.abbreviations import used_in
from reports.documents.base import Gap, Paper, Verification, safe_file_name

#: Columns a roadmap may have: code → (usual heading, share of the width).
COLUMN_SHARES = {
    "number": 6,
    "section": 20,
    "title": 36,
    "term": 16,
    "responsible": 20,
    "result": 22,
    "status": 12,
}
GAP_OF_COLUMN = {"title": "мероприятие", "term": "срок", "responsible": "ответственный", "result": "результат"}


class Column(TypedDict):
    """`code` is one of COLUMN_SHARES; `heading` is what the municipality calls it."""

    code: str
    heading: str


class RoadmapItemData(TypedDict):
    number: str
    title: str
    term: str
    responsible: str
    result: str
    status: str


class RoadmapSectionData(TypedDict):
    number: str
    title: str
    items: list[RoadmapItemData]


class Approval(TypedDict):
    """A stamp of approval: `word` is «УТВЕРЖДЕНО», «СОГЛАСОВАНО» or «ПРИНЯТО»."""

    word: str
    lines: list[str]


class RoadmapPayload(TypedDict):
    """Everything the roadmap prints. Plain JSON; frozen when issued. Dates are ISO or empty."""

    issuer: str
    title: str
    owner: str
    starts_on: str
    ends_on: str
    approvals: list[Approval]
    columns: list[Column]
    sections: list[RoadmapSectionData]
    verification: NotRequired[Verification]


class RoadmapPaper(Paper):
    code = "roadmap"
    title = "Дорожная карта"
    template = "reports/papers/roadmap.html"

    def gaps(self, payload: Mapping[str, Any]) -> list[Gap]:
        found = []
        if not payload["title"]:
            found.append(Gap("title", "Не указано название дорожной карты.", blocks=True))
        if not payload["approvals"]:
            found.append(Gap("approvals", "Нет грифа утверждения: карта не утверждена актом и не согласована."))
        if not any(section["items"] for section in payload["sections"]):
            found.append(Gap("sections", "В дорожной карте нет ни одного пункта.", blocks=True))
        printed = {column["code"] for column in payload["columns"]}
        for section in payload["sections"]:
            if not section["items"]:
                found.append(Gap("sections", f"Раздел «{section['title']}» пуст."))
            for item in section["items"]:
                found.extend(_gaps_of_item(item, printed))
        return found

    def file_name(self, payload: Mapping[str, Any]) -> str:
        years = "–".join(dict.fromkeys(day[:4] for day in (payload["starts_on"], payload["ends_on"]) if day))
        return safe_file_name(f"Дорожная карта {payload['owner']} {years}")

    def context(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        columns = payload["columns"]
        total = sum(COLUMN_SHARES[column["code"]] for column in columns)
        printed = [column["code"] for column in columns if column["code"] in GAP_OF_COLUMN]
        texts = [section["title"] for section in payload["sections"]]
        texts += [item[code] for section in payload["sections"] for item in section["items"] for code in printed]
        return {
            "columns": [
                {**column, "width": f"{COLUMN_SHARES[column['code']] * 100 / total:.2f}%"} for column in columns
            ],
            "rows": _rows(payload["sections"], [column["code"] for column in columns]),
            "period": _period(payload["starts_on"], payload["ends_on"]),
            "abbreviations": used_in(texts),
        }


def _gaps_of_item(item: Mapping[str, str], printed: set[str]) -> list[Gap]:
    name = f"Пункт {item['number']}".strip() if item["number"] else f"Пункт «{item['title'][:60]}»"
    return [
        Gap(f"items.{code}", f"{name}: не указано — {what}.")
        for code, what in GAP_OF_COLUMN.items()
        if code in printed and not item[code]
    ]


def _period(starts_on: str, ends_on: str) -> str:
    if not (starts_on and ends_on):
        return ""
    return typography.period_in_words(date.fromisoformat(starts_on), date.fromisoformat(ends_on))


def _rows(sections: list[RoadmapSectionData], codes: list[str]) -> list[dict[str, Any]]:
    """Rows of the table: a section is a merged cell when it has a column of its own, otherwise a row across."""
    section_is_a_column = "section" in codes
    rows: list[dict[str, Any]] = []
    for section in sections:
        if section_is_a_column:
            rows.extend(_rows_of_merged_section(section, codes))
            continue
        rows.append({"number": section["number"], "section": section["title"], "span": len(codes) - 1})
        rows.extend({"cells": [_cell(item, code) for code in codes]} for item in section["items"])
    return rows


def _rows_of_merged_section(section: RoadmapSectionData, codes: list[str]) -> list[dict[str, Any]]:
    """Холм: the number and the name of the stage stand once beside all its items."""
    rows = []
    for index, item in enumerate(section["items"]):
        cells = []
        for code in codes:
            if code not in ("number", "section"):
                cells.append(_cell({**item, "title": f"{item['number']} {item['title']}".strip()}, code))
            elif index == 0:
                text = section["number"] if code == "number" else section["title"]
                cells.append({"text": text, "rows": len(section["items"]), "css": "number" if code == "number" else ""})
        rows.append({"cells": cells})
    return rows


def _cell(item: Mapping[str, str], code: str) -> dict[str, Any]:
    css = {"number": "number", "status": "centre"}.get(code, "")
    return {"text": item[code], "gap": GAP_OF_COLUMN.get(code, ""), "css": css}
