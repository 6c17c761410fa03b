"""Changes the name of a person and records the former one."""

from django.db import transaction

from accounts.models import User
from registry.actions.bank import held_card
from registry.actions.refusals import explained_refusal
from registry.history.audit import with_audit
from registry.models import FormerName, Person


@transaction.atomic
def change_name(*, person: Person, former: FormerName, by: User) -> FormerName:
    """Saves the person under the new name; `former` is the name before, with its last day.

    Raises ValidationError for a joined card, or when another former name ends on the same day.
    """
    held_card(person)
    former.person = person
    _save(former, by)
    document = f" ({former.document})" if former.document else ""
    with_audit(person, by=by, reason=f"Смена фамилии или имени: прежнее «{former}»{document}").save()
    return former


@transaction.atomic
def record_former_name(*, person: Person, former: FormerName, by: User) -> FormerName:
    """Adds a former name to a card. Raises ValidationError for a joined card, or for a name that is there already."""
    card = held_card(person)
    former.person = card
    _save(former, by)
    with_audit(card, by=by, reason=f"Внесено прежнее имя «{former}»").save()
    return former


@transaction.atomic
def remove_former_name(*, former: FormerName, by: User) -> None:
    """Removes a name that the person never bore from the card; its history stays. Raises ValidationError for a joined
    card."""
    card = held_card(former.person)
    with_audit(former, by=by, reason="Внесено по ошибке").delete()
    with_audit(card, by=by, reason=f"Убрано прежнее имя «{former}»: внесено по ошибке").save()


def _save(former: FormerName, by: User) -> None:
    former.set_key()
    former.full_clean(exclude=["person"])
    with explained_refusal(former):
        with_audit(former, by=by).save()
