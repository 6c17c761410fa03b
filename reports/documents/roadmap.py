"""Дорожная карта of a municipality or an organisation (requirements A11)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import Any, NotRequired, TypedDict

from django.db.models import Model, Q, QuerySet

from accounts.models import User
from mentoring.enums import RoadmapItemStatus, RoadmapStatus
from mentoring.models import Roadmap, RoadmapItem
from mentoring.queries.roadmap_acts import acts_named_for
from mentoring.queries.roadmaps import (
    abbreviations_of_sample,
    edit_right,
    head_post_of,
    may_begin,
    organisation_names_for,
    roadmaps_edited_by,
    roadmaps_visible_to,
    rules_of_roadmap,
    sections_of,
)
from mentoring.roadmaps.columns import RoadmapColumn
from mentoring.roadmaps.executors import executors_to_check
from mentoring.roadmaps.terms import is_within
from registry.access import Access, Right
from registry.enums import ActKind
from registry.models import Act
from registry.papers.numbers import number_in_words
from registry.policies.rules_in_force import SupervisingBody
from reports.documents.printed_parts import Verification, safe_file_name
from reports.documents.roadmap_gaps import GAP_OF_COLUMN, gaps_of_roadmap
from reports.documents.stamps import (
    BLANK_AUTHOR,
    BLANK_POST,
    Stamp,
    act_is_to_approve,
    adopted_by_minutes,
    agreed_with_body,
    approved_by_act,
    approved_by_head,
    body_is_to_agree,
    head_is_to_approve,
)
from reports.models import IssuedDocument
from reports.paper import Division, Gap, Issuer, Paper
from reports.paper_details import PaperDetails
from reports.queries import documents_in_force, function_of_agreeing, roadmaps_under
from russian import typography
from russian.abbreviations import used_in
from russian.search_key import fold
from russian.typography import russian_quotes

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
#: letters in a line as wide as the sheet, and the fewest that a column is counted for
LETTERS_IN_LINE, LETTERS_IN_BOLD_LINE, LEAST_LETTERS = 115, 105, 8


class RoadmapItemData(TypedDict):
    number: str
    title: str
    term: str
    responsible: str
    result: str
    status: str
    #: the term does not fall within the period of the roadmap
    outside: NotRequired[bool]


class RoadmapSectionData(TypedDict):
    number: str
    title: str
    items: list[RoadmapItemData]


class RoadmapPayload(TypedDict):
    """Everything the roadmap prints. Plain JSON; frozen when issued. Dates are ISO or empty."""

    issuer: str
    #: which roadmap of the portal it is
    roadmap: int
    title: str
    owner: str
    starts_on: str
    ends_on: str
    approvals: list[Stamp]
    columns: list[RoadmapColumn]
    sections: list[RoadmapSectionData]
    #: whom the sample names and the register does not know in this municipality, in words
    executors_to_check: NotRequired[list[str]]
    #: approved by the head and not agreed yet, so that its terms run already (ADR 55); never of an issued one
    awaits_agreement: NotRequired[bool]
    #: {short: full}, those of the document on whose sample it was begun
    abbreviations: dict[str, str]
    verification: NotRequired[Verification]


class RoadmapPaper(Paper[Roadmap, PaperDetails]):
    """Nothing is decided about it on paper: it is printed as the roadmap is."""

    code = "roadmap"
    slug = "roadmaps"
    title = "дорожная карта"
    template = "reports/papers/roadmap.html"
    right = Right.EDIT_ROADMAPS
    issued_message = "Дорожная карта издана."

    def sources(self, user: User) -> QuerySet[Roadmap]:
        return roadmaps_visible_to(user)

    def sources_to_choose(self, user: User) -> QuerySet[Roadmap]:
        return roadmaps_edited_by(user)

    def may_begin(self, user: User) -> bool:
        return may_begin(user)

    def may_manage(self, user: User, issuer: Issuer) -> bool:
        return issuer.grants(user, edit_right(of_district=issuer.organisation is None))

    def may_preview(self, user: User) -> bool:
        return Access.of(user).anywhere(Right.VIEW_ROADMAPS)

    def subject_of(self, source: Roadmap, details: PaperDetails, predecessor: IssuedDocument | None) -> Roadmap:
        return source

    def issuer_of(self, subject: Roadmap) -> Issuer:
        return Issuer(subject.municipality, subject.organisation)

    def obstacle(self, subject: Roadmap) -> str:
        agreed = subject.status == RoadmapStatus.AGREED
        return "" if agreed else "Документ издаётся, когда дорожная карта согласована."

    def previews_as_project(self, subject: Roadmap) -> bool:
        return subject.status != RoadmapStatus.AGREED

    def edition_in_force(self, subject: Roadmap) -> IssuedDocument | None:
        return documents_in_force(self.code).filter(self.about(subject)).first()

    def about(self, record: Model) -> Q:
        return Q(payload__roadmap=record.pk) if isinstance(record, Roadmap) else super().about(record)

    def naming(self, act: Act) -> Q:
        return Q(payload__roadmap__in=roadmaps_under(act))

    def prints(self, payload: Mapping[str, Any], act: Act) -> bool:
        """Whether a stamp prints the act: its date and number stand in one line of it."""
        dated, number = f"{act.dated:%d.%m.%Y}", number_in_words(act.number, space=" ")
        lines = [line.replace("\u00a0", " ") for stamp in payload["approvals"] for line in stamp["lines"]]
        return any(dated in line and f"{number} " in f"{line.rstrip(')')} " for line in lines)

    def number_of(self, subject: Roadmap, payload: Mapping[str, Any]) -> str:
        return subject.act.number if subject.act else ""

    def payload_from(self, subject: Roadmap, details: PaperDetails) -> dict[str, Any]:
        return dict(roadmap_payload(subject))

    def gaps(self, payload: Mapping[str, Any]) -> list[Gap]:
        return gaps_of_roadmap(payload)

    def file_name(self, payload: Mapping[str, Any]) -> str:
        return safe_file_name(f"Дорожная карта {payload['owner']} {_years(payload)}")

    def document_title(self, payload: Mapping[str, Any]) -> str:
        return ", ".join(part for part in (payload["title"], _owner_below(payload), _years(payload)) if part)

    def context_on_sheets(self, payload: Mapping[str, Any], division: Division) -> dict[str, Any]:
        """A merged cell that goes over to another sheet names its stage there again."""
        codes = _codes(payload)
        if "section" not in codes or not division.first_rows:
            return {}
        return {"rows": _rows(payload["sections"], codes, division.first_rows)}

    def context(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        columns = payload["columns"]
        total = sum(COLUMN_SHARES[column["code"]] for column in columns)
        printed = [column["code"] for column in columns if column["code"] in GAP_OF_COLUMN]
        texts = [section["title"] for section in payload["sections"]]
        texts += [item[code] for section in payload["sections"] for item in section["items"] for code in printed]
        return {
            "columns": [
                {
                    **column,
                    "width": f"{COLUMN_SHARES[column['code']] * 100 / total:.2f}%",
                    "letters": _letters(_codes(payload), column["code"], LETTERS_IN_BOLD_LINE),
                }
                for column in columns
            ],
            "stamp_columns": _by_word(payload["approvals"]),
            "captions": {BLANK_POST: "должность", BLANK_AUTHOR: "кто издал"},
            "rows": _rows(payload["sections"], _codes(payload)),
            "owner_below": _owner_below(payload),
            "period": _period(payload["starts_on"], payload["ends_on"]),
            "awaits_agreement": payload.get("awaits_agreement", False),
            "abbreviations": used_in(texts, payload["abbreviations"]),
        }


def _owner_below(payload: Mapping[str, Any]) -> str:
    """Whose it is, unless the title says so."""
    return "" if fold(payload["owner"]) in fold(payload["title"]) else payload["owner"]


def _years(payload: Mapping[str, Any]) -> str:
    return "–".join(dict.fromkeys(day[:4] for day in (payload["starts_on"], payload["ends_on"]) if day))


def _codes(payload: Mapping[str, Any]) -> list[str]:
    return [column["code"] for column in payload["columns"]]


def roadmap_payload(roadmap: Roadmap) -> RoadmapPayload:
    """Everything the roadmap prints, read off the register; not yet frozen and without verification."""
    municipality, organisation = roadmap.municipality, roadmap.organisation
    owner = russian_quotes(organisation.short_name if organisation else municipality.name)
    sections = sections_of(roadmap)
    payload = RoadmapPayload(
        issuer=owner if organisation else russian_quotes(municipality.authorised_body),
        roadmap=roadmap.pk,
        title=roadmap.title,
        owner=owner,
        starts_on=roadmap.starts_on.isoformat(),
        ends_on=roadmap.ends_on.isoformat(),
        approvals=_approvals(roadmap),
        columns=roadmap.columns,
        sections=[
            RoadmapSectionData(number=section.number, title=section.title, items=_items(items, roadmap))
            for section, items in sections
        ],
        abbreviations=abbreviations_of_sample(roadmap),
    )
    if unknown := executors_to_check(
        roadmap.sample, roadmap.municipality, sections, organisation_names_for(roadmap), head_post_of(roadmap)
    ):
        payload["executors_to_check"] = [executor.in_words for executor in unknown]
    if roadmap.is_in_force and roadmap.status != RoadmapStatus.AGREED:
        payload["awaits_agreement"] = True
    return payload


def _approvals(roadmap: Roadmap) -> list[Stamp]:
    """Adopted by minutes, agreed with the body, approved by an act or by the head: what was done, the rest blank."""
    organisation, municipality = roadmap.organisation, roadmap.municipality
    acts = acts_named_for(roadmap)
    rules = rules_of_roadmap(municipality, organisation, roadmap.agreed_on)
    body = rules.body if rules else SupervisingBody.of(municipality)
    stamps = [adopted_by_minutes(act) for act in acts if act.kind == ActKind.MINUTES]
    if roadmap.agreed_on and roadmap.agreed_by:
        stamps.append(agreed_with_body(body, roadmap.agreed_by, roadmap.agreed_on, function_of_agreeing(roadmap)))
    elif organisation is not None:
        stamps.append(body_is_to_agree(body))
    approving = [approved_by_act(act, roadmap.title) for act in acts if act.kind != ActKind.MINUTES]
    return [*stamps, *(approving or [_approval_without_act(roadmap)])]


def _approval_without_act(roadmap: Roadmap) -> Stamp:
    if roadmap.organisation is None:
        return act_is_to_approve(roadmap.title)
    if roadmap.approved_on and roadmap.approved_by:
        return approved_by_head(roadmap.organisation, roadmap.approved_by, roadmap.approved_on)
    return head_is_to_approve(roadmap.organisation)


def _items(items: Iterable[RoadmapItem], roadmap: Roadmap) -> list[RoadmapItemData]:
    return [
        RoadmapItemData(
            number=item.number,
            title=item.title,
            term=item.term,
            responsible=item.responsible,
            result=item.result,
            status=item.get_status_display(),
            outside=not is_within(item.due_from, item.due_to, roadmap.starts_on, roadmap.ends_on),
        )
        for item in items
        if item.status != RoadmapItemStatus.DROPPED
    ]


def _period(starts_on: str, ends_on: str) -> str:
    if not (starts_on and ends_on):
        return ""
    return typography.period_in_words(date.fromisoformat(starts_on), date.fromisoformat(ends_on))


def _rows(
    sections: list[RoadmapSectionData], codes: list[str], first_rows: frozenset[int] = frozenset()
) -> list[dict[str, Any]]:
    """Rows of the table: a section is a merged cell when it has a column of its own, otherwise a row across.

    A plan that is one list of items (Сальск) has a section without a title, which is not printed.
    `first_rows`: numbers of the rows with which sheets go on.
    """
    section_is_a_column = "section" in codes
    rows: list[dict[str, Any]] = []
    for section in sections:
        if section_is_a_column:
            starts = {number - len(rows) for number in first_rows}
            rows.extend(_rows_of_merged_section(section, codes, starts))
            continue
        if section["title"]:
            rows.append({"number": section["number"], "section": section["title"], "span": len(codes) - 1})
        rows.extend({"cells": [_cell(item, code, codes) for code in codes]} for item in section["items"])
    return rows


def _rows_of_merged_section(section: RoadmapSectionData, codes: list[str], starts: set[int]) -> list[dict[str, Any]]:
    """Холм: the number and the name of the stage stand once beside all its items, and once more on every sheet."""
    rows, count = [], len(section["items"])
    begins = sorted({0, *(start for start in starts if 0 < start < count)})
    heights = dict(zip(begins, (end - begin for begin, end in pairwise([*begins, count])), strict=True))
    for index, item in enumerate(section["items"]):
        cells = []
        for code in codes:
            if code not in ("number", "section"):
                cells.append(_cell({**item, "title": f"{item['number']} {item['title']}".strip()}, code, codes))
            elif index in heights:
                text = section["number"] if code == "number" else section["title"]
                again = " (продолжение)" if code == "section" and index else ""
                css = "number" if code == "number" else ""
                cells.append(
                    {"text": f"{text}{again}", "rows": heights[index], "css": css, "letters": _letters(codes, code)}
                )
        rows.append({"cells": cells})
    return rows


def _cell(item: Mapping[str, Any], code: str, codes: Sequence[str]) -> dict[str, Any]:
    css = {"number": "number", "status": "centre"}.get(code, "")
    return {"text": item[code], "gap": GAP_OF_COLUMN.get(code, ""), "css": css, "letters": _letters(codes, code)}


def _letters(codes: Sequence[str], code: str, in_whole_line: int = LETTERS_IN_LINE) -> int:
    """How many letters a line of the column holds at least: a longer word may be broken."""
    share = COLUMN_SHARES[code] / sum(COLUMN_SHARES[each] for each in codes)
    return max(int(share * in_whole_line) - 2, LEAST_LETTERS)


def _by_word(stamps: Iterable[Stamp]) -> list[list[Stamp]]:
    """Stamps of one word stand one under another."""
    return [list(group) for _word, group in groupby(stamps, key=lambda stamp: stamp["word"])]
