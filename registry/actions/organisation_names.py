"""Keeps the name that an organisation bore before it was renamed."""

from django.db import transaction

from registry.models import Organisation, OrganisationAlias


@transaction.atomic
def keep_former_name(*, organisation: Organisation, former: str) -> OrganisationAlias | None:
    """Adds the former short name to the other names, so that search and imports find the organisation by it; the name
    that it bears now is no other name any more. None where the names differ in signs alone or the former one is known
    already, also as the name of another organisation."""
    alias = OrganisationAlias(organisation=organisation, name=former)
    present = OrganisationAlias(organisation=organisation, name=organisation.short_name)
    if not alias.make_key() or alias.make_key() == present.make_key():
        return None
    organisation.aliases.filter(key=present.make_key()).delete()
    other_name, is_new = OrganisationAlias.objects.get_or_create(
        municipality=organisation.municipality,
        key=alias.make_key(),
        defaults={"organisation": organisation, "name": former},
    )
    return other_name if is_new else None
