"""Sets of stages: their owners, their readers and editors, and the pairs that go through them."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from mentoring.models import (
    Pair,
    PairChange,
    PairStage,
    Stage,
    StageAssignment,
    StageItem,
    StageItemTemplate,
    StageSet,
)
from mentoring.models.pair import at_work
from mentoring.models.stage_set import PORTAL_SET
from mentoring.queries.pairs import pairs_visible_to
from registry import clock
from registry.access import Access, Right
from registry.history.labels import MOST_SHOWN, Change, changes_among
from registry.models import Form, Municipality
from registry.queries.dictionaries import entries_known
from registry.queries.municipalities import municipalities_reached

#: entries of one table that the page of a set looks through
MOST_READ = 200


def first_stage_of_portal() -> Stage | None:
    """The stage at which an ordered pair without a stage is counted."""
    return Stage.objects.filter(stage_set__code=PORTAL_SET).order_by("number").first()


def stages_in_municipalities(municipality_ids: Collection[int]) -> QuerySet[Stage]:
    """All stages of the municipalities' pairs, those of the portal first, with their sets, sorted by set and number."""
    whose = Q(stage_set__municipality__isnull=True) | Q(stage_set__municipality__in=municipality_ids)
    return Stage.objects.filter(whose).select_related("stage_set").order_by("stage_set", "number")


def stages_offered_to(user: User) -> QuerySet[Stage]:
    """Stages for the filter of pairs: of the portal's set and of the municipalities in which the user has a role."""
    access = Access.of(user)
    if access.is_unlimited:
        return Stage.objects.select_related("stage_set").order_by("stage_set", "number")
    return stages_in_municipalities({membership.municipality_id for membership in access.memberships})


def stage_sets_offered_to(user: User) -> QuerySet[StageSet]:
    """Sets for the filter of pairs, by the same rule as stages."""
    return StageSet.objects.filter(pk__in=stages_offered_to(user).order_by().values("stage_set"))


def stage_sets_visible_to(user: User) -> QuerySet[StageSet]:
    """The portal's sets, and those of the municipalities whose settings the user may see."""
    municipalities = municipalities_reached(user, Right.VIEW_SETTINGS)
    rows = StageSet.objects.filter(Q(municipality__isnull=True) | Q(municipality__in=municipalities))
    return rows.select_related("municipality")


def may_edit_stages(user: User, stage_set: StageSet) -> bool:
    """Whether the user may edit the set: a municipality edits its own sets and copies those of the portal."""
    own = stage_set.municipality
    return own is not None and Access.of(user).in_municipality(Right.EDIT_POLICY, own)


def with_numbers(stage_sets: QuerySet[StageSet], user: User) -> QuerySet[StageSet]:
    """Adds `stages_in_use` and `pairs_at_work` of the pairs that the user may see."""
    stages = Stage.objects.filter(stage_set=OuterRef("pk"), in_use=True).order_by().values("stage_set")
    pairs = _seen_at_work(user).filter(stage__stage_set=OuterRef("pk")).order_by().values("stage__stage_set")
    return stage_sets.annotate(
        stages_in_use=_number_of(stages),
        pairs_at_work=_number_of(pairs),
    )


def stages_with_numbers(stage_set: StageSet, user: User) -> QuerySet[Stage]:
    """The stages in order with `pairs_at_work` that the user may see, `was_entered`, and items with `marks`."""
    pairs = _seen_at_work(user).filter(stage=OuterRef("pk")).order_by().values("stage")
    marks = StageItem.objects.filter(template=OuterRef("pk")).order_by().values("template")
    items = StageItemTemplate.objects.annotate(marks=_number_of(marks)).order_by("position", "pk")
    stages = stage_set.stages.annotate(pairs_at_work=_number_of(pairs), was_entered=_was_entered())
    return stages.order_by("number").prefetch_related(Prefetch("items", items))


def stages_with_items(stage_set: StageSet, user: User) -> list[tuple[Stage, list[StageItemTemplate]]]:
    """The stages of `stages_with_numbers`, each with its items."""
    return [(stage, list(stage.items.all())) for stage in stages_with_numbers(stage_set, user)]


def stage_of_set(stage_set: StageSet, pk: int, user: User) -> Stage | None:
    return stages_with_numbers(stage_set, user).filter(pk=pk).first()


def items_of_set(stage_set: StageSet) -> QuerySet[StageItemTemplate]:
    return StageItemTemplate.objects.filter(stage__stage_set=stage_set).select_related("stage__stage_set")


