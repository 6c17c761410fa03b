"""What is written of the work of a pair between two days: the pair worked then."""

from datetime import date

from django.db.models import Q

from mentoring.models import Pair, PairChange, PairStage, PlanItem, StageItem
from mentoring.queries.acts import first_stay


def records_between(pair: Pair, since: date, before: date) -> list[str]:
    """Later stages begun and their items, events held, extensions from the day `since` to the last one before
    `before`, in words by day. Items of the first stage may be done before the pair begins."""
    first = first_stay(pair)
    stays = PairStage.objects.filter(pair=pair, entered_on__gte=since, entered_on__lt=before).select_related("stage")
    marks = StageItem.objects.filter(pair=pair, done_on__gte=since, done_on__lt=before).select_related("template")
    events = PlanItem.objects.filter(programme__pair=pair, done_on__gte=since, done_on__lt=before)
    extensions = PairChange.objects.filter(
        ~Q(ends_on_after=None), pair=pair, on__gte=since, on__lt=before, correction__isnull=True
    )
    if first is not None:
        stays, marks = stays.exclude(pk=first.pk), marks.exclude(template__stage=first.stage_id)
    dated = [(stay.entered_on, f"начат этап «{stay.stage}»") for stay in stays]
    dated += [(mark.done_on, f"выполнено: {mark.template.brief}") for mark in marks]
    dated += [(event.done_on, f"проведено: {event.title}") for event in events if event.done_on]
    dated += [(change.on, f"срок продлён до {change.ends_on_after:%d.%m.%Y}") for change in extensions]
    return [f"{day:%d.%m.%Y} {what}" for day, what in sorted(dated)]
