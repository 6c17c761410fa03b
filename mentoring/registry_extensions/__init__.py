"""What pairs add to the register's own screens (registry/extension_points.py)."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.extension_points import guard_explanations
from accounts.models import User
from mentoring.actions.corrections import release_from_changes
from mentoring.actions.leaving import end_pairs_of_leaver
from mentoring.changes.reasons import reasons_after_move
from mentoring.enums import PLACE_HOLDING, PairSide, PairStatus
from mentoring.guards import banks, cap
from mentoring.labels.changes import brief_of_change, describe_change
from mentoring.models import Pair, PairChange, PairStage
from mentoring.models.pair import unfinished
from mentoring.pairing.sides import side_of_mentee, sides_of_mentor
from mentoring.queries.acts import (
    changes_resting_on,
    changes_standing_on,
    corrected_changes_naming,
    pairs_resting_on,
    pairs_to_secure,
    signs_about_securing,
)
from mentoring.queries.asked_consents import with_consents
from mentoring.queries.capacity import load_today, mentors_above, with_capacity
from mentoring.queries.corrections import end_in_force, who_corrects
from mentoring.queries.moves import (
    ended_by_leaving,
    lock_pairs_of,
    pairs_hosted_by_organisation_of,
    pairs_of_days_elsewhere,
)
from mentoring.queries.new_pairs import mentees_for_pairs
from mentoring.queries.pairs import open_pairs, pairs_holding, pairs_of_bank_entry, pairs_visible_to
from mentoring.queries.pairs_on_day import with_working_pair, without_pair
from mentoring.queries.policies import count_pairs_under, count_pairs_with, words_of_pairs
from mentoring.queries.rights import may_end_with_leaving
from mentoring.queries.roadmap_acts import roadmaps_resting_on
from mentoring.queries.routes import pairs_under, route_of, rules_of_route
from mentoring.refusals import capacity as capacity_refusal
from mentoring.refusals import dates as date_refusal
from mentoring.registry_extensions import merging
from mentoring.registry_extensions.act_dependants import ACT_DEPENDANTS
from mentoring.registry_extensions.consents import acts_of_pairs_on, describe_pairs_without_consent
from mentoring.registry_extensions.organisations import open_pairs_led_by
from registry import clock, extension_points
from registry.access import Access, Right
from registry.enums import MenteeState, Participant, Role
from registry.extension_points import CardSection, DaysElsewhere, ReferencesToAct, Tie, TieEnding
from registry.history.labels import changes_of
from registry.models import Act, Affiliation, Curator, Mentee, Mentor, Organisation, Person
from registry.queries.acts import may_manage_act
from registry.queries.dictionaries import leading_posts
from registry.queries.people import may, young_specialists
from registry.queries.rules import rule_of_organisations
from registry.side_texts import side_text
from russian.side_words import SideWords

#: pairs of an act that its card names; the list of pairs has them all
MOST_ON_CARD = 30


def attach() -> None:
    """Called once, when the application is ready."""
    guard_explanations.update(
        {
            cap.CAP: side_text("Не сохранено: у наставника нет свободных мест на этот срок."),
            cap.SELF: capacity_refusal.SELF_MENTORING,
            **date_refusal.EXPLANATIONS,
            **banks.EXPLANATIONS,
        }
    )
    extension_points.card_sections += [pairs_of_person, route_of_person]
    extension_points.openable_people.append(people_met_in_pairs)
    extension_points.consent_recorders.append(leads_pair_of)
    extension_points.act_sections += [pairs_section_of_act, changes_of_act, roadmaps_of_act]
    extension_points.acts_on_consent.append(acts_of_pairs_on)
    extension_points.act_references.append(ReferencesToAct(corrected_changes_naming, release_from_changes))
    extension_points.act_dependants += ACT_DEPENDANTS
    extension_points.act_refusals.append(date_refusal.explanation_of_dates)
    extension_points.organisation_ties.append(open_pairs_led_by)
    extension_points.departure_obstacles.append(describe_live_pairs_of_leaver)
    extension_points.bank_day_obstacles.append(describe_pairs_begun_before)
    extension_points.side_obstacles.append(describe_pairs_of_other_side)
    extension_points.move_correction_obstacles.append(describe_pairs_led_there)
    extension_points.move_day_obstacles.append(describe_pairs_of_those_days)
    extension_points.person_ties.append(open_pairs_of_people)
    extension_points.tie_endings.append(
        TieEnding(lock_pairs_of, reasons_for_leavers, end_pairs_of_leaver, pairs_ended_with)
    )
    extension_points.mentor_places.append(places_today)
    extension_points.mentee_conditions[MenteeState.ALONE] = without_pair
    extension_points.mentee_conditions[MenteeState.YOUNG_WITH_MENTOR] = young_with_mentor
    extension_points.mentees_above_limit.append(capacity_refusal.mentees_above)
    extension_points.mentors_above_limit.append(mentors_above)
    extension_points.pairs_under_rules.append(count_pairs_under)
    extension_points.pairs_with_entry.append(count_pairs_with)
    extension_points.merge_participants.append(merging.MERGE_PARTICIPANT)
    extension_points.parts_of_records += [PairChange, PairStage]


def _tomorrow() -> date:
    """Who leaves today still worked today: a pair that ends today keeps nobody."""
    return clock.today() + timedelta(days=1)


def people_met_in_pairs(user: User) -> Q:
    """Both people of the pairs that the user's organisations lead, for those who keep the cards there, and the mentees
    of a mentor (Устюжна, п. 5.1)."""
    access = Access.of(user)
    led = open_pairs(clock.today()).filter(organisation__in=access.organisation_ids(Right.EDIT_PEOPLE))
    own = open_pairs(clock.today()).filter(mentor__person__in=access.person_ids)
    return (
        Q(pk__in=led.values("mentor__person"))
        | Q(pk__in=led.values("mentee__person"))
        | Q(pk__in=own.values("mentee__person"))
    )


def leads_pair_of(user: User, person: Person) -> bool:
    """Whoever leads a pair records the consents that it needs (requirements U-RM-2.1)."""
    organisations = Access.of(user).organisation_ids(Right.EDIT_PEOPLE)
    led = open_pairs(clock.today()).filter(organisation__in=organisations)
    return bool(organisations) and led.filter(Q(mentor__person=person) | Q(mentee__person=person)).exists()


def pairs_of_person(user: User, person: Person) -> CardSection | None:
    """The person's pairs that the reader may see, and the mentor's places today."""
    mentor, mentee = getattr(person, "mentor", None), getattr(person, "mentee", None)
    if mentor is None and mentee is None:
        return None
    pairs = (
        pairs_visible_to(user)
        .filter(Q(mentor__person=person) | Q(mentee__person=person))
        .exclude(status=PairStatus.CANCELLED)
        .found_by_key()
        .with_shown_relations()
    )
    may_propose = may(user, Right.PROPOSE_PAIRS, person) and Access.of(user).anywhere(Right.PROPOSE_PAIRS)
    context = {
        "pairs": list(pairs),
        "load": load_today(mentor) if mentor is not None else None,
        "new_pair_url": (
            reverse("mentoring:pair_new_for", args=[mentee.pk])
            if mentee is not None and may_propose and mentees_for_pairs(user).filter(pk=mentee.pk).exists()
            else ""
        ),
    }
    return CardSection("Пары", "mentoring/_card_pairs.html", context)


def route_of_person(user: User, person: Person) -> CardSection | None:
    """The mentee's route, where there is one or the rules have routes, for who keeps the card or sees the pairs."""
    mentee = getattr(person, "mentee", None)
    if mentee is None or not (rules := rules_of_route(mentee)):
        return None
    route, may_edit = route_of(mentee), may(user, Right.EDIT_PEOPLE, person)
    if route is None and not (rules.routes_enabled and may_edit):
        return None
    context = {
        "route": route,
        "pairs": list(pairs_under(user, route)) if route else [],
        "changes": changes_of(route) if route else [],
        "edit_url": reverse("mentoring:route_edit", args=[mentee.pk]) if may_edit else "",
    }
    return CardSection("Индивидуальный образовательный маршрут", "mentoring/_card_route.html", context)


