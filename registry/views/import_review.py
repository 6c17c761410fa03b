"""What the page of one batch shows: groups of rows with their counts, one page of cards, the foot."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone

from registry.enums import ImportStatus
from registry.forms.imports import DecisionForm
from registry.models import ImportBatch, ImportRow
from registry.queries.imports import GROUPS, counts_of, rows_of
from registry.tables.import_cards import CardMaker
from registry.templatetags.registry_format import plural

CARDS_ON_A_PAGE = 20
#: what needs a person stands first
_OPENED_FIRST = ("review", "errors", "ready", "unchanged", "off")


def review_context(
    request: HttpRequest, batch: ImportBatch, *, answered: tuple[ImportRow, DecisionForm] | None = None
) -> dict[str, Any]:
    """`answered`: a row whose answer is not right yet, and what was typed."""
    counts = counts_of(batch)
    group = _group(request, batch, counts, answered[0] if answered else None)
    page = Paginator(rows_of(batch, group), CARDS_ON_A_PAGE).get_page(_asked(request, "page"))
    maker = CardMaker(batch, list(page.object_list))
    cards = maker.cards()
    alike = maker.spelt_alike()
    for card in cards:
        card.form = answered[1] if answered and answered[0].pk == card.row.pk else None
        card.alike = alike.get(card.row.record.get("organisation_raw", ""), 0)
    return {
        "batch": batch,
        "counts": counts,
        "chips": [
            (code, "Записано" if code == "ready" and batch.committed_at else title, counts[code])
            for code, (title, _) in GROUPS.items()
        ],
        "group": group,
        "page": page,
        "cards": cards,
        "organisations": maker.choices,
        "open": counts["review"] + counts["errors"],
        "sheets": batch.layout.get("sheets", []),
        **_words(batch, counts),
    }


def _words(batch: ImportBatch, counts: Mapping[str, int]) -> dict[str, str]:
    """The heading and the sentence of the foot, in agreement with the numbers."""
    if batch.status == ImportStatus.COMMITTED:
        heading = f"Записано: {plural(counts['ready'], 'строка,строки,строк')}"
        who = batch.committed_by.short_name if batch.committed_by else "команда портала"
        state = f"{who}, {timezone.localtime(batch.committed_at):%d.%m.%Y %H:%M}"
    elif batch.status == ImportStatus.DISCARDED:
        heading, state = "Загрузка отменена", "ничего не записано"
    elif counts["review"]:
        words = "сомнительную строку,сомнительные строки,сомнительных строк"
        heading, state = f"Проверьте {plural(counts['review'], words)}", "ничего ещё не записано"
    elif counts["errors"]:
        heading = f"{plural(counts['errors'], 'строка,строки,строк')} с ошибками, сомнений нет"
        state = "ничего ещё не записано"
    else:
        heading = "Можно записывать" if counts["ready"] else "Изменений нет"
        state = "ничего ещё не записано"
    return {
        "heading": heading,
        "state": state,
        "ready_words": plural(counts["ready"], "строка будет записана,строки будут записаны,строк будет записано"),
        "review_words": plural(counts["review"], "ждёт решения,ждут решения,ждут решения"),
        "error_words": plural(
            counts["errors"], "с ошибкой останется в файле,с ошибками останутся в файле,с ошибками останутся в файле"
        ),
    }


def _asked(request: HttpRequest, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name, "")


def _group(request: HttpRequest, batch: ImportBatch, counts: Mapping[str, int], row: ImportRow | None) -> str:
    asked = _asked(request, "show")
    if asked in GROUPS:
        return asked
    if row is not None:
        return next(code for code, (_, statuses) in GROUPS.items() if row.status in statuses)
    if batch.status == ImportStatus.COMMITTED and counts["ready"]:
        return "ready"
    return next((code for code in _OPENED_FIRST if counts[code]), "ready")


def reviewed(request: HttpRequest, batch: ImportBatch) -> str:
    """Address of the page where the decision was made; with nothing left there, the first that needs a person."""
    group, page = _asked(request, "show"), _asked(request, "page")
    if group not in GROUPS or not rows_of(batch, group).exists():
        return batch.get_absolute_url()
    return f"{batch.get_absolute_url()}?show={group}" + (f"&page={page}" if page.isdecimal() and page != "1" else "")
