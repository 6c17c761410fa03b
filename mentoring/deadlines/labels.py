"""What a deadline of a pair or a roadmap says: title, what is missing, the rule behind it, where to go."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from mentoring.enums import PairSide, ProgrammeStatus, RoadmapStatus
from mentoring.labels.changes import brief_of_change
from mentoring.labels.programme import programme_words
from mentoring.models import Pair, PairChange, PlanItem, Roadmap, RoadmapItem
from mentoring.models.pair import pair_name
from mentoring.pairing.consents import RequiredConsent, missing_consents, withdrawn_consents
from mentoring.queries.due_rows import DAYS_FOR_PAPERS, DAYS_FOR_PROGRAMME, records_due, with_day_of_agreement
from mentoring.queries.moves import with_undecided_move
from mentoring.queries.policies import PairRulesTimeline, words_of_pairs
from registry.deadlines import DeadlineLabel, DueRow
from registry.models.person import short_name
from registry.papers.act_cases import ActCases
from registry.policies.rules_in_force import Jurisdiction
from registry.queries.rules import RulesTimeline
from russian.side_words import SideWords
from russian.typography import upper_first

#: of a roadmap that the head has approved and the coordinator has still to agree (ADR 55)
DUE_BEFORE_AGREEMENT = "Карту утвердил руководитель, поэтому сроки идут со дня утверждения, не дожидаясь согласования."
_WEEK = "неделя — срок портала"

#: a pair with its papers has a hundred columns more
_NEEDED_OF_DRAFTS = (
    *("starts_on", "form", "act__dated", "organisation__municipality", "organisation__kind"),
    *("mentor__source", "mentee__participant"),
    *(
        f"{side}__person__{field}"
        for side in ("mentor", "mentee")
        for field in ("last_name", "first_name", "middle_name", "birth_date", "grade")
    ),
)


def draft_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    drafts = list(
        records_due(Pair, rows)
        .select_related("act", "form", "mentor__person", "mentee__person", "organisation")
        .prefetch_related("mentor__person__consents", "mentee__person__consents")
        .only(*_NEEDED_OF_DRAFTS)
    )
    policies = PairRulesTimeline(drafts)
    labels = {}
    for pair in drafts:
        rules = policies.of_pair(pair)
        if rules and (missing := missing_consents(pair, rules, on)):
            title, action = f"Получить согласия: {pair}", "Внести согласия"
            why = f"Нет: {'; '.join(consent.title for consent in missing)}"
            reason = f"Без согласий пара остаётся черновиком {rules.by_whom('consents_required')}."
        else:
            title, action = f"Согласовать пару: {pair}", "Согласовать"
            why = "Все согласия есть, а пара всё ещё черновик"
            reason = f"{DAYS_FOR_PAPERS} дней от внесения пары — срок портала."
        labels[pair.pk] = DeadlineLabel(title, why, pair.get_absolute_url(), action, reason=reason, about=str(pair))
    return labels


def order_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    pairs = list(_with_pair_name(with_day_of_agreement(records_due(Pair, rows)), "pk", "since", "starts_on"))
    words = words_of_pairs(pk for pk, *_ in pairs)
    return {
        pk: DeadlineLabel(
            f"Издать {words[pk].act.nominative} о закреплении: {name}",
            f"Согласована {since:%d.%m.%Y}, начало {starts_on:%d.%m.%Y}",
            f"{reverse('reports:paper_sources', args=['orders'])}?pair={pk}",
            f"Издать {words[pk].act.nominative}",
            reason=f"По правилам муниципалитета пару закрепляют {words[pk].act.instrumental}; пока его нет, она не "
            "действует.",
            about=name,
            look=reverse("mentoring:pair", args=[pk]),
        )
        for pk, name, since, starts_on in pairs
    }


def programme_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    due = records_due(Pair, rows).annotate(rules_on=Coalesce("act__dated", "starts_on"))
    host = ("organisation__municipality", "organisation__kind", "organisation")
    pairs = list(_with_pair_name(due, "pk", "programme__status", "programme__submitted_on", "rules_on", *host))
    jurisdictions = {pk: Jurisdiction(*columns[-3:]) for pk, *columns in pairs}
    timeline = RulesTimeline(
        {each.municipality for each in jurisdictions.values()},
        organisations={each.organisation for each in jurisdictions.values() if each.organisation},
    )
    labels = {}
    for pk, name, status, submitted_on, rules_on, *_ in pairs:
        document_name = programme_words(timeline.in_force(jurisdictions[pk], rules_on))
        page = reverse("mentoring:programme", args=[pk])
        title = upper_first(document_name.accusative)
        reason = f"{title} утверждает руководитель организации (Устюжна, п.\u00a04.1)."
        if status == ProgrammeStatus.SUBMITTED:
            labels[pk] = DeadlineLabel(
                f"Утвердить {document_name.accusative}: {name}",
                f"Ждёт руководителя с {submitted_on:%d.%m.%Y}",
                page,
                "Утвердить",
                reason=reason,
                about=name,
            )
        else:
            unsent = document_name.agreeing("отправлен", "отправлена", "отправлено")
            labels[pk] = DeadlineLabel(
                f"Составить {document_name.accusative}: {name}",
                f"{upper_first(document_name.nominative)} ещё не {unsent} руководителю",
                page,
                "Составить",
                reason=f"{reason} {DAYS_FOR_PROGRAMME} дней работы — срок портала.",
                about=name,
            )
    return labels


def plan_item_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    path = "programme__pair__"
    items = records_due(PlanItem, rows)
    columns = ("pk", "title", f"{path}pk")
    return {
        pk: DeadlineLabel(
            f"Отметить мероприятие: {name}",
            title,
            f"{reverse('mentoring:programme', args=[pair_id])}#plan-{pk}",
            "Отметить",
            reason="Мероприятия плана выполняются в установленные сроки (Устюжна, п.\u00a06.2).",
            about=name,
        )
        for pk, name, title, pair_id in _with_pair_name(items, *columns, path=path)
    }


def act_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    changes = records_due(PairChange, rows)
    cancelled = {
        change.pk: change.act for change in changes.filter(act_awaited=False).select_related("act__cancelled_by")
    }
    labels = {}
    columns = ("pk", "pair", "to_status", "on", "ends_on_after", "act_due_on", "listed_reason__title")
    with_names = list(_with_pair_name(changes, *columns, path="pair__"))
    words = words_of_pairs(pair_id for _, _, pair_id, *_ in with_names)
    for pk, name, pair_id, to_status, since, ends_on_after, due_on, reason in with_names:
        what = brief_of_change(to_status, since, words[pair_id].mentor, ends_on_after=ends_on_after)
        act = cancelled.get(pk)
        kind = words[pair_id].act
        by_reason = due_on and act is None
        term = f"срок — по причине «{reason}»" if by_reason else _WEEK
        labels[pk] = DeadlineLabel(
            f"Внести {kind.nominative}: {name}",
            f"{what}, а {act} {act.cancelled_word}: {act.cancelled_by}"
            if act is not None
            else f"{what}, а {words[pair_id].act.genitive} нет",
            reverse("mentoring:change_act", args=[pair_id, pk]),
            f"Внести {kind.nominative}",
            reason=f"{_by_rules_of_changes(kind)}; {term}.",
            about=name,
            look=reverse("mentoring:pair", args=[pair_id]),
        )
    return labels


def _by_rules_of_changes(act: ActCases) -> str:
    """No source says by what act a pair is changed, the rules say what the organisation issues about its pairs."""
    return f"По правилам муниципалитета изменения пары вносят {act.instrumental}"


def ground_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    labels = {}
    pairs = records_due(Pair, rows).select_related("mentor__person", "mentee__person", "act__cancelled_by")
    for pair in pairs:
        if pair.act is None:
            continue
        labels[pair.pk] = DeadlineLabel(
            f"Закрепить новым актом: {pair}",
            f"{pair.act} {pair.act.cancelled_word}: {pair.act.cancelled_by}",
            reverse("mentoring:pair_secure", args=[pair.pk]),
            "Назвать акт",
            reason=f"Пара работает на основании акта, который не отменён, — правило портала; {_WEEK}.",
            about=str(pair),
            look=pair.get_absolute_url(),
        )
    return labels


def withdrawal_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    pairs = list(
        records_due(Pair, rows)
        .select_related("act", "mentor__person", "mentee__person", "organisation")
        .prefetch_related("mentor__person__consents", "mentee__person__consents")
    )
    policies = PairRulesTimeline(pairs)
    labels = {}
    for pair in pairs:
        rules = policies.of_pair(pair)
        if not rules or not (withdrawn := withdrawn_consents(pair, rules, on)):
            continue  # the rules of the organisation do not ask for that paper
        labels[pair.pk] = DeadlineLabel(
            f"Решить о паре, согласие отозвано: {pair}",
            f"Отозвано {'; '.join(consent.title for consent in withdrawn)}",
            pair.get_absolute_url(),
            "Решить",
            reason=f"Без согласия пара работать не может — {_sources_of(withdrawn)}. Нужно новое согласие или "
            "последний день пары; неделя — срок портала.",
            about=str(pair),
        )
    return labels


def _sources_of(consents: Iterable[RequiredConsent]) -> str:
    return "; ".join(dict.fromkeys(consent.source for consent in consents))


def end_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    labels = {}
    pairs = list(_with_pair_name(records_due(Pair, rows), "pk", "ends_on", "term_event"))
    words = words_of_pairs(pk for pk, *_ in pairs)
    for pk, name, ends_on, event in pairs:
        mentor, mentee, _ = words[pk]
        page = reverse("mentoring:pair", args=[pk])
        if ends_on < on:
            labels[pk] = DeadlineLabel(
                f"Завершить пару: {name}",
                f"Срок кончился {ends_on:%d.%m.%Y}{_until(event)}",
                reverse("mentoring:pair_complete", args=[pk]),
                "Завершить",
                reason=f"Пара, которую никто не завершил и не продлил, держит место {mentor.genitive}.",
                about=name,
                look=page,
            )
        else:
            labels[pk] = DeadlineLabel(
                f"Срок пары подходит к концу: {name}",
                f"Завершите её или продлите, если кто-то долго отсутствовал{_until(event)}",
                page,
                "Открыть",
                reason=f"Срок можно продлить при долгом отсутствии {mentor.genitive} или {mentee.genitive} "
                "по уважительной причине (Устюжна, п.\u00a03.8).",
                about=name,
            )
    return labels


def _until(event: str) -> str:
    return f". Пара работает до события: {event}" if event else ""


def move_labels(rows: Sequence[DueRow], on: date, side: PairSide, *, is_decided_here: bool) -> dict[int, DeadlineLabel]:
    page = "pair_move" if is_decided_here else "pair"
    organisation = f"{side}__person__organisation__short_name"
    labels = {}
    moved = with_undecided_move(records_due(Pair, rows), side)
    pairs = list(_with_pair_name(moved, "pk", "left_on", organisation))
    words = words_of_pairs(pk for pk, *_ in pairs)
    for pk, name, left_on, new_organisation in pairs:
        who: SideWords = getattr(words[pk], side)
        where = (
            f"теперь в организации {new_organisation}" if new_organisation else "в муниципалитете больше не числится"
        )
        labels[pk] = DeadlineLabel(
            f"Решить о паре: {name}",
            f"{upper_first(who.nominative)} {where}, в прежней — по {left_on:%d.%m.%Y}",
            reverse(f"mentoring:{page}", args=[pk]),
            "Решить" if is_decided_here else "Открыть",
            reason=f"{_by_rules_of_changes(words[pk].act)}; {_WEEK}.",
            about=name,
            look=reverse("mentoring:pair", args=[pk]),
        )
    return labels


def roadmap_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    labels = {}
    roadmaps = records_due(Roadmap, rows)
    for roadmap in roadmaps:
        is_approval = roadmap.status == RoadmapStatus.APPROVAL
        decision, reader = ("Утвердить", "руководителя") if is_approval else ("Согласовать", "координатора")
        since = f" с {roadmap.submitted_on:%d.%m.%Y}" if roadmap.submitted_on else ""
        labels[roadmap.pk] = DeadlineLabel(
            f"{decision} дорожную карту: {roadmap}",
            f"Ждёт {reader}{since}",
            roadmap.get_absolute_url(),
            "Рассмотреть",
            reason=f"Срок портала — {DAYS_FOR_PAPERS}\u00a0дней.",
            about=str(roadmap),
        )
    return labels


def roadmap_item_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    path = "section__roadmap"
    columns = ("pk", "number", "title", "responsible", path, f"{path}__organisation", f"{path}__status")
    items = records_due(RoadmapItem, rows).values_list(*columns)
    return {
        pk: DeadlineLabel(
            f"Отметить пункт дорожной карты: {' '.join(filter(None, (number, title)))}",
            f"Исполнитель: {responsible}" if responsible else "Исполнитель не назван",
            reverse("mentoring:roadmap_item_progress", args=[roadmap, pk]),
            "Отметить",
            reason=_why_item_is_due(organisation, status),
            about=f"{number} {title}".strip(),
            look=reverse("mentoring:roadmap", args=[roadmap]),
        )
        for pk, number, title, responsible, roadmap, organisation, status in items
    }


def _why_item_is_due(organisation: int | None, status: str) -> str:
    if organisation is None:
        return "Срок пункта — из муниципальной дорожной карты."
    reason = "Срок пункта — из дорожной карты организации."
    return reason if status == RoadmapStatus.AGREED else f"{reason} {DUE_BEFORE_AGREEMENT}"


def _with_pair_name(rows: QuerySet[Any], key: str, *columns: str, path: str = "") -> Iterator[tuple[Any, ...]]:
    """(key, name of the pair, columns) of each row: words for hundreds of rows need no model objects.

    `path` leads from the row to its pair.
    """
    names = [
        f"{path}{side}__person__{part}_name" for side in ("mentor", "mentee") for part in ("last", "first", "middle")
    ]
    for values in rows.values_list(key, *names, *columns):
        yield values[0], pair_name(short_name(*values[1:4]), short_name(*values[4:7])), *values[7:]