def pairs_section_of_act(user: User, act: Act) -> CardSection | None:
    """Pairs that the act has secured, and the way to secure more; an act of an end or an extension that speaks of
    nothing else secures none."""
    pairs = list(with_consents(pairs_resting_on(act, user))[: MOST_ON_CARD + 1])
    fits = not signs_about_securing(act)
    waiting = may_manage_act(user, act) and (fits or not changes_standing_on(act).exists())
    waiting = waiting and pairs_to_secure(user, act).exists()
    if not pairs and not waiting:
        return None
    context = {
        "pairs": pairs[:MOST_ON_CARD],
        "without_consent": describe_pairs_without_consent(pairs[:MOST_ON_CARD]),
        "more": len(pairs) > MOST_ON_CARD,
        "act": act,
        "all_url": f"{reverse('mentoring:pairs')}?act={act.pk}",
        "secure_url": reverse("mentoring:act_pairs", args=[act.pk]) if waiting else "",
        "fits": fits,
    }
    return CardSection("Пары", "mentoring/_act_pairs.html", context, rests=bool(pairs))


def changes_of_act(user: User, act: Act) -> CardSection | None:
    changes = list(changes_resting_on(act, user))
    words = words_of_pairs(each.pair_id for each in changes)
    rows = [(each, *_describe_change(each, words[each.pair_id].mentor)) for each in changes]
    rests = not all(each.is_corrected for each in changes)
    return CardSection("Изменения пар", "mentoring/_act_changes.html", {"changes": rows}, rests=rests) if rows else None


