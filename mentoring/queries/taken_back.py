"""What was taken back together with a last day, from the history of the records."""

from datetime import datetime
from typing import Any

from mentoring.enums import ENDED, PairStatus
from mentoring.models import Pair, PairChange, PairStage, PlanItem, Programme, Stage, StageItem, StageItemTemplate
from mentoring.queries.late_records import TAKEN_BACK


def taken_back_from(pair: Pair) -> list[str]:
    """In words, what an end of the pair has taken back since it was last taken up again: that does not come back by
    itself. «Отметка: согласие подписано»"""
    since = _last_return(pair)
    of_pair: dict[str, Any] = {"history_change_reason__startswith": TAKEN_BACK}
    if since is not None:
        of_pair["history_date__gt"] = since
    stages = PairStage.history.filter(pair_id=pair.pk, history_type="-", **of_pair).values_list("stage_id", flat=True)
    marks = StageItem.history.filter(pair_id=pair.pk, history_type="-", **of_pair).values_list("template_id", flat=True)
    items = PlanItem.history.filter(programme__pair=pair, history_type="~", **of_pair)
    lines = [f"Этап «{stage}»" for stage in Stage.objects.filter(pk__in=list(stages)).order_by("number")]
    templates = StageItemTemplate.objects.filter(pk__in=list(marks)).order_by("stage__number", "position")
    lines += [f"Отметка: {template.brief}" for template in templates]
    lines += [
        f"Проведено: {title}" for title in dict.fromkeys(items.order_by("history_id").values_list("title", flat=True))
    ]
    if Programme.history.filter(pair_id=pair.pk, history_type="~", **of_pair).exists():
        lines.append("Отправка, утверждение программы или ознакомление с ней")
    extensions = PairChange.objects.filter(
        pair=pair,
        reason__startswith=TAKEN_BACK,
        ends_on_after__isnull=False,
        **({"made_at__gt": since} if since else {}),
    )
    lines += [f"Продление до {change.ends_on_before:%d.%m.%Y}" for change in extensions.order_by("pk")]
    return lines


def _last_return(pair: Pair) -> datetime | None:
    returns = PairChange.objects.filter(pair=pair, from_status__in=ENDED, to_status=PairStatus.ACTIVE)
    return returns.order_by("-pk").values_list("made_at", flat=True).first()
