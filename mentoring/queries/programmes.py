"""The programme of a pair that the reader may see."""

from django.db.models import QuerySet

from mentoring.models import Pair, Programme


def programme_of(pair: Pair) -> QuerySet[Programme]:
    """One row, or none before the order."""
    return Programme.objects.filter(pair=pair).select_related("approved_by")
