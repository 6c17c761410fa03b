"""People whose data somebody has to decide about: consent withdrawn, or the term of keeping over, and in no pair."""

from datetime import date

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest

from accounts.models import User
from mentoring.enums import ENDED
from mentoring.models import Pair
from mentoring.models.pair import unfinished
from registry.access import Right
from registry.database.dates import MonthsAfter
from registry.enums import ConsentKind
from registry.models import Curator, Person
from registry.queries.consents import withdrawn_without_another
from registry.queries.keeping import municipalities_by_months
from registry.queries.people import people_visible_to

WITHDRAWN, AFTER_PAIR, WITHOUT_PAIR = "withdrawn", "after_pair", "without_pair"
#: why somebody has to decide → in words
WHY = {
    WITHDRAWN: "согласие на обработку отозвано",
    AFTER_PAIR: "после последней пары вышел срок хранения",
    WITHOUT_PAIR: "в базе, но в парах не был",
}


def _unsettled(on: date) -> Q:
    """A condition on people: their cards are their own, nobody has decided to keep them, no pair needs them."""
    open_pairs = Pair.objects.filter(unfinished(on)).order_by()
    return (
        Q(depersonalised_on__isnull=True, merged_into__isnull=True)
        & (Q(keep_until__isnull=True) | Q(keep_until__lt=on))
        & ~Exists(open_pairs.filter(mentor__person=OuterRef("pk")))
        & ~Exists(open_pairs.filter(mentee__person=OuterRef("pk")))
    )


def people_after_withdrawal(on: date) -> QuerySet[Person]:
    """Few of all, found by an index: whoever has withdrawn the consent to processing, with `withdrawn_on`."""
    withdrawn = withdrawn_without_another(on).filter(kind=ConsentKind.PERSONAL_DATA)
    return Person.objects.filter(_unsettled(on), pk__in=withdrawn.values("person")).annotate(
        withdrawn_on=_withdrawal(on)
    )


def people_to_decide(user: User, on: date) -> QuerySet[Person]:
    """All whom the user may depersonalise and for whom it is time, with `decide_since` and `why`."""
    last_pair = Greatest(
        Coalesce(_last_day("mentor"), _last_day("mentee")), Coalesce(_last_day("mentee"), _last_day("mentor"))
    )
    included = Greatest(
        Coalesce("mentor__included_on", "mentee__included_on"), Coalesce("mentee__included_on", "mentor__included_on")
    )
    people = people_visible_to(user, Right.DEPERSONALISE).filter(_unsettled(on))
    people = people.annotate(withdrawn_on=_withdrawal(on), last_pair_on=last_pair, included_on=included)
    terms = {
        "after_pair_on": _after("last_pair_on", "keep_after_pair_months", on),
        "without_pair_on": _after("included_on", "keep_without_pair_months", on),
    }
    in_office = Curator.objects.filter(Q(dismissed_on__isnull=True) | Q(dismissed_on__gt=on), person=OuterRef("pk"))
    is_idle = ~Exists(in_office)
    reasons = [
        (WITHDRAWN, Q(withdrawn_on__isnull=False), "withdrawn_on"),
        (AFTER_PAIR, Q(after_pair_on__lte=on) & is_idle, "after_pair_on"),
        (WITHOUT_PAIR, Q(last_pair_on__isnull=True, without_pair_on__lte=on) & is_idle, "without_pair_on"),
    ]
    why = Case(
        *(When(condition, then=Value(code)) for code, condition, _ in reasons), default=None, output_field=CharField()
    )
    since = Case(*(When(condition, then=day) for _, condition, day in reasons), default=None)
    return people.annotate(**terms).annotate(why=why, decide_since=since).filter(why__isnull=False)


def _withdrawal(on: date) -> Subquery:
    consents = withdrawn_without_another(on).filter(kind=ConsentKind.PERSONAL_DATA, person=OuterRef("pk"))
    return Subquery(consents.order_by("withdrawn_on").values("withdrawn_on")[:1])


def _last_day(side: str) -> Subquery:
    pairs = Pair.objects.filter(**{f"{side}__person": OuterRef("pk")}, status__in=ENDED)
    return Subquery(pairs.order_by("-ended_on").values("ended_on")[:1])


def _after(day: str, code: str, on: date) -> Combinable:
    """The day when the municipality's term is over."""
    terms = municipalities_by_months(code, on)
    return Case(
        *(When(municipality__in=keys, then=MonthsAfter(day, months)) for months, keys in terms.items()), default=None
    )
