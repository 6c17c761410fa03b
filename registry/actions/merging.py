"""Merges two cards of one person and undoes the merge."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from registry import clock, extension_points
from registry.merge_values import Reassignment
from registry.merging.plan import absorbing, distinction_of, plan_merge
from registry.merging.reassignments import (
    apply_reassignments,
    column,
    from_json,
    reassignments_as_json,
    reversed_reassignments,
    stored_value,
    write_values,
)
from registry.models import DistinctPeople, Mentee, Mentor, Person, PersonMerge

UNANSWERED = "Отметьте, что класс и дата рождения верны, или вернитесь к сравнению и выберите другое значение."
STALE = "Пока вы проверяли, одна из карточек изменилась. Проверьте ещё раз: ниже — как будет теперь."


@transaction.atomic
def merge_people(
    *,
    survivor: Person,
    absorbed: Person,
    choices: Mapping[str, int],
    shown_fingerprint: str | None = None,
    is_confirmed: bool = True,
    by: User,
) -> PersonMerge:
    """Merges `absorbed` into `survivor`: copies the chosen facts, reassigns everything that refers to the other card.

    `choices` as in `plan_merge`; `shown_fingerprint` is that of the plan that the user has checked. The other card
    stays in the archive with its history and says where it went. Raises ValidationError with the obstacles in words,
    when the plan is not the one that was checked any more, or when it asks something that nobody has confirmed.
    """
    survivor, absorbed = _locked(survivor.pk, absorbed.pk)
    plan = plan_merge(survivor, absorbed, choices)
    if plan.obstacles:
        raise ValidationError(plan.obstacles)
    if shown_fingerprint is not None and shown_fingerprint != plan.fingerprint:
        raise ValidationError(STALE)
    if plan.questions and not is_confirmed:
        raise ValidationError(UNANSWERED)
    reassignments = [*plan.reassignments, absorbing(plan)]
    merge = PersonMerge(
        survivor=survivor,
        absorbed=absorbed,
        changes=plan.changes_as_json(),
        moves=reassignments_as_json(reassignments),
        merged_by=by,
    )
    with _explained():
        apply_reassignments(
            reassignments[:-1], by=by, reason=f"Объединение карточек: перенесено на карточку «{survivor}»"
        )
        apply_reassignments(reassignments[-1:], by=by, reason=f"Карточка объединена с карточкой «{survivor}»")
        after = {name: value for name, (_, value) in plan.changes.items()}
        write_values(survivor, after, by=by, reason=f"С карточкой объединён дубль «{absorbed}»")
        merge.save()
    return merge


@transaction.atomic
def undo_merge(*, merge: PersonMerge, by: User) -> PersonMerge:
    """Separates the two cards: everything that moved goes back, the facts are as they were.

    What was entered after the merge stays with the remaining card. Raises ValidationError with the list of what has
    been changed since and cannot be undone.
    """
    _locked(merge.survivor_id, merge.absorbed_id)
    merge = PersonMerge.objects.select_for_update().select_related("survivor", "absorbed").get(pk=merge.pk)
    back, obstacles = way_back(merge)
    if obstacles:
        raise ValidationError(obstacles)
    with _explained():
        apply_reassignments(
            back, by=by, reason=f"Объединение карточек «{merge.survivor}» и «{merge.absorbed}» отменено"
        )
        merge.undone_by, merge.undone_at = by, clock.now()
        merge.save()
    return merge


@transaction.atomic
def record_distinct(*, one: Person, other: Person, by: User) -> DistinctPeople:
    """Records that two similar cards belong to two people; the list of likely duplicates leaves them out."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    distinction, _ = DistinctPeople.objects.get_or_create(one=first, other=second, defaults={"said_by": by})
    return distinction


def forget_distinction(*, one: Person, other: Person) -> None:
    """Deletes the distinction: the two cards are compared again."""
    distinction_of(one, other).delete()


def way_back(merge: PersonMerge) -> tuple[list[Reassignment], list[str]]:
    """The reassignments that undo the merge, and the obstacles in words."""
    if merge.undone_at is not None:
        return [], ["Это объединение уже отменено."]
    if merge.survivor.depersonalised_on is not None:
        return [], ["Карточка обезличена: чьи сведения были на каждой, портал больше не знает."]
    back, obstacles = reversed_reassignments(merge.moves)
    for name, (_, after) in merge.changes.items():
        if stored_value(merge.survivor, name) != after:
            label = column(Person, name).verbose_name
            obstacles.append(f"На карточке «{merge.survivor}» поле «{label}» изменено после объединения.")
    if merge.survivor.merged_into_id is not None:
        obstacles.append(
            f"Карточка «{merge.survivor}» сама объединена с карточкой «{merge.survivor.merged_into}». "
            "Сначала отмените то объединение."
        )
    if not obstacles:
        obstacles += [
            reason for participant in extension_points.merge_participants for reason in participant.undo_obstacles(back)
        ]
    before = {name: from_json(Person, name, values[0]) for name, values in merge.changes.items()}
    return [*back, Reassignment(merge.survivor, before)], obstacles


def _locked(survivor_pk: int, absorbed_pk: int) -> tuple[Person, Person]:
    """The current rows of both cards, locked with their bank entries until the end of the transaction.

    People, mentors and mentees are locked in this order, each by primary key, so that no two transactions wait for each
    other. Whoever enters or moves a pair locks the entries as well.
    """
    both = [survivor_pk, absorbed_pk]
    people = {person.pk: person for person in Person.objects.select_for_update().filter(pk__in=both).order_by("pk")}
    for model in (Mentor, Mentee):
        list(model.objects.select_for_update(no_key=True).filter(person__in=both).order_by("pk"))
    return people[survivor_pk], people[absorbed_pk]


@contextmanager
def _explained() -> Iterator[None]:
    """Explains a refusal of a database guard in the words of the room that installs it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        for participant in extension_points.merge_participants:
            if message := participant.explain(error):
                raise ValidationError(message) from error
        raise
