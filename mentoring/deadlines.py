"""Everything that is due in a scope, as one list: the worklist shows it, the dashboards count it.

Each rule reads only the rows that it speaks of, so the number of queries does not grow with the rows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Max, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from mentoring.consents import missing_consents
from mentoring.enums import DeadlineKind, PairStatus, ProgrammeStatus
from mentoring.models import Pair, PlanItem
from mentoring.queries.pairs import own_pairs
from mentoring.queries.policies import PolicyTimeline
from registry import clock
from registry.access import Access, Right
from registry.models import Curator

#: days from entering a draft until its consents are to be there, and from agreement until the order
DAYS_FOR_PAPERS = 14
DAYS_FOR_PROGRAMME = 30
#: how long before its end a pair is spoken of
DAYS_BEFORE_END = 30
#: how far ahead the other rules look
DAYS_AHEAD = 7
MONTHS_BETWEEN_CONFIRMATIONS = 12


@dataclass(frozen=True)
class Deadline:
    kind: DeadlineKind
    title: str
    #: what it is about and by which source
    why: str
    due_on: date
    link: str
    action: str
    organisation_id: int
    pair_id: int | None
    overdue: bool
    #: days late, or days left
    days: int


def deadlines_for(user: User, on: date | None = None) -> list[Deadline]:
    """What is due where the user sees the pairs of an organisation, and in the user's own pairs; the latest first."""
    access = Access.of(user)
    places = access.where(Right.VIEW_PAIRS)
    return deadlines_of(
        Pair.objects.filter(places | own_pairs(access)) if not access.is_unlimited else Pair.objects.all(),
        Curator.objects.filter(places),
        on or clock.today(),
    )


def overdue_by_organisation(organisation_ids: Iterable[int], on: date | None = None) -> dict[int, int]:
    """How many deadlines have passed in each host organisation; organisations without any are absent.

    Counts the very list of `deadlines_of`, so a figure on a dashboard opens into as many rows.
    """
    ids = list(organisation_ids)
    found = deadlines_of(
        Pair.objects.filter(organisation__in=ids), Curator.objects.filter(organisation__in=ids), on or clock.today()
    )
    return dict(Counter(deadline.organisation_id for deadline in found if deadline.overdue))


def overdue_pairs(pairs: QuerySet[Pair], on: date | None = None) -> set[int]:
    """Which of the pairs have something overdue."""
    found = deadlines_of(pairs, Curator.objects.none(), on or clock.today())
    return {deadline.pair_id for deadline in found if deadline.overdue and deadline.pair_id is not None}


def deadlines_of(pairs: QuerySet[Pair], curators: QuerySet[Curator], on: date) -> list[Deadline]:
    """All deadlines of the pairs and curators given, in order of their day."""
    found = [
        *_drafts(pairs, on),
        *_orders(pairs, on),
        *_programmes(pairs, on),
        *_plan_items(pairs, on),
        *_ends(pairs, on),
        *_confirmations(curators, on),
    ]
    return sorted(found, key=lambda deadline: (deadline.due_on, deadline.title))


def _drafts(pairs: QuerySet[Pair], on: date) -> Iterator[Deadline]:
    entered_by = on + timedelta(days=DAYS_AHEAD - DAYS_FOR_PAPERS)
    drafts = list(
        _with_people(pairs)
        .filter(status=PairStatus.DRAFT, created_on__lte=entered_by)
        .select_related("act")
        .prefetch_related("mentor__person__consents", "mentee__person__consents")
    )
    policies = PolicyTimeline(pair.organisation.municipality_id for pair in drafts)
    for pair in drafts:
        policy = policies.of_pair(pair)
        missing = missing_consents(pair, policy, on) if policy else []
        if missing:
            title, action = f"Согласия: {pair}", "Внести согласия"
            why = f"Без них пара остаётся черновиком (Устюжна, п.\u00a03.5). Нет: {'; '.join(p.title for p in missing)}"
        else:
            title, action = f"Согласовать пару: {pair}", "Открыть"
            why = "Пара всё ещё черновик (Устюжна, п.\u00a03.5)"
        due = pair.created_on + timedelta(days=DAYS_FOR_PAPERS)
        yield _deadline(DeadlineKind.CONSENTS, title, why, due, pair, action, on)


def _orders(pairs: QuerySet[Pair], on: date) -> Iterator[Deadline]:
    agreed = (
        _with_people(pairs)
        .filter(status=PairStatus.AGREED)
        .annotate(agreed_on=Max("changes__on", filter=Q(changes__to_status=PairStatus.AGREED)))
    )
    for pair in agreed:
        since = pair.agreed_on or pair.created_on
        due = min(since + timedelta(days=DAYS_FOR_PAPERS), max(pair.starts_on, since))
        if due <= on + timedelta(days=DAYS_AHEAD):
            why = (
                f"Согласована {since:%d.%m.%Y}, начало {pair.starts_on:%d.%m.%Y} · нужен приказ (Устюжна, п.\u00a03.6)"
            )
            yield _deadline(DeadlineKind.ORDER, f"Приказ о закреплении: {pair}", why, due, pair, "Открыть", on)


