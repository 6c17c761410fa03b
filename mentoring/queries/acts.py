"""Which acts can be the ground of a change of a pair."""

from django.db.models import QuerySet

from mentoring.models import Pair
from registry.models import Act


def acts_for_change(pair: Pair, *, may_secure_pairs: bool = False) -> QuerySet[Act]:
    """Acts in force of the organisation that leads the pair, not older than the pair's own order.

    Acts known to say something else are left out: those that appoint curators, approve roadmaps or, unless
    `may_secure_pairs`, secure pairs. The pair's own order is no ground of its change in any case.
    """
    acts = Act.objects.filter(
        organisation=pair.organisation_id, cancelled_by__isnull=True, curators__isnull=True, roadmaps__isnull=True
    )
    if pair.act is not None:
        acts = acts.filter(dated__gte=pair.act.dated).exclude(pk=pair.act.pk)
    return acts if may_secure_pairs else acts.filter(pairs__isnull=True)
