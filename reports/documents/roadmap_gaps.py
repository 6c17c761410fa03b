"""What is missing in a roadmap or contradicts itself, before it is printed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from mentoring.roadmaps.terms import item_reference, section_reference
from registry.papers.act_texts import act_text
from reports.documents.stamps import BLANK_POST
from reports.paper import Gap
from russian import typography
from russian.numbers import plural

GAP_OF_COLUMN = {"title": "мероприятие", "term": "срок", "responsible": "ответственный", "result": "результат"}
#: code → what does not come out of the printer where the roadmap has no such column
UNPRINTED_WITHOUT = {"term": "сроки", "responsible": "ответственные", "result": "результаты"}


def gaps_of_roadmap(payload: Mapping[str, Any]) -> list[Gap]:
    gaps = [_gap_of_stamp(stamp) for stamp in payload["approvals"] if stamp.get("by_hand")]
    gaps += [
        Gap("approvals", _describe_unknown_post(stamp))
        for stamp in payload["approvals"]
        if not stamp.get("by_hand") and BLANK_POST in stamp["lines"]
    ]
    gaps += _gaps_of_days(payload["approvals"])
    gaps += [
        Gap("items.responsible", f"Исполнитель из образца, проверьте, есть ли он у вас: {line}.", doubtful=True)
        for line in payload.get("executors_to_check", ())
    ]
    if not payload["approvals"]:
        gaps.append(Gap("approvals", "Нет грифа утверждения: карта не утверждена актом и не согласована."))
    if not payload["title"]:
        gaps.append(Gap("title", "Не указано название дорожной карты.", blocks=True))
    if not any(section["items"] for section in payload["sections"]):
        gaps.append(Gap("sections", "В дорожной карте нет ни одного пункта.", blocks=True))
    printed = {column["code"] for column in payload["columns"]}
    for section in payload["sections"]:
        if not section["items"]:
            gaps.append(Gap("sections", f"Раздел «{section['title']}» пуст."))
        where = section_reference(section["number"], section["title"])
        for item in section["items"]:
            gaps.extend(_gaps_of_item(item, printed, where))
    return [*gaps, *_unprinted(payload["sections"], printed)]


def _gap_of_stamp(stamp: Mapping[str, Any]) -> Gap:
    """What the portal does not know yet is left for the hand, and whoever issues the paper is told."""
    missing = {
        "СОГЛАСОВАНО": "карту ещё не согласовали, это сделает муниципальный координатор",
        "УТВЕРЖДАЮ": "руководитель её ещё не утвердил",
    }
    why = missing.get(stamp["word"], "акт не указан. Его укажет на странице карты муниципальный координатор")
    return Gap("approvals", f"Гриф «{stamp['word']}»: {why}.")


def _describe_unknown_post(stamp: Mapping[str, Any]) -> str:
    """Who knows it: the register has only the posts of the heads."""
    whose = f" ({name})" if (name := stamp.get("signature", "")) else ""
    return f"Гриф «{stamp['word']}»: портал не знает должности того, кто подписывает{whose}. Её впишут от руки."


def _gaps_of_days(stamps: Sequence[Mapping[str, Any]]) -> Iterator[Gap]:
    """The head approves in the portal first and the body agrees after that; on paper it is the other way round."""
    days = {stamp["word"]: stamp["dated"] for stamp in stamps if stamp.get("dated") and not stamp.get("by_hand")}
    approved, agreed = (_day(days.get(word, "")) for word in ("УТВЕРЖДАЮ", "СОГЛАСОВАНО"))
    if approved and agreed and approved < agreed:
        yield Gap(
            "approvals",
            act_text(
                f"Руководитель утвердил карту {typography.date_in_figures(approved)}, а согласована она позже, "
                f"{typography.date_in_figures(agreed)}. На бумаге сначала согласуют, потом утверждают: издайте приказ "
                "об утверждении после согласования и укажите его на странице карты, тогда напечатается его дата."
            ),
            doubtful=True,
        )


def _day(text: str) -> date | None:
    """«25.08.2026», as stamps print it."""
    days = re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", text)
    return date(int(days[3]), int(days[2]), int(days[1])) if days else None


def _gaps_of_item(item: Mapping[str, Any], printed: set[str], where: str) -> list[Gap]:
    """`where`: «раздел 4», in which several items may have the number of those in another."""
    name = typography.upper_first(item_reference(item["number"], item["title"], where))
    outside = [Gap.of_row("items.term", name, "срок не входит в период карты", doubtful=True)] * bool(
        item.get("outside")
    )
    return outside + [
        Gap.of_row(f"items.{code}", name, f"не указано — {what}")
        for code, what in GAP_OF_COLUMN.items()
        if code in printed and not item[code]
    ]


def _unprinted(sections: Iterable[Mapping[str, Any]], printed: set[str]) -> Iterator[Gap]:
    """What the items say and no column shows: a sample of one document under the columns of another."""
    items = [item for section in sections for item in section["items"]]
    for code, what in UNPRINTED_WITHOUT.items():
        number = sum(bool(item[code]) for item in items)
        if number and code not in printed:
            whose = plural(number, "пункта,пунктов,пунктов")
            yield Gap(
                f"items.{code}",
                f"Не напечатаются {what} {whose}: такого столбца у карты нет. Если они нужны, выберите другие столбцы, "
                "пока карта — черновик; когда столбцы заданы правилом, сначала смените его.",
                doubtful=True,
            )