def _programmes(pairs: QuerySet[Pair], on: date) -> Iterator[Deadline]:
    """Those not approved in time, and all that wait for the head, however far their day is."""
    begun_by = on + timedelta(days=DAYS_AHEAD - DAYS_FOR_PROGRAMME)
    waiting = (
        _with_people(pairs)
        .filter(Q(starts_on__lte=begun_by) | Q(programme__status=ProgrammeStatus.SUBMITTED), status=PairStatus.ACTIVE)
        .exclude(programme__status=ProgrammeStatus.APPROVED)
        .exclude(kinds__one_meeting=True)
        .select_related("act", "programme")
    )
    for pair in waiting:
        begun = max(pair.starts_on, pair.act.dated) if pair.act else pair.starts_on
        due = begun + timedelta(days=DAYS_FOR_PROGRAMME)
        programme = getattr(pair, "programme", None)
        link = reverse("mentoring:programme", args=[pair.pk])
        submitted = programme is not None and programme.status == ProgrammeStatus.SUBMITTED
        if due > on + timedelta(days=DAYS_AHEAD) and not submitted:
            continue
        if submitted:
            kind = DeadlineKind.APPROVAL
            why = f"Ждёт руководителя с {programme.submitted_on:%d.%m.%Y} (Устюжна, п.\u00a04.1)"
            title = f"Утвердить программу: {pair}"
        else:
            kind = DeadlineKind.PROGRAMME
            why = "Через месяц работы программа утверждена руководителем (Сургут, п.\u00a01.3.7; Устюжна, п.\u00a04.1)"
            title = f"Составить программу: {pair}"
        yield _deadline(kind, title, why, due, pair, "Открыть", on, link)


def _plan_items(pairs: QuerySet[Pair], on: date) -> Iterator[Deadline]:
    items = PlanItem.objects.filter(
        programme__pair__in=pairs.filter(status=PairStatus.ACTIVE),
        done_on__isnull=True,
        due_on__lte=on + timedelta(days=DAYS_AHEAD),
    ).select_related(
        "programme__pair__mentor__person", "programme__pair__mentee__person", "programme__pair__organisation"
    )
    for item in items:
        pair = item.programme.pair
        link = reverse("mentoring:programme", args=[pair.pk])
        why = f"{pair} · мероприятия плана выполняются в установленные сроки (Устюжна, п.\u00a06.2)"
        if item.due_on is not None:
            yield _deadline(DeadlineKind.PLAN_ITEM, item.title, why, item.due_on, pair, "Отметить", on, link)


def _ends(pairs: QuerySet[Pair], on: date) -> Iterator[Deadline]:
    ending = _with_people(pairs).filter(status=PairStatus.ACTIVE, ends_on__lte=on + timedelta(days=DAYS_BEFORE_END))
    for pair in ending:
        if pair.ends_on < on:
            title, why = (
                f"Завершить пару: {pair}",
                f"Срок кончился {pair.ends_on:%d.%m.%Y} (Устюжна, пп.\u00a03.12, 3.13)",
            )
        else:
            title = f"Срок пары подходит к концу: {pair}"
            why = "Завершите её или продлите, если кто-то долго отсутствовал (Устюжна, п.\u00a03.8)"
        yield _deadline(DeadlineKind.END, title, why, pair.ends_on, pair, "Открыть", on)


def _confirmations(curators: QuerySet[Curator], on: date) -> Iterator[Deadline]:
    for curator in curators.filter(dismissed_on__isnull=True).select_related("person", "organisation"):
        since = curator.confirmed_on or curator.appointed_on
        due = since + relativedelta(months=MONTHS_BETWEEN_CONFIRMATIONS)
        if due <= on + timedelta(days=DAYS_AHEAD):
            yield Deadline(
                DeadlineKind.CONFIRMATION,
                f"Подтвердить сведения об участниках: {curator.organisation}",
                f"Куратор {curator.person.short_name} · не реже раза в год (Холм, п.\u00a06.6)",
                due,
                curator.get_absolute_url(),
                "Открыть",
                curator.organisation_id,
                None,
                due < on,
                abs((on - due).days),
            )


def _with_people(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    return pairs.select_related("mentor__person", "mentee__person", "organisation")


def _deadline(
    kind: DeadlineKind, title: str, why: str, due: date, pair: Pair, action: str, on: date, link: str = ""
) -> Deadline:
    return Deadline(
        kind,
        title,
        why,
        due,
        link or pair.get_absolute_url(),
        action,
        pair.organisation_id,
        pair.pk,
        due < on,
        abs((on - due).days),
    )
