"""Which acts a user sees, may change, may cancel, and may name for something."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from registry.access import Access, Right
from registry.enums import OrganisationKind, RuleLevel
from registry.extension_points import references_to_act
from registry.models import Act, Curator, LocalRules, Mentor, Municipality
from registry.models.act import TAKEN
from registry.names.keys import key_of_number
from registry.papers.numbers import clean_number
from registry.queries.act_titles import merely_cancels
from registry.queries.people import mentors_visible_to

#: how many acts a form offers at most, the newest first
MOST_OFFERED = 300


def acts_visible_to(user: User) -> QuerySet[Act]:
    """Acts of the organisations where the user sees documents; acts without one belong to the municipality alone."""
    condition = Access.of(user).where(Right.VIEW_DOCUMENTS, municipality="municipality")
    return Act.objects.filter(condition).select_related("organisation", "municipality")


def may_manage_act(user: User, act: Act) -> bool:
    """Whoever issues orders where the act comes from; a municipality's own act is in the hands of its officers."""
    access = Access.of(user)
    if act.organisation is None:
        return access.in_municipality(Right.ISSUE_ORDERS, act.municipality)
    return access.in_organisation(Right.ISSUE_ORDERS, act.organisation)


def municipalities_that_issue(user: User) -> QuerySet[Municipality]:
    """Municipalities in whose own name the user may enter acts."""
    access = Access.of(user)
    if access.is_unlimited:
        return Municipality.objects.all()
    return Municipality.objects.filter(pk__in=access.municipality_ids(Right.ISSUE_ORDERS))


def acts_offered_to(user: User, *, apart_from: Act | None = None) -> QuerySet[Act]:
    """What an act may rest on: the newest acts that the user sees, without those that only cancel others, and of those
    that `apart_from` rests on already the ones that the user sees. The others stay unseen: `save_act` leaves them."""
    acts = acts_visible_to(user)
    already_named = Q()
    if apart_from is not None and apart_from.pk:
        acts = acts.exclude(pk=apart_from.pk)
        already_named = Q(dependent_acts=apart_from)
    newest = list(acts.filter(~merely_cancels(), cancelled_by__isnull=True).values_list("pk", flat=True)[:MOST_OFFERED])
    return acts.filter(Q(pk__in=newest) | already_named).distinct() if already_named else acts.filter(pk__in=newest)


def acts_that_may_cancel(user: User, act: Act) -> QuerySet[Act]:
    """Later acts in force of the same organisation, or of its municipality."""
    return (
        acts_visible_to(user)
        .filter(
            Q(organisation=act.organisation_id) | Q(organisation__isnull=True),
            municipality=act.municipality_id,
            cancelled_by__isnull=True,
            dated__gte=act.dated,
        )
        .exclude(pk=act.pk)
    )


def acts_to_adopt(user: User, municipality: Municipality) -> QuerySet[Act]:
    """What a policy rests on, as far as the user sees it: acts in force of the municipality and of the authority there,
    and those on which the rules of its region rest."""
    own = Q(organisation__isnull=True) | Q(organisation__kind=OrganisationKind.AUTHORITY)
    of_region = LocalRules.objects.filter(level=RuleLevel.REGION, region=municipality.region, act__isnull=False)
    return acts_visible_to(user).filter(
        Q(own, municipality=municipality) | Q(pk__in=of_region.values("act")), cancelled_by__isnull=True
    )


def acts_on_which(act: Act, user: User) -> QuerySet[Act]:
    """The acts by virtue of which it was issued, as far as the user sees them."""
    return acts_visible_to(user).filter(dependent_acts=act)


def acts_resting_on(act: Act, user: User) -> QuerySet[Act]:
    return acts_visible_to(user).filter(basis=act)


def acts_cancelled_by(act: Act, user: User) -> QuerySet[Act]:
    return acts_visible_to(user).filter(cancelled_by=act)


def numbered_like(text: str) -> Q:
    """Acts whose number holds what was typed, compared as numbers are (`key_of_number`)."""
    key = key_of_number(clean_number(text))
    return Q(number_key__contains=key) if key else Q(pk__in=[])


def curators_appointed_by(act: Act) -> list[Curator]:
    """Curators whose appointment rests on the act."""
    return list(act.curators.select_related("person", "organisation"))


def mentors_decided_by(act: Act, user: User) -> QuerySet[Mentor]:
    """Candidates about whom the act has decided, as far as the user sees them."""
    return mentors_visible_to(user).filter(decision_act=act).select_related("person")


def kinds_resting_on(act: Act, besides: Collection[str] = ()) -> list[str]:
    """What rests on the act, whoever asks: «пары», «кураторы». Nothing of it may lose its act. `besides`: names of
    relations that are not asked about."""
    free = references_to_act(act)
    relations = {
        str(_NAMES.get(relation.name, relation.related_model._meta.verbose_name_plural)): relation
        for relation in Act._meta.related_objects
        if relation.name not in besides
    }
    return [
        name
        for name, relation in relations.items()
        if _resting(relation.related_model._base_manager.filter(**{relation.field.name: act}), free).exists()
    ]


def _resting(rows: QuerySet[Any], free: Iterable[QuerySet[Any]]) -> QuerySet[Any]:
    for references in free:
        if references.model is rows.model:
            rows = rows.exclude(pk__in=references.order_by().values("pk"))
    return rows


def links_to_same(act: Act) -> dict[str, str]:
    """What is said of an act that the register has already → the address of that act, for forms."""
    same = act.same_act()
    return {TAKEN: same.get_absolute_url()} if same is not None else {}


def double_of(act: Act) -> Act | None:
    """Of an act without a number: another one of that issuer, kind and day, which may be the same paper."""
    return act.acts_like_it().first()


_NAMES = {
    "cancels": "акты, которые он отменяет",
    "dependent_acts": "акты, изданные на его основании",
    "approved_mentors": "решения о кандидатах",
}


def removed_acts(user: User) -> QuerySet[Any]:
    """The last versions of acts that were taken out of the register, as far as the user would see the acts; the newest
    first."""
    condition = Access.of(user).where(Right.VIEW_DOCUMENTS, municipality="municipality")
    removed = Act.history.filter(condition, history_type="-")
    return removed.select_related("history_user", "organisation", "municipality").order_by(
        "-history_date", "-history_id"
    )
