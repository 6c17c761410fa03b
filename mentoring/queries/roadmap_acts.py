"""The acts that can approve or adopt a roadmap, those that have done so, and who may name them."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from mentoring.models import Roadmap
from mentoring.queries.roadmaps import holds_for, roadmaps_visible_to
from registry.access import Right
from registry.enums import ActKind, OrganisationKind
from registry.extension_points import acts_on_paper
from registry.models import Act
from registry.queries.act_titles import TAKES_BACK, cancels_another, names_any
from registry.queries.acts import acts_visible_to
from registry.side_texts import side_text

#: an older act has hardly approved the roadmap, and an older agreement was hardly one to it
MOST_YEARS_BEFORE = 1
#: an agreement that is older still is a slip of the pen
MOST_YEARS_OF_AGREEMENT = 5
#: titles of acts about something else, unless they name a roadmap or a plan too
_OTHER_MATTER = re.compile(
    r"закреплени|замен|назначени|прекращени|продлени|завершени|освобождени|отпуск", re.IGNORECASE
)
_WORDS_OF_PLANS = ("дорожн", "план", "программ")
#: what the title of an act names that approves a roadmap
OF_APPROVING = "|".join(_WORDS_OF_PLANS)
_PLAN = re.compile(OF_APPROVING, re.IGNORECASE)


def may_name_act(user: User, roadmap: Roadmap) -> bool:
    """Whoever issues orders in the school names the act of its roadmap; whoever agrees a municipal roadmap names its
    act."""
    right = Right.ISSUE_ORDERS if roadmap.organisation_id else Right.AGREE_ROADMAPS
    return holds_for(user, right, roadmap)


def acts_to_approve(user: User, roadmap: Roadmap) -> QuerySet[Act]:
    """Acts that the user sees and that nothing forbids to approve the roadmap; `obstacles_to_approving` says the same
    in words."""
    issuers = Q(organisation__isnull=True) | Q(organisation__kind=OrganisationKind.AUTHORITY)
    if roadmap.organisation_id:
        issuers |= Q(organisation=roadmap.organisation_id)
    return acts_on_paper(acts_visible_to(user)).filter(
        issuers,
        ~cancels_another() | names_any(_WORDS_OF_PLANS) | Q(kind=ActKind.MINUTES),
        municipality=roadmap.municipality_id,
        cancelled_by__isnull=True,
        curators__isnull=True,
        pairs__isnull=True,
        pair_changes__isnull=True,
        dated__lte=roadmap.ends_on,
    )


def obstacles_to_approving(act: Act, roadmap: Roadmap) -> list[str]:
    """Why the act cannot have approved or adopted the roadmap."""
    cancelled = [f"{act.opening} {act.cancelled_word}. Нужен действующий акт."] if act.cancelled_by_id else []
    return [*cancelled, *obstacles_of_issuer_and_date(act, roadmap), *_other_matters(act)]


def obstacles_of_issuer_and_date(act: Act, roadmap: Roadmap) -> Iterator[str]:
    organisation = act.organisation
    if act.municipality_id != roadmap.municipality_id:
        yield f"{act.opening} — акт другого муниципалитета."
    elif (
        organisation is not None
        and organisation.pk != roadmap.organisation_id
        and organisation.kind != OrganisationKind.AUTHORITY
    ):
        yield f"{act.opening} издала другая организация: {organisation}. Эту дорожную карту она не утверждает."
    if act.dated > roadmap.ends_on:
        yield f"{act.opening} {act.issued_word} позже, чем кончается дорожная карта ({roadmap.ends_on:%d.%m.%Y})."


def _other_matters(act: Act) -> Iterator[str]:
    if act.curators.exists():
        yield f"{act.opening} назначает кураторов."
    if act.pairs.exists() or not acts_on_paper(Act.objects.filter(pk=act.pk)).exists():
        yield f"{act.opening} закрепляет пары."
    elif act.pair_changes.exists():
        yield f"{act.opening} меняет пары: продлевает их, завершает или заменяет {side_text('наставника_вин')}."
    elif act.kind != ActKind.MINUTES and act.cancels.exists() and not _PLAN.search(act.title):
        yield f"{act.opening} отменяет другой акт, а о дорожной карте его заголовок не говорит."


def warnings_about_approving(act: Act, roadmap: Roadmap) -> list[str]:
    """Signs that another act was meant."""
    warnings = []
    if act.dated < roadmap.starts_on - relativedelta(years=MOST_YEARS_BEFORE):
        warnings.append(
            f"Акт от {act.dated:%d.%m.%Y}, а дорожная карта начинается больше чем через год, "
            f"{roadmap.starts_on:%d.%m.%Y}."
        )
    agreed_on = roadmap.agreed_on
    if agreed_on is not None and act.kind != ActKind.MINUTES and act.dated < agreed_on:
        warnings.append(f"Акт от {act.dated:%d.%m.%Y}, а дорожная карта согласована позже, {agreed_on:%d.%m.%Y}.")
    if TAKES_BACK.search(act.title) or (act.pk and act.cancels.exists()):
        warnings.append(f"Этот акт отменяет другой, а не утверждает карту: «{act.title}».")
    elif _OTHER_MATTER.search(act.title) and not _PLAN.search(act.title):
        warnings.append(f"Заголовок акта говорит о другом: «{act.title}».")
    return warnings


def obstacles_to_agreement_on(day: date, roadmap: Roadmap) -> Iterator[str]:
    """Why the roadmap cannot have been agreed on the day, whatever day it is today."""
    if roadmap.approved_on and day < roadmap.approved_on:
        yield f"Руководитель утвердил карту позже, {roadmap.approved_on:%d.%m.%Y}."
    if day > roadmap.ends_on:
        yield f"К этому дню карта уже кончилась, {roadmap.ends_on:%d.%m.%Y}. Проверьте дату или период карты."
    if day < roadmap.starts_on - relativedelta(years=MOST_YEARS_OF_AGREEMENT):
        yield f"Проверьте год: карта начинается {roadmap.starts_on:%d.%m.%Y}."


def warnings_about_agreement_on(day: date, roadmap: Roadmap) -> list[str]:
    """Signs that another day was meant."""
    warnings, act = [], roadmap.act
    if day < roadmap.starts_on - relativedelta(years=MOST_YEARS_BEFORE):
        warnings.append(f"Карта начинается больше чем через год после этого дня, {roadmap.starts_on:%d.%m.%Y}.")
    if act is not None and act.kind != ActKind.MINUTES and act.dated < day:
        warnings.append(f"К этому дню карта уже была утверждена: {act}.")
    return warnings


def roadmaps_resting_on(act: Act, user: User) -> QuerySet[Roadmap]:
    return roadmaps_visible_to(user).filter(Q(act=act) | Q(pk__in=act.adopted_roadmaps.order_by().values("pk")))


def acts_named_for(roadmap: Roadmap) -> list[Act]:
    """Acts in force that have approved or adopted the roadmap, the earliest first: its papers cite them."""
    return list(
        acts_of_roadmap(roadmap).filter(cancelled_by__isnull=True).select_related("organisation", "municipality")
    )


def acts_of_roadmap(roadmap: Roadmap) -> QuerySet[Act]:
    """The act that approves the roadmap and the minutes that adopt it, cancelled ones included."""
    acts = Act.objects.filter(Q(roadmaps=roadmap) | Q(adopted_roadmaps=roadmap))
    return acts.order_by("dated", "pk").distinct()


def describe_same_act(roadmap: Roadmap, new_act: Act) -> str:
    """That an act about to be entered is in the register and this roadmap names it by now; empty otherwise."""
    same = new_act.same_act()
    if same is None:
        return ""
    if Roadmap.objects.filter(pk=roadmap.pk, act=same).exists():
        return f"Карта уже утверждена: {same}. Этот акт только что указали, вносить его снова не нужно."
    if roadmap.adopted_by.filter(pk=same.pk).exists():
        return f"{same.opening} у этой карты уже указан. Вносить его снова не нужно."
    return ""


def describe_act_taken_back(roadmap: Roadmap, act: Act) -> str:
    """«Приказ № 5 от 01.09.2026 у этой карты уже убрали 30.11.2026 в 15:40, Анна Иванова.» to who comes second."""
    steps: Any = getattr(roadmap, "history")  # noqa: B009 - simple-history adds it to the model
    ways = Q(history_change_reason__startswith=f"Убран акт: {act}.") | Q(
        history_change_reason__startswith=f"Убран протокол: {act}."
    )
    step = steps.filter(ways).select_related("history_user").first()
    if step is None:
        return f"{act.opening} у этой карты не указан. Проверьте, какие акты у неё сейчас."
    by = f", {step.history_user.get_full_name() or step.history_user}" if step.history_user else ""
    at = timezone.localtime(step.history_date)
    return f"{act.opening}: у этой карты его уже убрали, {at:%d.%m.%Y в %H:%M}{by}. Сам акт остаётся в реестре."


def minutes_of_roadmap(roadmap: Roadmap) -> QuerySet[Act]:
    return roadmap.adopted_by.select_related("cancelled_by").order_by("dated", "pk")


def roadmaps_standing_on(act: Act) -> QuerySet[Roadmap]:
    """Roadmaps that the act approves or adopts, whoever reads them."""
    return Roadmap.objects.filter(Q(act=act) | Q(adopted_by=act)).distinct()
