"""The log of views, as far as a reader answers for the people whose data were looked at."""

from django.db.models import QuerySet

from accounts.models import User
from registry.access import Access, Right
from registry.models import ViewRecord


def views_visible_to(user: User) -> QuerySet[ViewRecord]:
    """Looks at what the user's organisations keep; whoever has the right in a whole municipality reads all of it."""
    condition = Access.of(user).where(Right.VIEW_LOG, municipality="municipality")
    return ViewRecord.objects.filter(condition).select_related("user", "person", "organisation")