def _describe_change(change: PairChange, mentor: SideWords) -> tuple[str, str]:
    """What has happened, and why; the reason of an extension tells both."""
    if change.ends_on_after is not None and change.reason:
        return describe_change(change, mentor), ""
    brief = brief_of_change(
        change.to_status, change.on, mentor, ends_on_after=change.ends_on_after, is_corrected=change.is_corrected
    )
    return brief, change.reason


def roadmaps_of_act(user: User, act: Act) -> CardSection | None:
    roadmaps = list(roadmaps_resting_on(act, user))
    return CardSection("Дорожные карты", "mentoring/_act_roadmaps.html", {"roadmaps": roadmaps}) if roadmaps else None


def describe_live_pairs_of_leaver(entry: Mentor | Mentee | Curator, on: date) -> list[str]:
    """Nobody leaves a bank while a pair is agreed or at work later than today, nor before the last day of one that is
    over; drafts are to be cancelled first."""
    if isinstance(entry, Curator):
        return []
    holding = unfinished(_tomorrow()) | unfinished(on + timedelta(days=1))
    return [_obstacle(pair, on) for pair in pairs_of_bank_entry(entry, holding)]


def describe_pairs_begun_before(entry: Mentor | Mentee, on: date) -> list[str]:
    """Nobody comes into a bank behind the first day of a pair there."""
    begun = ~Q(status__in=[PairStatus.DRAFT, PairStatus.CANCELLED]) & Q(starts_on__lt=on)
    first = pairs_of_bank_entry(entry, begun).order_by("starts_on").first()
    if first is None:
        return []
    return [f"В паре «{first}» с {first.starts_on:%d.%m.%Y}: в базе человек не позже этого дня."]


def describe_pairs_of_other_side(entry: Mentor | Mentee) -> list[str]:
    """The open pairs in whose form nobody like the person, as the entry now says it, stands on that side."""
    posts = leading_posts(entry.person.municipality_id)
    sides = sides_of_mentor(entry, posts) if isinstance(entry, Mentor) else {side_of_mentee(entry)}
    pairs = pairs_of_bank_entry(entry, unfinished(clock.today())).select_related("form")
    return [
        f"Пара «{pair}» ({pair.state_label}) в форме «{pair.form}» на это не рассчитана: сначала окончите её, а если "
        "ошибка в форме пары, исправьте её там."
        for pair in pairs
        if (offered := pair.form.mentor_sides if isinstance(entry, Mentor) else pair.form.mentee_sides)
        and sides.isdisjoint(offered)
    ]


