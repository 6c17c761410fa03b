"""The names of the places where a person works, which a password must not consist of."""

from collections.abc import Iterator

from django.db.models import Q

from accounts.models import User
from registry.models import Invitation, Membership, Municipality, Organisation


def names_of_places(user: User) -> Iterator[str]:
    """Of all municipalities, and of the organisations in which the user has a role or is invited to one.

    The user may not be saved yet: whoever accepts an invitation has only an address.
    """
    for names in Municipality.objects.values_list("name", "authorised_body"):
        yield from names
    of_memberships = Membership.objects.filter(user__email__iexact=user.email)
    of_invitations = Invitation.objects.filter(email__iexact=user.email)
    own = [Q(pk__in=grants.values("organisation")) for grants in (of_memberships, of_invitations)]
    for names in Organisation.objects.filter(own[0] | own[1]).values_list("short_name", "full_name"):
        yield from names
