"""The batch that a page is about."""

from django.shortcuts import get_object_or_404

from accounts.requests import AuthenticatedRequest
from imports.models import ImportBatch
from imports.queries.batches import batches_visible_to
from registry.access import Access, Right, require


def batch_of(request: AuthenticatedRequest, pk: int) -> ImportBatch:
    """Raises PermissionDenied for who may bring in nothing, Http404 for a batch that the user may not see."""
    require(Access.of(request.user).anywhere(Right.IMPORT))
    return get_object_or_404(batches_visible_to(request.user), pk=pk)
