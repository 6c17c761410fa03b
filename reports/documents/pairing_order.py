"""Приказ «О закреплении наставнических пар (групп)» (Холм, п. 2.1; Устюжна, пп. 3.4–3.9; Кез, п. 9.3.3)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NotRequired, TypedDict

from reports import rendering, typography
from reports.declension import Case, decline_full_name
from reports.documents.base import (
    Gap,
    OrganisationHead,
    Paper,
    Someone,
    Verification,
    safe_file_name,
    signature_initials,
)
from reports.posts import decline_post

TITLE = "О закреплении наставнических пар (групп)"
#: Up to so many people sign that they have read the order under it; more get a sheet of their own.
MOST_SIGNATURES_UNDER_THE_ORDER = 4
PORTRAIT_WIDTHS = ("6%", "24%", "24%", "29%", "17%")
LANDSCAPE_WIDTHS = ("5%", "19%", "19%", "14%", "17%", "16%", "10%")


class Point(TypedDict):
    """A numbered point of the order with its numbered sub-points, as finished text."""

    text: str
    subpoints: list[str]


class OrderedPair(TypedDict):
    """A row of the annex. Dates are ISO."""

    mentor: Someone
    mentee: Someone
    form: str
    #: whether the form has role models at all, so that their absence is a gap
    needs_role_model: bool
    role_model: str
    kinds: list[str]
    group: str
    starts_on: str
    ends_on: str


class PairingOrderPayload(TypedDict):
    """Everything the order prints. Plain JSON; frozen when the order is issued.

    `preamble` is the sentence before «ПРИКАЗЫВАЮ:» without it; `dated` is ISO or empty; `personnel` widens the left
    margin to 30 mm for orders that are kept for 50 years; `annex_landscape` gives form, model and kind a column each.
    """

    issuer: str
    organisation: OrganisationHead
    number: str
    dated: str
    title: str
    preamble: str
    points: list[Point]
    signatory: Someone
    pairs: list[OrderedPair]
    acquaintance: list[Someone]
    annex_landscape: bool
    personnel: bool
    verification: NotRequired[Verification]


class PairingOrder(Paper):
    code = "pairing_order"
    title = "Приказ о закреплении наставнических пар (групп)"
    template = "reports/papers/pairing_order.html"

    def gaps(self, payload: Mapping[str, Any]) -> list[Gap]:
        organisation, signatory = payload["organisation"], payload["signatory"]
        required = (
            (organisation["full_name"], "organisation.full_name", "Не указано полное наименование организации.", False),
            (organisation["place"], "organisation.place", "Не указано место составления документа.", False),
            (payload["number"], "number", "Не указан номер приказа.", True),
            (payload["dated"], "dated", "Не указана дата приказа.", True),
            (payload["title"], "title", "Не указан заголовок приказа.", True),
            (payload["preamble"], "preamble", "Не указаны основание и цель приказа.", False),
            (payload["points"], "points", "В приказе нет ни одного пункта.", True),
            (signatory["name"], "signatory.name", "Не указано, кто подписывает приказ.", True),
            (signatory["post"], "signatory.post", "Не указана должность того, кто подписывает.", False),
            (payload["pairs"], "pairs", "В приказ не включена ни одна пара.", True),
        )
        found = [Gap(field, message, blocks) for value, field, message, blocks in required if not value]
        for index, pair in enumerate(payload["pairs"]):
            found.extend(_gaps_of_pair(index, pair))
        return found

    def file_name(self, payload: Mapping[str, Any]) -> str:
        number = f" № {payload['number']}" if payload["number"] else ""
        dated = f" от {typography.date_in_figures(date.fromisoformat(payload['dated']))}" if payload["dated"] else ""
        return safe_file_name(f"Приказ{number}{dated} о закреплении наставнических пар")

    def left_margin_mm(self, payload: Mapping[str, Any]) -> int:
        return rendering.PERSONNEL_LEFT_MARGIN_MM if payload["personnel"] else rendering.LEFT_MARGIN_MM

    def context(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        people = [{**person, "initials": signature_initials(person["name"])} for person in payload["acquaintance"]]
        few = len(people) <= MOST_SIGNATURES_UNDER_THE_ORDER
        pairs = [{**pair, "kinds_in_words": ", ".join(pair["kinds"])} for pair in payload["pairs"]]
        return {
            "paper": {**payload, "pairs": pairs},
            "signatory_initials": signature_initials(payload["signatory"]["name"]),
            "order_reference": order_reference(payload["number"], payload["dated"]),
            "pairs_in_words": typography.counted(len(pairs), "пара", "пары", "пар"),
            "acquaintance": people,
            "acquainted_here": bool(people) and few,
            "acquainted_on_sheet": not few,
            "column_widths": LANDSCAPE_WIDTHS if payload["annex_landscape"] else PORTRAIT_WIDTHS,
        }


def _gaps_of_pair(index: int, pair: Mapping[str, Any]) -> Iterable[Gap]:
    row = f"Строка {index + 1}, {pair['mentor']['name'] or 'наставник не указан'}"
    required = (
        (pair["mentor"]["name"], "mentor.name", "не указан наставник", True),
        (pair["mentor"]["post"], "mentor.post", "не указана должность наставника", False),
        (pair["mentee"]["name"], "mentee.name", "не указан наставляемый", True),
        (pair["mentee"]["post"], "mentee.post", f"не указаны должность или класс: {pair['mentee']['name']}", False),
        (pair["form"], "form", "не указана форма наставничества", False),
        (pair["role_model"] or not pair["needs_role_model"], "role_model", "не выбрана ролевая модель", False),
        (pair["kinds"], "kinds", "не указан вид наставничества", False),
        (pair["starts_on"] and pair["ends_on"], "period", "не указан срок", True),
    )
    for value, field, message, blocks in required:
        if not value:
            yield Gap(f"pairs.{index}.{field}", f"{row}: {message}.", blocks)


def order_reference(number: str, dated: str) -> str:
    """«от 1 сентября 2026 г. № 135/1» with blanks to fill in by hand where unknown."""
    day = typography.date_in_figures(date.fromisoformat(dated)) if dated else "_" * 10
    return f"от{typography.NBSP}{day} №{typography.NBSP}{number or '_' * 6}"


def usual_preamble(*, grounds: str, purpose: str) -> str:
    """«В соответствии с …, в целях …, с письменного согласия …». `grounds` stands in the instrumental as stored."""
    parts = [
        f"В соответствии с {typography.without_full_stop(grounds)}" if grounds.strip() else "",
        f"в целях {typography.without_full_stop(purpose)}" if purpose.strip() else "",
        "с письменного согласия наставников и наставляемых",
    ]
    return typography.upper_first(", ".join(part for part in parts if part))


def usual_points(
    *,
    pairs: list[OrderedPair],
    curator: Someone | None,
    curator_sex: str = "",
    programmes_by: date | None,
    monthly_report: bool,
    final_report_days: int,
    control: Someone | None,
) -> list[Point]:
    """The points an order of this kind has, ready to be edited (requirements B2).

    `programmes_by`: until when mentors write programmes; `control`: who controls, None for «оставляю за собой».
    """
    mentors = {pair["mentor"]["name"] for pair in pairs}
    to_mentors = ["Наставникам", "Наставнику"][len(mentors) == 1]
    until = f" до {typography.date_in_words(programmes_by)}" if programmes_by else ""
    tasks = [f"Разработать персонализированные программы наставничества и представить их на утверждение{until}"]
    if len(pairs) == 1:
        tasks = [f"Разработать персонализированную программу наставничества и представить её на утверждение{until}"]
    if monthly_report:
        tasks.append("Представлять куратору отчёт не реже одного раза в месяц")
    days = typography.counted(final_report_days, "дня", "дней", "дней")
    tasks.append(f"Представить итоговый отчёт в течение {days} по завершении программы")
    return [
        Point(text=_pairing_point(pairs), subpoints=[]),
        Point(text=f"{to_mentors}:", subpoints=tasks),
        _curators_point(curator, curator_sex),
        Point(text=control_point(control), subpoints=[]),
    ]


def _pairing_point(pairs: list[OrderedPair]) -> str:
    what = "Закрепить наставническую пару" if len(pairs) == 1 else "Закрепить наставнические пары (группы)"
    periods = {(pair["starts_on"], pair["ends_on"]) for pair in pairs}
    starts_on, ends_on = next(iter(periods), ("", ""))
    if len(periods) != 1 or not (starts_on and ends_on):
        return f"{what} согласно приложению к настоящему приказу на сроки, указанные в нём"
    period = typography.period_in_words(date.fromisoformat(starts_on), date.fromisoformat(ends_on))
    return f"{what} на период {period} согласно приложению к настоящему приказу"


def _curators_point(curator: Someone | None, sex: str) -> Point:
    address = f"Куратору {in_text(curator, Case.DATIVE, sex=sex)}" if curator else "Куратору наставничества"
    return Point(
        text=f"{address}:",
        subpoints=[
            "Ознакомить с настоящим приказом наставников и наставляемых под подпись",
            "Обеспечить сопровождение наставнических пар (групп) и учёт результатов их работы",
        ],
    )


def control_point(control: Someone | None, *, sex: str = "") -> str:
    """«Контроль … оставляю за собой» or «… возложить на заместителя директора Иванову И. И.»"""
    what = "Контроль за исполнением настоящего приказа"
    return (
        f"{what} возложить на {in_text(control, Case.ACCUSATIVE, sex=sex)}"
        if control
        else (f"{what} оставляю за собой")
    )


def in_text(person: Someone, case: Case, *, sex: str = "") -> str:
    """«Лагуновой О. В., заместителю директора» inside a sentence, in `case`."""
    declined = decline_full_name(person["name"], case, sex=sex)
    name = typography.initials_after(*declined)
    post = decline_post(typography.lower_first(person["post"]), case)
    return f"{name}, {post}" if post else name