def describe_pairs_led_there(affiliation: Affiliation) -> list[str]:
    """Where a pair of the person is led or was, the person was there; a draft is cancelled first."""
    pairs = pairs_hosted_by_organisation_of(affiliation, [PairStatus.DRAFT, *PLACE_HOLDING])
    if affiliation.since is not None:
        pairs = pairs.filter(created_on__gte=affiliation.since)
    return [
        f"Организация {affiliation.organisation} уже внесла пару «{pair}» ({pair.state_label}) с этим "
        "человеком. Сначала отмените её черновик."
        if pair.status == PairStatus.DRAFT
        else f"Организация {affiliation.organisation} ведёт пару «{pair}» ({pair.state_label}) с этим "
        "человеком: перевод в неё ошибкой уже не назвать. Внесите новый перевод."
        for pair in pairs.select_related("mentor__person", "mentee__person")
    ]


def describe_pairs_of_those_days(days: DaysElsewhere) -> list[str]:
    """A pair that the organisation led tells that the person was there when it began and when it ended."""
    return [
        f"{days.organisation} вела пару «{pair}» ({_period(pair)}), а по этой дате человек тогда был уже не там. "
        f"Укажите день позже, а если неверны дни пары, их исправит {who_corrects(end_in_force(pair))}."
        for pair in pairs_of_days_elsewhere(days)
    ]


def open_pairs_of_people(user: User, people: Collection[int]) -> dict[int, list[Tie]]:
    """Pairs that forbid leaving. One that the reader does not see has no address."""
    pairs = pairs_holding(people, _tomorrow())
    visible = set(pairs_visible_to(user).filter(pk__in=pairs.order_by().values("pk")).values_list("pk", flat=True))
    ties: dict[int, list[Tie]] = {}
    for pair in pairs:
        address = pair.get_absolute_url() if pair.pk in visible else ""
        tie = Tie(
            f"{pair} ({pair.state_label})", address, may_end=may_end_with_leaving(user, pair), period=_period(pair)
        )
        for person in {pair.mentor.person_id, pair.mentee.person_id}.intersection(people):
            ties.setdefault(person, []).append(tie)
    return ties


def _period(pair: Pair) -> str:
    return f"{pair.starts_on:%d.%m.%Y}–{pair.last_day:%d.%m.%Y}"


def pairs_ended_with(user: User, person: Person, on: date) -> list[Tie]:
    """Pairs that the leaving of the person on the day has ended or given up, as far as the reader sees them."""
    return [
        Tie(f"{pair} ({pair.state_label})", pair.get_absolute_url(), period=_period(pair))
        for pair in pairs_visible_to(user)
        .filter(pk__in=ended_by_leaving(person, on).values("pk"))
        .with_shown_relations()
    ]


#: whom a class has; the mentees of pupils are pupils too
_LEARNERS = (Participant.PUPIL, Participant.STUDENT)


def reasons_for_leavers(organisation: Organisation) -> list[tuple[str, str]]:
    """Why a pair ends when its pupil leaves the school; without those that need a decision or a notice of their own."""
    reasons = reasons_after_move(organisation.municipality_id, _LEARNERS, PairSide.MENTEE, is_employee=False)
    return [(reason.code, str(reason)) for reason in reasons.exclude(decided_by=Role.HEAD)]


def places_today(user: User, mentors: QuerySet[Mentor]) -> QuerySet[Mentor]:
    today = clock.today()
    return with_capacity(mentors, today, today)


def _obstacle(pair: Pair, on: date) -> str:
    if pair.is_over:
        return (
            f"Пара «{pair}» работала до {pair.last_day:%d.%m.%Y}, а последний день человека — {on:%d.%m.%Y}. Исправьте "
            f"этот день, а если неверен последний день пары, его исправит {who_corrects(end_in_force(pair))}."
        )
    if pair.is_ending:
        return (
            f"Пара «{pair}» ещё работает, её последний день — {pair.last_day:%d.%m.%Y}: дождитесь его или внесите уход "
            "человека из организации, и портал спросит, что будет с парой."
        )
    is_draft = pair.status == PairStatus.DRAFT
    advice = "отмените черновик" if is_draft else side_text("сначала завершите пару или замените наставника_вин")
    return f"Пара «{pair}» ({pair.state_label}): {advice}."


def young_with_mentor(mentees: QuerySet[Mentee], on: date) -> QuerySet[Mentee]:
    """Those whom the share of young specialists with a mentor counts on the day."""
    years = rule_of_organisations("young_specialist_years", on)
    return mentees.filter(pk__in=with_working_pair(young_specialists(years, on), on).values("pk"))
