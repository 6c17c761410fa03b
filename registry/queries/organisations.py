from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from registry.access import Access, Right
from registry.models import Mentee, Mentor, Organisation


def organisations_visible_to(user: User, right: Right = Right.VIEW_ORGANISATIONS) -> QuerySet[Organisation]:
    """Organisations for which the user has the right, archived ones included."""
    return Organisation.objects.filter(Access.of(user).where(right, organisation="")).select_related("municipality")


def organisations_in_use(user: User, right: Right = Right.VIEW_ORGANISATIONS) -> QuerySet[Organisation]:
    """The same without the archive: for choices in forms and filters."""
    return organisations_visible_to(user, right).filter(archived_on__isnull=True)


def with_banks(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Adds `mentors` and `mentees`: how many are in the banks of each organisation now."""
    return organisations.annotate(mentors=_number_in(Mentor), mentees=_number_in(Mentee))


def _number_in(bank: type[Mentor | Mentee]) -> Coalesce:
    in_bank = bank.objects.filter(
        person__organisation=OuterRef("pk"), excluded_on__isnull=True, person__archived_on__isnull=True
    )
    counted = in_bank.order_by().values("person__organisation").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)
