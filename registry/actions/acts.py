"""Acts entered by hand: they are corrected while nothing forbids it, and cancelled by other acts."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from registry.extension_points import (
    ActDays,
    act_dependants,
    acts_on_paper,
    describe_act_refusal,
    let_days_follow,
    locks_of,
    obstacles_to_cancelling,
    obstacles_to_correcting_act,
    release_act,
)
from registry.history.audit import with_audit
from registry.models import Act, Municipality
from registry.models.act import TAKEN
from registry.queries.act_grounds import obstacle_of_basis, obstacles_to_cancelling_by
from registry.queries.acts import acts_visible_to, kinds_resting_on, links_to_same

_JUDGED_TEXTS = ("number", "kind_title", "title", "signatory")
#: what a cancelled act was, it stays
KEPT_OF_CANCELLED = ("kind", "kind_title", "number", "dated", "effective_on", "organisation", "municipality")


@transaction.atomic
def save_act(*, act: Act, basis: Collection[Act] | None = None, by: User, reason: str = "") -> Act:
    """Saves a new act or a corrected one, with the acts that it rests on (None: as they are). Those that the user does
    not see stay among them: nobody was asked about them.

    Raises ValidationError when the act is issued by the portal, is there already, or would rest on itself, and when
    something rests on it that the correction would leave without a ground.
    """
    _lock(act.municipality_id)
    is_new = act.pk is None
    if not is_new and (locks := locks_of(act)):
        raise ValidationError(locks)
    act.set_derived()
    stored = Act.objects.filter(pk=act.pk).first()
    _check(act, stored)
    try:
        with transaction.atomic():
            with_audit(act, by=by, reason=reason).save()
    except IntegrityError as error:
        if refusal := describe_act_refusal(error):
            raise ValidationError(obstacles_to_correcting_act(act) or refusal) from error
        raise _refusal_of_same(act) from error
    if basis is not None:
        unseen = act.basis.exclude(pk__in=acts_visible_to(by).values("pk"))
        basis = [*basis, *unseen]
        _refuse_circle(act, basis)
        if later := [refusal for other in basis if (refusal := obstacle_of_basis(act, other))]:
            raise ValidationError({"basis": later})
        if {other.pk for other in basis} != set(act.basis.values_list("pk", flat=True)):
            act.basis.set(basis)
    if stored is not None:
        let_days_follow(act, ActDays(stored.dated, stored.effective_on), by)
        if obstacles := obstacles_to_correcting_act(act):
            raise ValidationError(obstacles)
    return act


def _check(act: Act, stored: Act | None) -> None:
    """Texts and days that stood before they were judged hinder nobody from correcting something else.

    Raises ValidationError.
    """
    canceller = stored.cancelled_by if stored is not None else None
    if canceller is not None and any(getattr(act, name) != getattr(stored, name) for name in KEPT_OF_CANCELLED):
        raise ValidationError(f"Акт отменён: {canceller}. Вид, номер, даты и кто его издал остаются, какими были.")
    same = {name for name in _JUDGED_TEXTS if stored is not None and getattr(stored, name) == getattr(act, name)}
    act.clean_fields(exclude=same)
    if stored is None or (stored.dated, stored.effective_on) != (act.dated, act.effective_on):
        act.clean()
    try:
        act.validate_constraints()
    except ValidationError as error:
        if TAKEN in error.messages:
            raise _refusal_of_same(act) from error
        raise


def _refusal_of_same(act: Act) -> ValidationError:
    """At the field of the number, with the address of the act that has it."""
    error = ValidationError({"number": TAKEN})
    vars(error)["links"] = links_to_same(act)
    return error


def entered(*, act: Act | None, by: User) -> Act | None:
    """The act itself when the register has it, otherwise the saved new act; to be called in a transaction."""
    return save_act(act=act, by=by) if act is not None and act.pk is None else act


@transaction.atomic
def cancel_act(*, act: Act, by_act: Act, why: str = "", by: User) -> Act:
    """Cancels the act by another one, which may be new; returns the act as it is now. `why` says why an unlikely act is
    the one.

    Raises ValidationError when either is cancelled already, the other is earlier or another organisation's, or
    something that rests on the act forbids it.
    """
    canceller = entered(act=by_act, by=by)
    _lock(act.municipality_id)
    current = Act.objects.select_for_update(no_key=True).get(pk=act.pk)
    new_act = canceller or current
    canceller = Act.objects.select_for_update(no_key=True).filter(pk=new_act.pk).first()
    if canceller is None:
        raise ValidationError(
            {"act": f"{new_act.opening} только что убрали из реестра. Выберите другой акт или внесите новый."}
        )
    if current.cancelled_by is not None:
        raise ValidationError(f"Акт уже отменён: {current.cancelled_by}.")
    if canceller.pk == current.pk:
        raise ValidationError({"act": "Акт не может отменить сам себя."})
    if canceller.cancelled_by_id:
        raise ValidationError(
            {"act": f"{canceller.opening} {canceller.agreeing('сам', 'сама', 'само')} {canceller.cancelled_word}."}
        )
    if refusals := list(obstacles_to_cancelling_by(canceller, current)):
        raise ValidationError({"act": refusals})
    if obstacles := obstacles_to_cancelling(current):
        raise ValidationError(obstacles)
    current.cancelled_by = canceller
    with_audit(current, by=by, reason=f"Отменён: {canceller}. {why}".removesuffix(". ")).save()
    return current


@transaction.atomic
def withdraw_cancellation(*, act: Act, reason: str, by: User) -> Act:
    """Takes back a cancellation that was entered by mistake: the act stands again; returns it as it is now.

    Raises ValidationError without a reason, of an act that is not cancelled, and when something is built on the
    cancellation.
    """
    _lock(act.municipality_id)
    current = Act.objects.select_for_update(no_key=True).get(pk=act.pk)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите, в чём ошибка."})
    if obstacles := obstacles_to_withdrawing_cancellation(current):
        raise ValidationError(obstacles)
    canceller, current.cancelled_by = current.cancelled_by, None
    with_audit(current, by=by, reason=f"Отмена указана по ошибке ({canceller}): {reason.strip()}").save()
    return current


def obstacles_to_withdrawing_cancellation(act: Act) -> list[str]:
    """In words; nothing when the act may stand again."""
    canceller = act.cancelled_by
    if canceller is None:
        return ["Акт уже действует: отмены у него нет. Обновите страницу."]
    if not acts_on_paper(Act.objects.filter(pk=canceller.pk)).exists():
        return [f"Акт отменил документ, который издал портал: {canceller}. Если в нём ошибка, издайте документ взамен."]
    rooms = [dependants.restoring for dependants in act_dependants if dependants.restoring]
    return [reason for ask in rooms for reason in ask(act)]


@transaction.atomic
def remove_act(*, act: Act, reason: str, by: User) -> None:
    """Takes an act that was entered by mistake out of the register; the history keeps it, its files and the reason.
    What it has cancelled stands again.

    Holds the row against whoever is about to rest something on it. Raises ValidationError without a reason, of an act
    that the portal has issued, and while anything rests on it.
    """
    _lock(act.municipality_id)
    current = Act.objects.select_for_update().get(pk=act.pk)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите, в чём ошибка."})
    if obstacles := obstacles_to_removing(current):
        raise ValidationError(obstacles)
    for cancelled in Act.objects.select_for_update(no_key=True).filter(cancelled_by=current).order_by("pk"):
        cancelled.cancelled_by = None
        with_audit(cancelled, by=by, reason=f"Снова действует: {current} внесён по ошибке").save()
    release_act(current, by)
    with_audit(current, by=by, reason=reason.strip()).delete()


def obstacles_to_removing(act: Act) -> list[str]:
    """In words; nothing when it may be removed."""
    if locks := locks_of(act):
        return locks
    kinds = kinds_resting_on(act, besides=("cancels",))
    if not kinds:
        return []
    advice = "Укажите там другой акт, а если это невозможно, отмените этот другим актом."
    return [f"Пока на акт опираются {', '.join(kinds)}, убрать его нельзя. {advice}"]


def _lock(municipality_id: int) -> None:
    """Lets writers of the acts of a municipality follow one another, so that no two of them form a circle together."""
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality_id)


def _refuse_circle(act: Act, basis: Collection[Act]) -> None:
    above = {other.pk for other in basis}
    foreign = [str(other) for other in basis if other.municipality_id != act.municipality_id]
    if foreign:
        raise ValidationError({"basis": f"Это акт другого муниципалитета: {'; '.join(foreign)}."})
    visited: set[int] = set()
    while above:
        if act.pk in above:
            raise ValidationError({"basis": "Получается круг: выбранный акт сам опирается на этот."})
        visited |= above
        above = set(Act.basis.through.objects.filter(from_act__in=above).values_list("to_act", flat=True)) - visited
