"""What is missing in an order about pairs or contradicts itself, and what its days mean."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from registry.papers.act_cases import ActCases, cases_of
from registry.plausible_dates import check_act_day
from reports.documents.orders.order_texts import EXTENDS
from reports.paper import Gap
from russian import typography
from russian.document_names import nominative_instead_of_genitive, nominative_instead_of_instrumental
from russian.numbers import plural

#: how a preamble begins that names what the order rests on
_GROUNDS = re.compile(r"в соответствии|на основании|во исполнение|руководствуясь", re.IGNORECASE)
_WHICH_MINUTES = "Выберите его: не раньше августа перед этим учебным годом и не позже даты документа."


def question_of_days(payload: Mapping[str, Any]) -> str:
    """What to confirm of an order that comes after the first day of its pairs; empty of any other."""
    if not payload.get("since"):
        return ""
    since, dated = (date.fromisoformat(payload[name]) for name in ("since", "dated"))
    days = plural((dated - since).days, "день,дня,дней")
    one = len(payload["pairs"]) == 1
    begins = "Пара начинается раньше" if one else "Есть пары, которые начинаются раньше"
    what = f"{begins} {cases_of(payload['act_kind']).genitive} на {days}: {typography.date_in_figures(since)}."
    advice = (
        "" if covers_days_before(payload) else f" В тексте, исправленном от руки, нет слов «{EXTENDS} …»: допишите их."
    )
    return what + advice


def covers_days_before(payload: Mapping[str, Any]) -> bool:
    """The order comes after the first day of its pairs and says that it covers the days since then."""
    return bool(payload.get("since")) and any(EXTENDS in point["text"] for point in payload["points"])


def when_active(payload: Mapping[str, Any]) -> str:
    """From which day the portal counts the pairs as working, beside what the text says of the days before."""
    act = cases_of(payload["act_kind"])
    text = f"Пары станут действующими с даты {act.genitive}"
    dated = payload["dated"]
    if not dated:
        return f"{text}."
    later = [pair for pair in payload["pairs"] if pair["starts_on"] > dated]
    if payload["pairs"] and len(later) == len(payload["pairs"]):
        return "Пары станут действующими со своего первого дня."
    text += f", {typography.date_in_figures(date.fromisoformat(dated))}"
    text += ", а те, что начинаются позже, — со своего первого дня" if later else ""
    if not payload.get("since"):
        return f"{text}."
    since = typography.date_in_figures(date.fromisoformat(payload["since"]))
    before = f"На дни до неё, с {since}, {act.nominative} распространяется лишь своим текстом."
    return f"{text}: с неё их считает портал. {before}"


def gaps_of_order(payload: Mapping[str, Any]) -> list[Gap]:
    organisation, signatory, act = payload["organisation"], payload["signatory"], cases_of(payload["act_kind"])
    required = (
        (organisation["full_name"], "organisation.full_name", "Не указано полное наименование организации.", False),
        (organisation["place"], "organisation.place", "Не указано место составления документа.", False),
        (payload["number"], "number", f"Не указан номер {act.genitive}.", True),
        (payload["dated"], "dated", f"Не указана дата {act.genitive}.", True),
        (payload["title"], "title", f"Не указан заголовок {act.genitive}.", True),
        (
            names_grounds(payload),
            "grounds",
            f"Нет основания {act.genitive}. Заполните «В соответствии с чем».",
            True,
        ),
        (payload["points"], "points", f"В {act.prepositional} нет ни одного пункта.", True),
        (signatory["name"], "signatory.name", f"Не указано, кто подписывает {act.nominative}.", True),
        (signatory["post"], "signatory.post", "Не указана должность того, кто подписывает.", False),
        (payload["pairs"], "pairs", f"В {act.nominative} не включена ни одна пара.", True),
    )
    gaps = [Gap(field, message, blocks) for value, field, message, blocks in required if not value]
    if body := payload.get("minutes_awaited"):
        message = f"Нет протокола {body}: пары рассматривают до {act.genitive}. {_WHICH_MINUTES}"
        gaps.append(Gap("minutes", message, True))
    if payload.get("title_taken"):
        gaps.append(Gap("title", describe_unnumbered_double(act), True))
    if uncited := payload.get("uncited_grounds"):
        gaps.append(Gap("grounds", describe_uncited_grounds(uncited, act), doubtful=True))
    gaps.extend(_doubtful_cases(payload["preamble"]))
    for index, pair in enumerate(payload["pairs"]):
        gaps.extend(_gaps_of_pair(index, pair))
    return [*gaps, *_gaps_of_day(payload)]


def _doubtful_cases(preamble: str) -> Iterable[Gap]:
    """A field of the preamble is typed as an answer to its question, and people begin with the nominative."""
    if word := nominative_instead_of_instrumental(preamble):
        message = f"Получилось «в соответствии с {word} …». Поставьте «{word}» в творительный падеж."
        yield Gap("grounds", message, doubtful=True)
    if word := nominative_instead_of_genitive(preamble):
        message = f"Получилось «в целях {word} …». Поставьте «{word}» в родительный падеж."
        yield Gap("purpose", message, doubtful=True)


def names_grounds(payload: Mapping[str, Any]) -> bool:
    """The preamble may have been written by hand; then what it says counts."""
    return bool(_GROUNDS.search(payload["preamble"]))


def _gaps_of_day(payload: Mapping[str, Any]) -> Iterable[Gap]:
    """An order is dated neither after the end of its pairs nor far ahead."""
    if not payload["dated"]:
        return
    try:
        check_act_day(date.fromisoformat(payload["dated"]))
    except ValidationError as error:
        yield Gap("dated", str(error.message), True)
    for cited in payload.get("later_grounds", ()):
        yield Gap("grounds", describe_later_citation(cited, cases_of(payload["act_kind"]).nominative), True)
    if (replaced := payload.get("replaces")) and replaced["dated"] > payload["dated"]:
        yield Gap(
            "dated",
            describe_order_before_replaced(date.fromisoformat(replaced["dated"]), cases_of(payload["act_kind"])),
            True,
        )
    for pair in payload["pairs"]:
        if pair["ends_on"] and pair["ends_on"] < payload["dated"]:
            names = f"{pair['mentor']['name']} и {pair['mentee']['name']}"
            over = typography.date_in_figures(date.fromisoformat(pair["ends_on"]))
            yield Gap("dated", f"Дата позже окончания пары ({names}, {over}). Исправьте дату или срок пары.", True)


def describe_unnumbered_double(act: ActCases) -> str:
    return (
        f"{typography.upper_first(act.nominative)} без номера с этим заголовком и датой у организации уже есть. "
        f"Допишите в заголовке, о чём {act.agreeing('этот', 'это')} {act.nominative}: по нему их и различают."
    )


def describe_later_citation(cited: str, act: str) -> str:
    """`cited`: «протокол № 3 от 02.09.2026 издан»; `act`: «приказ»."""
    return f"{typography.upper_first(cited)} позже, чем {act}: ссылаться на него нельзя. Проверьте обе даты."


def describe_uncited_grounds(acts: Sequence[str], act: ActCases) -> str:
    one = len(acts) == 1
    return (
        f"{typography.upper_first(act.nominative)} не ссылается на {'акт' if one else 'акты'}, на "
        f"{'котором' if one else 'которых'} держатся правила организации: {', '.join(acts)}. "
        f"Если {'он нужен' if one else 'они нужны'}, допишите в «В соответствии с чем»."
    )


def describe_order_before_replaced(day: date, act: ActCases) -> str:
    former = act.agreeing("Прежний", "Прежнее")
    dated = f"{former} {act.nominative} — от {typography.date_in_figures(day)}"
    return f"{dated}: {act.nominative} взамен не может быть раньше. Исправьте дату."


def _gaps_of_pair(index: int, pair: Mapping[str, Any]) -> Iterable[Gap]:
    row = f"Строка {index + 1}, {pair['mentor']['name'] or 'наставник не указан'}"
    required = (
        (pair["mentor"]["name"], "mentor.name", "не указан наставник", True),
        (pair["mentor"]["post"], "mentor.post", "не указана должность наставника", False),
        (pair["mentee"]["name"], "mentee.name", "не указан наставляемый", True),
        (pair["mentee"]["post"], "mentee.post", "не указаны должность или класс наставляемого", False),
        (pair["form"], "form", "не указана форма наставничества", False),
        (pair["role_model"] or not pair["needs_role_model"], "role_model", "не выбрана ролевая модель", False),
        (pair["kinds"], "kinds", "не указан вид наставничества", False),
        (pair["starts_on"] and pair["ends_on"], "period", "не указан срок", True),
    )
    for value, field, message, blocks in required:
        if not value:
            yield Gap.of_row(f"pairs.{index}.{field}", row, message, blocks=blocks)
