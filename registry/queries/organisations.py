from django.db.models import QuerySet

from accounts.models import User
from registry.access import Access, Right
from registry.models import Organisation


def organisations_visible_to(user: User, right: Right = Right.VIEW_ORGANISATIONS) -> QuerySet[Organisation]:
    """Organisations for which the user has the right, archived ones included."""
    return Organisation.objects.filter(Access.of(user).where(right, organisation="")).select_related("municipality")


def organisations_in_use(user: User, right: Right = Right.VIEW_ORGANISATIONS) -> QuerySet[Organisation]:
    """The same without the archive: for choices in forms and filters."""
    return organisations_visible_to(user, right).filter(archived_on__isnull=True)
