"""The batch that a page is about."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from registry.access import Access, Right, require
from registry.models import ImportBatch
from registry.queries.imports import batches_visible_to


def batch_of(request: HttpRequest, pk: int) -> ImportBatch:
    """Raises PermissionDenied for who may bring in nothing, Http404 for a batch that the user may not see."""
    require(Access.of(request.user).anywhere(Right.IMPORT))
    return get_object_or_404(batches_visible_to(request.user), pk=pk)
