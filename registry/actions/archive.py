"""Archives rows: they leave the lists of choice and stay in history."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from registry import clock
from registry.extension_points import Tie, organisation_ties
from registry.history.audit import with_audit
from registry.models import Organisation
from registry.pages.earlier_decision import decided_already
from registry.queries.row_locks import hold_row
from russian.typography import lower_first


def ties_of_organisation(organisation: Organisation) -> list[Tie]:
    """What keeps the organisation out of the archive."""
    return [tie for find in organisation_ties for tie in find(organisation)]


def words_of_ties(ties: list[Tie]) -> list[str]:
    return [
        f"Ещё не окончено: {'; '.join(lower_first(tie.title) for tie in ties)}.",
        "Действующие пары завершите, согласованные и черновики отмените. Если люди переходят в другую организацию, "
        "внесите перевод каждого: портал спросит, что будет с парой.",
    ]


@transaction.atomic
def archive_organisation(*, organisation: Organisation, by: User) -> Organisation:
    """Raises DecidedAlready when the organisation is in the archive, ValidationError with what keeps it out of there:
    lists and figures leave out an archived organisation, and with it what still goes on in it."""
    hold_row(organisation)
    if day := organisation.archived_on:
        raise decided_already(organisation, "archived_on", f"{organisation}: организация уже в архиве с {day:%d.%m.%Y}")
    if ties := ties_of_organisation(organisation):
        raise ValidationError(words_of_ties(ties))
    organisation.archived_on = clock.today()
    with_audit(organisation, by=by, reason="Убрана в архив").save()
    return organisation


@transaction.atomic
def restore_organisation(*, organisation: Organisation, by: User) -> Organisation:
    """Raises DecidedAlready when the organisation is not in the archive."""
    hold_row(organisation)
    if organisation.archived_on is None:
        raise decided_already(organisation, "archived_on", f"{organisation}: организация уже возвращена из архива")
    organisation.archived_on = None
    with_audit(organisation, by=by, reason="Возвращена из архива").save()
    return organisation
