"""A region gets another spelling everywhere at once: its rules are found by its name."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from registry.actions.refusals import explained_refusal
from registry.enums import RuleLevel
from registry.history.audit import with_audit
from registry.models import LocalRules, Municipality


@transaction.atomic
def respell_region(*, region: str, spelling: str, reason: str, by: User) -> list[Municipality]:
    """The municipalities that had the region, now spelt otherwise; the versions of its rules go with them.

    Raises ValidationError when nobody has the region any more, when a municipality of the same name is there already
    under the other spelling, and when versions of rules of both begin on one day.
    """
    municipalities = list(Municipality.objects.select_for_update().filter(region=region).order_by("pk"))
    versions = list(
        LocalRules.objects.select_for_update(of=("self",))
        .filter(level=RuleLevel.REGION, region=region)
        .order_by("valid_from")
    )
    if not municipalities and not versions:
        raise ValidationError(f"Региона «{region}» в реестре больше нет: его исправили раньше вас. Обновите страницу.")
    why = f"Регион «{region}» записан иначе: {reason}"
    for municipality in municipalities:
        municipality.region = spelling
        try:
            with explained_refusal(municipality):
                with_audit(municipality, by=by, reason=why).save()
        except ValidationError as error:
            raise ValidationError(
                f"{municipality}: {' '.join(error.messages)} Сначала оставьте из двух один."
            ) from error
    for version in versions:
        version.region = spelling
        try:
            with explained_refusal(version):
                with_audit(version, by=by, reason=why).save()
        except ValidationError as error:
            raise ValidationError(
                f"И у «{region}», и у «{spelling}» есть правила, которые действуют с {version.valid_from:%d.%m.%Y}. "
                "Оставьте одну из этих версий и повторите."
            ) from error
    return municipalities
