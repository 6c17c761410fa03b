from django.db.models import Q, QuerySet

from accounts.models import User
from registry.access import Access, Right
from registry.models import Act


def acts_visible_to(user: User) -> QuerySet[Act]:
    """Acts of the organisations where the user sees documents; acts without one belong to the municipality alone."""
    condition = Access.of(user).where(Right.VIEW_DOCUMENTS, municipality="municipality")
    return Act.objects.filter(condition).select_related("organisation")


def may_attach_scan(user: User, act: Act) -> bool:
    """Whoever issues orders where the act comes from; a municipality's own act is in the hands of its officers."""
    access = Access.of(user)
    if act.organisation is None:
        return access.in_municipality(Right.ISSUE_ORDERS, act.municipality)
    return access.in_organisation(Right.ISSUE_ORDERS, act.organisation)


def numbered_like(typed: str) -> Q:
    """Acts whose number holds what was typed; numbers are short, so the usual spellings of letters are enough."""
    number = typed.strip().lstrip("№Nn").strip()
    spellings = {number, number.upper(), number.lower()}
    condition = Q()
    for spelling in sorted(spellings):
        condition |= Q(number__contains=spelling)
    return condition