def stages_without_items(stage_set: StageSet) -> QuerySet[Stage]:
    return stage_set.stages.filter(items__isnull=True).order_by("number")


def contents_in_words(stage_set: StageSet) -> list[str]:
    """What would be deleted with the set, in words: its name, its stages and their items."""
    stages = list(stage_set.stages.values_list("title", flat=True))
    return [str(stage_set), *stages, *items_of_set(stage_set).values_list("title", flat=True)]


def was_entered(stage: Stage) -> bool:
    """Whether pairs have been at the stage: their records name it."""
    return Stage.objects.filter(_was_entered(), pk=stage.pk).exists()


def was_taken(stage_set: StageSet) -> bool:
    """Whether pairs go through the set, or have done so."""
    return stage_set.stages.filter(_was_entered()).exists()


def pairs_going_by(stage_set: StageSet) -> QuerySet[Pair]:
    """Pairs at work that go through the set."""
    return Pair.objects.filter(at_work(clock.today()), stage__stage_set=stage_set)


def pairs_seen_going_by(stage_set: StageSet, user: User) -> QuerySet[Pair]:
    """Active pairs of the set that the user may see: the portal's set serves all municipalities."""
    return _seen_at_work(user).filter(stage__stage_set=stage_set)


def stage_assignments_of(municipalities: QuerySet[Municipality]) -> QuerySet[StageAssignment]:
    """The assignments of the municipalities, the newest of a form first, the general one last; with `was_taken`."""
    rows = StageAssignment.objects.filter(municipality__in=municipalities).annotate(was_taken=_was_taken())
    return rows.select_related("form", "stage_set", "municipality").order_by(
        "municipality", F("form__position").asc(nulls_last=True), "form", "-valid_from"
    )


def has_pairs(assignment: StageAssignment) -> bool:
    """Whether pairs have taken the set by the assignment."""
    return StageAssignment.objects.filter(_was_taken(), pk=assignment.pk).exists()


def _was_taken() -> Q:
    """Pairs took the set on the day of the assignment or later, so the assignment may be the cause."""
    pairs = Pair.objects.filter(
        stage__stage_set=OuterRef("stage_set"),
        organisation__municipality=OuterRef("municipality"),
        act__dated__gte=OuterRef("valid_from"),
    )
    return Q(form__isnull=True) & Q(Exists(pairs)) | Q(Exists(pairs.filter(form=OuterRef("form"))))


def _seen_at_work(user: User) -> QuerySet[Pair]:
    return pairs_visible_to(user).filter(at_work(clock.today()))


def _was_entered() -> Q:
    rows = [Pair.objects.filter(stage=OuterRef("pk")), PairStage.objects.filter(stage=OuterRef("pk"))]
    rows += [PairChange.objects.filter(**{name: OuterRef("pk")}) for name in ("from_stage", "to_stage")]
    entered = Q()
    for each in rows:
        entered |= Q(Exists(each))
    return entered


def _number_of(grouped: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(grouped.annotate(number=Count("pk")).values("number")), 0)


def changes_of_set(stage_set: StageSet) -> list[Change]:
    """The changes of the set, its stages and their items, the newest first; four queries."""
    stages = Stage.history.filter(stage_set=stage_set.pk)
    items = StageItemTemplate.history.filter(stage__in=stages.values("id"))
    changes = [
        *changes_among(_newest(StageSet.history.filter(id=stage_set.pk)), name=_title),
        *changes_among(_newest(stages), name=_title, untold=["number", "stage_set"]),
        *changes_among(_newest(items), name=_brief, untold=["position", "stage"]),
        *changes_among(
            _newest(StageAssignment.history.filter(stage_set=stage_set.pk).select_related("form")), name=_for_what
        ),
    ]
    return sorted(changes, key=lambda change: change.at, reverse=True)[:MOST_SHOWN]


def _newest(entries: Any) -> Any:
    return entries.select_related("history_user").order_by("-history_date", "-history_id")[:MOST_READ]


def _title(entry: Any) -> str:
    return entry.title


def _brief(entry: Any) -> str:
    return entry.short_title or entry.title


def _for_what(entry: Any) -> str:
    return f"{entry.form or 'остальные формы'}, с {entry.valid_from:%d.%m.%Y}"


def forms_for_set(stage_set: StageSet) -> QuerySet[Form]:
    """Forms of the portal and of the municipality of the set, those out of use included."""
    return entries_known(Form, [stage_set.municipality] if stage_set.municipality else [])
